/// What a run's whole history implies beside itself: the derived rows, and the objects that have to
/// be in the store.
///
/// Fed page by page, in order, so that a long history need not be held in memory.
package final class HistoryAudit {
    private let id: RunID
    private let definition: Definition
    private var run: Run?
    private var seen: Set<Digest> = []
    /// Stored objects that events name, each with the first thing that names it, in order.
    package private(set) var objects: [(digest: Digest, name: String)] = []
    /// Whether the event of this digest's beginning was met.
    package private(set) var hasMetKept = false
    private let kept: String?
    /// The hashes of the events whose sequence was asked for.
    package private(set) var hashes: [Int: Digest] = [:]
    private let sequences: Set<Int>

    /// - Parameters:
    ///   - id: the run
    ///   - definition: what it was started with
    ///   - kept: the hash of an event, or its beginning, that somebody kept elsewhere
    ///   - sequences: events of which the hash is wanted
    package init(
        _ id: RunID,
        definition: Definition,
        kept: String? = nil,
        sequences: Set<Int> = []
    ) {
        self.id = id
        self.definition = definition
        self.kept = kept
        self.sequences = sequences
    }

    /// What the history has to prove about its decisions.
    package var proofs: DecisionProofs { run?.proofs ?? DecisionProofs() }

    /// The run as it stands behind all events that were given; nil before the first.
    package var folded: Run? { run }

    /// The changes that the next events make; the run's status as it is behind them comes last.
    ///
    /// - Throws: `EventCodingError` for an event that cannot be read, `BrokenHistory` for a
    ///   history that does not begin with the run's start.
    package func changes(for page: [SealedEvent]) throws -> [ProjectionChange] {
        var changes: [ProjectionChange] = []
        for sealed in page {
            let record = try EventCoding.open(sealed)
            try apply(record)
            collect(record.event)
            if let kept, sealed.hash.hex.hasPrefix(kept) { hasMetKept = true }
            if sequences.contains(sealed.sequence) { hashes[sealed.sequence] = sealed.hash }
            changes += Projector.changes(for: record.event, at: record.time)
        }
        if let run { changes.append(.runStatus(run.statusWord, at: run.lastTime)) }
        return changes
    }

    private func apply(_ record: RecordedEvent) throws {
        guard run == nil else {
            run?.apply(record)
            return
        }
        run = try Run(id: id, definition: definition, history: [record])
    }

    private func collect(_ event: Event) {
        switch event {
        case .deliverableProduced(let produced):
            for file in produced.files {
                note(file.digest, "'\(file.path)' of deliverable '\(produced.deliverable)'")
            }
        case .stepCompleted(let step): note(step.streams, of: step.step)
        case .stepFailed(let step): note(step.streams, of: step.step)
        case .stepUndone(let undone), .stepUndoFailed(let undone, _):
            note(undone.streams, of: undone.step.step)
        case .deliverableEdited(let edited):
            note(edited.before, "'\(edited.path)' before it was edited")
            note(edited.after, "'\(edited.path)' after it was edited")
            note(edited.diff, "what was edited in '\(edited.path)'")
        default: break
        }
    }

    private func note(_ streams: [Stream], of step: StepID) {
        for stream in streams { note(stream.digest, "\(stream.name) of step '\(step)'") }
    }

    private func note(_ digest: Digest, _ name: String) {
        if seen.insert(digest).inserted { objects.append((digest, name)) }
    }
}
