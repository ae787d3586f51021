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
            values.append(
                EnvironmentValue(
                    name: variable.name,
                    value: text,
                    pieces: try pieces(of: variable.value, whole: text, in: contexts)
                )
            )
        }
        return values
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
