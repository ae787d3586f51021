import Workflow

/// Gates that wait for a decision, the oldest first.
struct GateList {
    let rows: [GateRow]
    /// How far each is, in the same order; nil for one of a run that cannot be read.
    var standings: [GateStanding?] = []

    func lines(at now: Timestamp, _ ink: Ink) -> [String] {
        guard let first = rows.first else { return ["no gate is open"] }
        var table = Table("RUN", "GATE", "OPEN SINCE", "EXPIRES", "WHO MAY DECIDE", "DIGEST")
        for (index, row) in rows.enumerated() {
            let approvals = row.gate.minimum > 1 ? " (\(row.gate.minimum) approvals)" : ""
            let approvers =
                standing(index)?.approvers.map(\.description) ?? row.gate.approvers
            table.add(
                .init(row.run.text),
                .init(row.gate.gate.text, .bold),
                .init(row.gate.since.description),
                .init(row.gate.expires.map { Waits.distance(from: now, to: $0) } ?? "never"),
                .init(approvers.joined(separator: ", ") + approvals),
                .init(row.gate.digest.short)
            )
        }
        return table.lines(ink) + details(at: now) + [
            "look: orchestrate show \(first.run)",
            "changes: orchestrate diff \(first.run) \(first.gate.gate)",
            "decide: "
                + (standing(0).map { GateWords.approval(of: first.run, at: $0.opened) }
                    ?? "orchestrate approve \(first.run) \(first.gate.gate) --digest "
                    + first.gate.digest.short),
        ]
    }

    private func standing(_ index: Int) -> GateStanding? {
        standings.indices.contains(index) ? standings[index] : nil
    }

    /// Of gates that ask for more than one approval, what the table has no room for.
    private func details(at now: Timestamp) -> [String] {
        rows.indices.flatMap { index -> [String] in
            guard let standing = standing(index),
                standing.demand != .plain || standing.opened.minimum > 1
            else { return [] }
            let row = rows[index]
            return ["gate '\(row.gate.gate)' of run \(row.run):"]
                + GateWords.lines(standing, at: now).map { "  " + $0 }
        }
    }

    var json: Value {
        [
            "schema": 1,
            "gates": .array(
                rows.enumerated().map { index, row in
                    let members: Members = [
                        "run": .string(row.run.text), "gate": .string(row.gate.gate.text),
                        "digest": .string(row.gate.digest.hex),
                        "round": .int(row.gate.round),
                        "since": .string(row.gate.since.description),
                        "expires": .optional(row.gate.expires?.description),
                        "approvers": .strings(row.gate.approvers),
                        "minimum": .int(row.gate.minimum),
                    ]
                    let more = standing(index).map(GateWords.members)?.pairs ?? []
                    return .object(
                        Members((members.pairs + more).map { ($0.key, $0.value) })
                    )
                }
            ),
        ]
    }
}
