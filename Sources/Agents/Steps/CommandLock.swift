internal import CPlatform
import Foundation
import Workflow

/// The lock that a command and its descendants hold.
enum CommandLock {
    /// Whether nothing holds it, without writing into it as taking it for a run would.
    static func isFree(_ path: String) throws(FileError) -> Bool {
        let descriptor = platform_open(path, O_RDWR, 0)
        guard descriptor >= 0 else {
            throw FileError(path: path, operation: "open", code: errno)
        }
        defer { close(descriptor) }
        return platform_try_lock(descriptor) == 1
    }
}
