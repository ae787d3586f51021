extension Array {
    /// The elements with a key that was not seen before, in order.
    func unique<Key: Hashable>(by key: (Element) -> Key) -> [Element] {
        var seen: Set<Key> = []
        return filter { seen.insert(key($0)).inserted }
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it comes first.
    var unique: [Element] { unique(by: \.self) }
}
