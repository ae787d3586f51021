import Glibc
package import Workflow

/// Runs are claimed by locking a file of the state folder.
package struct FileClaims: RunClaims {
    private let folder: StateFolder

    package init(_ folder: StateFolder) { self.folder = folder }

    package func claim(_ run: RunID, workspace: String) throws -> (any RunClaim)? {
        guard let lock = try RunLock.tryLock(run, in: folder) else { return nil }
        guard let place = try WorkspaceClaim.claim(workspace) else {
            throw WorkspaceHeld(workspace: workspace)
        }
        return FileClaim(lock, place)
    }

    /// Zero while the file still names a process that is gone: the next has not written itself in.
    package func holder(of run: RunID) -> Int? {
        guard let process = RunLock.holder(of: run, in: folder) else { return nil }
        return kill(pid_t(process), 0) == 0 || errno == EPERM ? process : 0
    }
}

/// Held as long as the locks' objects live, which is as long as this is referred to.
private final class FileClaim: RunClaim {
    private let lock: RunLock
    private let place: WorkspaceClaim

    init(_ lock: RunLock, _ place: WorkspaceClaim) {
        self.lock = lock
        self.place = place
    }

    func giveBack() {
        withExtendedLifetime(lock) {}
        withExtendedLifetime(place) {}
    }
}
