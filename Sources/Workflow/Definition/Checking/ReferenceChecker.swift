/// Checks what expressions read: inputs that are declared, steps that come before, and so on.
struct ReferenceChecker {
    private let inputs: [String: InputDeclaration]
    private let secrets: SecretUse
    private let steps: [StepDraft]
    private let indexOf: [String: Int]
    private let expressions: ExpressionReader
    private let mistakes: Mistakes

    init(
        inputs: [InputDeclaration],
        secrets: [String] = [],
        steps: [StepDraft],
        expressions: ExpressionReader,
        mistakes: Mistakes,
        isFirstReading: Bool = true
    ) {
        self.secrets = SecretUse(
            names: inputs.filter(\.isSecret).map(\.name) + secrets,
            isFirstReading: isFirstReading
        )
        self.inputs = Dictionary(inputs.map { ($0.name.lowercased(), $0) }) { first, _ in first }
        self.steps = steps
        var indexOf: [String: Int] = [:]
        for (index, step) in steps.enumerated() {
            if let id = step.id?.text.lowercased() { indexOf[id] = indexOf[id] ?? index }
        }
        self.indexOf = indexOf
        self.expressions = expressions
        self.mistakes = mistakes
    }

    /// What must be known about the order of steps.
    var questions: [StepOrder.Question] {
        steps.indices.flatMap { index in
            steps[index].uses.flatMap(\.references).compactMap { reference in
                guard reference.root == "steps", let id = reference.path.first,
                    let target = indexOf[id.lowercased()]
                else { return nil }
                return StepOrder.Question(first: target, second: index)
            }
        }
    }

    func check(_ order: StepOrder) {
        for index in steps.indices {
            for use in steps[index].uses {
                for reference in use.references { check(reference, of: use, in: index, order) }
            }
        }
    }

    private func check(
        _ reference: Reference,
        of use: ExpressionUse,
        in index: Int,
        _ order: StepOrder
    ) {
        switch reference.root {
        case "inputs": checkInput(reference, of: use)
        case "secrets": checkSecret(reference, of: use)
        case "steps": checkStep(reference, of: use, in: index, order)
        case "env": checkVariable(reference, of: use, in: index)
        default: break
        }
    }

    private func report(
        _ message: String,
        _ reference: Reference,
        of use: ExpressionUse,
        hint: @autoclosure () -> String? = nil
    ) {
        mistakes.error(
            message,
            at: expressions.place(ofColumn: reference.column, in: use.node),
            hint: hint()
        )
    }

    private func checkInput(_ reference: Reference, of use: ExpressionUse) {
        guard let name = reference.path.first else { return }
        guard let input = inputs[name.lowercased()] else {
            report(
                "unknown input \(name.quoted)",
                reference,
                of: use,
                hint: name.guess(among: inputs.values.map(\.name))
                    ?? "declare it under 'inputs', at the top of the file"
            )
            return
        }
        guard input.isSecret else { return }
        report(
            "input \(input.name.quoted) is secret",
            reference,
            of: use,
            hint: "read it as 'secrets.\(input.name)', under 'env'"
        )
    }

    private func checkSecret(_ reference: Reference, of use: ExpressionUse) {
        guard let mistake = secrets.mistake(in: reference, of: use) else { return }
        report(mistake.words, reference, of: use, hint: mistake.hint)
    }

    private func checkVariable(_ reference: Reference, of use: ExpressionUse, in index: Int) {
        if case .environment = use.role {
            report("variables of one step do not see one another", reference, of: use)
            return
        }
        guard let name = reference.path.first else { return }
        let known = steps[index].node.entries("env").map(\.key)
        if let secret = secrets.name(inVariable: name, of: steps[index].step) {
            report(
                "variable \(name.quoted) holds secret \(secret.quoted)",
                reference,
                of: use,
                hint: "only the step's own command may read it; all else is written down"
            )
            return
        }
        guard !known.contains(where: { $0.lowercased() == name.lowercased() }) else { return }
        report(
            "\(steps[index].name) has no variable \(name.quoted) under 'env'",
            reference,
            of: use,
            hint: name.guess(among: known)
        )
    }

    private func checkStep(
        _ reference: Reference,
        of use: ExpressionUse,
        in index: Int,
        _ order: StepOrder
    ) {
        guard let id = reference.path.first else {
            report(
                "'steps' must be followed by the id of a step",
                reference,
                of: use,
                hint: "write 'steps.ID.outputs.NAME' or 'steps.ID.status'"
            )
            return
        }
        guard let target = indexOf[id.lowercased()] else {
            report(
                "unknown step \(id.quoted)",
                reference,
                of: use,
                hint: id.guess(among: steps.compactMap(\.id?.text))
            )
            return
        }
        if target == index {
            report("\(steps[index].name) reads its own results", reference, of: use)
        } else if !order.isUpstream(target, of: index) {
            report(
                "\(steps[index].name) reads \(id.quoted), which does not come before it",
                reference,
                of: use,
                hint: steps[target].phase > steps[index].phase
                    ? "it is of a later phase" : "add \(id.quoted) to its 'needs'"
            )
        } else {
            checkResult(reference, of: use, target: steps[target])
        }
    }

    private func checkResult(_ reference: Reference, of use: ExpressionUse, target: StepDraft) {
        guard reference.path.count > 1 else { return }
        let word = reference.path[1]
        let words = ["outputs", "status"]
        guard words.contains(word.lowercased()) else {
            report(
                "\(target.name) has no \(word.quoted)",
                reference,
                of: use,
                hint: word.guess(among: words)
            )
            return
        }
        guard reference.path.count > 2, word.lowercased() == "outputs",
            case .set(let assignments)? = target.step?.kind
        else { return }
        let output = reference.path[2]
        let known = assignments.map(\.name)
        guard !known.contains(where: { $0.lowercased() == output.lowercased() }) else { return }
        report(
            "\(target.name) sets no output \(output.quoted)",
            reference,
            of: use,
            hint: output.guess(among: known)
        )
    }
}
