/// An event as it is stored: its canonical text and its place in the hash chain.
///
/// The hash is over the stored text, never over a re-encoding, so that a journal can be verified
/// by a program that knows none of its event types.
package struct SealedEvent: Sendable, Hashable {
    package let run: RunID
    /// Counts from one in each run, without a gap.
    package let sequence: Int
    package let time: Timestamp
    /// The event's wire name, `noun.verb`.
    package let type: String
    /// Canonical JSON of run, sequence, time, type, version, token and body.
    package let text: String
    package let previousHash: Digest
    package let hash: Digest

    package init(
        run: RunID,
        sequence: Int,
        time: Timestamp,
        type: String,
        text: String,
        previousHash: Digest,
        hash: Digest
    ) {
        self.run = run
        self.sequence = sequence
        self.time = time
        self.type = type
        self.text = text
        self.previousHash = previousHash
        self.hash = hash
    }
}

/// The end of a run's journal, as far as somebody has read it.
package struct Head: Sendable, Hashable {
    /// The last event's sequence; zero before the first.
    package let sequence: Int
    package let hash: Digest
    /// The last event's time; no later event is before it.
    package let time: Timestamp

    package init(sequence: Int, hash: Digest, time: Timestamp) {
        self.sequence = sequence
        self.hash = hash
        self.time = time
    }

    /// Before the first event.
    package static let start = Head(
        sequence: 0,
        hash: .zero,
        time: Timestamp(milliseconds: 0)
    )
}
