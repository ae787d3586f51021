/// What is different in what a gate asks about since it was asked about the last time.
package struct GateComparison: Sendable {
    package struct File: Sendable, Hashable {
        package enum Kind: String, Sendable, Hashable {
            case added
            case removed
            case changed
        }

        package let path: String
        package let before: DeliverableFile?
        package let after: DeliverableFile?

        package var kind: Kind {
            before == nil ? .added : after == nil ? .removed : .changed
        }
    }

    package struct Verdict: Sendable, Hashable {
        package let deliverable: DeliverableID
        package let check: CheckID
        package let before: Workflow.Verdict?
        package let after: Workflow.Verdict?
    }

    /// One time that a gate was opened.
    package struct Opening: Sendable {
        package let opened: GateOpened
        package let time: Timestamp
    }

    package let before: Opening?
    package let after: Opening
    /// By path; those that are the same are only counted.
    package let files: [File]
    package let unchanged: Int
    package let verdicts: [Verdict]
    /// Edits by people between the two.
    package let edits: [DeliverableEdited]

    /// The last opening of `gate` in `history` beside the one before it; nil when it never opened.
    package init?(of gate: GateID, in history: some Sequence<RecordedEvent>) {
        var openings: [Opening] = []
        var edits: [DeliverableEdited] = []
        for record in history {
            switch record.event {
            case .gateOpened(let opened) where opened.gate == gate:
                openings.append(Opening(opened: opened, time: record.time))
                if openings.count > 2 { openings.removeFirst() }
            case .gateVoided(gate, _, _): edits = []
            case .deliverableEdited(let edited) where edited.gate == gate: edits.append(edited)
            case .phaseReopened: edits = []
            default: break
            }
        }
        guard let after = openings.last else { return nil }
        let before = openings.count > 1 ? openings.first : nil
        self.after = after
        self.before = before
        self.edits = edits
        let old = Self.byPath(before?.opened.subject.files ?? [])
        let new = Self.byPath(after.opened.subject.files)
        let paths = Set(old.keys).union(new.keys).sorted()
        files = paths.filter { old[$0]?.digest != new[$0]?.digest }
            .map { File(path: $0, before: old[$0], after: new[$0]) }
        unchanged = paths.count - files.count
        verdicts = Self.verdicts(
            before?.opened.subject.verdicts ?? [],
            after.opened.subject.verdicts
        )
    }

    private static func byPath(_ files: [DeliverableFile]) -> [String: DeliverableFile] {
        Dictionary(files.map { ($0.path, $0) }, uniquingKeysWith: { _, last in last })
    }

    private struct Key: Hashable {
        let deliverable: DeliverableID
        let check: CheckID
    }

    private static func verdicts(
        _ before: [GateSubject.Line],
        _ after: [GateSubject.Line]
    ) -> [Verdict] {
        func byKey(_ lines: [GateSubject.Line]) -> [Key: Workflow.Verdict] {
            Dictionary(
                lines.map { (Key(deliverable: $0.deliverable, check: $0.check), $0.verdict) },
                uniquingKeysWith: { _, last in last }
            )
        }
        let old = byKey(before)
        let new = byKey(after)
        return Set(old.keys).union(new.keys)
            .sorted { ($0.deliverable, $0.check) < ($1.deliverable, $1.check) }
            .filter { old[$0] != new[$0] }
            .map {
                Verdict(
                    deliverable: $0.deliverable,
                    check: $0.check,
                    before: old[$0],
                    after: new[$0]
                )
            }
    }
}
