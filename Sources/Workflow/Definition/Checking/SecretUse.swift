/// Where a secret may be read, and how: under `env`, as it is.
struct SecretUse {
    /// As written where they are declared.
    let names: [String]
    /// False for a definition that is read again, which was judged by the rules of its day.
    let isFirstReading: Bool

    /// What is wrong with a read of `secrets`; nil when nothing is.
    func mistake(in reference: Reference, of use: ExpressionUse) -> (words: String, hint: String?)?
    {
        guard case .environment = use.role else {
            return (
                "secrets can only be read under 'env'",
                "everything else is written down in the journal"
            )
        }
        guard let name = reference.path.first else {
            return isFirstReading
                ? ("'secrets' must be followed by the name of a secret", "write 'secrets.NAME'")
                : nil
        }
        guard names.contains(where: { $0.lowercased() == name.lowercased() }) else {
            return (
                "unknown secret \(name.quoted)",
                name.guess(among: names)
                    ?? "declare it under 'secrets', or an input with 'secret: true'"
            )
        }
        guard isFirstReading, !isBare(reference, in: use) else { return nil }
        return (
            "a secret can only be taken as it is",
            "its value is not known here: write '${{ secrets.\(name) }}', with text beside it"
        )
    }

    /// Whether the expression is the reference and nothing else.
    private func isBare(_ reference: Reference, in use: ExpressionUse) -> Bool {
        guard let text = use.node.scalar?.value.stringValue,
            let template = try? Template(parsing: text)
        else { return false }
        return template.expressions.contains { embedded in
            embedded.expression.bareReference != nil
                && embedded.references.map(\.column) == [reference.column]
        }
    }

    /// The secret that a variable of `step` holds, if it holds one.
    func name(inVariable name: String, of step: Step?) -> String? {
        let variable = step?.environment.first { $0.name.lowercased() == name.lowercased() }
        return variable?.value.references.first { $0.root == "secrets" }?.path.first
    }
}

extension Expression {
    /// The reference `ROOT.NAME` that the expression is; nil when it is anything else or more.
    var bareReference: Reference? {
        guard case .index(.root, .literal(.string), _) = root, references.count == 1 else {
            return nil
        }
        return references.first
    }
}
