extension Run {
    func decideApproval(
        _ step: Step,
        _ record: StepRecord,
        _ gate: GateDeclaration,
        _ decision: inout Decision
    ) {
        guard let present = gates[gate.id], present.opened.round == record.round,
            present.opened.step == step.id, !present.isVoided
        else {
            let settled = deliverableOrder.compactMap { deliverables[$0] }
                .filter { $0.phase == currentPhase && $0.isSettled }
            decision.facts.append(
                opened(
                    gate,
                    step: step,
                    files: settled.flatMap { $0.produced?.files ?? [] },
                    verdicts: settled.flatMap(\.verdictLines),
                    question: gate.title ?? "step '\(step.id)' asks for approval"
                )
            )
            return
        }
        guard case .decided(let answer, let by, _) = present.status else {
            if case .expired = present.status {
                decision.facts.append(expired(step, record, gate.id))
            }
            return
        }
        decision.facts += facts(after: answer, by: by, gate: present) {
            .stepCompleted(
                StepCompleted(
                    step: step.id,
                    round: record.round,
                    attempt: record.attempt,
                    outputs: [
                        "decision": .string(answer.rawValue), "by": .string(by),
                        "comment": .string(present.votes.last?.comment ?? ""),
                    ]
                )
            )
        }
    }

    private func expired(_ step: Step, _ record: StepRecord, _ gate: GateID) -> Event {
        .stepFailed(
            StepFailed(
                step: step.id,
                round: record.round,
                attempt: record.attempt,
                reason: "gate '\(gate)' expired without a decision",
                isPermanent: true
            )
        )
    }

    /// What a decided gate leads to.
    func facts(
        after answer: GateDecision,
        by: String,
        gate: GateRecord,
        approved: () -> Event
    ) -> [Event] {
        switch answer {
        case .approve: return [approved()]
        case .reject: return [.runRejected(gate: gate.opened.gate, by: by)]
        case .requestChanges:
            guard let phase = graph.phaseIndex(of: gate.opened.phase) else { return [] }
            return changeFacts(of: gate, phase: phase)
        }
    }

    func feedback(of gate: GateRecord) -> Feedback {
        let vote = gate.votes.last { $0.decision == .requestChanges } ?? gate.votes.last
        return Feedback(from: "person:\(vote?.by ?? "")", comment: vote?.comment ?? "")
    }

    /// A phase goes back to its owner: the owner's steps and all that depends on them, or, when the
    /// owner has none in it, all of its steps; open gates of it are void.
    package func reopenFacts(phase index: Int, feedback: Feedback) -> [Event] {
        reopenFacts(phase: index, feedback: feedback, roots: ownedSteps(ofPhase: index))
    }

    /// The same after a refused handoff: beside the owner's steps those run anew that made what was
    /// offered, whoever did it.
    func reworkFacts(phase index: Int, feedback: Feedback, offered: HandoffOffered) -> [Event] {
        let ids = Set(offered.deliverables.map(\.deliverable))
        let makers = graph.steps(ofPhase: index).filter {
            !ids.isDisjoint(with: step(at: $0).produces)
        }
        let roots = ownedSteps(ofPhase: index) + makers
        return reopenFacts(phase: index, feedback: feedback, roots: roots)
    }

    /// The owner's steps, or all of the phase when it has none in it.
    private func ownedSteps(ofPhase index: Int) -> [Int] {
        let owner = phase(at: index).owner
        let members = graph.steps(ofPhase: index)
        let owned = members.filter { member in
            if case .agent(let agent, _, _) = step(at: member).kind { return agent == owner }
            return false
        }
        return owned.isEmpty ? Array(members) : owned
    }

    /// The same for the steps `roots` of the phase and all that depends on them.
    func reopenFacts(phase index: Int, feedback: Feedback, roots: [Int]) -> [Event] {
        let phase = phase(at: index)
        let reset = Set(roots).union(graph.descendants(of: roots))
        let laterSteps = steps.indices.filter { graph.phaseOf[$0] > index && isTouched($0) }
        let ids = graph.steps(ofPhase: index).filter(reset.contains) + laterSteps
        let voided: [Event] = gateOrder.compactMap { id in
            guard let gate = gates[id], gate.isOpen,
                let gatePhase = graph.phaseIndex(of: gate.opened.phase), gatePhase >= index
            else { return nil }
            return .gateVoided(id, round: gate.opened.round, reason: "the phase was reopened")
        }
        let withdrawn: [Event] = handoffOrder.compactMap { id in
            guard let handoff = handoffs[id], handoff.isOpen else { return nil }
            return .handoffWithdrawn(id, reason: "phase '\(phase.id)' was reopened")
        }
        return voided + withdrawn + [
            .phaseReopened(
                PhaseReopened(
                    phase: phase.id,
                    round: phases[index].round + 1,
                    feedback: feedback,
                    steps: ids.map { step(at: $0).id }
                )
            )
        ]
    }

    private func isTouched(_ index: Int) -> Bool { steps[index].round > 0 }

    func opened(
        _ gate: GateDeclaration,
        step: Step?,
        files: [DeliverableFile],
        verdicts: [GateSubject.Line],
        question: String
    ) -> Event {
        let phase = phase(at: currentPhase)
        let round = phases[currentPhase].round
        let subject = GateSubject(
            definition: definition.digest,
            gate: gate.id,
            round: round,
            files: files.latest,
            verdicts: verdicts
        )
        let terms = terms(of: gate, step: step, subject: subject)
        return .gateOpened(
            GateOpened(
                gate: gate.id,
                phase: phase.id,
                step: step?.id,
                round: round,
                subject: subject,
                approvers: terms.approvers,
                minimum: terms.minimum,
                identity: gate.identity,
                waivers: gate.waivers,
                expires: gate.expiresAfterMilliseconds.map {
                    lastTime.advanced(byMilliseconds: $0)
                },
                question: question,
                demand: terms.demand
            )
        )
    }
}

extension GateRecord {
    var isVoided: Bool {
        if case .voided = status { true } else { false }
    }
}
