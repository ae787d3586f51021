extension Run {
    /// What follows from the state: pure, and the same in every process.
    package func decide() -> Decision {
        var decision = Decision()
        guard status.isOpen else { return decision }
        if cancelRequest != nil {
            decideCancellation(&decision)
            return decision
        }
        if let rejection {
            decideRejection(rejection, &decision)
            return decision
        }
        if !lostApprovals.isEmpty {
            decideLostApprovals(&decision)
            return decision
        }
        guard currentPhase < phases.count else {
            decision.facts.append(.runCompleted)
            return decision
        }
        let phase = phases[currentPhase]
        guard phase.status == .open else {
            decision.facts.append(
                .phaseStarted(self.phase(at: currentPhase).id, round: phase.round + 1)
            )
            return decision
        }
        decideStarts(&decision)
        decideToolRequests(&decision)
        decideActive(&decision)
        decideCircuits(&decision)
        decideMail(&decision)
        decideDeliverables(&decision)
        if decision.facts.isEmpty, decision.work.isEmpty { decidePhaseEnd(&decision) }
        return decision
    }

    /// Commands that are under way are ended by the runner, since they are wanted no longer; the
    /// run is cancelled when the last of them has said how it ended.
    private func decideCancellation(_ decision: inout Decision) {
        if !isCommandUnderWay {
            if undoRequest != nil, !isCompensated(&decision) { return }
            for gate in gateOrder {
                guard let record = gates[gate], record.isOpen else { continue }
                decision.facts.append(
                    .gateVoided(gate, round: record.opened.round, reason: "the run was cancelled")
                )
            }
            for timer in timerOrder { decision.facts.append(.timerCancelled(timer)) }
            for handoff in handoffOrder where handoffs[handoff]?.isOpen == true {
                decision.facts.append(.handoffWithdrawn(handoff, reason: "the run was cancelled"))
            }
            decision.facts.append(.runCancelled(by: cancelRequest ?? ""))
        }
    }

    /// Whether a command runs whose outcome is still to come.
    var isCommandUnderWay: Bool {
        active.contains { index in
            guard case .run = step(at: index).kind, steps[index].status == .running else {
                return false
            }
            return effects[.step(step(at: index).id, round: steps[index].round)]?.status
                == .intended
        }
    }

    private func decideStarts(_ decision: inout Decision) {
        var free = started.limits.stepsAtOnce - active.count
        for index in frontier.waiting {
            guard free > 0 else { return }
            let facts = startFacts(of: index)
            if facts.isEmpty { continue }
            decision.facts.append(contentsOf: facts)
            free -= 1
        }
    }

    private func decideActive(_ decision: inout Decision) {
        for index in active {
            let step = step(at: index)
            let record = steps[index]
            switch record.status {
            case .attemptFailed where isUsedUp(step, record): decideUsedUp(index, &decision)
            case .attemptFailed(let at):
                decision.facts.append(
                    .timerSet(
                        Self.retryTimer(step.id, record),
                        due: at.advanced(byMilliseconds: backoff(of: step, record))
                    )
                )
            case .retrying(let timer):
                if let due = timers[timer] { decision.work.append(.timer(timer, due: due)) }
            case .running:
                decideRunning(step, record, &decision)
            case .pending, .completed, .failed, .skipped: break
            }
        }
    }

    func decideRunning(_ step: Step, _ record: StepRecord, _ decision: inout Decision) {
        switch step.kind {
        case .run: decideCommand(step, record, &decision)
        case .check(let deliverable, let checks):
            decideCheckStep(step, record, deliverable, checks, &decision)
        case .handoff: decideHandoff(step, record, &decision)
        case .approval(let gate): decideApproval(step, record, gate, &decision)
        case .agent, .set: break
        }
    }

    func decideMail(_ decision: inout Decision) {
        for message in mail.due(circuits)
        where !isBlockedByUnknownEffect(message) && !isBlockedByToolGate(message) {
            decision.work.append(
                .deliver(message, answers: mail.answers(for: message).count)
            )
        }
    }

    /// What is due is captured before anything is checked, since a check may look at the files of
    /// other deliverables.
    private func decideDeliverables(_ decision: inout Decision) {
        let owed = deliverableOrder.compactMap { deliverables[$0] }
            .filter { $0.phase == currentPhase }
        let due = owed.filter { $0.produced == nil && isDue($0) }
        guard due.isEmpty else {
            decision.work += due.map {
                .capture($0.declaration.id, round: phases[currentPhase].round)
            }
            return
        }
        for record in owed {
            guard let manifest = record.produced?.manifest else { continue }
            decision.work += record.openChecks.map {
                .check(record.declaration.id, $0, manifest: manifest)
            }
        }
    }

    /// A deliverable is captured when the step that names it has completed; without one, when the
    /// phase's steps that do work have ended.
    func isDue(_ record: DeliverableRecord) -> Bool {
        let members = graph.steps(ofPhase: record.phase)
        let id = record.declaration.id
        let producers = members.filter { step(at: $0).produces.contains(id) }
        guard producers.isEmpty else {
            return producers.allSatisfy { steps[$0].status == .completed }
        }
        return members.allSatisfy { index in
            switch step(at: index).kind {
            case .run, .agent, .set: steps[index].status.isTerminal
            case .check, .handoff, .approval: true
            }
        } && !phases[record.phase].hasFailure
    }

    /// Milliseconds until the next attempt: exponential, with up to a quarter more by a hash of
    /// run, step and attempt, so that many runs do not come back at the same moment.
    private func backoff(of step: Step, _ record: StepRecord) -> Int64 {
        var wait = Double(step.retry.initialMilliseconds)
        for _ in 1..<max(1, record.attempt) {
            wait = min(wait * step.retry.factor, Double(step.retry.maximumMilliseconds))
        }
        wait = min(wait, Double(step.retry.maximumMilliseconds))
        let hash = Digest(ofLines: [id.text, step.id.text, String(record.attempt)]).hex
        let fraction = Double(Int(hash.prefix(4), radix: 16) ?? 0) / 65_536
        return Int64(wait * (1 + fraction / 4))
    }
}

extension HandoffRecord {
    /// Offered, and neither answered nor withdrawn.
    package var isOpen: Bool { receipt == nil && withdrawn == nil }
}
