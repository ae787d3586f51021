/// The append-only store of all runs' events.
///
/// A store keeps no decisions: it appends at a position, and it reads. Every append is one commit
/// that is on disk when the call returns.
package protocol Journal: Sendable {
    /// Appends a batch as one transaction together with its projections.
    ///
    /// - Throws: `JournalError.conflict` when the run has gone on since `batch.after`,
    ///   `.fenced` when `batch.token` is no longer the run's, `.runExists` for a new run whose id
    ///   is taken; nothing has been appended then.
    func append(_ batch: Batch) async throws(JournalError)

    /// The events of a run with a sequence above `sequence`, in order, at most `limit` of them.
    func history(
        of run: RunID,
        after sequence: Int,
        limit: Int?
    ) async throws(JournalError)
        -> [SealedEvent]

    /// The end of a run's journal; nil when there is no such run.
    func head(of run: RunID) async throws(JournalError) -> Head?

    /// The source of a definition that a run was started with.
    func definition(_ digest: Digest) async throws(JournalError) -> String?

    /// Runs, the latest first, that began before `cursor` when one is given.
    func runs(limit: Int, before cursor: RunID?) async throws(JournalError) -> [RunRow]

    /// The runs whose id begins with `prefix`, at most `limit` of them.
    func runs(withPrefix prefix: String, limit: Int) async throws(JournalError) -> [RunRow]

    /// Open gates of one run or of all, the oldest first.
    func openGates(of run: RunID?) async throws(JournalError) -> [GateRow]

    /// Takes the lease of a run: the right to advance it, with a token above every earlier one.
    ///
    /// - Throws: `.held` with the holder while somebody else's lease has not expired and
    ///   `evenIfHeld` is false.
    func takeLease(_ request: LeaseRequest) async throws(JournalError) -> Lease

    /// Moves a lease's expiry; throws `.fenced` when somebody else has taken the run since.
    func renew(_ lease: Lease, until expiry: LeaseTime) async throws(JournalError)

    /// Gives a lease back; does nothing when somebody else has taken the run since.
    func release(_ lease: Lease) async throws(JournalError)

    /// The lease of a run, whoever holds it.
    func lease(of run: RunID) async throws(JournalError) -> Lease?
}

/// What is appended at once.
package struct Batch: Sendable {
    package let run: RunID
    /// The journal's end as the writer knows it; `.start` makes a new run.
    package let after: Head
    package let events: [SealedEvent]
    package let changes: [ProjectionChange]
    /// The holder's fencing token; nil for a decision, a cancellation or a signal, which need no
    /// lease.
    package let token: Int?
    /// The definition's digest and source, with the first batch of a run.
    package let definition: (digest: Digest, source: String)?

    package init(
        run: RunID,
        after: Head,
        events: [SealedEvent],
        changes: [ProjectionChange],
        token: Int?,
        definition: (digest: Digest, source: String)? = nil
    ) {
        self.run = run
        self.after = after
        self.events = events
        self.changes = changes
        self.token = token
        self.definition = definition
    }
}

/// One run as `list` shows it.
package struct RunRow: Sendable, Hashable {
    package let run: RunID
    package let workflow: String
    package let definition: Digest
    package let status: String
    package let started: Timestamp
    package let updated: Timestamp
    package let head: Head

    package init(
        run: RunID,
        workflow: String,
        definition: Digest,
        status: String,
        started: Timestamp,
        updated: Timestamp,
        head: Head
    ) {
        self.run = run
        self.workflow = workflow
        self.definition = definition
        self.status = status
        self.started = started
        self.updated = updated
        self.head = head
    }
}

/// One open gate as `gates` shows it.
package struct GateRow: Sendable, Hashable {
    package let run: RunID
    package let gate: OpenGate

    package init(run: RunID, gate: OpenGate) {
        self.run = run
        self.gate = gate
    }
}
