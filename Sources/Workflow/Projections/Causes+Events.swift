extension Causes {
    /// What led to an event, as far as it was seen.
    func causes(of event: Event) -> [Cause] {
        switch event {
        case .runStarted: []
        case .runCompleted, .runFailed, .runRejected, .runCancelled, .runCancelRequested:
            causes(ofRun: event)
        case .phaseStarted(let phase, _): causes(ofStart: phase)
        case .phaseReopened(let reopened):
            [cause(trigger, .feedback), cause(phases[reopened.phase], .phase)].flatMap(\.self)
        case .phaseCompleted(let phase, _): causes(ofEnd: phase)
        case .stepStarted, .stepCompleted, .stepFailed, .stepSkipped: causes(ofStep: event)
        case .effectIntended(let effect):
            cause(steps[effect.effect.step]?.latest, .step) + cause(effects[effect.effect], .effect)
        case .effectCompleted(let effect): causes(of: effect.effect)
        case .effectUnknown(let effect, _): causes(of: effect)
        case .effectSettled(let effect): causes(of: effect.effect)
        case .messageSent(let sent): causes(of: sent)
        case .messageSuspended(let message, let question):
            cause(messages[message]?.sent, .message) + cause(messages[question]?.sent, .message)
        case .messageHandled(let message, _), .messageRejected(let message, _):
            causes(ofEnd: message)
        case .deliverableProduced(let produced): causes(of: produced)
        case .deliverableChecked(let checked):
            cause(produced[checked.deliverable], .deliverable)
        case .handoffOffered(let offered):
            cause(steps[offered.step]?.latest, .step)
                + offered.deliverables.flatMap { subject($0.deliverable) }
        case .handoffAnswered(let handoff, _, _):
            cause(handoffs[handoff]?.offered, .handoff)
                + cause(messages[MessageID(handoff.text)]?.ended, .message)
        case .handoffWithdrawn(let handoff, _):
            cause(handoffs[handoff]?.offered, .handoff) + interruption
        case .gateOpened, .gateVoted, .gateDecided, .gateVoided, .gateExpired:
            causes(ofGate: event)
        case .timerSet(let timer, _): cause(timer.step.flatMap { steps[$0]?.latest }, .step)
        case .timerFired(let timer): cause(timers[timer], .timer)
        case .timerCancelled(let timer): cause(timers[timer], .timer) + interruption
        case .toolUsed(let use), .toolRefused(let use, _):
            cause(messages[use.message]?.sent, .message)
        case .gateReminded(let gate, _, _), .gateEscalated(let gate, _, _):
            cause(gates[gate]?.opened, .gate)
        case .gateVoteRefused(let refused): cause(gates[refused.gate]?.opened, .gate)
        case .checkWaived(let waived):
            cause(gates[waived.gate]?.opened, .gate) + subject(waived.waiver.deliverable)
        case .checkWaiverExpired(let waiver): subject(waiver.deliverable)
        case .deliverableEdited(let edited):
            cause(gates[edited.gate]?.opened, .gate)
                + cause(produced[edited.deliverable], .deliverable)
        case .toolAsked(let asked): cause(messages[asked.message]?.sent, .message)
        case .agentStarted(let started): cause(messages[started.message]?.sent, .message)
        case .agentReported(_, let message, _): cause(messages[message]?.sent, .message)
        case .stepUndone(let undone), .stepUndoFailed(let undone, _):
            cause(steps[undone.step.step]?.ended, .step)
        // What nothing in the run leads to: a person, or a look from outside.
        default: []
        }
    }

    func cause(_ sequence: Int?, _ reason: Reason) -> [Cause] {
        sequence.map { [Cause(sequence: $0, reason: reason)] } ?? []
    }

    /// What ends things that were under way.
    private var interruption: [Cause] {
        let sent = cause(trigger, .feedback)
        return request == nil ? sent : cause(request, .request)
    }

    /// A deliverable as it was last captured, with its verdicts.
    private func subject(_ deliverable: DeliverableID) -> [Cause] {
        cause(produced[deliverable], .deliverable)
            + (checked[deliverable] ?? []).flatMap { cause($0, .check) }
    }

    // MARK: Runs and phases

    private func causes(ofRun event: Event) -> [Cause] {
        let last = cause(currentPhase.flatMap { phases[$0] }, .phase)
        switch event {
        case .runFailed: return failures.flatMap { cause($0, .feedback) } + last
        case .runRejected(let gate, _): return cause(gates[gate]?.ended, .decision)
        case .runCancelled: return cause(request, .request)
        case .runCancelRequested: return cause(first, .run)
        default: return last
        }
    }

    private func causes(ofStart phase: PhaseID) -> [Cause] {
        guard let index = definition.phases.firstIndex(where: { $0.id == phase }), index > 0 else {
            return cause(first, .run) + cause(phases[phase], .phase)
        }
        return cause(phases[definition.phases[index - 1].id], .phase) + cause(phases[phase], .phase)
    }

    private func causes(ofEnd id: PhaseID) -> [Cause] {
        guard let phase = definition.phases.first(where: { $0.id == id }) else { return [] }
        return cause(phase.gate.flatMap { gates[$0.id]?.ended }, .decision)
            + phase.deliverables.flatMap { subject($0.id) }
            + phase.steps.flatMap { cause(steps[$0.id]?.ended, .step) } + cause(phases[id], .phase)
    }

    // MARK: Steps

    private func causes(ofStep event: Event) -> [Cause] {
        switch event {
        case .stepStarted(let started):
            guard started.attempt == 1 else { return again(started.step) }
            return supplies(of: started.step) + cause(phases[started.phase], .phase)
        case .stepSkipped(let step, _, _): return supplies(of: step) + phase(of: step)
        case .stepCompleted(let completed): return outcome(of: completed.step)
        case .stepFailed(let failed): return outcome(of: failed.step)
        default: return []
        }
    }

    /// Why a step is tried again: what it did before, and who let it.
    private func again(_ step: StepID) -> [Cause] {
        let gate = gates[GateID("\(step)-escalation")]
        return cause(gate?.ended, .decision) + cause(steps[step]?.latest, .step)
    }

    private func phase(of step: StepID) -> [Cause] {
        guard let index = graph.index(of: step) else { return [] }
        return cause(phases[definition.phases[graph.phaseOf[index]].id], .phase)
    }

    /// What a step needs: steps that ended, with what they made, and what its own kind reads.
    private func supplies(of id: StepID) -> [Cause] {
        guard let index = graph.index(of: id) else { return [] }
        let step = graph.steps[index]
        let needs = step.needs.flatMap { need -> [Cause] in
            let made = graph.index(of: need).map { graph.steps[$0].produces } ?? []
            return cause(steps[need]?.ended, .need) + made.flatMap(subject)
        }
        switch step.kind {
        case .handoff(let handoff): return needs + handoff.deliverables.flatMap(subject)
        case .check(let deliverable, _): return needs + cause(produced[deliverable], .deliverable)
        case .run, .agent, .set, .approval: return needs
        }
    }

    /// What ended a step.
    private func outcome(of id: StepID) -> [Cause] {
        guard let index = graph.index(of: id), let trace = steps[id], trace.ended == nil else {
            return supplies(of: id) + phase(of: id)
        }
        let began = cause(trace.latest, .step)
        switch graph.steps[index].kind {
        case .run: return began
        case .agent: return began + cause(answers[id], .message)
        case .set: return began
        case .check(let deliverable, _): return began + subject(deliverable)
        case .handoff: return began + cause(receipts[id], .receipt) + cause(answers[id], .message)
        case .approval(let gate): return began + cause(gates[gate.id]?.ended, .decision)
        }
    }

    private func causes(of effect: EffectKey) -> [Cause] {
        cause(effects[effect], .effect) + cause(steps[effect.step]?.latest, .step)
    }

    // MARK: Messages

    private func causes(of sent: MessageSent) -> [Cause] {
        let envelope = sent.envelope
        let asked = envelope.causation ?? sent.question?.asker
        if let asked, let message = messages[asked] { return cause(message.sent, .message) }
        if envelope.type == Envelope.handoffType {
            return cause(handoffs[HandoffID(envelope.id.text)]?.offered, .handoff)
        }
        return cause(envelope.step.flatMap { steps[$0]?.latest }, .step)
    }

    private func causes(ofEnd message: MessageID) -> [Cause] {
        guard let letter = messages[message] else { return [] }
        return cause(letter.sent, .message)
            + letter.questions.flatMap { cause(messages[$0]?.ended, .message) }
    }

    // MARK: Deliverables and gates

    private func causes(of deliverable: DeliverableProduced) -> [Cause] {
        let phase = definition.phases.first { $0.id == deliverable.phase }
        let members = phase?.steps ?? []
        let producers = members.filter { $0.produces.contains(deliverable.deliverable) }
        let working = members.filter { step in
            switch step.kind {
            case .run, .agent, .set: true
            case .check, .handoff, .approval: false
            }
        }
        return (producers.isEmpty ? working : producers)
            .flatMap { cause(steps[$0.id]?.ended, .step) }
            + cause(phases[deliverable.phase], .phase)
            + (edits[deliverable.deliverable] ?? []).flatMap { cause($0, .deliverable) }
    }

    private func causes(ofGate event: Event) -> [Cause] {
        switch event {
        case .gateOpened(let gate): return causes(ofOpening: gate)
        case .gateVoted(let vote): return cause(gates[vote.gate]?.opened, .gate)
        case .gateDecided(let gate, _, _, _):
            return (gates[gate]?.votes ?? []).flatMap { cause($0, .vote) }
                + cause(gates[gate]?.opened, .gate)
        case .gateVoided(let gate, _, _): return cause(gates[gate]?.opened, .gate) + interruption
        case .gateExpired(let gate, _): return cause(gates[gate]?.opened, .gate)
        default: return []
        }
    }

    private func causes(ofOpening gate: GateOpened) -> [Cause] {
        var shown: [DeliverableID] = []
        for line in gate.subject.verdicts where !shown.contains(line.deliverable) {
            shown.append(line.deliverable)
        }
        let subjects = shown.flatMap(subject) + cause(phases[gate.phase], .phase)
        guard let step = gate.step else {
            let members = definition.phases.first { $0.id == gate.phase }?.steps ?? []
            return subjects + members.flatMap { cause(steps[$0.id]?.ended, .step) }
        }
        return subjects + cause(steps[step]?.latest, .step) + cause(receipts[step], .receipt)
    }
}
