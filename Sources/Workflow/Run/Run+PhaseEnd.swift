extension Run {
    /// Nothing of the phase is under way: it ends, asks a person, waits, or the run has failed.
    func decidePhaseEnd(_ decision: inout Decision) {
        let phase = phase(at: currentPhase)
        let record = phases[currentPhase]
        guard waiting.isEmpty else { return }
        guard record.openSteps == 0 else {
            decision.facts.append(.runFailed(reason: stall(phase)))
            return
        }
        if record.hasFailure {
            decision.facts.append(.runFailed(reason: failureReason(phase)))
            return
        }
        let owed = phase.deliverables.compactMap { deliverables[$0.id] }
        let failures = owed.flatMap(\.failures)
        guard failures.isEmpty || asksAboutFailures(phase, record, owed) else {
            decision.facts.append(.runFailed(reason: failureReason(phase, failures)))
            return
        }
        decision.facts += endFacts(phase, record, owed)
    }

    /// Whether failed checks are for people to judge, and not the end of the run.
    private func asksAboutFailures(
        _ phase: Phase,
        _ record: PhaseRecord,
        _ owed: [DeliverableRecord]
    ) -> Bool {
        guard let gate = phase.gate, gate.waivers != nil || record.isEdited else { return false }
        return owed.allSatisfy { $0.produced?.missing.isEmpty ?? true }
    }

    /// What is asked, with the number of checks that somebody would have to waive.
    private func question(_ gate: GateDeclaration, _ phase: Phase, failed: Int) -> String {
        let question = gate.title ?? "approve phase '\(phase.title ?? phase.id.text)'"
        guard failed > 0 else { return question }
        return question + " (\(failed) failed \(failed == 1 ? "check" : "checks"))"
    }

    private func endFacts(
        _ phase: Phase,
        _ record: PhaseRecord,
        _ owed: [DeliverableRecord]
    ) -> [Event] {
        let completed = Event.phaseCompleted(phase.id, round: record.round)
        let failed = owed.flatMap { owed in
            owed.checked.filter { $0.result.verdict == .failed && !owed.isWaived($0) }
        }
        if record.isApproved, !failed.isEmpty, let gate = phase.gate {
            let names = failed.map { "'\($0.deliverable)/\($0.check)'" }.joined(separator: ", ")
            return [
                .gateVoided(
                    gate.id,
                    round: record.round,
                    reason: "the waiver of \(names) has run out"
                )
            ]
        }
        guard let gate = phase.gate, !record.isApproved else { return [completed] }
        guard let present = gates[gate.id], present.opened.round == record.round,
            !present.isVoided
        else {
            return [
                opened(
                    gate,
                    step: nil,
                    files: owed.flatMap { $0.produced?.files ?? [] },
                    verdicts: owed.flatMap(\.verdictLines),
                    question: question(gate, phase, failed: failed.count)
                )
            ]
        }
        switch present.status {
        case .decided(let answer, let by, _):
            return facts(after: answer, by: by, gate: present) { completed }
        case .expired:
            return [.runFailed(reason: "gate '\(gate.id)' expired without a decision")]
        case .open, .voided: return []
        }
    }

    private func failureReason(_ phase: Phase) -> String {
        let reasons = graph.steps(ofPhase: currentPhase).compactMap { index -> String? in
            guard case .failed(let reason) = steps[index].status else { return nil }
            return "step '\(step(at: index).id)': \(reason)"
        }
        return "phase '\(phase.id)' failed: " + reasons.joined(separator: "; ")
    }

    private func failureReason(_ phase: Phase, _ failures: [Finding]) -> String {
        let shown = failures.prefix(Self.findingsInReason).map { finding in
            "\(finding.code): \(finding.message)"
        }
        let rest = failures.count - shown.count
        return "phase '\(phase.id)' cannot end: " + shown.joined(separator: "; ")
            + (rest > 0 ? "; and \(rest) more, see 'orchestrate deliverables --check'" : "")
    }

    /// Findings that a reason names one by one.
    private static let findingsInReason = 5

    private func stall(_ phase: Phase) -> String {
        let waiting = graph.steps(ofPhase: currentPhase)
            .filter { !steps[$0].status.isTerminal }
            .map { "'\(step(at: $0).id)'" }.joined(separator: ", ")
        return "phase '\(phase.id)' cannot go on: \(waiting) wait for deliverables that are "
            + "captured only after them; name them in 'produces' of an earlier step"
    }

    /// What the run waits for while nothing is under way.
    package var waiting: [Waiting] {
        guard status.isOpen else { return [] }
        if isCompensating { return undoWaiting }
        let gates = gateOrder.compactMap { self.gates[$0] }.filter(\.isOpen)
            .map { Waiting.gate($0.opened) }
        let effects = askedEffects.map { key -> Waiting in
            guard case .unknown(let reason) = self.effects[key]?.status else {
                return .effect(key, reason: "")
            }
            return .effect(key, reason: reason)
        }
        let timers = timerOrder.compactMap { id in
            self.timers[id].map { Waiting.timer(id, due: $0) }
        }
        return gates + effects + timers
    }

    private var undoWaiting: [Waiting] {
        askedEffects.map { key in
            guard case .unknown(let reason) = effects[key]?.status else {
                return .effect(key, reason: "")
            }
            return .effect(key, reason: reason)
        }
    }

    /// The status as `list` shows it, but for `interrupted`, which only the lease can tell.
    package var statusWord: String {
        switch status {
        case .completed: return "completed"
        case .failed: return "failed"
        case .rejected: return "rejected"
        case .cancelled: return "cancelled"
        case .open: return openStatusWord(decide())
        }
    }

    /// The same for who has decided already.
    func statusWord(_ decision: Decision) -> String {
        status.isOpen ? openStatusWord(decision) : statusWord
    }

    private func openStatusWord(_ decision: Decision) -> String {
        let isIdle = decision.facts.isEmpty && decision.work.allSatisfy(\.isTimer)
        return isIdle && !waiting.isEmpty ? "waiting" : "running"
    }

    /// Gates whose time is over at `now`, as facts; whoever writes next appends them.
    package func expired(at now: Timestamp) -> [Event] {
        guard status.isOpen else { return [] }
        return gateOrder.compactMap { id in
            guard let gate = gates[id], gate.isOpen, let expires = gate.opened.expires,
                now >= expires
            else { return nil }
            return .gateExpired(id, round: gate.opened.round)
        } + expiredWaivers(at: now)
    }
}

extension Work {
    package var isTimer: Bool {
        if case .timer = self { true } else { false }
    }
}
