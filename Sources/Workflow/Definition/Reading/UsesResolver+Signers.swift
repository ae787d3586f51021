extension UsesResolver {
    /// The document with the text of the file that `signers` names in the place of its name, so
    /// that the definition's digest covers the keys and not a path.
    func withSigners(_ root: YAMLNode, path: String) -> YAMLNode {
        guard let entry = root.entry("signers"), let name = entry.value.scalar?.value.stringValue
        else { return root }
        switch resolve(name, path) {
        case .failure(let error):
            mistakes.error(
                "the signers in \(name.quoted) cannot be read: \(error.description)",
                at: entry.value.place,
                hint: error.hint
            )
            return root.removing("signers")
        case .success(let file):
            guard let text = String(validating: file.bytes, as: UTF8.self) else {
                mistakes.error("\(name.quoted) is not UTF-8", at: entry.value.place)
                return root.removing("signers")
            }
            let value = YAMLNode(
                .scalar(YAMLNode.Scalar(value: .string(text), text: text, style: .block)),
                at: entry.value.place
            )
            return root.setting(
                "signers",
                to: YAMLNode.Entry(key: entry.key, place: entry.place, value: value)
            )
        }
    }
}

extension YAMLNode {
    /// The same mapping without `key`.
    fileprivate func removing(_ key: String) -> YAMLNode {
        YAMLNode(.mapping((mapping ?? []).filter { $0.key != key }), at: place)
    }
}
