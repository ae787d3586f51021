/// Reads one step: its kind, and what holds for every kind.
struct StepReader {
    let node: YAMLNode
    /// What diagnostics call the step.
    let name: String
    var gates: GateReader
    var expressions: ExpressionReader
    let mistakes: Mistakes

    /// The step; nil when it has no id or no kind.
    mutating func step() -> Step? {
        let kind = kind()
        let condition = node["if"].flatMap { expressions.condition($0) }
        let environment = environment()
        if let probe = node["probe"] { refuseExpressions(in: probe, key: "probe") }
        if let undo = UndoReader.command(node) { refuseExpressions(in: undo, key: "undo") }
        if node.milliseconds("timeout") == 0, let place = node["timeout"]?.place {
            mistakes.error("'timeout' must be more than nothing", at: place)
        }
        guard let kind, let id = node.text("id") else { return nil }
        return Step(
            id: StepID(id),
            needs: node.texts("needs").map { StepID($0.text) },
            condition: condition,
            kind: kind,
            environment: environment,
            retry: retry(),
            timeoutMilliseconds: node.milliseconds("timeout"),
            isIdempotent: node.bool("idempotent") ?? false,
            probe: node.text("probe"),
            onUnknown: node.text("onUnknown").flatMap(Step.OnUnknown.init),
            produces: node.texts("produces").map { DeliverableID($0.text) },
            undo: UndoReader.undo(node, mistakes: mistakes),
            place: expressions.sources.isEmpty ? nil : node.place
        )
    }

    private mutating func kind() -> Step.Kind? {
        let found = WorkflowFormat.kinds.compactMap { node.entry($0) }
            .sorted { $0.place < $1.place }
        guard let first = found.first else {
            mistakes.error(
                "\(name) does nothing",
                at: node.place,
                hint: "give it one of \(WorkflowFormat.kinds.map(\.quoted).joined(separator: ", "))"
            )
            return nil
        }
        for other in found.dropFirst() {
            mistakes.error(
                "\(name) has both \(first.key.quoted) and \(other.key.quoted)",
                at: other.place,
                hint: "make two steps of it"
            )
        }
        checkKeys(of: first.key)
        return kind(first)
    }

    /// Reports keys that would have no effect in a step of this kind.
    private func checkKeys(of kind: String) {
        for entry in node.mapping ?? [] {
            guard let kinds = WorkflowFormat.step.key(entry.key)?.kinds, !kinds.contains(kind)
            else { continue }
            mistakes.error(
                "the key \(entry.key.quoted) has no effect in a step with \(kind.quoted)",
                at: entry.place,
                hint: "it is for \(kinds.map(\.quoted).joined(separator: ", "))"
            )
        }
    }

    private mutating func kind(_ entry: YAMLNode.Entry) -> Step.Kind? {
        let value = entry.value
        switch entry.key {
        case "run":
            refuseExpressions(in: value, key: "run")
            return value.scalar?.value.stringValue.map { .run(script: $0) }
        case "agent": return agent(value)
        case "set":
            return .set(
                (value.mapping ?? []).map {
                    Assignment(name: $0.key, value: expressions.valueTemplate($0.value))
                }
            )
        case "check":
            guard let id = value.scalar?.value.stringValue ?? value.text("deliverable") else {
                return nil
            }
            let checks = value.texts("checks").map { CheckID($0.text) }
            return .check(DeliverableID(id), checks: checks)
        case "handoff": return handoff(value)
        default:
            return gates.gate(value, defaultID: node.text("id")).map { .approval($0) }
        }
    }

    private mutating func agent(_ value: YAMLNode) -> Step.Kind? {
        if node["task"] == nil {
            mistakes.error(
                "\(name) has an 'agent' but no 'task'",
                at: value.place,
                hint: "'task' is the type of the message that the agent is asked with"
            )
        }
        let with = node["with"].map { expressions.valueTemplate($0) }
        guard let id = value.scalar?.value.stringValue, let task = node.text("task") else {
            return nil
        }
        return .agent(AgentID(id), task: task, with: with ?? .literal([:]))
    }

    private mutating func handoff(_ value: YAMLNode) -> Step.Kind? {
        let with = value["with"].map { expressions.valueTemplate($0) }
        guard let to = value.text("to") else { return nil }
        return .handoff(
            HandoffDeclaration(
                to: AgentID(to),
                deliverables: value.texts("deliverables").map { DeliverableID($0.text) },
                criteria: value.texts("criteria").map(\.text),
                with: with ?? .literal([:])
            )
        )
    }

    private mutating func environment() -> [Variable] {
        node.entries("env").compactMap { entry in
            if entry.key == "ORCHESTRATE_OUTPUT" {
                mistakes.error("the variable 'ORCHESTRATE_OUTPUT' is reserved", at: entry.place)
            }
            return expressions.template(entry.value, as: .environment)
                .map { Variable(name: entry.key, value: $0) }
        }
    }

    private func retry() -> RetryPolicy {
        guard let retry = node["retry"], let attempts = retry.int("attempts") else { return .once }
        let backoff = retry["backoff"]
        let initial = backoff?.milliseconds("initial") ?? 1000
        let maximum = backoff?.milliseconds("max") ?? max(60_000, initial)
        if initial > maximum, let place = backoff?["initial"]?.place {
            mistakes.error("'initial' is longer than 'max'", at: place)
        }
        return RetryPolicy(
            attempts: attempts,
            initialMilliseconds: initial,
            factor: backoff?["factor"]?.scalar?.value.numberValue ?? 2,
            maximumMilliseconds: maximum
        )
    }

    private func refuseExpressions(in value: YAMLNode, key: String) {
        expressions.refuse(
            value,
            message: "'${{ }}' is refused inside '\(key)'",
            hint: "put the value into a variable under 'env' and write \"$NAME\" here"
        )
    }
}
