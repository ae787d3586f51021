import Workflow

/// The document with which a conversation begins: all that an agent is told.
struct AgentOpening {
    let order: WorkOrder
    let message: MessageOrder
    let grants: GrantSet
    let staging: StagingFolder
    let sandbox: Sandbox
    let bounds: AgentWire.Bounds
    let timeMilliseconds: Int64

    private var envelope: Envelope { message.envelope }

    var line: String {
        JSONWriter.compact(
            .object([
                "schema": 1,
                "agent": .string(envelope.to.text),
                "message": document(envelope),
                "feedback": .array(envelope.feedback.map(document)),
                "inputs": .object(inputs),
                "asOf": .string(order.asOf.description),
                "deliverables": .array(message.captured.map(document)),
                "idempotencyKey": .string(message.idempotencyKey.hex),
                "run": .string(order.run.text),
                "tools": .strings(grants.written),
                "network": .bool(message.bench.declaration?.mayUseNetwork ?? false),
                "sandbox": .string(sandbox.rawValue),
                "view": .string(staging.view),
                "outbox": grants.contains(.write) ? .string(staging.outbox) : .null,
                "limits": [
                    "lineBytes": .int(bounds.lineBytes), "outputBytes": .int(bounds.outputBytes),
                    "timeMilliseconds": .number(Double(timeMilliseconds)),
                    "uses": .int(ToolBench.mostUses),
                ],
            ])
        )
    }

    /// Without those that are secret, of which not even the reference is told.
    private var inputs: Members {
        let secret = Set(message.bench.secretInputs)
        return Members(
            (order.inputs.objectValue ?? Members()).pairs.filter { !secret.contains($0.key) }
                .map { ($0.key, $0.value) }
        )
    }

    private func document(_ envelope: Envelope) -> Value {
        [
            "id": .string(envelope.id.text), "type": .string(envelope.type),
            "version": .int(envelope.version), "from": .string(envelope.from.text),
            "to": .string(envelope.to.text), "payload": envelope.payload,
            "correlation": .string(envelope.correlation),
            "causation": .optional(envelope.causation?.text),
            "deadline": .optional(envelope.deadline?.description),
            "step": .optional(envelope.step?.text), "phase": .optional(envelope.phase?.text),
            "round": .int(envelope.round), "attempt": .int(envelope.attempt),
        ]
    }

    private func document(_ feedback: Feedback) -> Value {
        [
            "from": .string(feedback.from), "comment": .string(feedback.comment),
            "findings": .array(feedback.findings.map(EventCoding.form(finding:))),
        ]
    }

    private func document(_ produced: DeliverableProduced) -> Value {
        [
            "id": .string(produced.deliverable.text), "producer": .string(produced.producer),
            "files": .array(
                produced.files.map { file in
                    [
                        "path": .string(file.path), "sha256": .string(file.digest.hex),
                        "bytes": .int(file.bytes),
                    ]
                }
            ),
        ]
    }
}
