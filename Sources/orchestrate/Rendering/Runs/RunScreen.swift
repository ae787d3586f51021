import Agents
import Workflow

/// One run on one screen: where it is, what it made, what it asks, what to type next.
struct RunScreen {
    let summary: RunSummary
    /// The status with `interrupted` told apart.
    let status: String
    let cost: CostSummary?
    var environments: [EnvironmentState] = []
    /// What the run has left in the world, and how it is taken down.
    var left: [String] = []
    let now: Timestamp

    /// More steps of one phase than this do not fit on a screen.
    private static let stepsShown = 15
    private static let findingsShown = 10

    func lines(_ ink: Ink) -> [String] {
        let sections: [(String, [String])] = [
            ("phases", phases(ink)), ("made", made(ink)), ("cost", cost?.lines ?? []),
            ("environments", environments.map(\.line)), ("left behind", left),
            ("failed", failures(ink)),
            ("undone", summary.compensation.map(UndoneSteps.lines) ?? []),
            ("partners", CircuitLines.lines(summary.circuits, at: now)),
            ("waits for", waits(ink)),
        ]
        let body = sections.filter { !$0.1.isEmpty }.flatMap { title, lines in
            ["", ink(.bold, title)] + lines.map { "  " + $0 }
        }
        let next = nextCommand.map { [NextCommand.line($0, ink)] } ?? []
        return head(ink) + body + ["", "head \(summary.head) (event \(summary.sequence))"] + next
    }

    private func head(_ ink: Ink) -> [String] {
        let by = Words.printable(summary.started.startedBy)
        var lines = [
            "run \(summary.run)  \(ink(Ink.Colour.ofStatus(status), status))",
            "  workflow   \(summary.started.workflow) (definition "
                + "\(summary.started.definition.short))",
            "  started    \(summary.startedAt) by \(by), last event "
                + Waits.distance(from: now, to: summary.updatedAt),
            "  workspace  \(Words.printable(summary.started.workspace))",
        ]
        if let reason = summary.reason { lines.append("  reason     \(Words.printable(reason))") }
        return lines
    }

    private func phases(_ ink: Ink) -> [String] {
        summary.phases.flatMap { phase -> [String] in
            let ended =
                phase.steps.count - phase.count("pending") - phase.count("running")
                - phase.count("retrying")
            let round = phase.round > 1 ? ", round \(phase.round)" : ""
            let title = phase.title.map { "  \(Words.printable($0, limit: 60))" } ?? ""
            let head =
                "\(mark(phase.status.rawValue, ink)) \(phase.id)\(title)  "
                + ink(.dim, "\(ended) of \(phase.steps.count) steps\(round)")
            return [head] + (phase.status == .open ? steps(phase, ink) : [])
        }
    }

    /// Steps that have done nothing wrong and are over are left out first.
    private func steps(_ phase: RunSummary.Phase, _ ink: Ink) -> [String] {
        let isLong = phase.steps.count > Self.stepsShown
        let candidates = isLong ? phase.steps.filter { $0.status != "success" } : phase.steps
        let shown = candidates.prefix(Self.stepsShown)
        let lines = shown.map { step in
            let who = step.agent.map { " → \($0)" } ?? ""
            let again = step.attempt > 1 ? ", attempt \(step.attempt)" : ""
            let why = step.reason.map { ": \(Words.printable($0, limit: 100))" } ?? ""
            return "  \(mark(step.status, ink)) \(step.id)  "
                + ink(.dim, "\(step.kind)\(who)") + "  \(step.status)\(again)\(why)"
        }
        let rest = phase.steps.count - shown.count
        return lines + (rest > 0 ? ["  and \(rest) more: orchestrate log \(summary.run)"] : [])
    }

    private func mark(_ status: String, _ ink: Ink) -> String {
        let mark =
            switch status {
            case "completed", "success": "✓"
            case "failure": "✗"
            case "open", "running", "retrying": "▶"
            case "skipped": "-"
            default: "·"
            }
        return ink(Ink.Colour.ofStatus(status), mark)
    }

    private func made(_ ink: Ink) -> [String] {
        let produced = summary.deliverables.filter { $0.produced != nil }
        guard !summary.deliverables.isEmpty else { return [] }
        var table = Table("DELIVERABLE", "TITLE", ">FILES", "DIGEST", "CHECKS")
        for record in produced {
            let counts = VerdictCounts(record)
            let missing = record.produced.map { $0.missing.count } ?? 0
            table.add(
                .init(record.declaration.id.text),
                .init(record.declaration.title ?? "", limit: 48),
                .number(record.produced?.files.count ?? 0),
                .init(record.produced?.manifest.short ?? ""),
                .init(
                    Findings.words(counts) + (missing > 0 ? ", \(missing) files missing" : ""),
                    counts.failed + missing > 0
                        ? .red : counts.unavailable + counts.waived > 0 ? .yellow : nil
                )
            )
        }
        let open = summary.deliverables.count - produced.count
        let total = VerdictCounts(records: produced)
        return (table.isEmpty ? [] : table.lines(ink)) + [
            "\(produced.count) of \(summary.deliverables.count) deliverables"
                + (open > 0 ? ", \(open) to come" : "") + "; checks: \(Findings.words(total, ink))"
        ]
    }

    private func failures(_ ink: Ink) -> [String] {
        let findings = summary.failures.flatMap(\.findings)
        var left = Self.findingsShown
        let lines = summary.failures.flatMap { failure -> [String] in
            let shown = failure.findings.prefix(left)
            left -= shown.count
            let output = failure.command.map {
                ["  its output: orchestrate cat \(summary.run) \($0) --stream stderr"]
            }
            return ["\(failure.subject): \(Words.printable(failure.reason, limit: 300))"]
                + shown.flatMap { Findings.lines($0, ink) }.map { "  " + $0 } + (output ?? [])
        }
        let rest = max(0, findings.count - Self.findingsShown)
        return lines
            + (rest > 0 ? ["and \(rest) more: orchestrate deliverables \(summary.run)"] : [])
    }

    private func waits(_ ink: Ink) -> [String] {
        summary.waiting.flatMap { waiting -> [String] in
            var lines = Waits.lines(waiting, run: summary.run, gates: summary.gates, at: now, ink)
            if case .gate(let gate) = waiting {
                lines += GateFailures.lines(gate, summary.deliverables, run: summary.run, ink)
                lines += GateFailures.rounds(gate, summary.rounds[gate.gate])
            }
            return lines
        }
    }

    /// The exact command to type next.
    var nextCommand: String? {
        let run = summary.run
        switch status {
        case "completed": return "orchestrate log \(run) --handoffs"
        case "rejected", "cancelled": return nil
        case "failed", "interrupted": return "orchestrate resume \(run)"
        case "running": return "orchestrate log \(run) --follow"
        default: break
        }
        switch summary.waiting.first {
        case .gate(let gate):
            if let expires = gate.expires, now >= expires { return "orchestrate resume \(run)" }
            if let next = GateFailures.next(gate, summary.deliverables, run: run) { return next }
            return GateWords.approval(of: run, at: gate) + " && orchestrate resume \(run)"
        case .effect(let effect, _):
            return "orchestrate settle \(run) \(Waits.step(of: effect)) --done"
        case .timer, nil: return "orchestrate resume \(run)"
        }
    }
}
