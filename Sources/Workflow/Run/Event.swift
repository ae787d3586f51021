/// One immutable fact in a run's journal.
///
/// Facts are in the past tense and say what happened, never what is to be done. A new fact is a
/// new case here and a form in `EventCoding`; the compiler then lists every place that must know.
package enum Event: Sendable, Hashable {
    case runStarted(RunStarted)
    case runCompleted
    case runFailed(reason: String)
    case runRejected(gate: GateID, by: String)
    case runCancelRequested(by: String, comment: String)
    case runCancelled(by: String)
    case runValidatorsSet(ValidatorPolicy, by: String)

    case phaseStarted(PhaseID, round: Int)
    case phaseReopened(PhaseReopened)
    case phaseCompleted(PhaseID, round: Int)

    case stepStarted(StepStarted)
    case stepCompleted(StepCompleted)
    case stepFailed(StepFailed)
    case stepSkipped(StepID, round: Int, reason: String)

    case effectIntended(EffectIntended)
    case effectCompleted(EffectCompleted)
    case effectUnknown(EffectKey, reason: String)
    case effectSettled(EffectSettled)

    case messageSent(MessageSent)
    case messageSuspended(MessageID, on: MessageID)
    case messageHandled(MessageID, outputs: Value)
    case messageRejected(MessageID, reason: String)

    case deliverableProduced(DeliverableProduced)
    case deliverableChecked(DeliverableChecked)

    case handoffOffered(HandoffOffered)
    case handoffAnswered(HandoffID, by: AgentID, Receipt)
    case handoffWithdrawn(HandoffID, reason: String)

    case gateOpened(GateOpened)
    case gateVoted(Vote)
    case gateDecided(GateID, round: Int, GateDecision, by: String)
    case gateVoided(GateID, round: Int, reason: String)
    case gateExpired(GateID, round: Int)
    case gateReminded(GateID, round: Int, expires: Timestamp)
    case gateEscalated(GateID, round: Int, to: [Approver])
    case gateVoteRefused(VoteRefused)

    case timerSet(TimerID, due: Timestamp)
    case timerFired(TimerID)
    case timerCancelled(TimerID)

    case toolUsed(ToolUse)
    case toolRefused(ToolUse, reason: String)
    case toolAsked(ToolRequest)

    case agentStarted(AgentStarted)
    case agentReported(AgentID, MessageID, text: String)

    case driftChecked(DriftChecked)

    case headSigned(HeadSigned)
    case checkWaived(CheckWaived)
    case checkWaiverExpired(Waiver)
    case deliverableEdited(DeliverableEdited)

    case compensationRequested(by: String)
    case compensationStarted(CompensationStarted)
    case compensationCompleted(CompensationCompleted)
    case stepUndone(StepUndone)
    case stepUndoFailed(StepUndone, reason: String)
    case circuitOpened(CircuitOpened)
    case circuitClosed(AgentID)
}

/// An event with its place in the journal.
package struct RecordedEvent: Sendable, Hashable {
    package let sequence: Int
    package let time: Timestamp
    package let hash: Digest
    package let event: Event

    package init(sequence: Int, time: Timestamp, hash: Digest, event: Event) {
        self.sequence = sequence
        self.time = time
        self.hash = hash
        self.event = event
    }
}

package struct RunStarted: Sendable, Hashable {
    package let workflow: String
    package let definition: Digest
    package let inputs: Value
    /// The day against which ages are measured.
    package let asOf: CivilDate
    /// The workspace's absolute path.
    package let workspace: String
    package let startedBy: String
    package let program: String
    package let limits: RunLimits
    /// How many messages each agent handles at once, where it is more than one.
    package let mailboxes: [Mailbox]
    /// What it means that an external validator gives no verdict, until it is set anew.
    package let validators: ValidatorPolicy
    /// The absolute folder from which commands of agents are seen; nil when there are none.
    package let folder: String?
    /// How often a partner may fail before it is left alone, where it is not the standard.
    package let circuits: [PartnerCircuit]

    package struct Mailbox: Sendable, Hashable {
        package let agent: AgentID
        package let atOnce: Int

        package init(agent: AgentID, atOnce: Int) {
            self.agent = agent
            self.atOnce = atOnce
        }
    }

    package struct PartnerCircuit: Sendable, Hashable {
        package let agent: AgentID
        package let rule: CircuitRule

        package init(agent: AgentID, rule: CircuitRule) {
            self.agent = agent
            self.rule = rule
        }
    }

    package init(
        workflow: String,
        definition: Digest,
        inputs: Value,
        asOf: CivilDate,
        workspace: String,
        startedBy: String,
        program: String,
        limits: RunLimits = .standard,
        mailboxes: [Mailbox] = [],
        validators: ValidatorPolicy = .preferred,
        folder: String? = nil,
        circuits: [PartnerCircuit] = []
    ) {
        self.workflow = workflow
        self.definition = definition
        self.inputs = inputs
        self.asOf = asOf
        self.workspace = workspace
        self.startedBy = startedBy
        self.program = program
        self.limits = limits
        self.mailboxes = mailboxes
        self.validators = validators
        self.folder = folder
        self.circuits = circuits
    }
}

/// The bounds that a run keeps for its whole life.
package struct RunLimits: Sendable, Hashable {
    /// Steps that are under way at the same time.
    package var stepsAtOnce: Int
    /// Offers of one handoff before a person is asked.
    package var handoffRounds: Int
    /// Attempts of one step in one round, crashes included, before a person is asked.
    package var attempts: Int
    /// How often people may request changes of one phase before they have to decide.
    package var phaseRounds: Int
    /// A partner that failed too often is left alone for no longer than this.
    package var circuitHoldMilliseconds: Int64

    package static let standard = RunLimits(stepsAtOnce: 64, handoffRounds: 3, attempts: 20)

    package static let standardPhaseRounds = 5

    package init(
        stepsAtOnce: Int,
        handoffRounds: Int,
        attempts: Int,
        phaseRounds: Int = Self.standardPhaseRounds,
        circuitHoldMilliseconds: Int64 = 30 * 60_000
    ) {
        self.stepsAtOnce = stepsAtOnce
        self.handoffRounds = handoffRounds
        self.attempts = attempts
        self.phaseRounds = phaseRounds
        self.circuitHoldMilliseconds = circuitHoldMilliseconds
    }
}

/// A phase goes back to its owner; the steps that are reset run again in the new round.
package struct PhaseReopened: Sendable, Hashable {
    package let phase: PhaseID
    package let round: Int
    package let feedback: Feedback
    package let steps: [StepID]

    package init(phase: PhaseID, round: Int, feedback: Feedback, steps: [StepID]) {
        self.phase = phase
        self.round = round
        self.feedback = feedback
        self.steps = steps
    }
}
