import Agents
import Workflow

/// The failed checks that a gate asks about: what they found, who let them pass, and how.
enum GateFailures {
    private static let findingsShown = 3

    /// The waiver of a check that a gate asks about, if it failed and is let pass.
    static func waiver(
        of line: GateSubject.Line,
        _ records: [DeliverableRecord]
    ) -> CheckWaived? {
        guard line.verdict == .failed else { return nil }
        return records.first { $0.declaration.id == line.deliverable }?.waiver(of: line.check)
    }

    static func lines(
        _ gate: GateOpened,
        _ records: [DeliverableRecord],
        run: RunID,
        _ ink: Ink
    ) -> [String] {
        let failed = gate.subject.verdicts.filter { $0.verdict == .failed }
        let open = failed.filter { waiver(of: $0, records) == nil }
        let shown = failed.flatMap { line -> [String] in
            if let waiver = waiver(of: line, records) {
                return ["  " + DecisionWords.standing(waiver, ink)]
            }
            return ["  \(ink(.red, "failed")) \(line.deliverable)/\(line.check)"]
                + findings(of: line, records, run: run, ink).map { "    " + $0 }
        }
        guard !open.isEmpty, let rule = gate.waivers else { return shown }
        return shown + [
            "  open to waiver by " + rule.by.map(\.description).joined(separator: ", ")
                + ", for \(Words.duration(rule.longestMilliseconds)) at most"
        ]
    }

    private static func findings(
        of line: GateSubject.Line,
        _ records: [DeliverableRecord],
        run: RunID,
        _ ink: Ink
    ) -> [String] {
        let record = records.first { $0.declaration.id == line.deliverable }
        let findings = record?.checked.first { $0.check == line.check }?.result.findings ?? []
        let rest = findings.count - findingsShown
        return findings.prefix(findingsShown).flatMap { Findings.lines($0, ink) }
            + (rest > 0 ? ["and \(rest) more: orchestrate deliverables \(run)"] : [])
    }

    /// What to type next while failed checks keep the gate from being approved.
    static func next(
        _ gate: GateOpened,
        _ records: [DeliverableRecord],
        run: RunID
    ) -> String? {
        guard gate.waivers != nil || gate.step == nil,
            let open = gate.subject.verdicts.first(where: {
                $0.verdict == .failed && waiver(of: $0, records) == nil
            })
        else { return nil }
        return gate.waivers == nil
            ? "orchestrate request-changes \(run) \(gate.gate) --comment WHAT"
            : "orchestrate approve \(run) \(gate.gate) --waive \(open.deliverable)/\(open.check) "
                + "--reason WHY --until DATE"
    }

    /// How often changes were requested, once they were.
    static func rounds(_ gate: GateOpened, _ rounds: (used: Int, allowed: Int)?) -> [String] {
        guard let rounds else { return [] }
        return [
            "  changes requested \(rounds.used) of \(rounds.allowed) times (phaseRounds)"
                + (rounds.used < rounds.allowed
                    ? "" : ": approve, reject, approve with --edit, or allow --more-rounds N")
        ]
    }

    static func json(_ gate: GateOpened, _ records: [DeliverableRecord]) -> Value {
        .array(
            gate.subject.verdicts.filter { $0.verdict == .failed }.map { line in
                let record = records.first { $0.declaration.id == line.deliverable }
                let checked = record?.checked.first { $0.check == line.check }
                let waiver = waiver(of: line, records)
                return [
                    "deliverable": .string(line.deliverable.text),
                    "check": .string(line.check.text),
                    "verdict": .string(waiver == nil ? "failed" : DeliverableRecord.waivedWord),
                    "waiver": waiver.map(EventCoding.form(waived:)) ?? .null,
                    "findings": Findings.json(checked?.result.findings ?? []),
                ]
            }
        )
    }

    static func json(rule: WaiverRule) -> Value {
        [
            "by": .strings(rule.by.map(\.description)),
            "longestSeconds": .int(Int(rule.longestMilliseconds / 1000)),
        ]
    }
}
