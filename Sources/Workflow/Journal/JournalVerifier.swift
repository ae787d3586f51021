/// Proves a run's journal from what is stored: nothing is believed, everything is computed again.
package struct JournalVerifier: Sendable {
    /// Turns the next events of a run into the changes that they make; called page by page, in
    /// order, so that a fold keeps its state between calls.
    package typealias Changes = ([SealedEvent]) throws -> [ProjectionChange]

    /// Events that are held in memory at once.
    package static let pageSize = 1000

    private let journal: any AuditedJournal

    package init(_ journal: any AuditedJournal) { self.journal = journal }

    /// Looks at one run: its chain, its head, and its derived rows when `changes` is given.
    ///
    /// With `kept`, a head that somebody kept elsewhere, a tail is found too that was cut off
    /// together with the derived rows; nothing inside the journal could tell of that.
    package func verify(
        _ run: RunID,
        kept: Head? = nil,
        changes: Changes? = nil
    ) async throws(JournalError) -> Verification {
        let (reader, computed) = try await read(run, kept: kept, changes: changes)
        if reader.firstBreak != nil { return reader.verification }
        return try await ending(reader, computed)
    }

    /// Makes the derived rows of a run anew from its events, after proving its chain.
    ///
    /// - Throws: `.corrupt` with the first break of the chain; nothing has been changed then.
    package func rebuildProjections(
        run: RunID,
        changes: @escaping Changes
    ) async throws(JournalError) {
        let (reader, computed) = try await read(run, kept: nil, changes: changes)
        if let found = reader.firstBreak {
            throw .corrupt(path: "the journal", reason: found.description)
        }
        guard let computed else { throw .unknownRun(run) }
        try await journal.rebuild(computed)
    }

    /// Follows the chain of rows that were written down elsewhere; there is nothing beside them.
    package static func follow(
        _ rows: [StoredEvent],
        of run: RunID
    ) -> (verification: Verification, events: [SealedEvent]) {
        var reader = ChainReader(run: run, kept: nil)
        let events = reader.read(rows)
        return (reader.verification, events)
    }

    private func read(
        _ run: RunID,
        kept: Head?,
        changes: Changes?
    ) async throws(JournalError) -> (ChainReader, RunProjections?) {
        var reader = ChainReader(run: run, kept: kept)
        var computed: RunProjections?
        while reader.firstBreak == nil {
            let after = reader.head.sequence
            let page = try await journal.audit(run: run, after: after, limit: Self.pageSize)
            let events = reader.read(page)
            guard let first = events.first else { break }
            var projections = computed ?? RunProjections(run: run, started: first.time)
            do {
                for change in try changes?(events) ?? [] { projections.apply(change) }
            } catch {
                reader.stop(at: first.sequence, "cannot be decoded, or one after it: \(error)")
            }
            computed = projections
        }
        return (reader, changes == nil ? nil : computed)
    }

    /// What only the end of the chain can tell.
    private func ending(
        _ reader: ChainReader,
        _ computed: RunProjections?
    ) async throws(JournalError) -> Verification {
        var reader = reader
        let run = reader.run
        let stored = try await journal.projections(of: run)
        guard let head = try await journal.head(of: run), let stored else {
            if reader.head.sequence == 0, reader.kept == nil { throw .unknownRun(run) }
            reader.stop(at: nil, "its row is missing")
            return reader.verification
        }
        if let kept = reader.kept, kept.sequence > reader.head.sequence {
            reader.stop(
                at: reader.head.sequence + 1,
                "is missing: the head that was kept is event \(kept.sequence)"
            )
        } else if head != reader.head {
            reader.stop(
                at: nil,
                "its row says that it ends with event \(head.sequence) (\(head.hash.short)), "
                    + "its events end with \(reader.head.sequence) (\(reader.head.hash.short))"
            )
        } else if let computed, let difference = stored.firstDifference(from: computed) {
            reader.stop(at: nil, difference)
        }
        return reader.verification
    }
}

/// What verifying a run gave.
package struct Verification: Sendable, Hashable {
    package let run: RunID
    /// The events that hold.
    package let events: Int
    /// The last event that holds.
    package let head: Head
    /// The first thing that does not hold; nil when everything does.
    package let firstBreak: JournalBreak?
}

/// One place where a journal does not hold.
package struct JournalBreak: Error, Sendable, Hashable, CustomStringConvertible {
    package let run: RunID
    /// The event; nil when it is the run as a whole.
    package let sequence: Int?
    package let reason: String

    package var description: String {
        "run '\(run)'" + (sequence.map { ", event \($0)" } ?? "") + ": " + reason
    }
}
