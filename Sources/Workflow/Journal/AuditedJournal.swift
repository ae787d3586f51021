/// A journal that also shows what it stores as it is stored, for those who verify it.
package protocol AuditedJournal: Journal {
    /// The stored rows of a run with a sequence above `sequence`, in order, without judging them.
    func audit(
        run: RunID,
        after sequence: Int,
        limit: Int
    ) async throws(JournalError) -> [StoredEvent]

    /// Every run of which anything is stored, sorted: with events, with a row, or with both.
    func storedRuns() async throws(JournalError) -> [RunID]

    /// The derived rows of a run as they are stored; nil when it has no row.
    func projections(of run: RunID) async throws(JournalError) -> RunProjections?

    /// Replaces the derived rows of a run. The head in its row stays, since it tells of a tail that
    /// was cut off; a row that is missing gets the end of the events that are there.
    func rebuild(_ projections: RunProjections) async throws(JournalError)
}

/// One row of the event table, whatever it holds.
package struct StoredEvent: Sendable, Hashable {
    package let sequence: Int
    package let milliseconds: Int64
    package let type: String
    package let text: String
    package let previousHash: String
    package let hash: String

    package init(
        sequence: Int,
        milliseconds: Int64,
        type: String,
        text: String,
        previousHash: String,
        hash: String
    ) {
        self.sequence = sequence
        self.milliseconds = milliseconds
        self.type = type
        self.text = text
        self.previousHash = previousHash
        self.hash = hash
    }
}
