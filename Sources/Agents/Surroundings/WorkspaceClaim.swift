internal import CPlatform
import Foundation
package import Workflow

/// The right to work in a workspace: a lock on the folder itself, whichever state folder is used.
package final class WorkspaceClaim: Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Claims the folder, making it when it is missing; nil while another run works in it.
    ///
    /// - Throws: `FileError` when it cannot be made, or is no folder that can be written.
    package static func claim(_ path: String) throws(FileError) -> WorkspaceClaim? {
        try DurableFile.makeFolder(path, mode: 0o755)
        let descriptor = platform_open(path, O_RDONLY | O_DIRECTORY, 0)
        guard descriptor >= 0 else {
            throw FileError(path: path, operation: "open the workspace", code: errno)
        }
        guard access(path, W_OK | X_OK) == 0 else {
            let code = errno
            close(descriptor)
            throw FileError(path: path, operation: "write into the workspace", code: code)
        }
        guard platform_try_lock(descriptor) == 1 else {
            close(descriptor)
            return nil
        }
        return WorkspaceClaim(descriptor)
    }
}
