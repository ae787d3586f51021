import Workflow

extension PlanText {
    var json: Value {
        let graph = Graph(definition)
        let order = graph.topologicalOrder
        return .object([
            "schema": 1,
            "name": .string(definition.name),
            "definition": .string(definition.digest.hex),
            "inputs": .array(definition.inputs.map(json)),
            "phases": .array(
                definition.phases.enumerated().map { index, phase in
                    let steps = order.filter { graph.phaseOf[$0] == index }
                    return [
                        "id": .string(phase.id.text), "title": .optional(phase.title),
                        "owner": .optional(phase.owner?.text),
                        "steps": .array(steps.map { Self.json(graph.steps[$0]) }),
                        "deliverables": .array(phase.deliverables.map(json)),
                        "gate": phase.gate.map(Self.json) ?? .null,
                    ]
                }
            ),
        ])
    }

    private func json(_ input: InputDeclaration) -> Value {
        let value = inputs?[input.name] ?? input.defaultValue
        return [
            "name": .string(input.name), "type": .string(input.kind.rawValue),
            "required": .bool(input.isRequired),
            "value": input.isSecret ? .null : value ?? .null,
        ]
    }

    private static func json(_ step: Step) -> Value {
        var members: Members = [
            "id": .string(step.id.text), "kind": .string(step.kind.word),
            "agent": .optional(step.kind.agent?.text),
            "needs": .strings(step.needs.map(\.text)),
            "attempts": .int(step.retry.attempts),
        ]
        switch step.kind {
        case .agent(_, let task, _): members["task"] = .string(task)
        case .handoff(let handoff):
            members["deliverables"] = .strings(handoff.deliverables.map(\.text))
            members["criteria"] = .strings(handoff.criteria)
        case .check(let deliverable, let checks):
            members["deliverable"] = .string(deliverable.text)
            members["checks"] = .strings(checks.map(\.text))
        case .approval(let gate): members["gate"] = json(gate)
        case .run, .set: break
        }
        return .object(members)
    }

    private func json(_ deliverable: DeliverableDeclaration) -> Value {
        [
            "id": .string(deliverable.id.text), "title": .optional(deliverable.title),
            "files": .strings(deliverable.files),
            "optionalFiles": .strings(deliverable.optionalFiles),
            "checks": .array(
                deliverable.checks.map {
                    ["id": .string($0.text), "kind": .optional(kinds[$0]?.rawValue)]
                }
            ),
        ]
    }

    private static func json(_ gate: GateDeclaration) -> Value {
        [
            "id": .string(gate.id.text), "title": .optional(gate.title),
            "approvers": .strings(gate.approvers.map(\.description)),
            "minimum": .int(gate.minimum), "identity": .string(gate.identity.rawValue),
            "expiresAfterMilliseconds": gate.expiresAfterMilliseconds.map {
                .number(Double($0))
            } ?? .null,
            "not": .strings((gate.rules.excluded ?? []).map(\.description)),
            "rules": .array(
                gate.rules.risks.map {
                    [
                        "if": .string($0.source), "effect": .string($0.effect),
                        "because": .optional($0.because),
                    ]
                }
            ),
        ]
    }
}
