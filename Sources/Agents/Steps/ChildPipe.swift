internal import CPlatform
import Glibc
import Subprocess
import SystemPackage
import Workflow

/// A pipe to a child, whose ends no other child inherits.
struct ChildPipe: Sendable {
    let reader: Int32
    let writer: Int32

    init() throws(FileError) {
        var ends: [Int32] = [0, 0]
        guard platform_pipe(&ends) == 0 else {
            throw FileError(path: "pipe", operation: "make", code: errno)
        }
        reader = ends[0]
        writer = ends[1]
    }

    var readingEnd: FileDescriptor { FileDescriptor(rawValue: reader) }
    var writingEnd: FileDescriptor { FileDescriptor(rawValue: writer) }

    func closeReader() { close(reader) }
}

extension ChildProcess.Ending {
    init(_ status: TerminationStatus) {
        self =
            switch status {
            case .exited(let code): .exited(Int(code))
            case .signaled(let signal): .signalled(Int(signal))
            }
    }
}
