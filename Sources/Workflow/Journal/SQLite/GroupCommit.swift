import Synchronization

/// Something to write, as data, so that many can be committed as one transaction.
enum JournalWrite: Sendable {
    case append(Batch)
    case takeLease(LeaseRequest)
    case renew(Lease, until: LeaseTime)
    case release(Lease)
    case rebuild(RunProjections)
}

/// What a write gave.
enum Written: Sendable {
    case done
    case lease(Lease)
}

/// Collects writes that come while another is being committed, and commits them as one.
///
/// Who finds nobody committing is the leader: it commits on its own thread, without a hop. Who
/// comes meanwhile suspends, without blocking a thread, and is committed with all others that
/// wait. A leader serves one group and then hands over, so that nobody serves for ever.
final class GroupCommit: Sendable {
    typealias Outcome = Result<Written, JournalError>

    /// The most writes in one transaction: bounds its memory and how long others wait.
    static let groupSize = 1024

    private enum Turn: Sendable {
        case finished(Outcome)
        case lead
    }

    private struct Follower: Sendable {
        let write: JournalWrite
        let turn: CheckedContinuation<Turn, Never>
    }

    private struct State: Sendable {
        var isLed = false
        var followers: [Follower] = []
    }

    private let state = Mutex(State())
    private let commit: @Sendable ([JournalWrite]) -> [Outcome]

    /// `commit` writes a group down and answers each write in its place.
    init(_ commit: @escaping @Sendable ([JournalWrite]) -> [Outcome]) {
        self.commit = commit
    }

    func perform(_ write: JournalWrite) async throws(JournalError) -> Written {
        if becomesLeader() { return try lead(with: write).get() }
        let turn = await withCheckedContinuation { continuation in
            let leads = state.withLock { state in
                guard state.isLed else {
                    state.isLed = true
                    return true
                }
                state.followers.append(Follower(write: write, turn: continuation))
                return false
            }
            if leads { continuation.resume(returning: .lead) }
        }
        switch turn {
        case .finished(let outcome): return try outcome.get()
        case .lead: return try lead(with: write).get()
        }
    }

    private func becomesLeader() -> Bool {
        state.withLock { state in
            defer { state.isLed = true }
            return !state.isLed
        }
    }

    private func lead(with write: JournalWrite) -> Outcome {
        let group = state.withLock { state in
            let group = Array(state.followers.prefix(Self.groupSize - 1))
            state.followers.removeFirst(group.count)
            return group
        }
        let outcomes = commit([write] + group.map(\.write))
        let next: Follower? = state.withLock { state in
            state.isLed = !state.followers.isEmpty
            return state.isLed ? state.followers.removeFirst() : nil
        }
        for (follower, outcome) in zip(group, outcomes.dropFirst()) {
            follower.turn.resume(returning: .finished(outcome))
        }
        next?.turn.resume(returning: .lead)
        return outcomes[0]
    }
}
