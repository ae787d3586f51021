import Agents
import Workflow

/// What a run waits for, for people and as JSON.
enum Waits {
    static func lines(
        _ waiting: Waiting,
        run: RunID,
        gates: [GateStanding],
        at now: Timestamp,
        _ ink: Ink
    ) -> [String] {
        switch waiting {
        case .gate(let gate):
            lines(gate, gates.first { $0.opened == gate }, at: now, ink)
                + ["  changes: orchestrate diff \(run) \(gate.gate)"]
        case .effect(let effect, let reason):
            [
                "the outcome of \(undoing(effect))step '\(step(of: effect))' is unknown"
                    + (reason.isEmpty ? "" : " (\(Words.printable(reason)))"),
                "  look at what it did, then say so:",
                "  orchestrate settle \(run) \(step(of: effect)) --done | --retry | --fail",
            ]
        case .timer(let timer, let due):
            ["\(Words.printable(timer.text)) until \(due) (\(distance(from: now, to: due)))"]
        }
    }

    private static func lines(
        _ gate: GateOpened,
        _ standing: GateStanding?,
        at now: Timestamp,
        _ ink: Ink
    ) -> [String] {
        // That files are there is no check of its own where deliverables are listed.
        let shown = gate.subject.verdicts.filter { $0.check != "files" || $0.verdict != .passed }
        let counts = VerdictCounts(shown.map(\.verdict))
        let lines = [
            "gate '\(gate.gate)': \(ink(.bold, Words.printable(gate.question)))",
            "  asks about \(Count.of(gate.subject.files.count, "file")); checks: \(Findings.words(counts, ink))",
            "  digest \(gate.subject.digest)",
        ]
        return lines + (standing.map { GateWords.lines($0, at: now) } ?? []).map { "  " + $0 }
            + Unchecked.lines(gate)
    }

    /// `in 2h30m` or `5m ago`.
    static func distance(from now: Timestamp, to time: Timestamp) -> String {
        let milliseconds = time.milliseconds - now.milliseconds
        // Seconds are enough for a person.
        let words = Words.duration(max(1000, abs(milliseconds) / 1000 * 1000))
        return milliseconds >= 0 ? "in \(words)" : "\(words) ago"
    }

    /// Says so when it is the undoing of a step, and not the step itself.
    static func undoing(_ effect: EffectKey) -> String {
        effect.key == UndoneStep.effectKey ? "undoing " : ""
    }

    /// The step that an effect belongs to; an agent's effect is named by its step's conversation.
    static func step(of effect: EffectKey) -> String {
        Words.printable(String(effect.owner.prefix { $0 != "#" }))
    }

    static func json(
        _ waiting: Waiting,
        gates: [GateStanding],
        _ records: [DeliverableRecord] = []
    ) -> Value {
        switch waiting {
        case .gate(let gate):
            .object(
                Members(
                    [
                        ("kind", "gate"), ("gate", .string(gate.gate.text)),
                        ("digest", .string(gate.subject.digest.hex)),
                        ("question", .string(gate.question)),
                        ("expires", .optional(gate.expires?.description)),
                        ("failed", GateFailures.json(gate, records)),
                        ("waivers", gate.waivers.map(GateFailures.json(rule:)) ?? .null),
                    ]
                        + (gates.first { $0.opened == gate }.map(GateWords.members)?.pairs ?? [])
                        .map { ($0.key, $0.value) }
                )
            )
        case .effect(let effect, let reason):
            [
                "kind": "effect", "step": .string(step(of: effect)),
                "key": .string(effect.key), "reason": .string(reason),
            ]
        case .timer(let timer, let due):
            ["kind": "timer", "timer": .string(timer.text), "due": .string(due.description)]
        }
    }
}
