internal import Synchronization

/// Where a run's loop gets its news from: outcomes of work, records of work that goes on, ticks.
///
/// One loop takes, many put; taking returns all that has come, so that what happened at once
/// becomes one transaction.
final class Inbox<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        var taker: CheckedContinuation<[Item], Never>?
    }

    private let state = Mutex(State())

    func put(_ item: Item) {
        let taker = state.withLock { state -> CheckedContinuation<[Item], Never>? in
            guard let taker = state.taker else {
                state.items.append(item)
                return nil
            }
            state.taker = nil
            return taker
        }
        taker?.resume(returning: [item])
    }

    /// All that has come, at least one; waits for it.
    func take() async -> [Item] {
        await withCheckedContinuation { continuation in
            let items = state.withLock { state -> [Item] in
                let items = state.items
                state.items = []
                if items.isEmpty { state.taker = continuation }
                return items
            }
            if !items.isEmpty { continuation.resume(returning: items) }
        }
    }
}
