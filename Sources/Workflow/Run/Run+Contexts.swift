extension Run {
    /// The values that expressions of `step` may name; of the steps only those in `references`,
    /// so that a run of a hundred thousand does not pay for all of them at each.
    func contexts(
        for step: Step,
        _ record: StepRecord,
        references: [Reference],
        environment: Members = Members()
    ) -> ExpressionContexts {
        let phase = graph.index(of: step.id).map { self.phase(at: graph.phaseOf[$0]) }
        let roots: Members = [
            "inputs": started.inputs,
            "steps": .object(stepValues(references)),
            "run": [
                "id": .string(id.text), "workflow": .string(definition.name),
                "started": .string(startedAt.description),
            ],
            "phase": .object([
                "id": .string(phase?.id.text ?? ""), "round": .int(record.round),
            ]),
            "env": .object(environment),
            "secrets": .object(secretMarks),
            "matrix": .object([:]),
        ]
        return ExpressionContexts(
            roots,
            status: StatusValues(
                success: record.needsSucceeded,
                failure: record.hasFailedAncestor,
                cancelled: cancelRequest != nil
            )
        )
    }

    /// Secrets are not known here and never become known: a mark stands for each, which whoever
    /// starts a command replaces.
    private var secretMarks: Members {
        Members(
            definition.inputs.filter(\.isSecret).map {
                ($0.name, .string(SecretMark.text(of: $0.name)))
            }
        )
    }

    private func stepValues(_ references: [Reference]) -> Members {
        var values = Members()
        for reference in references where reference.root == "steps" {
            guard let name = reference.path.first else { return allStepValues() }
            if let index = graph.index(of: StepID(name)) {
                values[name] = stepValue(steps[index])
            }
        }
        return values
    }

    private func allStepValues() -> Members {
        Members(steps.indices.map { (step(at: $0).id.text, stepValue(steps[$0])) })
    }

    private func stepValue(_ record: StepRecord) -> Value {
        ["outputs": record.outputs, "status": .string(record.status.word)]
    }

    /// The declared variables of a step with their values, in order; a later one may name an
    /// earlier one as `env.NAME`.
    package func environment(
        of step: Step,
        _ record: StepRecord
    ) throws(ExpressionError) -> [EnvironmentValue] {
        var values: [EnvironmentValue] = []
        var members = Members()
        let references = step.environment.flatMap(\.value.references)
        for variable in step.environment {
            let contexts = contexts(
                for: step,
                record,
                references: references,
                environment: members
            )
            let value = try variable.value.evaluate(in: contexts)
            let text = value.stringValue ?? value.expressionText
            members[variable.name] = .string(text)
            values.append(EnvironmentValue(name: variable.name, value: text))
        }
        return values
    }
}

/// One variable of a command's environment, evaluated.
package struct EnvironmentValue: Sendable, Hashable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

extension Value {
    /// The value as a variable's text: nothing for null, JSON for arrays and objects.
    var expressionText: String {
        switch self {
        case .null: ""
        case .string(let text): text
        case .number(let number): NumberText.text(of: number)
        case .bool, .array, .object: JSONWriter.compact(self)
        }
    }
}

/// What stands for a secret in an evaluated variable, until a command is started.
package enum SecretMark {
    private static let edge = "\u{F8FF}"

    package static func text(of name: String) -> String { "\(edge)secret:\(name)\(edge)" }
}
