import Synchronization
import Testing

/// Drives the built program from outside, as its users do.
///
/// The tests start processes; only a few run at a time, so that none waits for the processor for
/// longer than it was meant to wait for the program.
@Suite(.bounded) struct ProgramTests {}

/// Lets only so many tests of a suite, and of those in it, run at the same time.
struct Bounded: SuiteTrait, TestTrait, TestScoping {
    private static let permits = Permits(4)

    var isRecursive: Bool { true }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else { return try await function() }
        await Self.permits.take()
        defer { Self.permits.give() }
        try await function()
    }
}

extension Trait where Self == Bounded {
    static var bounded: Bounded { Bounded() }
}

private final class Permits: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(_ count: Int) { state = Mutex(State(free: count)) }

    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    func give() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
