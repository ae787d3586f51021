extension Run {
    mutating func begin(_ phase: PhaseID, round: Int) {
        guard let index = graph.phaseIndex(of: phase) else { return }
        currentPhase = index
        phases[index].status = .open
        phases[index].round = round
        phases[index].hasFailure = false
        phases[index].isApproved = false
        phases[index].isEdited = false
        let members = graph.steps(ofPhase: index)
        phases[index].openSteps = members.count
        // All are put back first: a record of an earlier round must not count as an ended need.
        for step in members { steps[step] = StepRecord() }
        for step in members { makePending(step) }
    }

    mutating func complete(_ phase: PhaseID) {
        guard let index = graph.phaseIndex(of: phase) else { return }
        phases[index].status = .completed
        phases[index].feedback = []
        currentPhase = index + 1
    }

    /// Puts the steps that are named back to the start, and with them every later phase.
    mutating func reopen(_ reopened: PhaseReopened) {
        guard let index = graph.phaseIndex(of: reopened.phase) else { return }
        status = .open
        currentPhase = index
        phases[index].status = .open
        phases[index].round = reopened.round
        phases[index].feedback.append(reopened.feedback)
        phases[index].isApproved = false
        phases[index].isEdited = false
        edits = [:]
        for later in phases.indices where later > index { phases[later].status = .notStarted }
        let reset = Set(reopened.steps)
        forget(reset)
        for step in graph.steps(ofPhase: index) where reset.contains(self.step(at: step).id) {
            steps[step].status = .pending
        }
        recount(phase: index)
        lostApprovals = []
        for (id, record) in deliverables where record.phase >= index {
            deliverables[id]?.produced = nil
            deliverables[id]?.checked = []
            deliverables[id]?.editors = []
        }
    }

    /// Drops what was under way for steps that run anew.
    private mutating func forget(_ reset: Set<StepID>) {
        for index in active where reset.contains(step(at: index).id) {
            guard case .retrying(let timer) = steps[index].status else { continue }
            timers[timer] = nil
            timerOrder.removeAll { $0 == timer }
        }
        let kept = active.filter { !reset.contains(step(at: $0).id) }
        active = kept
        mail.drop { envelope in envelope.step.map(reset.contains) ?? false }
        openEffects.removeAll { reset.contains(StepID($0.owner)) }
    }

    /// Derives the frontier of a phase anew from the status of its steps.
    private mutating func recount(phase index: Int) {
        frontier = Frontier()
        phases[index].openSteps = 0
        phases[index].hasFailure = false
        for step in graph.steps(ofPhase: index) {
            guard !steps[step].status.isTerminal else {
                if case .failed = steps[step].status { phases[index].hasFailure = true }
                continue
            }
            phases[index].openSteps += 1
            if !active.contains(step) { makePending(step) }
        }
    }

    private mutating func makePending(_ index: Int) {
        let needs = graph.dependencies[index].filter { graph.phaseOf[$0] == graph.phaseOf[index] }
        var record = StepRecord()
        record.round = phases[graph.phaseOf[index]].round
        record.openNeeds = needs.count { !steps[$0].status.isTerminal }
        for need in needs where steps[need].status.isTerminal { note(steps[need], in: &record) }
        steps[index] = record
        if record.openNeeds == 0 { frontier.insert(index) }
    }

    mutating func begin(_ started: StepStarted) {
        guard let index = graph.index(of: started.step) else { return }
        frontier.remove(index)
        expose(step(at: index))
        steps[index].status = .running
        steps[index].round = started.round
        steps[index].attempt = started.attempt
        steps[index].idempotencyKey = started.idempotencyKey
        if !active.contains(index) {
            let place = active.firstIndex { $0 > index } ?? active.count
            active.insert(index, at: place)
        }
    }

    mutating func fail(_ failed: StepFailed, at time: Timestamp) {
        guard let index = graph.index(of: failed.step), steps[index].round == failed.round,
            !steps[index].status.isTerminal
        else { return }
        steps[index].findings = failed.findings
        steps[index].lastFailure = AttemptFailure(sequence: lastSequence, reason: failed.reason)
        let step = step(at: index)
        let isOver = isLast(failed, of: step) && !asksPerson(step)
        if failed.isPermanent || isOver || cancelRequest != nil {
            remember(failed.step, round: failed.round, doubt: failed.reason)
            end(failed.step, round: failed.round, .failed(reason: failed.reason))
        } else {
            steps[index].status = .attemptFailed(at: time)
        }
    }

    mutating func end(
        _ id: StepID,
        round: Int,
        _ status: StepRecord.Status,
        outputs: Value = .object([:])
    ) {
        guard let index = graph.index(of: id), !steps[index].status.isTerminal else { return }
        frontier.remove(index)
        active.removeAll { $0 == index }
        steps[index].status = status
        steps[index].round = round
        steps[index].outputs = outputs
        let phase = graph.phaseOf[index]
        phases[phase].openSteps -= 1
        if case .failed = status { phases[phase].hasFailure = true }
        for dependent in graph.dependents[index] where graph.phaseOf[dependent] == phase {
            note(steps[index], in: &steps[dependent])
            steps[dependent].openNeeds -= 1
            if steps[dependent].openNeeds == 0, steps[dependent].status == .pending {
                frontier.insert(dependent)
            }
        }
    }

    /// What a dependent must know of a dependency that has ended.
    private func note(_ need: StepRecord, in record: inout StepRecord) {
        switch need.status {
        case .failed:
            record.hasFailedAncestor = true
            record.needsSucceeded = false
        case .skipped:
            record.hasFailedAncestor = record.hasFailedAncestor || need.hasFailedAncestor
            record.needsSucceeded = false
        default: break
        }
        record.hasFailedAncestor = record.hasFailedAncestor || need.hasFailedAncestor
    }
}
