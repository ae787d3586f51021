import Agents
import Workflow

/// Brings a run to its end that was rejected or cancelled with something to undo.
struct Undoing {
    let session: Session

    /// Undoes what is to be undone, here or in the process that holds the run, and says what came
    /// of it.
    ///
    /// - Throws: `ExitStatus.waiting` when a person has to say what became of an undo.
    func finish(_ run: RunID, asJSON: Bool) async throws {
        let progress = Progress()
        let fold = try await ended(run)
        do {
            try RunReport(fold: fold, session: session).finish(asJSON: asJSON, progress)
        } catch let status as ExitStatus {
            // That the run has ended so is what was asked for.
            guard status == .rejectedOrCancelled else { throw status }
        }
    }

    private func ended(_ run: RunID) async throws -> RunFold {
        for _ in 0..<Self.looks {
            do {
                return try await Advancing(session: session).resume(run)
            } catch let error as JournalError {
                guard case .held = error else { throw error }
            }
            // Whoever holds the run sees the decision, ends what is under way, and undoes it.
            try await session.surroundings.sleep(milliseconds: Self.lookMilliseconds)
            let fold = try await session.scheduler.load(run)
            if !fold.run.status.isOpen { return fold }
        }
        throw Failure(
            .held,
            "another process holds run '\(run)' and undoes what it did",
            hint: "'orchestrate show \(run)' says how far it is"
        )
    }

    /// A minute: a command may take its grace to end before anything can be undone.
    private static let looks = 240
    private static let lookMilliseconds: Int64 = 250
}
