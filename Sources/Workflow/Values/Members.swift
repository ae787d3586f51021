/// The members of an object, in the order in which they were added.
package struct Members: Sendable {
    package private(set) var keys: [String] = []
    private var values: [String: Value] = [:]

    package init() {}

    /// A later pair with the same key replaces the earlier one, in its place.
    package init(_ pairs: some Sequence<(String, Value)>) {
        for (key, value) in pairs { self[key] = value }
    }

    package subscript(key: String) -> Value? {
        get { values[key] }
        set {
            if let newValue {
                if values.updateValue(newValue, forKey: key) == nil { keys.append(key) }
            } else if values.removeValue(forKey: key) != nil {
                keys.removeAll { $0 == key }
            }
        }
    }

    package var count: Int { keys.count }
    package var isEmpty: Bool { keys.isEmpty }

    /// The pairs, in order.
    package var pairs: [(key: String, value: Value)] {
        keys.compactMap { key in values[key].map { (key, $0) } }
    }
}

extension Members: Hashable {
    package static func == (left: Members, right: Members) -> Bool { left.values == right.values }
    package func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension Members: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) }
}
