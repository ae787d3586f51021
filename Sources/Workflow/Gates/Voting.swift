/// Why a vote, an answer or a cancellation was not taken; nothing was appended.
package enum Refusal: Error, Sendable, Hashable, CustomStringConvertible {
    case noSuchGate(GateID, open: [GateID])
    case notAllowed(who: String, gate: GateID, approvers: [String])
    case alreadyVoted(who: String, gate: GateID)
    /// Separation of duties: who had that part in it may not decide about it.
    case excluded(who: String, gate: GateID, rule: GateExclusion)
    case alreadyDecided(GateID, GateDecision, by: String, at: Timestamp)
    case expired(GateID, at: Timestamp)
    /// What is asked about is no longer what the voter saw.
    case staleDigest(GateID, given: String, current: Digest)
    case assertedIdentity(GateID)
    case noOwner(GateID, PhaseID)
    case noUnknownEffect(StepID)
    case runHasEnded(RunID, status: String)
    case waiver(WaiverRefusal)
    case noSuchFile(String, gate: GateID)
    case noSteps(AgentID, PhaseID, have: [AgentID])
    case roundsUsed(GateID, rounds: Int)

    package var description: String {
        switch self {
        case .noSuchGate(let gate, let open):
            "no gate '\(gate)' is open"
                + (open.isEmpty
                    ? "; the run asks nothing at the moment"
                    : "; open: \(open.map { "'\($0)'" }.joined(separator: ", "))")
        case .notAllowed(let who, let gate, let approvers):
            "'\(who)' may not decide at gate '\(gate)'; who may: "
                + approvers.joined(separator: ", ")
        case .excluded(let who, let gate, let rule):
            "'\(who)' may not decide at gate '\(gate)', which says 'not: \(rule)': "
                + rule.why(who)
        case .alreadyVoted(let who, let gate):
            "'\(who)' has voted at gate '\(gate)' already; another person has to"
        case .alreadyDecided(let gate, let decision, let by, let at):
            "gate '\(gate)' was decided already: \(decision.rawValue) by '\(by)' at \(at)"
        case .expired(let gate, let at):
            "gate '\(gate)' expired at \(at); 'orchestrate resume' ends this round, and once more begins a new one"
        case .staleDigest(let gate, let given, let current):
            "gate '\(gate)' asks about \(current) now, not \(given); look again before deciding"
        case .assertedIdentity(let gate):
            "gate '\(gate)' takes the operating system's word for who decides; leave out --as, "
                + "or say 'identity: asserted' in the workflow file"
        case .noOwner(let gate, let phase):
            "phase '\(phase)' has no owner to whom gate '\(gate)' could send changes; "
                + "approve or reject"
        case .noUnknownEffect(let step):
            "step '\(step)' has no effect of unknown outcome"
        case .runHasEnded(let run, let status):
            "run '\(run)' is \(status)"
        case .waiver(let refusal): refusal.description
        case .noSuchFile(let path, let gate):
            "gate '\(gate)' does not ask about a file '\(path)' of its phase"
        case .noSteps(let agent, let phase, let have):
            "agent '\(agent)' has no steps in phase '\(phase)'; who has: "
                + (have.isEmpty ? "nobody" : have.map(\.text).joined(separator: ", "))
        case .roundsUsed(let gate, let rounds):
            "changes were requested \(rounds) times at gate '\(gate)', which is the limit "
                + "(phaseRounds); approve, reject, approve with --edit, or allow more with "
                + "--more-rounds"
        }
    }
}

/// Somebody who wants to decide, and how it is known who it is.
package struct Voter: Sendable, Hashable {
    package let name: String
    package let identity: GateDeclaration.Identity
    /// The machine at which the person is.
    package let host: String?

    package init(name: String, identity: GateDeclaration.Identity, host: String? = nil) {
        self.name = name
        self.identity = identity
        self.host = host
    }
}

extension Run {
    /// The facts that a vote amounts to; none when it was given before in the same words.
    ///
    /// - Parameters:
    ///   - gate: the gate
    ///   - voter: who decides
    ///   - decision: what
    ///   - comment: in which words
    ///   - digest: what the voter saw, whole or its beginning; nil takes what is asked about now
    ///   - changes: who is to make requested changes
    /// - Returns: `gate.voted`, with `gate.decided` when the vote is the last that was needed.
    /// - Throws: `Refusal`, which says why the vote does not count.
    package func vote(
        at gate: GateID,
        by voter: Voter,
        _ decision: GateDecision,
        comment: String,
        digest: String?,
        changes: ChangeRequest = ChangeRequest()
    ) throws(Refusal) -> [Event] {
        guard let record = gates[gate] else { throw noSuchGate(gate) }
        if let earlier = try repeated(record, voter, decision, digest) { return earlier }
        try refuseUnlessOpen(record)
        let opened = record.opened
        if let digest, !opened.subject.digest.hex.hasPrefix(digest.lowercased()) || digest.isEmpty {
            throw .staleDigest(gate, given: digest, current: opened.subject.digest)
        }
        try refuseUnlessAllowed(record, voter)
        if decision == .requestChanges, !isToolGate(gate) {
            try refuseUnlessReworkable(opened, changes)
        }
        if decision == .approve, case let failed = unwaived(opened), !failed.isEmpty {
            throw .waiver(.open(gate, failed: failed, isTaken: opened.waivers != nil))
        }
        if let earlier = record.votes.first(where: { $0.by == voter.name }) {
            if earlier.decision == decision { return [] }
            throw .alreadyVoted(who: voter.name, gate: gate)
        }
        let vote = Vote(
            gate: gate,
            round: opened.round,
            digest: opened.subject.digest,
            decision: decision,
            by: voter.name,
            identity: voter.identity,
            comment: comment,
            host: voter.host,
            waivers: decision == .approve ? waived(at: opened, by: voter.name) : [],
            to: decision == .requestChanges ? changes.to : nil,
            moreRounds: decision == .requestChanges ? changes.moreRounds : 0
        )
        let standing = GateStanding(record, roles: definition.roles, with: voter.name)
        let isDecisive = decision != .approve || standing.isSatisfied
        guard isDecisive else { return [.gateVoted(vote)] }
        let decided = Event.gateDecided(gate, round: opened.round, decision, by: voter.name)
        return [.gateVoted(vote), decided]
            + (decision == .reject && !isCommandUnderWay && !owesUndo && !isToolGate(gate)
                ? [.runRejected(gate: gate, by: voter.name)] : [])
    }

    private func noSuchGate(_ gate: GateID) -> Refusal {
        .noSuchGate(gate, open: gateOrder.filter { gates[$0]?.isOpen == true })
    }

    /// No facts when the same person gave the same decision on the same digest before.
    private func repeated(
        _ record: GateRecord,
        _ voter: Voter,
        _ decision: GateDecision,
        _ digest: String?
    ) throws(Refusal) -> [Event]? {
        guard case .decided(let decided, let by, let at) = record.status else { return nil }
        let isSame = record.votes.contains { vote in
            vote.by == voter.name && vote.decision == decision
                && (digest.map(vote.digest.hex.hasPrefix) ?? true)
        }
        if isSame, decided == decision { return [] }
        throw .alreadyDecided(record.opened.gate, decided, by: by, at: at)
    }

    private func refuseUnlessOpen(_ record: GateRecord) throws(Refusal) {
        switch record.status {
        case .expired(let at): throw .expired(record.opened.gate, at: at)
        case .voided, .decided: throw noSuchGate(record.opened.gate)
        case .open:
            guard status.isOpen, cancelRequest == nil else {
                throw .runHasEnded(id, status: cancelRequest == nil ? statusWord : "cancelled")
            }
        }
    }

    private func refuseUnlessAllowed(_ record: GateRecord, _ voter: Voter) throws(Refusal) {
        let opened = record.opened
        if voter.identity == .asserted, opened.identity != .asserted {
            throw .assertedIdentity(opened.gate)
        }
        let isAllowed = record.approvers.contains { approver in
            switch approver {
            case .anyone: true
            case .user(let name): name == voter.name
            case .role(let role):
                definition.roles.contains { $0.name == role && $0.members.contains(voter.name) }
            }
        }
        if !isAllowed {
            throw .notAllowed(
                who: voter.name,
                gate: opened.gate,
                approvers: record.approvers.map(\.description)
            )
        }
        for exclusion in opened.demand.excluded where exclusion.people.contains(voter.name) {
            throw .excluded(who: voter.name, gate: opened.gate, rule: exclusion.rule)
        }
    }

    func phaseOwner(of opened: GateOpened) -> AgentID? {
        graph.phaseIndex(of: opened.phase).flatMap { definition.phases[$0].owner }
    }

    /// The fact that answers for the unknown effect of a step, or of an agent that works for it.
    ///
    /// - Throws: `Refusal.noUnknownEffect` when there is none.
    package func settle(
        _ step: StepID,
        _ answer: EffectSettled.Answer,
        outputs: Value,
        by: String
    ) throws(Refusal) -> [Event] {
        let effect = askedEffects.first { key in
            key.owner == step.text || key.owner.hasPrefix("\(step)#")
        }
        guard let effect else { throw .noUnknownEffect(step) }
        return [
            .effectSettled(
                EffectSettled(effect: effect, answer: answer, outputs: outputs, by: by)
            )
        ]
    }

    /// The fact that asks for the run's end.
    ///
    /// - Throws: `Refusal.runHasEnded` when there is nothing to cancel.
    package func cancel(by: String, comment: String) throws(Refusal) -> [Event] {
        guard status.isOpen else { throw .runHasEnded(id, status: statusWord) }
        return cancelRequest == nil ? [.runCancelRequested(by: by, comment: comment)] : []
    }

    /// The facts that set the policy for external validators anew.
    ///
    /// A gate that is open asks about verdicts that may change: it is voided, and asks again when
    /// they are there. Setting what is set already says: look again, something was installed.
    package func setValidators(_ policy: ValidatorPolicy, by: String) -> [Event] {
        guard status.isOpen || isFailed else { return [] }
        let open = gateOrder.compactMap { gates[$0] }.filter { $0.isOpen && $0.opened.step == nil }
        return open.map {
            .gateVoided(
                $0.opened.gate,
                round: $0.opened.round,
                reason: "external validators were set to '\(policy.rawValue)'"
            )
        } + [.runValidatorsSet(policy, by: by)]
    }

    private var isFailed: Bool { if case .failed = status { true } else { false } }

    /// The facts that begin a failed run anew: its failed steps and what depends on them, or,
    /// when a check failed, the owner's steps.
    package func retry(by: String, from step: StepID? = nil) -> [Event] {
        if let step { return retry(by: by, fromStep: step) }
        guard case .failed(let reason) = status, currentPhase < phases.count else { return [] }
        let lapsed = lapseFacts()
        if !lapsed.isEmpty { return lapsed }
        let failed = hindered(inPhase: currentPhase)
        let feedback = Feedback(from: "person:\(by)", comment: "tried again after: \(reason)")
        return failed.isEmpty
            ? reopenFacts(phase: currentPhase, feedback: feedback)
            : reopenFacts(phase: currentPhase, feedback: feedback, roots: failed)
    }

    /// Steps that failed or did not come to their turn because another did; one whose condition
    /// was false has nothing to make up for.
    private func hindered(inPhase phase: Int) -> [Int] {
        graph.steps(ofPhase: phase).filter { index in
            switch steps[index].status {
            case .failed, .pending: true
            case .skipped: steps[index].hasFailedAncestor
            default: false
            }
        }
    }

    /// The same from an earlier step on, with all that depends on it, such as a plan that became
    /// stale before it was applied; none when the run has not failed or knows no such step.
    private func retry(by: String, fromStep step: StepID) -> [Event] {
        guard case .failed(let reason) = status, let root = graph.index(of: step) else { return [] }
        let phase = graph.phaseOf[root]
        guard phase <= currentPhase else { return [] }
        let open = hindered(inPhase: phase)
        let feedback = Feedback(
            from: "person:\(by)",
            comment: "tried again from '\(step)' after: \(reason)"
        )
        return reopenFacts(phase: phase, feedback: feedback, roots: open + [root])
    }
}
