import Agents
import Workflow

/// What a run would do, in order.
struct PlanText {
    let definition: Definition
    /// The bound inputs; nil while required ones are missing.
    let inputs: Value?
    let kinds: [CheckID: CheckKind]

    private static let valueLimit = 60

    private var missing: [InputDeclaration] {
        inputs == nil
            ? definition.inputs.filter { $0.isRequired && $0.defaultValue == nil } : []
    }

    func lines(_ ink: Ink) -> [String] {
        let graph = Graph(definition)
        let order = graph.topologicalOrder
        let phases = definition.phases.enumerated().flatMap { index, phase in
            self.phase(phase, steps: order.filter { graph.phaseOf[$0] == index }, graph, ink)
        }
        let checks = definition.phases.flatMap(\.deliverables).flatMap(\.checks)
        let external = checks.count { kinds[$0] == .external }
        return [
            "\(ink(.bold, definition.name))  definition \(definition.digest.short)"
        ] + inputLines + secretLines + phases + [
            "",
            ValidationReport.words(for: definition)
                + ", \(Count.of(checks.count, "check")) (\(external) by external tools)",
        ] + missing.map { "needs --input \($0.name)=VALUE before it can run" }
    }

    private var inputLines: [String] {
        definition.inputs.map { input in
            let value = inputs?[input.name] ?? input.defaultValue
            let text = value.map {
                input.isSecret ? "(secret)" : JSONWriter.compact($0)
            }
            let shown = text.map { Words.printable($0, limit: Self.valueLimit) }
            return "  input \(input.name): "
                + (shown ?? (input.isRequired ? "required \(input.kind.rawValue)" : "none"))
        }
    }

    private var secretLines: [String] {
        definition.secrets.map { secret in
            "  secret \(secret.name): "
                + Words.printable(secret.source.words, limit: Self.valueLimit)
        }
    }

    private func phase(
        _ phase: Phase,
        steps: [Int],
        _ graph: Graph,
        _ ink: Ink
    ) -> [String] {
        let title = phase.title.map { "  \(Words.printable($0))" } ?? ""
        let owner = phase.owner.map { ink(.dim, "  owner \($0)") } ?? ""
        return ["", "phase \(ink(.bold, phase.id.text))\(title)\(owner)"]
            + steps.flatMap { step(graph.steps[$0], ink) }
            + phase.deliverables.flatMap(deliverable)
            + (phase.gate.map { [gate($0)] } ?? [])
    }

    private func step(_ step: Step, _ ink: Ink) -> [String] {
        let who = step.kind.agent.map { " → \($0)" } ?? ""
        let needs =
            step.needs.isEmpty
            ? "" : ", after " + step.needs.map(\.text).joined(separator: ", ")
        let head = "  step \(step.id)  " + ink(.dim, "\(step.kind.word)\(who)\(needs)")
        return [head] + details(step).map { "    " + $0 }
    }

    private func details(_ step: Step) -> [String] {
        var lines: [String] = []
        switch step.kind {
        case .agent(_, let task, _): lines.append("task \(task)")
        case .handoff(let handoff):
            let names = handoff.deliverables.map(\.text).joined(separator: ", ")
            let criteria = handoff.criteria.joined(separator: ", ")
            lines.append("offers \(names)" + (criteria.isEmpty ? "" : "; criteria \(criteria)"))
        case .check(let deliverable, let checks):
            lines.append("checks \(deliverable): " + self.checks(checks))
        case .approval(let gate): lines.append(decision(gate))
        case .run(let script):
            let first = script.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
            lines.append(Words.printable(first, limit: Self.valueLimit))
        case .set: break
        }
        if let condition = step.condition {
            lines.append("if " + Words.printable(condition.source, limit: Self.valueLimit))
        }
        if step.retry.attempts > 1 { lines.append("up to \(step.retry.attempts) attempts") }
        if let timeout = step.timeoutMilliseconds {
            lines.append("at most \(Words.duration(timeout))")
        }
        return lines
    }

    private func deliverable(_ deliverable: DeliverableDeclaration) -> [String] {
        let title = deliverable.title.map { "  \(Words.printable($0))" } ?? ""
        let files =
            deliverable.files + deliverable.optionalFiles.map { $0 + " (where there are any)" }
        return [
            "  deliverable \(deliverable.id)\(title)",
            "    files " + Words.printable(files.joined(separator: ", "), limit: 120),
            "    checks " + checks(deliverable.checks),
        ]
    }

    /// The names, by who carries the check out.
    private func checks(_ ids: [CheckID]) -> String {
        let groups: [(String, [CheckID])] = [
            ("native", ids.filter { kinds[$0] == .native }),
            ("external", ids.filter { kinds[$0] == .external }),
            ("unknown", ids.filter { kinds[$0] == nil }),
        ]
        let words = groups.filter { !$0.1.isEmpty }
            .map { "\($0.0): \($0.1.map(\.text).joined(separator: ", "))" }
        return words.isEmpty ? "that it is there and not empty" : words.joined(separator: "; ")
    }

    private func gate(_ gate: GateDeclaration) -> String {
        "  gate \(gate.id)" + (gate.title.map { " \(Words.printable($0))" } ?? "")
            + ": " + decision(gate)
    }

    private func decision(_ gate: GateDeclaration) -> String {
        let who = Words.printable(gate.approvers.map(\.description).joined(separator: ", "))
        let expires = gate.expiresAfterMilliseconds.map { ", expires after \(Words.duration($0))" }
        let rules = gate.rules
        let more =
            [
                rules.excluded.flatMap { list in
                    list.isEmpty ? nil : "not " + list.map(\.description).joined(separator: ", ")
                },
                rules.required.isEmpty
                    ? nil
                    : "among them "
                        + rules.required.map { "\($0.minimum) of role \($0.role)" }
                        .joined(separator: ", "),
                rules.escalation.map {
                    "escalates after \(Words.duration($0.afterMilliseconds)) to "
                        + $0.to.map(\.description).joined(separator: ", ")
                },
            ].compactMap(\.self) + rules.risks.map { "\($0.effect) if \($0.source)" }
        return "waits for \(gate.minimum) of \(who)" + (expires ?? "")
            + more.map { "; " + Words.printable($0) }.joined()
    }
}
