/// Brings a tree into the one form that a definition is made of and pinned by.
///
/// Members are sorted by key, and a scalar that becomes a string later is one already, as it was
/// written. What is built from this tree is what is built from its text, read again.
enum CanonicalForm {
    static func node(_ node: YAMLNode, of type: KeyType) -> YAMLNode {
        switch (node.content, type) {
        case (.scalar(let scalar), .template), (.scalar(let scalar), .expression):
            guard !scalar.value.isNull, scalar.value.stringValue == nil else { return node }
            let text = YAMLNode.Scalar(
                value: .string(scalar.text),
                text: scalar.text,
                style: scalar.style
            )
            return YAMLNode(.scalar(text), at: node.place)
        case (.scalar, _): return node
        case (.sequence(let elements), .list(let element, _)):
            return YAMLNode(.sequence(elements.map { self.node($0, of: element) }), at: node.place)
        case (.sequence(let elements), _):
            return YAMLNode(.sequence(elements.map { self.node($0, of: .value) }), at: node.place)
        case (.mapping, .either(_, let container)): return self.node(node, of: container)
        case (.mapping(let entries), _):
            return YAMLNode(.mapping(sorted(entries, of: type)), at: node.place)
        }
    }

    private static func sorted(_ entries: [YAMLNode.Entry], of type: KeyType) -> [YAMLNode.Entry] {
        entries.sorted { $0.key < $1.key }.map { entry in
            let inner: KeyType =
                switch type {
                case .object(let spec): spec.key(entry.key)?.type ?? .value
                case .map(_, let value): value
                default: .value
                }
            return YAMLNode.Entry(
                key: entry.key,
                place: entry.place,
                value: node(entry.value, of: inner)
            )
        }
    }
}
