/// Checks what the rules of gates read: facts that a check of the gate's deliverables measures,
/// and inputs that are declared.
struct GateFactChecker {
    private let phases: [PhaseDraft]
    private let steps: [StepDraft]
    private let inputs: [String: InputDeclaration]
    /// The checks that measure a fact, by its name in lower case; nil when nothing built in is
    /// looked at.
    private let measuring: [String: [CheckID]]?
    private let names: [String]
    private let expressions: ExpressionReader
    private let mistakes: Mistakes

    init(
        phases: [PhaseDraft],
        steps: [StepDraft],
        inputs: [InputDeclaration],
        vocabulary: Vocabulary?,
        expressions: ExpressionReader,
        mistakes: Mistakes
    ) {
        self.phases = phases
        self.steps = steps
        self.inputs = Dictionary(inputs.map { ($0.name.lowercased(), $0) }) { first, _ in first }
        measuring = vocabulary.map { vocabulary in
            Dictionary(
                vocabulary.facts.map { ($0.name.lowercased(), [$0.check]) },
                uniquingKeysWith: +
            )
        }
        names = GateFacts.counted.map(\.name) + (vocabulary?.facts.map(\.name) ?? [])
        self.expressions = expressions
        self.mistakes = mistakes
    }

    func check(_ conditions: [(gate: GateID, use: ExpressionUse)]) {
        for (gate, use) in conditions {
            for reference in use.references {
                switch reference.root {
                case "facts": checkFact(reference, of: use, at: gate)
                case "inputs": checkInput(reference, of: use)
                default: break
                }
            }
        }
    }

    private func report(
        _ message: String,
        _ reference: Reference,
        of use: ExpressionUse,
        hint: String? = nil
    ) {
        mistakes.error(
            message,
            at: expressions.place(ofColumn: reference.column, in: use.node),
            hint: hint
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
            )
            return
        }
        if input.isSecret { report("input \(name.quoted) is secret", reference, of: use) }
    }

    private func checkFact(_ reference: Reference, of use: ExpressionUse, at gate: GateID) {
        let path = reference.path
        let isOfOne = path.first?.lowercased() == "of"
        guard path.count == (isOfOne ? 3 : 1), let name = path.last else {
            report(
                "'facts' must be followed by the name of a fact",
                reference,
                of: use,
                hint: "write 'facts.NAME', or 'facts.of.DELIVERABLE.NAME'"
            )
            return
        }
        guard let measuring else { return }
        let isCounted = GateFacts.counted.contains { $0.name.lowercased() == name.lowercased() }
        if isCounted, !isOfOne { return }
        guard let checks = measuring[name.lowercased()] else {
            report(
                isCounted
                    ? "fact \(name.quoted) is of the whole gate" : "unknown fact \(name.quoted)",
                reference,
                of: use,
                hint: isCounted ? "write 'facts.\(name)'" : name.guess(among: names)
            )
            return
        }
        checkMeasured(name, by: checks, of: isOfOne ? path[1] : nil, at: gate) { message, hint in
            report(message, reference, of: use, hint: hint)
        }
    }

    private func checkMeasured(
        _ name: String,
        by checks: [CheckID],
        of deliverable: String?,
        at gate: GateID,
        _ report: (String, String?) -> Void
    ) {
        guard let phase = phase(of: gate) else { return }
        let all = phases[phase].deliverables
        let asked = all.filter { declaration in
            deliverable.map { declaration.id.text.lowercased() == $0.lowercased() } ?? true
        }
        if let deliverable, asked.isEmpty {
            report(
                "gate \(gate.text.quoted) asks about no deliverable \(deliverable.quoted)",
                deliverable.guess(among: all.map(\.id.text))
            )
            return
        }
        let made = asked.flatMap(\.checks) + extraChecks(of: asked.map(\.id))
        guard !checks.contains(where: made.contains) else { return }
        let known = Set(checks).map(\.text).sorted().map(\.quoted).joined(separator: ", ")
        report(
            "nothing that gate \(gate.text.quoted) asks about measures \(name.quoted)",
            "it is measured by \(known); name it under 'checks' of a deliverable"
        )
    }

    /// The phase whose deliverables the gate asks about.
    private func phase(of gate: GateID) -> Int? {
        if let index = phases.firstIndex(where: { $0.gate?.id == gate }) { return index }
        return steps.first { step in
            if case .approval(let declaration)? = step.step?.kind {
                declaration.id == gate
            } else {
                false
            }
        }?.phase
    }

    /// Checks that steps carry out beside the deliverables' own.
    private func extraChecks(of deliverables: [DeliverableID]) -> [CheckID] {
        steps.flatMap { step -> [CheckID] in
            if case .check(let deliverable, let checks)? = step.step?.kind,
                deliverables.contains(deliverable)
            {
                return checks
            }
            return []
        }
    }
}
