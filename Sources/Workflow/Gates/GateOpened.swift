/// A gate has opened: what it asks about, and who may answer until when.
package struct GateOpened: Sendable, Hashable {
    package let gate: GateID
    package let phase: PhaseID
    /// The step that asks; nil for the gate at the end of a phase.
    package let step: StepID?
    package let round: Int
    package internal(set) var subject: GateSubject
    package let approvers: [Approver]
    package let minimum: Int
    package let identity: GateDeclaration.Identity
    /// Who may let failed checks pass; nil where nobody may.
    package let waivers: WaiverRule?
    package let expires: Timestamp?
    /// What a person is asked, in one line.
    package let question: String
    /// What else it asks for.
    package let demand: GateDemand

    /// Whether a vote counts only with a signature.
    package var isSigned: Bool { demand.signed }

    package init(
        gate: GateID,
        phase: PhaseID,
        step: StepID?,
        round: Int,
        subject: GateSubject,
        approvers: [Approver],
        minimum: Int,
        identity: GateDeclaration.Identity,
        waivers: WaiverRule? = nil,
        expires: Timestamp?,
        question: String,
        demand: GateDemand = .plain
    ) {
        self.waivers = waivers
        self.gate = gate
        self.phase = phase
        self.step = step
        self.round = round
        self.subject = subject
        self.approvers = approvers
        self.minimum = minimum
        self.identity = identity
        self.expires = expires
        self.question = question
        self.demand = demand
    }
}

/// The exact thing that is decided over.
package struct GateSubject: Sendable, Hashable {
    /// Sorted by path.
    package let files: [DeliverableFile]
    /// Sorted by deliverable and check.
    package let verdicts: [Line]
    package let digest: Digest

    package struct Line: Sendable, Hashable {
        package let deliverable: DeliverableID
        package let check: CheckID
        package let verdict: Verdict

        package init(deliverable: DeliverableID, check: CheckID, verdict: Verdict) {
            self.deliverable = deliverable
            self.check = check
            self.verdict = verdict
        }
    }

    /// The subject with its digest: SHA-256 over the definition, the gate, its round, each path
    /// with its digest, and each verdict, a line each.
    package init(
        definition: Digest,
        gate: GateID,
        round: Int,
        files: [DeliverableFile],
        verdicts: [Line]
    ) {
        self.files = files.sorted { $0.path < $1.path }
        self.verdicts = verdicts.sorted {
            ($0.deliverable, $0.check) < ($1.deliverable, $1.check)
        }
        digest = Digest(
            ofLines: ["definition \(definition)", "gate \(gate)", "round \(round)"]
                + self.files.map { "file \($0.digest) \($0.path)" }
                + self.verdicts.map { "check \($0.deliverable) \($0.check) \($0.verdict.rawValue)" }
        )
    }

    /// A subject as it was recorded.
    package init(files: [DeliverableFile], verdicts: [Line], digest: Digest) {
        self.files = files
        self.verdicts = verdicts
        self.digest = digest
    }
}

package enum GateDecision: String, Sendable, Hashable, CaseIterable {
    case approve
    case reject
    case requestChanges = "request-changes"
}

/// One person's decision over one digest.
package struct Vote: Sendable, Hashable {
    package let gate: GateID
    package let round: Int
    package let digest: Digest
    package let decision: GateDecision
    package let by: String
    /// How it is known who it was: `system` or `asserted`.
    package let identity: GateDeclaration.Identity
    package let comment: String
    /// The machine on which it was given; nil in votes of earlier programs.
    package let host: String?
    /// Nil where nobody asked for one.
    package let signature: VoteSignature?
    /// Failed checks that this person lets pass.
    package let waivers: [Waiver]
    /// To whom changes are sent; nil for the phase's owner.
    package let to: AgentID?
    /// Rounds that are allowed beyond the limit.
    package let moreRounds: Int

    package init(
        gate: GateID,
        round: Int,
        digest: Digest,
        decision: GateDecision,
        by: String,
        identity: GateDeclaration.Identity,
        comment: String,
        host: String? = nil,
        signature: VoteSignature? = nil,
        waivers: [Waiver] = [],
        to: AgentID? = nil,
        moreRounds: Int = 0
    ) {
        self.waivers = waivers
        self.to = to
        self.moreRounds = moreRounds
        self.gate = gate
        self.round = round
        self.digest = digest
        self.decision = decision
        self.by = by
        self.identity = identity
        self.comment = comment
        self.host = host
        self.signature = signature
    }
}
