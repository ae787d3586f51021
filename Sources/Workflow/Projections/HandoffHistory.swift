/// Who offered what to whom, and with which answer: the handoffs of a run, in the order of their
/// offers.
package struct HandoffHistory: Sendable {
    package struct Entry: Sendable, Hashable {
        package let offered: HandoffOffered
        package let offeredAt: Timestamp
        package let sequence: Int
        package fileprivate(set) var receipt: Receipt?
        package fileprivate(set) var answeredBy: AgentID?
        package fileprivate(set) var answeredAt: Timestamp?
        /// Why it was taken back.
        package fileprivate(set) var withdrawn: String?

        package var isOpen: Bool { receipt == nil && withdrawn == nil }
    }

    package private(set) var entries: [Entry] = []
    private var latest: [HandoffID: Int] = [:]

    package init() {}

    package mutating func apply(_ record: RecordedEvent) {
        switch record.event {
        case .handoffOffered(let offered):
            latest[offered.handoff] = entries.count
            entries.append(
                Entry(offered: offered, offeredAt: record.time, sequence: record.sequence)
            )
        case .handoffAnswered(let handoff, let by, let receipt):
            guard let index = latest[handoff] else { return }
            entries[index].receipt = receipt
            entries[index].answeredBy = by
            entries[index].answeredAt = record.time
        case .handoffWithdrawn(let handoff, let reason):
            guard let index = latest[handoff] else { return }
            entries[index].withdrawn = reason
        default: break
        }
    }
}
