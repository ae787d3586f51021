/// What was asked of people and what they answered: the gates of a run, in the order in which they
/// were opened, those of earlier rounds included.
package struct ApprovalHistory: Sendable {
    package struct Ballot: Sendable, Hashable {
        package let vote: Vote
        package let at: Timestamp
        package let sequence: Int
    }

    package struct Attempt: Sendable, Hashable {
        package let refused: VoteRefused
        package let at: Timestamp
        package let sequence: Int
    }

    package struct Entry: Sendable, Hashable {
        package let opened: GateOpened
        package let openedAt: Timestamp
        package let sequence: Int
        package fileprivate(set) var votes: [Ballot] = []
        package fileprivate(set) var refused: [Attempt] = []
        /// `open`, a decision, `voided` or `expired`.
        package fileprivate(set) var outcome = "open"
        package fileprivate(set) var decidedAt: Timestamp?
    }

    package private(set) var entries: [Entry] = []
    private var latest: [GateID: Int] = [:]

    package init() {}

    package init(_ records: some Sequence<RecordedEvent>) {
        for record in records { apply(record) }
    }

    package mutating func apply(_ record: RecordedEvent) {
        switch record.event {
        case .gateOpened(let opened):
            latest[opened.gate] = entries.count
            entries.append(
                Entry(opened: opened, openedAt: record.time, sequence: record.sequence)
            )
        case .gateVoted(let vote):
            guard let index = latest[vote.gate] else { return }
            let ballot = Ballot(vote: vote, at: record.time, sequence: record.sequence)
            entries[index].votes.append(ballot)
        case .gateVoteRefused(let refused):
            guard let index = latest[refused.gate] else { return }
            let attempt = Attempt(refused: refused, at: record.time, sequence: record.sequence)
            entries[index].refused.append(attempt)
        case .gateDecided(let gate, _, let decision, _):
            end(gate, decision.rawValue, at: record.time)
        case .gateVoided(let gate, _, _): end(gate, "voided", at: record.time)
        case .gateExpired(let gate, _): end(gate, "expired", at: record.time)
        default: break
        }
    }

    private mutating func end(_ gate: GateID, _ outcome: String, at time: Timestamp) {
        guard let index = latest[gate] else { return }
        entries[index].outcome = outcome
        entries[index].decidedAt = time
    }
}
