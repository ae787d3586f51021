/// A value of a YAML text with the place where it stands.
package struct YAMLNode: Sendable {
    package enum Content: Sendable {
        case scalar(Scalar)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    /// A scalar as its tag or its look says, and as it was written.
    package struct Scalar: Sendable {
        package let value: Value
        package let text: String
        package let style: Style
    }

    package enum Style: Sendable {
        case plain
        case singleQuoted
        case doubleQuoted
        /// `|`, where line breaks stay, or `>`, where they become spaces.
        case block
    }

    package struct Entry: Sendable {
        package let key: String
        package let place: Place
        package let value: YAMLNode
    }

    package let content: Content
    package let place: Place

    package init(_ content: Content, at place: Place) {
        self.content = content
        self.place = place
    }
}

extension YAMLNode {
    package var scalar: Scalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    package var sequence: [YAMLNode]? {
        if case .sequence(let elements) = content { elements } else { nil }
    }

    package var mapping: [Entry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    package var isNull: Bool { scalar?.value.isNull ?? false }

    package func entry(_ key: String) -> Entry? { mapping?.first { $0.key == key } }

    /// The member `key` of a mapping.
    package subscript(key: String) -> YAMLNode? { entry(key)?.value }

    /// What a diagnostic calls it.
    package var kindName: String {
        switch content {
        case .scalar(let scalar): scalar.value.kindName
        case .sequence: "array"
        case .mapping: "object"
        }
    }

    package var value: Value {
        switch content {
        case .scalar(let scalar): scalar.value
        case .sequence(let elements): .array(elements.map(\.value))
        case .mapping(let entries): .object(Members(entries.map { ($0.key, $0.value.value) }))
        }
    }

    /// A value that was never written in a file; all of it stands at `place`.
    package init(_ value: Value, at place: Place) {
        switch value {
        case .array(let elements):
            self.init(.sequence(elements.map { YAMLNode($0, at: place) }), at: place)
        case .object(let members):
            let entries = members.pairs.map { pair in
                Entry(key: pair.key, place: place, value: YAMLNode(pair.value, at: place))
            }
            self.init(.mapping(entries), at: place)
        default:
            let text = value.stringValue ?? JSONWriter.compact(value)
            self.init(.scalar(Scalar(value: value, text: text, style: .plain)), at: place)
        }
    }

    /// The same mapping with `value` for `key`, in the place of the old one or at the end.
    package func setting(_ key: String, to value: Entry) -> YAMLNode { merging([value]) }

    /// The same mapping with `others`, each in the place of the old one or at the end.
    func merging(_ others: [Entry]) -> YAMLNode {
        var rest = Dictionary(others.map { ($0.key, $0) }) { _, last in last }
        let kept = (mapping ?? []).map { rest.removeValue(forKey: $0.key) ?? $0 }
        let added = others.compactMap { rest.removeValue(forKey: $0.key) }
        return YAMLNode(.mapping(kept + added), at: place)
    }
}
