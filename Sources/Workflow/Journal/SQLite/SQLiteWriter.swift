internal import GRDB
import Synchronization

/// Commits groups of writes, each group as one transaction, and keeps the log short.
final class SQLiteWriter: Sendable {
    /// After so many commits the log is moved into the database.
    ///
    /// An `fdatasync` that extends the
    /// log costs twice one that overwrites it, and a checkpoint costs about three commits.
    static let commitsBetweenCheckpoints = 200

    private let connections: SQLiteConnections
    private let commitsSinceCheckpoint = Atomic<Int>(0)

    init(_ connections: SQLiteConnections) { self.connections = connections }

    /// Writes `group` down as one transaction.
    ///
    /// A write that may not be made fails alone; a failure of the disk fails all of them, and nothing of them is there.
    func commit(_ group: [JournalWrite]) -> [GroupCommit.Outcome] {
        do {
            return try connections.write { database in
                let outcomes = try transact(group, database)
                checkpointIfDue(database)
                return outcomes
            }
        } catch {
            return group.map { _ in .failure(error) }
        }
    }

    private func transact(
        _ group: [JournalWrite],
        _ database: Database
    ) throws -> [GroupCommit.Outcome] {
        var outcomes: [GroupCommit.Outcome] = []
        outcomes.reserveCapacity(group.count)
        try database.run("BEGIN IMMEDIATE", [])
        do {
            for write in group {
                outcomes.append(try outcome(of: write, database))
            }
            try database.run("COMMIT", [])
        } catch {
            // SQLite has ended the transaction already after some failures.
            if database.isInsideTransaction { try? database.rollback() }
            throw error
        }
        return outcomes
    }

    /// A refusal is found before anything of its write is made, so that no savepoint is needed.
    private func outcome(
        of write: JournalWrite,
        _ database: Database
    ) throws -> GroupCommit.Outcome {
        do {
            return .success(try perform(write, database))
        } catch let refusal as JournalError {
            return .failure(refusal)
        }
    }

    private func perform(_ write: JournalWrite, _ database: Database) throws -> Written {
        switch write {
        case .append(let batch):
            try SQLiteAppend.append(batch, database)
        case .takeLease(let request):
            return .lease(try SQLiteLeases.take(database, request))
        case .renew(let lease, let expiry):
            try SQLiteLeases.renew(database, lease, until: expiry)
        case .release(let lease):
            try SQLiteLeases.release(database, lease)
        case .rebuild(let projections):
            try SQLiteProjections.replace(database, projections)
        }
        return .done
    }

    /// A checkpoint that fails takes nothing back: what was committed is durable in the log.
    private func checkpointIfDue(_ database: Database) {
        let commits = commitsSinceCheckpoint.wrappingAdd(1, ordering: .relaxed).newValue
        guard commits >= Self.commitsBetweenCheckpoints else { return }
        commitsSinceCheckpoint.store(0, ordering: .relaxed)
        do {
            try SQLiteConnections.checkpoint(database)
        } catch {
            connections.note(error)
        }
    }
}
