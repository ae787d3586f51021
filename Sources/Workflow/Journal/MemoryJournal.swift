/// A journal that forgets: for tests, trials and simulations.
package actor MemoryJournal: AuditedJournal {
    private struct Run {
        var events: [SealedEvent]
        var projections: RunProjections

        var head: Head { events.last?.head ?? .start }

        var row: RunRow {
            RunRow(
                run: projections.run,
                workflow: projections.workflow,
                definition: projections.definition,
                status: projections.status,
                started: projections.started,
                updated: projections.updated,
                head: head
            )
        }
    }

    private static let place = "the journal in memory"

    private var runs: [RunID: Run] = [:]
    private var definitions: [Digest: String] = [:]
    private var leases: [RunID: StoredLease] = [:]

    package init() {}

    package func append(_ batch: Batch) throws(JournalError) {
        try batch.check(path: Self.place)
        try batch.admit(head: runs[batch.run]?.head, lease: leases[batch.run])
        if batch.isFirst, let definition = batch.definition, definitions[definition.digest] == nil {
            definitions[definition.digest] = definition.source
        }
        var run = runs[batch.run] ?? Run(events: [], projections: batch.firstProjections)
        run.events += batch.events
        for change in batch.changes { run.projections.apply(change) }
        runs[batch.run] = run
    }
}

extension MemoryJournal {
    package func history(
        of run: RunID,
        after sequence: Int,
        limit: Int?
    ) throws(JournalError) -> [SealedEvent] {
        let later = runs[run]?.events.dropFirst(max(0, sequence)) ?? []
        return Array(later.prefix(limit ?? later.count))
    }

    package func head(of run: RunID) throws(JournalError) -> Head? { runs[run]?.head }

    package func definition(_ digest: Digest) throws(JournalError) -> String? {
        definitions[digest]
    }

    package func runs(limit: Int, before cursor: RunID?) throws(JournalError) -> [RunRow] {
        let rows = runs.values.map(\.row).sorted { Self.isLater($0, $1) }
        guard let cursor else { return Array(rows.prefix(max(0, limit))) }
        guard let row = runs[cursor]?.row else { return [] }
        return Array(rows.filter { Self.isLater(row, $0) }.prefix(max(0, limit)))
    }

    package func runs(withPrefix prefix: String, limit: Int) throws(JournalError) -> [RunRow] {
        let rows = runs.values.map(\.row).filter { $0.run.text.hasPrefix(prefix) }
        return Array(rows.sorted { $0.run < $1.run }.prefix(max(0, limit)))
    }

    package func openGates(of run: RunID?) throws(JournalError) -> [GateRow] {
        let rows = runs.values.filter { run == nil || $0.projections.run == run }.flatMap { run in
            run.projections.gates.values.filter { $0.status == RunProjections.openStatus }
                .map { GateRow(run: run.projections.run, gate: $0.gate) }
        }
        return rows.sorted {
            ($0.gate.since, $0.run, $0.gate.gate) < ($1.gate.since, $1.run, $1.gate.gate)
        }
    }

    private static func isLater(_ left: RunRow, _ right: RunRow) -> Bool {
        (left.started, left.run) > (right.started, right.run)
    }
}

extension MemoryJournal {
    package func takeLease(_ request: LeaseRequest) throws(JournalError) -> Lease {
        let lease = try StoredLease.answer(request, stored: leases[request.run])
        leases[request.run] = StoredLease(token: lease.token, lease: lease)
        return lease
    }

    package func renew(_ lease: Lease, until expiry: LeaseTime) throws(JournalError) {
        let stored = leases[lease.run]
        guard let stored, stored.isHeld(by: lease) else {
            throw StoredLease.fenced(lease, stored: stored)
        }
        let renewed = Lease(
            run: lease.run,
            holder: lease.holder,
            token: lease.token,
            expires: expiry
        )
        leases[lease.run] = StoredLease(token: lease.token, lease: renewed)
    }

    package func release(_ lease: Lease) throws(JournalError) {
        guard leases[lease.run]?.isHeld(by: lease) == true else { return }
        leases[lease.run]?.lease = nil
    }

    package func lease(of run: RunID) throws(JournalError) -> Lease? { leases[run]?.lease }
}

extension MemoryJournal {
    package func storedRuns() throws(JournalError) -> [RunID] { runs.keys.sorted() }

    package func audit(
        run: RunID,
        after sequence: Int,
        limit: Int
    ) throws(JournalError) -> [StoredEvent] {
        try history(of: run, after: sequence, limit: limit).map { event in
            StoredEvent(
                sequence: event.sequence,
                milliseconds: event.time.milliseconds,
                type: event.type,
                text: event.text,
                previousHash: event.previousHash.hex,
                hash: event.hash.hex
            )
        }
    }

    package func projections(of run: RunID) throws(JournalError) -> RunProjections? {
        runs[run]?.projections
    }

    package func rebuild(_ projections: RunProjections) throws(JournalError) {
        guard runs[projections.run] != nil else { throw .unknownRun(projections.run) }
        runs[projections.run]?.projections = projections
    }
}
