/// How far one step is.
package struct StepRecord: Sendable, Hashable {
    package enum Status: Sendable, Hashable {
        /// Not begun; its dependencies may be open.
        case pending
        /// An attempt is under way, here or in a process that is gone.
        case running
        /// An attempt failed; when and why decides what follows.
        case attemptFailed(at: Timestamp)
        /// Waits for its next attempt.
        case retrying(TimerID)
        case completed
        case failed(reason: String)
        case skipped(reason: String)

        package var isTerminal: Bool {
            switch self {
            case .completed, .failed, .skipped: true
            case .pending, .running, .attemptFailed, .retrying: false
            }
        }

        /// The word that expressions and screens use.
        package var word: String {
            switch self {
            case .pending: "pending"
            case .running: "running"
            case .attemptFailed, .retrying: "retrying"
            case .completed: "success"
            case .failed: "failure"
            case .skipped: "skipped"
            }
        }
    }

    package var status: Status = .pending
    package var round = 0
    package var attempt = 0
    package var outputs: Value = .object([:])
    package var idempotencyKey: Digest = .zero
    package var findings: [Finding] = []
    /// Of the attempt that failed last.
    var lastFailure: AttemptFailure?
    /// Dependencies that have not ended.
    var openNeeds = 0
    /// Whether a dependency failed, or one of its own did.
    var hasFailedAncestor = false
    /// Whether every dependency completed.
    var needsSucceeded = true
}

/// How far one phase is.
package struct PhaseRecord: Sendable, Hashable {
    package enum Status: Sendable, Hashable {
        case notStarted
        case open
        case completed
    }

    package var status: Status = .notStarted
    package var round = 0
    /// Steps of it that have not ended.
    var openSteps = 0
    var hasFailure = false
    /// Why it was reopened, for the owner.
    package var feedback: [Feedback] = []
    /// Whether a person approved its end, or none has to.
    var isApproved = false
    /// Whether a person has edited a deliverable in this round.
    var isEdited = false
    /// How often people have asked for changes, and for how many rounds more than the limit.
    package var changeRounds = 0
    package var extraRounds = 0
}

/// How far one deliverable is.
package struct DeliverableRecord: Sendable, Hashable {
    package let declaration: DeliverableDeclaration
    let phase: Int
    package var produced: DeliverableProduced?
    /// Verdicts over the manifest that was produced last, in the order of the checks.
    package var checked: [DeliverableChecked] = []
    /// Waivers that have not run out, over whatever bytes.
    package var waivers: [CheckWaived] = []
    var lapsed: [Waiver] = []
    /// Who has edited it in this round of its phase, in order.
    package var editors: [String] = []

    /// Declared checks without a verdict over the present manifest.
    var openChecks: [CheckID] {
        guard let produced, produced.missing.isEmpty else { return [] }
        return declaration.checks.filter { check in !checked.contains { $0.check == check } }
    }

    package var isSettled: Bool { produced != nil && openChecks.isEmpty }

    /// What stands against handing it over.
    package var failures: [Finding] {
        let missing = (produced?.missing ?? []).map {
            Finding(
                .high,
                code: "deliverable.missing",
                "'\(declaration.id)' declares '\($0)', which does not exist or is empty",
                file: $0,
                fix: "let a step of the phase write it"
            )
        }
        let failed = checked.filter { $0.result.verdict == .failed && !isWaived($0) }.flatMap {
            check in
            check.result.findings.isEmpty
                ? [Finding(.high, code: check.check.text, "check '\(check.check)' failed")]
                : check.result.findings.filter { $0.severity <= .medium }
        }
        return missing + failed
    }

    /// Its verdicts as a gate shows them, the existence of its files included.
    var verdictLines: [GateSubject.Line] {
        guard let produced else { return [] }
        let files = GateSubject.Line(
            deliverable: declaration.id,
            check: "files",
            verdict: produced.missing.isEmpty ? .passed : .failed
        )
        return [files]
            + checked.map {
                GateSubject.Line(
                    deliverable: declaration.id,
                    check: $0.check,
                    verdict: $0.result.verdict
                )
            }
    }
}

/// How far one gate is.
package struct GateRecord: Sendable, Hashable {
    package enum Status: Sendable, Hashable {
        case open
        case decided(GateDecision, by: String, at: Timestamp)
        case voided(reason: String)
        case expired(at: Timestamp)
    }

    package let opened: GateOpened
    package let since: Timestamp
    /// The event that opened it.
    let sequence: Int
    package var status: Status = .open
    package var votes: [Vote] = []
    /// Who may decide too since it was escalated.
    package var escalatedTo: [Approver] = []
    /// When people were last reminded.
    package var remindedAt: Timestamp?

    package var isOpen: Bool { status == .open }
}

/// How far one handoff is.
package struct HandoffRecord: Sendable, Hashable {
    package let offered: HandoffOffered
    package let since: Timestamp
    /// The event that offered it.
    let sequence: Int
    package var receipt: Receipt?
    package var answeredBy: AgentID?
    package var answeredAt: Timestamp?
    package var withdrawn: String?
}

/// How far one effect is.
package struct EffectRecord: Sendable, Hashable {
    package enum Status: Sendable, Hashable {
        case intended
        case unknown(reason: String)
        case completed(isDone: Bool, result: Value, evidence: String)
        case settled(EffectSettled.Answer, outputs: Value)
    }

    package let intended: EffectIntended
    package var status: Status = .intended
    /// Whether the probe was asked and could not tell.
    var isProbed = false
}
