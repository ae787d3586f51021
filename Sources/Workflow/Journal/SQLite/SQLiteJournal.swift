internal import GRDB
import Synchronization

/// The journal in one SQLite file.
///
/// Every commit is on the disk when an append returns: WAL with `synchronous=FULL`, set and read
/// back after opening, for GRDB lowers it on the way. One instance writes through one connection
/// and reads through another; a file is opened by nothing else in the process, since closing any
/// other descriptor of it would drop SQLite's locks.
package final class SQLiteJournal: AuditedJournal {
    package let path: String

    private let connections: SQLiteConnections
    private let commits: GroupCommit

    /// Opens the journal at `path`, and makes it when there is none.
    ///
    /// - Throws: `.foreign`, `.newer` or `.corrupt` for a file that is not a journal this program
    ///   can write, which is left as it is; `.unavailable` when the file system says no.
    package init(path: String, schema: SQLiteSchema = .current) throws(JournalError) {
        let connections = try SQLiteConnections(path: path, schema: schema)
        self.path = path
        self.connections = connections
        let writer = SQLiteWriter(connections)
        commits = GroupCommit { writer.commit($0) }
    }

    /// The settings on which durability rests, as the writing connection has them, and `version`,
    /// the SQLite library's.
    package func settings() throws(JournalError) -> [String: String] {
        try connections.write { try SQLiteConnections.settings($0) }
    }

    package func append(_ batch: Batch) async throws(JournalError) {
        try batch.check(path: path)
        _ = try await commits.perform(.append(batch))
    }

    package func takeLease(_ request: LeaseRequest) async throws(JournalError) -> Lease {
        switch try await commits.perform(.takeLease(request)) {
        case .lease(let lease): return lease
        case .done: throw .corrupt(path: path, reason: "a lease was taken and is not there")
        }
    }

    package func renew(_ lease: Lease, until expiry: LeaseTime) async throws(JournalError) {
        _ = try await commits.perform(.renew(lease, until: expiry))
    }

    package func release(_ lease: Lease) async throws(JournalError) {
        _ = try await commits.perform(.release(lease))
    }

    package func rebuild(_ projections: RunProjections) async throws(JournalError) {
        _ = try await commits.perform(.rebuild(projections))
    }
}

// Reads are short and go to a connection of their own, which no writer blocks: they are made on
// the caller's thread.
extension SQLiteJournal {
    package func history(
        of run: RunID,
        after sequence: Int,
        limit: Int?
    ) async throws(JournalError)
        -> [SealedEvent]
    {
        try connections.read { try SQLiteReads.history($0, run, after: sequence, limit: limit) }
    }

    package func head(of run: RunID) async throws(JournalError) -> Head? {
        try connections.read { try SQLiteReads.head($0, run) }
    }

    package func definition(_ digest: Digest) async throws(JournalError) -> String? {
        try connections.read { try SQLiteReads.definition($0, digest) }
    }

    package func runs(limit: Int, before cursor: RunID?) async throws(JournalError) -> [RunRow] {
        try connections.read { try SQLiteReads.runs($0, limit: limit, before: cursor) }
    }

    package func runs(
        withPrefix prefix: String,
        limit: Int
    ) async throws(JournalError) -> [RunRow] {
        try connections.read { try SQLiteReads.runs($0, prefix: prefix, limit: limit) }
    }

    package func openGates(of run: RunID?) async throws(JournalError) -> [GateRow] {
        try connections.read { try SQLiteReads.openGates($0, of: run) }
    }

    package func lease(of run: RunID) async throws(JournalError) -> Lease? {
        try connections.read { try SQLiteLeases.read($0, run)?.lease }
    }

    package func audit(
        run: RunID,
        after sequence: Int,
        limit: Int
    ) async throws(JournalError) -> [StoredEvent] {
        try connections.read { try SQLiteAudit.events($0, run, after: sequence, limit: limit) }
    }

    package func storedRuns() async throws(JournalError) -> [RunID] {
        try connections.read { try SQLiteAudit.runs($0) }
    }

    package func projections(of run: RunID) async throws(JournalError) -> RunProjections? {
        try connections.read { try SQLiteAudit.projections($0, run) }
    }
}
