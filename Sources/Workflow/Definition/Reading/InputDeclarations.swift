/// Reads the declared inputs and checks their defaults.
struct InputDeclarations {
    let root: YAMLNode
    let expressions: ExpressionReader
    let mistakes: Mistakes

    func read() -> [InputDeclaration] {
        var registry = Registry("input")
        return root.entries("inputs").map { entry in
            registry.add(entry.key, at: entry.place, mistakes: mistakes)
            return declaration(entry)
        }
    }

    private func declaration(_ entry: YAMLNode.Entry) -> InputDeclaration {
        let node = entry.value
        let kind = node.text("type").flatMap(InputDeclaration.Kind.init) ?? .string
        let declaration = InputDeclaration(
            name: entry.key,
            kind: kind,
            description: node.text("description"),
            isRequired: node.bool("required") ?? false,
            defaultValue: node["default"]?.value,
            allowed: node["enum"]?.sequence?.map(\.value),
            pattern: node.text("pattern"),
            isSecret: node.bool("secret") ?? false,
            schema: node.text("schema")
        )
        check(declaration, entry)
        return declaration
    }

    private func check(_ declaration: InputDeclaration, _ entry: YAMLNode.Entry) {
        let node = entry.value
        for allowed in node["enum"]?.sequence ?? []
        where allowed.value.kindName != declaration.kind.rawValue {
            mistakes.error(
                "a value of 'enum' must be of type \(declaration.kind.rawValue), "
                    + "found \(allowed.kindName)",
                at: allowed.place
            )
        }
        if let pattern = node.entry("pattern"), declaration.kind != .string {
            mistakes.error("'pattern' is for inputs of type string", at: pattern.place)
        }
        if let schema = node.entry("schema"), declaration.kind != .object {
            mistakes.error("'schema' is for inputs of type object", at: schema.place)
        }
        guard let value = node["default"] else { return }
        if declaration.isSecret {
            mistakes.error(
                "the secret input \(entry.key.quoted) has its value in the file",
                at: value.place,
                hint: "leave it out, and give it when the run is started"
            )
            return
        }
        if let objection = declaration.objection(to: value.value) {
            mistakes.error("input \(entry.key.quoted) \(objection)", at: value.place)
        }
        expressions.refuse(
            value,
            message: "the value of an input is taken as it is, '${{ }}' is not evaluated in it",
            hint: "evaluate it in the step that reads the input"
        )
    }
}
