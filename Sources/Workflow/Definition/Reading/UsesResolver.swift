/// Reads a file and the one that it uses, and makes one document of them.
struct UsesResolver {
    let limits: DefinitionLimits
    let resolve: DefinitionReader.Resolve
    let mistakes: Mistakes
    /// The texts of all files that were read, by path.
    private(set) var sources: [String: SourceText] = [:]

    init(
        limits: DefinitionLimits,
        resolve: @escaping DefinitionReader.Resolve,
        mistakes: Mistakes
    ) {
        self.limits = limits
        self.resolve = resolve
        self.mistakes = mistakes
    }

    /// The tree of one file, nothing resolved; nil with the reason among the mistakes.
    mutating func tree(of bytes: [UInt8], path: String) -> YAMLNode? {
        switch YAMLText.checked(bytes, file: path, limits: limits) {
        case .failure(let diagnostic):
            mistakes.add(diagnostic)
            return nil
        case .success(let text):
            sources[path] = SourceText(text)
            return YAMLComposer.document(of: text, file: path, limits: limits, mistakes: mistakes)
        }
    }

    /// The document of a file in which nothing is used any more.
    mutating func document(of bytes: [UInt8], path: String) -> YAMLNode? {
        document(of: bytes, path: path, chain: [path])
    }

    private mutating func document(
        of bytes: [UInt8],
        path: String,
        chain: [String]
    ) -> YAMLNode? {
        guard let tree = tree(of: bytes, path: path) else { return nil }
        let root = withSigners(tree, path: path)
        guard let entries = root.mapping else {
            mistakes.error("the file must be an object, found \(root.kindName)", at: root.place)
            return nil
        }
        guard let uses = root.entry("uses") else {
            for entry in entries where ["with", "gates"].contains(entry.key) {
                mistakes.error(
                    "the key \(entry.key.quoted) stands only beside 'uses'",
                    at: entry.place
                )
            }
            return YAMLNode(
                .mapping(entries.filter { !["with", "gates"].contains($0.key) }),
                at: root.place
            )
        }
        let file = checkedUsing(root)
        guard let used = used(uses.value, from: path, chain: chain) else { return nil }
        return UsesOverrides(using: file, mistakes: mistakes).applied(to: used)
    }

    /// The file that uses another, its own mistakes reported.
    private func checkedUsing(_ root: YAMLNode) -> YAMLNode {
        let foreign = Set(WorkflowFormat.workflow.keys.map(\.name))
            .subtracting(WorkflowFormat.using.keys.map(\.name))
        let entries = root.mapping ?? []
        for entry in entries where foreign.contains(entry.key) {
            mistakes.error(
                "the key \(entry.key.quoted) cannot stand beside 'uses'",
                at: entry.place,
                hint: "a file that uses another may give 'with', 'gates', 'roles' and 'signers'"
            )
        }
        let own = YAMLNode(
            .mapping(entries.filter { !foreign.contains($0.key) }),
            at: root.place
        )
        ShapeChecker(mistakes: mistakes).check(own, fits: WorkflowFormat.using, as: "the file")
        return own
    }

    private mutating func used(
        _ node: YAMLNode,
        from path: String,
        chain: [String]
    ) -> YAMLNode? {
        guard let name = node.scalar?.value.stringValue else { return nil }
        let isPath = name.hasPrefix("./") || name.hasPrefix("../") || name.hasPrefix("/")
        switch resolve(name, isPath ? path : nil) {
        case .failure(let error):
            mistakes.error(
                "\(name.quoted) cannot be used: \(error.description)",
                at: node.place,
                hint: error.hint
            )
            return nil
        case .success(let file):
            guard !chain.contains(file.path) else {
                let circle = (chain + [file.path]).joined(separator: " → ")
                mistakes.error("circular 'uses': \(circle)", at: node.place)
                return nil
            }
            guard chain.count <= limits.uses else {
                mistakes.error("'uses' goes through more than \(limits.uses) files", at: node.place)
                return nil
            }
            return document(of: file.bytes, path: file.path, chain: chain + [file.path])
        }
    }
}
