extension Run {
    /// Takes one fact in.
    ///
    /// Total: a fact about something that this definition has not changes nothing, since the
    /// definition is pinned to the run and the journal's chain tells whether it was tampered with.
    package mutating func apply(_ record: RecordedEvent) {
        lastSequence = record.sequence
        lastTime = record.time
        apply(record.event, at: record.time)
        proofs.apply(record, run: id, definition: definition)
    }

    mutating func apply(_ event: Event, at time: Timestamp) {
        switch event {
        case .runStarted: break
        case .runCompleted: status = .completed
        case .runFailed(let reason): status = .failed(reason: reason)
        case .runRejected(let gate, let by): status = .rejected(gate: gate, by: by)
        case .runCancelRequested(let by, _): cancelRequest = by
        case .runCancelled(let by): status = .cancelled(by: by)
        case .runValidatorsSet(let policy, _): set(policy)

        case .phaseStarted(let phase, let round): begin(phase, round: round)
        case .phaseReopened(let reopened): reopen(reopened)
        case .phaseCompleted(let phase, _): complete(phase)

        case .stepStarted(let started): begin(started)
        case .stepCompleted(let completed):
            remember(
                completed.step,
                round: completed.round,
                outputs: completed.outputs,
                doubt: nil
            )
            end(completed.step, round: completed.round, .completed, outputs: completed.outputs)
        case .stepFailed(let failed):
            excuseDelivery(failed)
            fail(failed, at: time)
        case .stepSkipped(let step, let round, let reason):
            end(step, round: round, .skipped(reason: reason))

        case .effectIntended(let effect): intend(effect)
        case .effectCompleted(let effect):
            settle(
                effect.effect,
                .completed(
                    isDone: effect.isDone,
                    result: effect.result,
                    evidence: effect.evidence
                )
            )
        case .effectUnknown(let effect, let reason): doubt(effect, reason: reason)
        case .effectSettled(let effect):
            settle(effect.effect, .settled(effect.answer, outputs: effect.outputs))
            note(effect.by, asProducerOf: effect.effect)

        case .messageSent(let sent): mail.send(sent)
        case .messageSuspended(let message, let question): mail.suspend(message, on: question)
        case .messageHandled(let message, let outputs):
            noteDelivery(of: message, isFailure: false)
            mail.end(message, with: .outputs(outputs))
        case .messageRejected(let message, let reason):
            noteDelivery(of: message, isFailure: true)
            mail.end(message, with: .refused(reason: reason))

        case .deliverableProduced(let produced): take(produced)
        case .deliverableChecked(let checked): take(checked)

        case .handoffOffered(let offered): take(offered, at: time)
        case .handoffAnswered(let handoff, let by, let receipt):
            handoffs[handoff]?.receipt = receipt
            handoffs[handoff]?.answeredBy = by
            handoffs[handoff]?.answeredAt = time
        case .handoffWithdrawn(let handoff, let reason): handoffs[handoff]?.withdrawn = reason

        case .gateOpened(let opened): open(opened, at: time)
        case .gateVoted(let vote):
            gates[vote.gate]?.votes.append(vote)
            allow(vote)
        case .gateDecided(let gate, _, let decision, let by):
            gates[gate]?.status = .decided(decision, by: by, at: time)
            approvePhase(of: gate, decision)
            countRound(of: gate, decision)
        case .gateVoided(let gate, _, let reason): void(gate, reason: reason)
        case .gateExpired(let gate, _): gates[gate]?.status = .expired(at: time)
        case .gateReminded(let gate, _, _): gates[gate]?.remindedAt = time
        case .gateEscalated(let gate, _, let to): gates[gate]?.escalatedTo = to
        case .gateVoteRefused: break

        case .timerSet(let timer, let due): set(timer, due: due)
        case .timerFired(let timer): fire(timer)
        case .timerCancelled(let timer): remove(timer)

        case .checkWaived(let waived): take(waived)
        case .checkWaiverExpired(let waiver): expire(waiver)
        case .deliverableEdited(let edited): take(edited)

        case .compensationRequested(let by): request(undoBy: by)
        case .compensationStarted(let started): begin(started)
        case .compensationCompleted: compensation?.isCompleted = true
        case .stepUndone(let undone): compensation?.outcomes[undone.step] = .undone
        case .stepUndoFailed(let undone, let reason):
            compensation?.outcomes[undone.step] = .failed(reason: reason)

        case .circuitOpened(let opened): circuits.open(opened)
        case .circuitClosed(let agent): circuits.close(agent)

        case .toolAsked(let request): toolRequests.append(request)
        case .toolUsed, .toolRefused, .driftChecked, .agentStarted, .agentReported, .headSigned:
            break
        }
    }

    // MARK: Validators

    /// Verdicts of the open phase that the policy decided are asked for again, unless a person
    /// has approved them.
    private mutating func set(_ policy: ValidatorPolicy) {
        validators = policy
        guard currentPhase < phases.count, !phases[currentPhase].isApproved else { return }
        for id in deliverableOrder where deliverables[id]?.phase == currentPhase {
            deliverables[id]?.checked.removeAll { $0.kind == .external && $0.isOpenQuestion }
        }
    }

    // MARK: Timers

    private mutating func set(_ timer: TimerID, due: Timestamp) {
        timers[timer] = due
        timerOrder.append(timer)
        for index in active where Self.retryTimer(step(at: index).id, steps[index]) == timer {
            steps[index].status = .retrying(timer)
        }
    }

    private mutating func fire(_ timer: TimerID) {
        remove(timer)
        circuits.halfOpen(timer)
        for index in active where steps[index].status == .retrying(timer) {
            steps[index].status = .pending
            active.removeAll { $0 == index }
            frontier.insert(index)
        }
    }

    private mutating func remove(_ timer: TimerID) {
        timers[timer] = nil
        timerOrder.removeAll { $0 == timer }
    }

    static func retryTimer(_ step: StepID, _ record: StepRecord) -> TimerID {
        TimerID("retry:\(step)#\(record.round).\(record.attempt)")
    }

    // MARK: Effects

    private mutating func intend(_ effect: EffectIntended) {
        effects[effect.effect] = EffectRecord(intended: effect)
        if !openEffects.contains(effect.effect) { openEffects.append(effect.effect) }
    }

    private mutating func settle(_ effect: EffectKey, _ status: EffectRecord.Status) {
        effects[effect]?.status = status
        openEffects.removeAll { $0 == effect }
    }

    private mutating func doubt(_ effect: EffectKey, reason: String) {
        if case .unknown = effects[effect]?.status { effects[effect]?.isProbed = true }
        effects[effect]?.status = .unknown(reason: reason)
    }

    // MARK: Deliverables and handoffs

    private mutating func take(_ produced: DeliverableProduced) {
        let isUnchanged =
            deliverables[produced.deliverable]?.produced?.manifest == produced.manifest
        deliverables[produced.deliverable]?.produced = produced
        // A verdict over other bytes says nothing about these.
        if !isUnchanged { deliverables[produced.deliverable]?.checked = [] }
        for file in produced.files where !edits.isEmpty { edits[file.path] = nil }
    }

    private mutating func take(_ checked: DeliverableChecked) {
        guard let record = deliverables[checked.deliverable],
            record.produced?.manifest == checked.manifest
        else { return }
        let order = record.declaration.checks
        var all = record.checked.filter { $0.check != checked.check } + [checked]
        all.sort { left, right in
            (order.firstIndex(of: left.check) ?? order.count, left.check)
                < (order.firstIndex(of: right.check) ?? order.count, right.check)
        }
        deliverables[checked.deliverable]?.checked = all
    }

    private mutating func take(_ offered: HandoffOffered, at time: Timestamp) {
        if handoffs[offered.handoff] == nil { handoffOrder.append(offered.handoff) }
        handoffs[offered.handoff] = HandoffRecord(
            offered: offered,
            since: time,
            sequence: lastSequence
        )
    }

    // MARK: Gates

    private mutating func open(_ opened: GateOpened, at time: Timestamp) {
        if gates[opened.gate] == nil { gateOrder.append(opened.gate) }
        gates[opened.gate] = GateRecord(opened: opened, since: time, sequence: lastSequence)
    }

    private mutating func approvePhase(of gate: GateID, _ decision: GateDecision) {
        guard decision == .approve, let opened = gates[gate]?.opened, opened.step == nil,
            let index = graph.phaseIndex(of: opened.phase)
        else { return }
        phases[index].isApproved = true
    }

    /// What a voided gate asked about is captured and checked again before it reopens.
    private mutating func void(_ gate: GateID, reason: String) {
        if case .decided = gates[gate]?.status { lostApprovals.append(gate) }
        gates[gate]?.status = .voided(reason: reason)
        guard let opened = gates[gate]?.opened, opened.step == nil,
            let index = graph.phaseIndex(of: opened.phase)
        else { return }
        phases[index].isApproved = false
        for declaration in definition.phases[index].deliverables {
            deliverables[declaration.id]?.produced = nil
            deliverables[declaration.id]?.checked = []
        }
    }
}
