import Agents
import Foundation
import Workflow

/// Tells a run that somebody advances from one that its process left behind.
struct Liveness {
    let session: Session

    /// The status of a run whose tables say `stored`.
    func status(of run: RunID, stored: String) async throws -> String {
        guard stored == "running" else { return stored }
        return try await isHeld(run) ? stored : "interrupted"
    }

    /// The lock is looked at last, since to look is to hold it for a moment, in which somebody who
    /// wants to go on with the run would be refused.
    private func isHeld(_ run: RunID) async throws -> Bool {
        guard let lease = try await session.journal.lease(of: run) else { return false }
        if isAlive(lease.holder) { return true }
        return try RunLock.tryLock(run, in: session.folder) == nil
    }

    private func isAlive(_ holder: Holder) -> Bool {
        guard holder.host == session.surroundings.holder.host, holder.process > 0 else {
            return false
        }
        return kill(pid_t(holder.process), 0) == 0 || errno == EPERM
    }
}
