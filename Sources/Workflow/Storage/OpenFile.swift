import Glibc

/// An open file or folder, closed when it goes out of use and never inherited by a child.
package struct OpenFile: ~Copyable {
    package let descriptor: Int32
    package let path: String

    /// Takes over a descriptor that is open already.
    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    package init(_ path: String, _ flags: Int32, mode: UInt32 = 0) throws(FileError) {
        descriptor = try retrying("open", path) { Glibc.open(path, flags | O_CLOEXEC, mode) }
        self.path = path
    }

    /// Opens one name inside this folder, never through a symbolic link.
    func open(_ name: String, _ flags: Int32, mode: UInt32 = 0) throws(FileError) -> OpenFile {
        let path = path + "/" + name
        let parent = descriptor
        let found = try retrying("open", path) {
            openat(parent, name, flags | O_CLOEXEC | O_NOFOLLOW, mode)
        }
        return OpenFile(descriptor: found, path: path)
    }

    deinit { close(descriptor) }
}

extension OpenFile {
    /// Whether it is a plain file, not a folder, pipe, socket or device.
    func isRegular() throws(FileError) -> Bool {
        try status().st_mode & S_IFMT == S_IFREG
    }

    func size() throws(FileError) -> Int {
        Int(try status().st_size)
    }

    private func status() throws(FileError) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .latest("look at", path) }
        return status
    }

    /// Returns when everything that was written is on the disk.
    package func sync() throws(FileError) {
        try retrying("fsync", path) { fsync(descriptor) }
    }

    func write(_ bytes: [UInt8]) throws(FileError) {
        var written = 0
        while written < bytes.count {
            written += try retrying("write", path) {
                bytes.withUnsafeBytes { buffer in
                    Glibc.write(
                        descriptor,
                        buffer.baseAddress?.advanced(by: written),
                        bytes.count - written
                    )
                }
            }
        }
    }

    /// The next bytes, at most `count`; empty at the end.
    func read(_ count: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let length = try retrying("read", path) { Glibc.read(descriptor, &bytes, count) }
        bytes.removeLast(count - length)
        return bytes
    }

    /// All bytes to the end.
    func readAll() throws(FileError) -> [UInt8] {
        var bytes = try read(try size() + 1)
        while true {
            let more = try read(Limits.copyBytes)
            if more.isEmpty { return bytes }
            bytes += more
        }
    }

    private enum Limits {
        static let copyBytes = 1 << 16
    }
}

/// Calls again while a signal interrupts; any other failure is an error.
@discardableResult
func retrying<Result: SignedInteger>(
    _ operation: String,
    _ path: String,
    _ call: () -> Result
) throws(FileError) -> Result {
    while true {
        let result = call()
        if result >= 0 { return result }
        guard errno == EINTR else { throw .latest(operation, path) }
    }
}
