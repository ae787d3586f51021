import Agents
import Workflow

/// How an advance ended: for people, as JSON, and as an exit status.
struct RunReport {
    let fold: RunFold
    let session: Session

    private var run: Run { fold.run }
    private var now: Timestamp { session.surroundings.now() }

    private var status: ExitStatus {
        switch run.status {
        case .completed: .done
        case .failed: .failed
        case .rejected, .cancelled: .rejectedOrCancelled
        case .open: Interruption.received ?? (run.waiting.isEmpty ? .interrupted : .waiting)
        }
    }

    /// Prints how it stands.
    ///
    /// - Throws: the exit status, unless the run is completed.
    func finish(asJSON: Bool, _ progress: Progress) throws {
        progress.end()
        if asJSON { Output.json(json) } else { text.forEach(Output.line) }
        if status != .done { throw status }
    }

    private var statusWord: String {
        run.status.isOpen && status != .waiting ? "interrupted" : run.statusWord
    }

    private var json: Value {
        .object([
            "schema": 1,
            "run": .string(run.id.text),
            "status": .string(statusWord),
            "waiting": .array(run.waiting.map(json)),
            "undo": run.compensation.map(UndoneSteps.json) ?? .null,
            "reason": reason.map(Value.string) ?? .null,
            "environments": .array(EnvironmentState.all(of: run, session).map(\.json)),
            "head": .string(fold.head.hash.hex),
            "workspace": .string(run.started.workspace),
        ])
    }

    private func json(_ waiting: Waiting) -> Value {
        switch waiting {
        case .gate(let gate):
            [
                "kind": "gate", "gate": .string(gate.gate.text),
                "digest": .string(gate.subject.digest.hex),
                "question": .string(gate.question),
                "expires": .optional(gate.expires?.description),
                "failed": GateFailures.json(gate, records),
                "waivers": gate.waivers.map(GateFailures.json(rule:)) ?? .null,
            ]
        case .effect(let effect, let reason):
            [
                "kind": "effect", "step": .string(Self.step(of: effect)),
                "key": .string(effect.key),
                "reason": .string(reason),
            ]
        case .timer(let timer, let due):
            ["kind": "timer", "timer": .string(timer.text), "due": .string(due.description)]
        }
    }

    /// The step that an effect belongs to; an agent's effect is named by its step's conversation.
    static func step(of effect: EffectKey) -> String {
        String(effect.owner.prefix { $0 != "#" })
    }

    private var reason: String? {
        switch run.status {
        case .failed(let reason): reason
        case .rejected(let gate, let by): "rejected at gate '\(gate)' by \(by)"
        case .cancelled(let by): "cancelled by \(by)"
        case .open, .completed: nil
        }
    }

    private var text: [String] {
        var lines = ["run \(run.id) \(statusWord)"]
        if let reason { lines.append("  " + Words.printable(reason)) }
        lines += failedFindings
        if let compensation = run.compensation {
            lines += UndoneSteps.lines(compensation).map { "  " + $0 }
        }
        lines += EnvironmentState.left(of: run, session).map { "  " + $0 }
        for waiting in run.waiting { lines += text(waiting) }
        lines.append("workspace \(run.started.workspace)")
        lines.append("head \(fold.head.hash)")
        if let next { lines.append(NextCommand.line(next)) }
        return lines
    }

    private static let findingsShown = 10

    private var failedFindings: [String] {
        guard case .failed = run.status else { return [] }
        let findings =
            run.steps.flatMap { record -> [Finding] in
                if case .failed = record.status { record.findings } else { [] }
            } + run.deliverableOrder.compactMap { run.deliverables[$0] }.flatMap(\.failures)
        let shown = findings.prefix(Self.findingsShown).map { finding in
            let place = finding.file.map { file in
                " (\(file)" + (finding.line.map { ":\($0)" } ?? "") + ")"
            }
            return "  \(finding.severity.rawValue) \(finding.code): "
                + Words.printable(finding.message) + (place ?? "")
                + (finding.fix.map { "\n    fix: " + Words.printable($0) } ?? "")
        }
        let rest = findings.count - shown.count
        return shown + (rest > 0 ? ["  and \(rest) more: orchestrate deliverables \(run.id)"] : [])
    }

    private func text(_ waiting: Waiting) -> [String] {
        switch waiting {
        case .gate(let gate): gateText(gate)
        case .effect(let effect, let reason):
            [
                "waits: the outcome of \(Waits.undoing(effect))step '\(Self.step(of: effect))' is unknown"
                    + (reason.isEmpty ? "" : " (\(reason))"),
                "  look at what it did, then say so:",
                "  orchestrate settle \(run.id) \(Self.step(of: effect)) --done | --retry | --fail",
            ]
        case .timer(_, let due): ["waits: until \(due)"]
        }
    }

    private func gateText(_ gate: GateOpened) -> [String] {
        // That the files exist goes without saying; what is counted are the declared checks.
        let checks = gate.subject.verdicts.filter { $0.check != "files" }
        let counts = VerdictCounts(checks) { GateFailures.waiver(of: $0, records) != nil }
        var lines = [
            "gate '\(gate.gate)': \(Words.printable(gate.question))",
            "  asks about \(Count.of(gate.subject.files.count, "file")), checks: "
                + Findings.words(counts, .plain),
        ]
        lines += EnvironmentState.plans(gate.subject.files, session.workshop.store)
            .map { "  " + $0 }
        lines.append("  digest \(gate.subject.digest)")
        lines += (run.standing(of: gate.gate).map { GateWords.lines($0, at: now) } ?? [])
            .map { "  " + $0 }
        lines += Unchecked.lines(gate)
        lines += GateFailures.lines(gate, records, run: run.id, .plain)
        lines += GateFailures.rounds(gate, run.rounds(of: gate).flatMap { $0.used > 0 ? $0 : nil })
        lines.append("  changes: orchestrate diff \(run.id) \(gate.gate)")
        return lines
    }

    private var records: [DeliverableRecord] {
        run.deliverableOrder.compactMap { run.deliverables[$0] }
    }

    /// The exact command to type next.
    private var next: String? {
        switch run.waiting.first {
        case .gate(let gate):
            if let next = GateFailures.next(gate, records, run: run.id) { return next }
            return GateWords.approval(of: run.id, at: gate)
                + " && orchestrate resume \(run.id)"
        case .effect: return nil
        case .timer: return "orchestrate resume \(run.id)"
        case nil:
            switch run.status {
            case .failed, .open: return "orchestrate resume \(run.id)"
            case .completed:
                return run.handoffOrder.isEmpty
                    ? "orchestrate show \(run.id)" : "orchestrate log \(run.id) --handoffs"
            case .rejected, .cancelled: return nil
            }
        }
    }
}
