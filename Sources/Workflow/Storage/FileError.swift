import Glibc

/// What a file operation was refused with.
package struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
    package let path: String
    /// What was tried, as a verb: `open`, `write`, `fsync`.
    package let operation: String
    /// The operating system's error number.
    package let code: Int32

    package init(path: String, operation: String, code: Int32) {
        self.path = path
        self.operation = operation
        self.code = code
    }

    /// The error of the call that has just failed.
    static func latest(_ operation: String, _ path: String) -> FileError {
        FileError(path: path, operation: operation, code: errno)
    }

    /// The operating system's words.
    package var reason: String { String(cString: strerror(code)) }

    package var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    package var description: String { "cannot \(operation) \(path): \(reason)" }
}
