/// What a file says about the workflow that it uses: its inputs, gates and roles.
struct UsesOverrides {
    let using: YAMLNode
    let mistakes: Mistakes

    /// The used document with what the file says put into it.
    func applied(to used: YAMLNode) -> YAMLNode {
        var document = used
        for key in ["name", "description"] {
            if let entry = using.entry(key) { document = document.setting(key, to: entry) }
        }
        if let with = using.entry("with") { document = filled(document, with: with) }
        if let gates = using["gates"]?.mapping {
            let (changed, known) = GateOverrides(gates).applied(to: document)
            document = changed
            for gate in gates where !known.contains(gate.key) {
                mistakes.error(
                    "the used workflow has no gate \(gate.key.quoted)",
                    at: gate.place,
                    hint: gate.key.guess(among: known)
                )
            }
        }
        if let signers = using.entry("signers") {
            document = document.setting("signers", to: signers)
        }
        if let roles = using.entry("roles") {
            let own = document["roles"] ?? YAMLNode(.mapping([]), at: roles.place)
            let merged = own.merging(roles.value.mapping ?? [])
            let entry = YAMLNode.Entry(key: "roles", place: roles.place, value: merged)
            document = document.setting("roles", to: entry)
        }
        return document
    }

    private func filled(_ document: YAMLNode, with: YAMLNode.Entry) -> YAMLNode {
        guard let values = with.value.mapping else { return document }
        let inputs = document.entry("inputs")
        let declared = inputs?.value.mapping ?? []
        let whole = declared.filter {
            $0.value["type"]?.scalar?.text == "object" && $0.value["schema"] != nil
        }
        let given = whole.count == 1 ? [(whole[0].key, with)] : values.map { ($0.key, $0) }
        let known = Dictionary(declared.map { ($0.key, $0) }) { first, _ in first }
        var changed: [YAMLNode.Entry] = []
        for (name, entry) in given {
            guard let input = known[name] else {
                mistakes.error(
                    "the used workflow has no input \(name.quoted)",
                    at: entry.place,
                    hint: name.guess(among: known.keys)
                )
                continue
            }
            let value = YAMLNode.Entry(key: "default", place: entry.place, value: entry.value)
            let filled = input.value.setting("default", to: value)
            changed.append(YAMLNode.Entry(key: name, place: input.place, value: filled))
        }
        guard let inputs else { return document }
        let filled = inputs.value.merging(changed)
        return document.setting(
            "inputs",
            to: YAMLNode.Entry(key: "inputs", place: inputs.place, value: filled)
        )
    }
}

/// Changes to gates, wherever in a document they are.
private struct GateOverrides {
    private let overrides: [String: [YAMLNode.Entry]]

    init(_ overrides: [YAMLNode.Entry]) {
        let pairs = overrides.map { override in
            let members = override.value.mapping ?? []
            return (
                override.key,
                members.filter { WorkflowFormat.gateOverride.key($0.key) != nil }
            )
        }
        self.overrides = Dictionary(pairs) { first, _ in first }
    }

    /// The changed document, and the ids of all gates in it.
    func applied(to document: YAMLNode) -> (YAMLNode, known: Set<String>) {
        var known: Set<String> = []
        var changed = replacing("phases", in: document) { phase in
            owner(phase, known: &known)
        }
        changed = owner(changed, known: &known)
        return (changed, known)
    }

    /// A phase, or a document that is one.
    private func owner(_ node: YAMLNode, known: inout Set<String>) -> YAMLNode {
        var node = gate("gate", of: node, defaultID: nil, known: &known)
        node = replacing("steps", in: node) { step in
            gate("approval", of: step, defaultID: step["id"]?.scalar?.text, known: &known)
        }
        return node
    }

    private func gate(
        _ key: String,
        of node: YAMLNode,
        defaultID: String?,
        known: inout Set<String>
    ) -> YAMLNode {
        guard let entry = node.entry(key),
            let id = entry.value["id"]?.scalar?.text ?? defaultID
        else { return node }
        known.insert(id)
        guard let override = overrides[id] else { return node }
        let changed = entry.value.merging(override)
        return node.setting(
            key,
            to: YAMLNode.Entry(key: key, place: entry.place, value: changed)
        )
    }

    private func replacing(
        _ key: String,
        in node: YAMLNode,
        with change: (YAMLNode) -> YAMLNode
    ) -> YAMLNode {
        guard let entry = node.entry(key), let elements = entry.value.sequence else { return node }
        let changed = YAMLNode(.sequence(elements.map(change)), at: entry.value.place)
        return node.setting(
            key,
            to: YAMLNode.Entry(key: key, place: entry.place, value: changed)
        )
    }
}
