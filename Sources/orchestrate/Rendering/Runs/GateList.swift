import Workflow

/// Gates that wait for a decision, the oldest first.
struct GateList {
    let rows: [GateRow]

    func lines(at now: Timestamp, _ ink: Ink) -> [String] {
        guard let first = rows.first else { return ["no gate is open"] }
        var table = Table("RUN", "GATE", "OPEN SINCE", "EXPIRES", "WHO MAY DECIDE", "DIGEST")
        for row in rows {
            let approvals = row.gate.minimum > 1 ? " (\(row.gate.minimum) approvals)" : ""
            table.add(
                .init(row.run.text),
                .init(row.gate.gate.text, .bold),
                .init(row.gate.since.description),
                .init(row.gate.expires.map { Waits.distance(from: now, to: $0) } ?? "never"),
                .init(row.gate.approvers.joined(separator: ", ") + approvals),
                .init(row.gate.digest.short)
            )
        }
        return table.lines(ink) + [
            "look: orchestrate show \(first.run)",
            "changes: orchestrate diff \(first.run) \(first.gate.gate)",
            "decide: orchestrate approve \(first.run) \(first.gate.gate) "
                + "--digest \(first.gate.digest.short)",
        ]
    }

    var json: Value {
        [
            "schema": 1,
            "gates": .array(
                rows.map { row in
                    [
                        "run": .string(row.run.text), "gate": .string(row.gate.gate.text),
                        "digest": .string(row.gate.digest.hex),
                        "round": .int(row.gate.round),
                        "since": .string(row.gate.since.description),
                        "expires": .optional(row.gate.expires?.description),
                        "approvers": .strings(row.gate.approvers),
                        "minimum": .int(row.gate.minimum),
                    ]
                }
            ),
        ]
    }
}
