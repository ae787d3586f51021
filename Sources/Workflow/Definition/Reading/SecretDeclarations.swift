/// Reads the named secrets and the requirements of a file, and reports what the tables of keys
/// cannot know.
struct SecretDeclarations {
    let root: YAMLNode
    let inputs: [InputDeclaration]
    let expressions: ExpressionReader
    let mistakes: Mistakes

    func read() -> [SecretDeclaration] {
        var registry = Registry("secret")
        return root.entries("secrets").compactMap { entry in
            registry.add(entry.key, at: entry.place, mistakes: mistakes)
            if let input = inputs.first(where: { $0.name.lowercased() == entry.key.lowercased() }) {
                mistakes.error(
                    "\(entry.key.quoted) is an input and a secret",
                    at: entry.place,
                    hint: input.isSecret
                        ? "an input with 'secret: true' is read as 'secrets.\(input.name)' already"
                        : "give the secret another name"
                )
            }
            return source(entry).map { SecretDeclaration(name: entry.key, source: $0) }
        }
    }

    private func source(_ entry: YAMLNode.Entry) -> SecretSource? {
        let node = entry.value
        guard node.mapping != nil else { return nil }
        let found = WorkflowFormat.secretSources.compactMap { node.entry($0) }
            .sorted { $0.place < $1.place }
        guard let first = found.first else {
            mistakes.error(
                "secret \(entry.key.quoted) has no source",
                at: entry.place,
                hint: "give it one of 'env', 'file' and 'command'"
            )
            return nil
        }
        for other in found.dropFirst() {
            mistakes.error(
                "secret \(entry.key.quoted) has both \(first.key.quoted) and \(other.key.quoted)",
                at: other.place,
                hint: "keep one of them"
            )
        }
        expressions.refuse(
            first.value,
            message: "'${{ }}' is refused in the source of a secret",
            hint: "what a run is given must not say where secrets are; write it out"
        )
        checkTimeout(node, first.key)
        return source(first, timeout: node.milliseconds("timeout"))
    }

    private func checkTimeout(_ node: YAMLNode, _ source: String) {
        guard let timeout = node.entry("timeout") else { return }
        if source != "command" {
            mistakes.error(
                "the key 'timeout' has no effect in a secret with \(source.quoted)",
                at: timeout.place,
                hint: "it is for 'command'"
            )
        } else if node.milliseconds("timeout") == 0 {
            mistakes.error("'timeout' must be more than nothing", at: timeout.value.place)
        }
    }

    private func source(_ entry: YAMLNode.Entry, timeout: Int64?) -> SecretSource? {
        switch entry.key {
        case "env": return entry.value.scalar?.value.stringValue.map { .environment($0) }
        case "file":
            guard let path = entry.value.scalar?.value.stringValue else { return nil }
            if !path.hasPrefix("/") {
                mistakes.error(
                    "the file of a secret must be an absolute path",
                    at: entry.value.place,
                    hint: "a run may be resumed from another folder"
                )
            }
            return .file(path)
        default:
            let words = (entry.value.sequence ?? []).compactMap { $0.scalar?.value.stringValue }
            guard let program = words.first else { return nil }
            if program.contains("/"), !program.hasPrefix("/") {
                mistakes.error(
                    "the program \(program.quoted) must be an absolute path or a name on the PATH",
                    at: entry.value.place,
                    hint: "a run may be resumed from another folder"
                )
            }
            return .command(
                words,
                timeoutMilliseconds: timeout ?? SecretSource.standardTimeoutMilliseconds
            )
        }
    }
}

/// Reads what a file says is asked for, and checks what deliverables answer.
struct RequirementDeclarations {
    let root: YAMLNode
    let inputs: [InputDeclaration]
    let mistakes: Mistakes

    func read() -> [RequirementDeclaration] {
        let declared = root.entries("requirements").compactMap { declaration($0) }
        if root["requirements"] != nil { checkDeliverables(Set(declared.map(\.id))) }
        return declared
    }

    private func declaration(_ entry: YAMLNode.Entry) -> RequirementDeclaration? {
        let node = entry.value
        guard node.mapping != nil else {
            return node.scalar?.value.stringValue.map {
                RequirementDeclaration(id: entry.key, title: $0)
            }
        }
        let from = node.texts("from")
        for path in from {
            let name = String(path.text.prefix { $0 != "." })
            guard !inputs.contains(where: { $0.name == name }) else { continue }
            mistakes.error(
                "unknown input \(name.quoted)",
                at: path.place,
                hint: name.guess(among: inputs.map(\.name))
                    ?? "a path begins with the name of an input"
            )
        }
        return RequirementDeclaration(
            id: entry.key,
            title: node.text("title") ?? "",
            from: from.map(\.text),
            shownBy: node.text("shownBy").flatMap(RequirementDeclaration.Shown.init) ?? .run
        )
    }

    private func checkDeliverables(_ known: Set<String>) {
        let phases = root["phases"]?.sequence ?? [root]
        for deliverable in phases.flatMap({ $0["deliverables"]?.sequence ?? [] }) {
            for id in deliverable.texts("requirements") where !known.contains(id.text) {
                mistakes.error(
                    "unknown requirement \(id.text.quoted)",
                    at: id.place,
                    hint: id.text.guess(among: known)
                        ?? "declare it under 'requirements', at the top of the file"
                )
            }
        }
    }
}
