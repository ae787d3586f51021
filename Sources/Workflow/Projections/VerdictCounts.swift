/// How many checks said what; `unavailable` is counted by itself and never as passed.
package struct VerdictCounts: Sendable, Hashable {
    package private(set) var passed = 0
    package private(set) var failed = 0
    package private(set) var unavailable = 0
    package private(set) var notApplicable = 0
    /// Failed, and let pass for a time: neither counted as passed nor as failed.
    package private(set) var waived = 0

    package init(_ verdicts: some Sequence<Verdict>) {
        for verdict in verdicts {
            switch verdict {
            case .passed: passed += 1
            case .failed: failed += 1
            case .unavailable: unavailable += 1
            case .notApplicable: notApplicable += 1
            }
        }
    }

    /// The checks of one deliverable as they stand.
    package init(_ record: DeliverableRecord) { self.init(records: [record]) }

    /// The checks of several deliverables as they stand.
    package init(records: some Sequence<DeliverableRecord>) {
        self.init(
            records.flatMap { record in
                record.checked.filter { !record.isWaived($0) }.map(\.result.verdict)
            }
        )
        waived = records.reduce(0) { $0 + $1.standingWaivers.count }
    }

    /// What a gate asks about, with failed checks that are let pass told apart.
    package init(_ lines: some Sequence<GateSubject.Line>, isWaived: (GateSubject.Line) -> Bool) {
        self.init(lines.filter { !isWaived($0) }.map(\.verdict))
        waived = lines.reduce(0) { $0 + (isWaived($1) ? 1 : 0) }
    }
}
