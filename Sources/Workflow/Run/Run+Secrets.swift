extension Run {
    /// Secrets are not known here and never become known: a mark stands for each.
    var secretMarks: Members {
        Members(secretNames.map { ($0, .string(SecretMark.text(of: $0))) })
    }

    private var secretNames: [String] {
        definition.inputs.filter(\.isSecret).map(\.name) + definition.secrets.map(\.name)
    }

    /// Every secret of the run that has a place, and whether a command was given it.
    var secretOrders: [SecretOrder] {
        let given = definition.inputs.filter(\.isSecret).compactMap { input -> SecretOrder? in
            guard let text = started.inputs[input.name]?.stringValue,
                let source = SecretSource(reference: text)
            else { return nil }
            return order(input.name, source)
        }
        return given + definition.secrets.map { order($0.name, $0.source) }
    }

    private func order(_ name: String, _ source: SecretSource) -> SecretOrder {
        SecretOrder(name: name, source: source, isExposed: exposedSecrets.contains(name))
    }

    /// Remembers what the command of a step that begins is given.
    mutating func expose(_ step: Step) {
        for variable in step.environment {
            for reference in variable.value.references where reference.root == "secrets" {
                if let name = secretName(reference) { exposedSecrets.insert(name) }
            }
        }
        let agent: AgentID? =
            switch step.kind {
            case .agent(let agent, _, _): agent
            case .handoff(let handoff): handoff.to
            default: nil
            }
        for declared in definition.agents where declared.id == agent {
            exposedSecrets.formUnion(declared.secrets.map(\.input))
        }
    }

    /// The secret that a reference means, as it was declared.
    private func secretName(_ reference: Reference) -> String? {
        guard let name = reference.path.first?.lowercased() else { return nil }
        return secretNames.first { $0.lowercased() == name }
    }

    /// A variable's value in pieces: text, and the names of secrets whose values come in between.
    ///
    /// Only what the file itself says is a secret becomes one: text from elsewhere that looks like
    /// a mark stays text.
    func pieces(
        of template: Template,
        whole: String,
        in contexts: ExpressionContexts
    ) throws(ExpressionError) -> [EnvironmentValue.Piece] {
        guard template.references.contains(where: { $0.root == "secrets" }) else {
            return [.text(whole)]
        }
        var pieces: [EnvironmentValue.Piece] = []
        for part in template.parts {
            switch part {
            case .text(let text): pieces.append(.text(text))
            case .expression(let embedded):
                if let reference = embedded.expression.bareReference,
                    reference.root == "secrets", let name = secretName(reference)
                {
                    pieces.append(.secret(name))
                } else {
                    let value = try embedded.expression.evaluate(in: contexts)
                    pieces.append(.text(value.stringValue ?? value.expressionText))
                }
            }
        }
        return pieces
    }
}

/// One variable of a command's environment, evaluated.
package struct EnvironmentValue: Sendable, Hashable {
    package enum Piece: Sendable, Hashable {
        case text(String)
        case secret(String)
    }

    package let name: String
    /// Its text with a mark for each secret; what the step's input digest is made of.
    package let value: String
    package let pieces: [Piece]
}

/// A secret of a run: where it is, never what it is.
package struct SecretOrder: Sendable, Hashable {
    package let name: String
    package let source: SecretSource
    /// Whether a command of the run was given it, so that it may turn up anywhere from then on.
    package let isExposed: Bool

    package init(name: String, source: SecretSource, isExposed: Bool) {
        self.name = name
        self.source = source
        self.isExposed = isExposed
    }
}

/// What stands for a secret in an evaluated variable.
enum SecretMark {
    private static let edge = "\u{F8FF}"

    static func text(of name: String) -> String { "\(edge)secret:\(name)\(edge)" }
}
