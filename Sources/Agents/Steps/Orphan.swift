import Foundation
import Workflow

/// A command that may have outlived the engine that started it.
struct Orphan {
    let lock: String
    let surroundings: any Surroundings
    let limits: WorkshopLimits

    /// Ends the process group that the lock names, and returns when nothing holds the lock.
    ///
    /// - Throws: `OrphanError` when something still holds it after it was asked and then killed.
    func end() async throws {
        guard !(try isFree()) else { return }
        if let group = RunLock.holder(path: lock), group > 1 {
            _ = kill(pid_t(-group), SIGTERM)
            if try await isFree(within: limits.graceMilliseconds) { return }
            _ = kill(pid_t(-group), SIGKILL)
        }
        if try await isFree(within: limits.graceMilliseconds) { return }
        throw OrphanError(lock: lock)
    }

    private func isFree() throws -> Bool {
        guard access(lock, F_OK) == 0 else { return true }
        return try CommandLock.isFree(lock)
    }

    private func isFree(within milliseconds: Int64) async throws -> Bool {
        let step: Int64 = 20
        for _ in 0..<max(1, milliseconds / step) {
            if try isFree() { return true }
            try await surroundings.sleep(milliseconds: step)
        }
        return false
    }
}

/// A descendant of a command left its process group and cannot be ended from here.
struct OrphanError: Error, CustomStringConvertible {
    let lock: String
    var description: String {
        "a process of an earlier attempt still runs and left its process group; find it with "
            + "'fuser \(lock)', end it, and resume again"
    }
}
