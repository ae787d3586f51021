package import Workflow

/// Runs are claimed by locking a file of the state folder.
package struct FileClaims: RunClaims {
    private let folder: StateFolder

    package init(_ folder: StateFolder) { self.folder = folder }

    package func claim(_ run: RunID) throws -> (any RunClaim)? {
        try RunLock.tryLock(run, in: folder).map(FileClaim.init)
    }
}

/// Held as long as the lock's object lives, which is as long as this is referred to.
private final class FileClaim: RunClaim {
    private let lock: RunLock

    init(_ lock: RunLock) { self.lock = lock }

    func giveBack() { withExtendedLifetime(lock) {} }
}
