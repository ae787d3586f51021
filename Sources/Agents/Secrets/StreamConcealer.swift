/// Takes secrets out of a stream that comes in chunks.
///
/// The end of what came is kept back as long as a secret could begin in it, so that none is missed
/// that lies across the border of two chunks.
struct StreamConcealer {
    private let secrets: Secrets
    private var pending: [UInt8] = []

    init(_ secrets: Secrets) { self.secrets = secrets }

    /// What can be told after `bytes` came.
    mutating func add(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard !secrets.isEmpty else { return Array(bytes) }
        pending += bytes
        // Twice as much, so that what is kept is not looked through again at each chunk.
        guard pending.count > 2 * secrets.longestMatch else { return [] }
        return take(until: pending.count - secrets.longestMatch)
    }

    /// The rest, when nothing comes any more.
    mutating func finish() -> [UInt8] { take(until: pending.count) }

    private mutating func take(until end: Int) -> [UInt8] {
        let (concealed, count) = pending.withUnsafeBufferPointer { bytes in
            secrets.isEmpty ? (Array(bytes), bytes.count) : secrets.conceal(bytes, until: end)
        }
        pending.removeFirst(count)
        return concealed
    }
}
