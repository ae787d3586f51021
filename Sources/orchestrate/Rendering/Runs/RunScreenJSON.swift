import Workflow

extension RunScreen {
    var json: Value {
        .object([
            "schema": 1,
            "run": .string(summary.run.text),
            "workflow": .string(summary.started.workflow),
            "definition": .string(summary.started.definition.hex),
            "status": .string(status),
            "reason": .optional(summary.reason),
            "started": .string(summary.startedAt.description),
            "startedBy": .string(summary.started.startedBy),
            "updated": .string(summary.updatedAt.description),
            "workspace": .string(summary.started.workspace),
            "program": .string(summary.started.program),
            "inputs": summary.started.inputs,
            "phases": .array(summary.phases.map(json)),
            "deliverables": .array(summary.deliverables.map(json)),
            "checks": Findings.json(
                VerdictCounts(records: summary.deliverables)
            ),
            "cost": cost?.json ?? .null,
            "environments": .array(environments.map(\.json)),
            "waiting": .array(
                summary.waiting.map {
                    Waits.json($0, gates: summary.gates, summary.deliverables)
                }
            ),
            "undo": summary.compensation.map(UndoneSteps.json) ?? .null,
            "circuits": .array(summary.circuits.map(CircuitLines.json)),
            "failures": .array(
                summary.failures.map { failure in
                    [
                        "subject": .string(failure.subject), "reason": .string(failure.reason),
                        "findings": Findings.json(failure.findings),
                    ]
                }
            ),
            "head": .string(summary.head.hex),
            "sequence": .int(summary.sequence),
            "next": .optional(nextCommand),
        ])
    }

    private func json(_ phase: RunSummary.Phase) -> Value {
        [
            "id": .string(phase.id.text),
            "title": .optional(phase.title),
            "owner": .optional(phase.owner?.text),
            "status": .string(phase.status.rawValue),
            "round": .int(phase.round),
            "steps": .array(
                phase.steps.map { step in
                    [
                        "id": .string(step.id.text), "kind": .string(step.kind),
                        "agent": .optional(step.agent?.text),
                        "status": .string(step.status), "round": .int(step.round),
                        "attempt": .int(step.attempt), "reason": .optional(step.reason),
                    ]
                }
            ),
        ]
    }

    private func json(_ record: DeliverableRecord) -> Value {
        [
            "id": .string(record.declaration.id.text),
            "title": .optional(record.declaration.title),
            "produced": .bool(record.produced != nil),
            "producer": .optional(record.produced?.producer),
            "round": record.produced.map { .int($0.round) } ?? .null,
            "files": .int(record.produced?.files.count ?? 0),
            "missing": .strings(record.produced?.missing ?? []),
            "digest": .optional(record.produced?.manifest.hex),
            "checks": Findings.json(VerdictCounts(record)),
        ]
    }
}
