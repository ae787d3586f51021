import Workflow

/// A history as JSON Lines.
enum LogJSON {
    /// One event; what is not known of its place is left out.
    static func line(_ entry: TimelineEntry, run: RunID) -> String {
        let form = EventCoding.form(of: entry.record.event)
        var members: Members = [
            "schema": 1,
            "run": .string(run.text),
            "sequence": .int(entry.record.sequence),
            "time": .string(entry.record.time.description),
            "type": .string(form.type),
        ]
        members["agent"] = entry.place.agent.map { .string($0.text) }
        members["phase"] = entry.place.phase.map { .string($0.text) }
        members["step"] = entry.place.step.map { .string($0.text) }
        members["round"] = entry.place.round.map { .int($0) }
        members["attempt"] = entry.place.attempt.map { .int($0) }
        members["hash"] = .string(entry.record.hash.hex)
        members["body"] = form.body
        return JSONWriter.compact(.object(members))
    }

    static func line(_ entry: HandoffHistory.Entry) -> String {
        JSONWriter.compact(
            .object([
                "schema": 1,
                "handoff": .string(entry.offered.handoff.text),
                "from": .string(entry.offered.from.text),
                "to": .string(entry.offered.to.text),
                "deliverables": .strings(entry.offered.deliverables.map(\.deliverable.text)),
                "criteria": .array(criteria(entry)),
                "receipt": receipt(entry),
                "step": .string(entry.offered.step.text),
                "round": .int(entry.offered.round),
                "offered": .string(entry.offeredAt.description),
                "digests": .object(
                    Members(
                        entry.offered.deliverables.map {
                            ($0.deliverable.text, .string($0.manifest.hex))
                        }
                    )
                ),
                "waived": .array(entry.offered.waived.map(EventCoding.form(waived:))),
                "withdrawn": .optional(entry.withdrawn),
            ])
        )
    }

    /// Criteria that nobody has measured have no status yet.
    private static func criteria(_ entry: HandoffHistory.Entry) -> [Value] {
        guard let receipt = entry.receipt else {
            return entry.offered.criteria.map {
                ["id": .string($0), "status": .null, "evidence": .null]
            }
        }
        return receipt.criteria.map {
            [
                "id": .string($0.id), "status": .string($0.status.rawValue),
                "evidence": .string($0.evidence),
            ]
        }
    }

    private static func receipt(_ entry: HandoffHistory.Entry) -> Value {
        guard let receipt = entry.receipt else { return .null }
        return [
            "decision": .string(receipt.decision.rawValue),
            "at": .optional(entry.answeredAt?.description),
            "by": .optional(entry.answeredBy?.text),
            "findings": Findings.json(receipt.findings),
        ]
    }
}
