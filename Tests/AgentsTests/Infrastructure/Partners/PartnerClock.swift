import Synchronization

/// Counts how often it was looked at.
final class PartnerClock: Sendable {
    private let looks = Mutex<Int64>(-1)

    func next() -> Int64 {
        looks.withLock { looks in
            looks += 1
            return looks
        }
    }
}
