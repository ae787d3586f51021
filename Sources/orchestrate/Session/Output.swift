import Foundation
import Synchronization
import Workflow

/// Results go to standard output, progress and messages to standard error.
enum Output {
    static func line(_ text: String) { answer(Array((text + "\n").utf8)) }

    static func error(_ text: String) { progress(text + "\n") }

    /// Text for standard error as it is; a run does not depend on whether it can be written.
    static func progress(_ text: String) { _ = write(Array(text.utf8), to: STDERR_FILENO) }

    /// Why an answer did not reach standard output, if it did not.
    static var failure: String? { lost.withLock(\.self) }

    private static let lost = Mutex<String?>(nil)

    /// Takes out of all that is written what nobody may see.
    static func conceal(with concealer: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        cover.withLock { $0 = concealer }
    }

    private static let cover = Mutex<(@Sendable ([UInt8]) -> [UInt8])?>(nil)

    static func json(_ value: Value) { line(JSONWriter.pretty(value)) }

    /// The bytes as they are.
    static func bytes(_ bytes: [UInt8]) { answer(bytes) }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    private static func answer(_ bytes: [UInt8]) {
        guard let code = write(bytes, to: STDOUT_FILENO), code != EPIPE else { return }
        lost.withLock { $0 = $0 ?? String(cString: strerror(code)) }
    }

    /// Nil, or the system's code for what went wrong.
    ///
    /// A reader that has gone away (`EPIPE`) is no error of ours: the rest is not written.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        let bytes = cover.withLock(\.self)?(bytes) ?? bytes
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                Foundation.write(descriptor, bytes.baseAddress, bytes.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            rest = rest.dropFirst(count)
        }
        return nil
    }
}
