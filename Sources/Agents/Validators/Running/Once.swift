/// Makes each value once, however many ask for it at the same time.
actor Once<Made: Sendable> {
    private enum State {
        case making([CheckedContinuation<Void, Never>])
        case made(Made)
    }

    private var states: [String: State] = [:]

    /// The value of `key`; `make` is called by whoever asks first, and again when that one failed.
    func value(
        of key: String,
        _ make: @Sendable () async throws -> Made
    ) async throws -> Made {
        while true {
            switch states[key] {
            case .made(let value): return value
            case .making(let waiting):
                await withCheckedContinuation { states[key] = .making(waiting + [$0]) }
            case nil:
                states[key] = .making([])
                do {
                    let value = try await make()
                    end(key, .made(value))
                    return value
                } catch {
                    end(key, nil)
                    throw error
                }
            }
        }
    }

    private func end(_ key: String, _ state: State?) {
        guard case .making(let waiting) = states[key] else { return }
        states[key] = state
        for continuation in waiting { continuation.resume() }
    }
}
