/// What somebody asks who requests changes, beside the comment.
package struct ChangeRequest: Sendable, Hashable {
    /// Who is to rework; nil for the phase's owner.
    package let to: AgentID?
    /// Rounds that are allowed beyond the limit.
    package let moreRounds: Int

    package init(to: AgentID? = nil, moreRounds: Int = 0) {
        self.to = to
        self.moreRounds = moreRounds
    }
}

extension Envelope {
    /// The type of the message with which a person sends work back.
    package static let changesType = "changes-requested"
}

extension Run {
    /// How often changes may be requested of a phase, all that people allowed included.
    package func roundsAllowed(_ phase: Int) -> Int {
        started.limits.phaseRounds + phases[phase].extraRounds
    }

    /// How often changes were requested of the phase of a gate, and how often they may be.
    package func rounds(of opened: GateOpened) -> (used: Int, allowed: Int)? {
        graph.phaseIndex(of: opened.phase).map { (phases[$0].changeRounds, roundsAllowed($0)) }
    }

    func refuseUnlessReworkable(
        _ opened: GateOpened,
        _ changes: ChangeRequest
    ) throws(Refusal) {
        guard let phase = graph.phaseIndex(of: opened.phase) else { return }
        if let agent = changes.to {
            let target = reworkTarget(of: opened) ?? phase
            guard !steps(of: agent, inPhase: target).isEmpty else {
                throw .noSteps(
                    agent,
                    definition.phases[target].id,
                    have: agents(inPhase: target)
                )
            }
        } else if phaseOwner(of: opened) == nil {
            throw .noOwner(opened.gate, opened.phase)
        }
        let used = phases[phase].changeRounds
        guard used < roundsAllowed(phase) + changes.moreRounds else {
            throw .roundsUsed(opened.gate, rounds: used)
        }
    }

    /// The phase that is reworked: the gate's own, or that of the deliverables of a refused handoff.
    private func reworkTarget(of opened: GateOpened) -> Int? {
        guard let step = opened.step,
            let handoff = handoffOrder.last(where: { handoffs[$0]?.offered.step == step }),
            let offered = handoffs[handoff]?.offered
        else { return graph.phaseIndex(of: opened.phase) }
        return reworkPhase(for: offered)
    }

    private func steps(of agent: AgentID, inPhase phase: Int) -> [Int] {
        graph.steps(ofPhase: phase).filter { index in
            if case .agent(let id, _, _) = step(at: index).kind { return id == agent }
            return false
        }
    }

    private func agents(inPhase phase: Int) -> [AgentID] {
        var seen: Set<AgentID> = []
        return graph.steps(ofPhase: phase).compactMap { index in
            guard case .agent(let id, _, _) = step(at: index).kind else { return nil }
            return seen.insert(id).inserted ? id : nil
        }
    }

    /// The message that sends the work back, and the steps that run anew with its words.
    ///
    /// It is handled at once, by running those steps: the agent gets it as their feedback.
    func changeFacts(of gate: GateRecord, phase: Int) -> [Event] {
        let vote = gate.votes.last { $0.decision == .requestChanges }
        let feedback = feedback(of: gate, phase: phase)
        let roots = vote?.to.map { steps(of: $0, inPhase: phase) } ?? []
        let facts =
            roots.isEmpty
            ? reopenFacts(phase: phase, feedback: feedback)
            : reopenFacts(phase: phase, feedback: feedback, roots: roots)
        guard let recipient = vote?.to ?? self.phase(at: phase).owner,
            case .phaseReopened(let reopened)? = facts.last
        else { return facts }
        let id = MessageID("\(gate.opened.gate)#\(gate.opened.round).changes")
        let message = Envelope(
            id: id,
            type: Envelope.changesType,
            from: AgentID(feedback.from),
            to: recipient,
            payload: [
                "comment": .string(feedback.comment),
                "findings": .array(feedback.findings.map(EventCoding.form(finding:))),
                "gate": .string(gate.opened.gate.text),
                "round": .int(reopened.round),
            ],
            correlation: id.text,
            phase: reopened.phase,
            round: reopened.round
        )
        return [.messageSent(MessageSent(envelope: message))] + facts + [
            .messageHandled(id, outputs: ["steps": .strings(reopened.steps.map(\.text))])
        ]
    }

    private func feedback(of gate: GateRecord, phase: Int) -> Feedback {
        let words = feedback(of: gate)
        let findings = deliverableOrder.compactMap { deliverables[$0] }
            .filter { $0.phase == phase }.flatMap(\.failures)
        return Feedback(from: words.from, comment: words.comment, findings: findings)
    }

    // MARK: Applying

    mutating func countRound(of gate: GateID, _ decision: GateDecision) {
        guard decision == .requestChanges, let opened = gates[gate]?.opened,
            let phase = graph.phaseIndex(of: opened.phase)
        else { return }
        phases[phase].changeRounds += 1
    }

    mutating func allow(_ vote: Vote) {
        guard vote.moreRounds > 0, let opened = gates[vote.gate]?.opened,
            let phase = graph.phaseIndex(of: opened.phase)
        else { return }
        phases[phase].extraRounds += vote.moreRounds
    }
}
