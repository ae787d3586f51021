/// How many checks said what; `unavailable` is counted by itself and never as passed.
package struct VerdictCounts: Sendable, Hashable {
    package private(set) var passed = 0
    package private(set) var failed = 0
    package private(set) var unavailable = 0
    package private(set) var notApplicable = 0

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

    package init(_ record: DeliverableRecord) { self.init(record.checked.map(\.result.verdict)) }
}
