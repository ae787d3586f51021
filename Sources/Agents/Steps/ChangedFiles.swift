import Foundation
import Workflow

/// The files of a workspace that a command changed, made durable before its end is recorded.
struct ChangedFiles {
    let root: String

    /// Files whose status changed since `moment` are fsynced, with the folders that name them.
    func sync(since moment: Timestamp) throws {
        let folder = WorkspaceFolder(root: root)
        // A clock tick coarser than a millisecond must not hide a change.
        let since = moment.milliseconds - 20
        guard let walk = FileManager.default.enumerator(atPath: root) else { return }
        var changed: [WorkspacePath] = []
        for case let name as String in walk {
            var status = stat()
            guard lstat(root + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                Self.milliseconds(status.st_ctim) >= since,
                let path = try? WorkspacePath(name)
            else { continue }
            changed.append(path)
        }
        for path in changed {
            do {
                try folder.sync([path])
            } catch WorkspaceError.missing {
                continue
            }
        }
    }

    private static func milliseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
