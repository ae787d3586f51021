/// A run together with its place in the journal: what a writer needs to append behind it.
package struct RunFold: Sendable {
    package private(set) var run: Run
    package private(set) var head: Head
    /// Sealed but not yet appended.
    private var pending: [SealedEvent] = []
    private var records: [RecordedEvent] = []
    private var changes: [ProjectionChange] = []
    /// The head that the journal is known to have.
    private var base: Head

    /// Folds a stored history.
    ///
    /// - Throws: `EventCodingError` for an event that cannot be read, `BrokenHistory` for a
    ///   history that is none.
    package init(id: RunID, definition: Definition, history: [SealedEvent]) throws {
        if let found = HashChain.firstBreak(in: history, after: .start) {
            throw BrokenHistory(reason: found + "; 'orchestrate verify \(id)' says more")
        }
        let records = try history.map { sealed in try EventCoding.open(sealed) }
        run = try Run(id: id, definition: definition, history: records)
        head = history.last?.head ?? .start
        base = head
    }

    /// Begins a run that is not in the journal yet.
    package init(
        id: RunID,
        definition: Definition,
        started: RunStarted,
        at time: Timestamp,
        token: Int
    ) {
        let sealed = EventCoding.seal(
            .runStarted(started),
            run: id,
            token: token,
            time: time,
            after: .start
        )
        let record = RecordedEvent(
            sequence: 1,
            time: sealed.time,
            hash: sealed.hash,
            event: .runStarted(started)
        )
        run = Run(id: id, definition: definition, started: started, record: record)
        records = [record]
        head = sealed.head
        base = .start
        pending = [sealed]
        changes = Projector.changes(for: .runStarted(started), at: sealed.time)
    }

    /// The last event that is known to be in the journal.
    package var confirmedSequence: Int { base.sequence }
    package var hasPending: Bool { !pending.isEmpty }
    package var pendingCount: Int { pending.count }

    /// Seals facts behind the head and takes them in.
    package mutating func add(_ events: [Event], token: Int, at time: Timestamp) {
        for event in events {
            let sealed = EventCoding.seal(
                event,
                run: run.id,
                token: token,
                time: time,
                after: head
            )
            head = sealed.head
            let record = RecordedEvent(
                sequence: sealed.sequence,
                time: sealed.time,
                hash: sealed.hash,
                event: event
            )
            run.apply(record)
            records.append(record)
            pending.append(sealed)
            changes += Projector.changes(for: event, at: sealed.time)
        }
    }

    /// Takes in what somebody else appended; only possible while nothing is pending.
    ///
    /// - Returns: the events, opened.
    /// - Throws: `EventCodingError` for an event that cannot be read.
    package mutating func follow(
        _ tail: [SealedEvent]
    ) throws(EventCodingError) -> [RecordedEvent] {
        var followed: [RecordedEvent] = []
        for sealed in tail {
            let record = try EventCoding.open(sealed)
            run.apply(record)
            head = sealed.head
            followed.append(record)
        }
        base = head
        return followed
    }

    /// What is to be appended as one transaction, with the run's status as it is behind it.
    ///
    /// `token` is the lease holder's, or nil for somebody without a lease; `statusWord` is what
    /// `list` shows; the definition goes with the first batch of a run.
    package func batch(token: Int?, statusWord: String) -> Batch {
        Batch(
            run: run.id,
            after: base,
            events: pending,
            changes: changes + [.runStatus(statusWord, at: head.time)],
            token: token,
            definition: base.sequence == 0
                ? (run.definition.digest, run.definition.source) : nil
        )
    }

    /// What was pending is in the journal now.
    ///
    /// - Returns: the events that were pending.
    package mutating func confirm() -> [RecordedEvent] {
        defer {
            pending.removeAll(keepingCapacity: true)
            changes.removeAll(keepingCapacity: true)
            records.removeAll(keepingCapacity: true)
            base = head
        }
        return records
    }
}
