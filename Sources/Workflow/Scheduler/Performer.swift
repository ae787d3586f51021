/// Does what a run decided: commands, agents, checks, files.
package protocol Performer: Sendable {
    /// Performs one piece of work and says what happened.
    ///
    /// Returning is a fact of the world, success or not. Throwing `CancellationError` says that
    /// nothing happened that has to be recorded; any other error is a fault of the machine or of
    /// the store, at which the runner stops and appends nothing.
    func perform(_ order: WorkOrder, ledger: any Ledger) async throws -> [Event]

    /// Ends what an earlier process left running for these effects, and returns when it is gone.
    func endOrphans(_ run: RunID, _ effects: [EffectRecord]) async throws

    /// Lays captured files out again that are missing in the workspace.
    ///
    /// - Throws: an error of the store when a stored object is damaged.
    func restore(_ captured: [DeliverableProduced], workspace: String) async throws

    /// Brings files that a person has edited into the workspace, unless they were changed there.
    func layOut(_ edits: [DeliverableEdited], workspace: String) async throws

    /// Why the gate's files are no longer what it asked about; nil when they are unchanged.
    ///
    /// - Throws: an error of the store when a stored object is damaged.
    func changes(since gate: GateRecord, workspace: String) async throws -> String?

    /// Verifies signatures on which decisions of the run rest, before anything follows from them.
    ///
    /// - Throws: an integrity fault for one that does not hold.
    func confirm(_ claims: [SignatureClaim], of run: Run) async throws
}

extension Performer {
    /// Nothing to confirm where nothing is signed.
    package func confirm(_ claims: [SignatureClaim], of run: Run) async throws {}
}

extension Performer {
    package func layOut(_ edits: [DeliverableEdited], workspace: String) async throws {}
}

/// Records what happens in the middle of a piece of work, before it goes on.
package protocol Ledger: Sendable {
    /// Returns when the events are on disk.
    func record(_ events: [Event]) async throws
    /// Throws `JournalError.fenced` when another process has taken the run.
    func confirmLease() async throws
}

/// All that is needed to perform one piece of work.
package struct WorkOrder: Sendable {
    package let work: Work
    package let run: RunID
    package let workspace: String
    package let asOf: CivilDate
    package let inputs: Value
    package let validators: ValidatorPolicy
    package let token: Int
    package let task: Assignment
    /// What was approved on the way to it and must be unchanged when it acts on the outside.
    package let approved: [ApprovedFiles]
    package let secrets: [SecretOrder]

    package enum Assignment: Sendable {
        case command(CommandOrder)
        case probe(CommandOrder)
        case message(MessageOrder)
        case capture(DeliverableDeclaration, PhaseID, round: Int, producer: String)
        case check(CheckID, DeliverableProduced, all: [DeliverableProduced])
        case offer(OfferOrder)
        case timer(TimerID, due: Timestamp)
        case undo(UndoOrder)
    }
}

package struct CommandOrder: Sendable, Hashable {
    package let step: StepID
    package let round: Int
    package let attempt: Int
    package let script: String
    package let environment: [EnvironmentValue]
    package let idempotencyKey: Digest
    package let timeoutMilliseconds: Int64?
    package let effect: EffectKey
    /// Whether the step has a command that says what became of its effect.
    package let hasProbe: Bool
    /// Why this is not the first round.
    package let feedback: [Feedback]
}

/// A step's `undo`, with the outputs of what it undoes.
package struct UndoOrder: Sendable, Hashable {
    package let command: CommandOrder
    package let outputs: Value
}

package struct MessageOrder: Sendable {
    package let envelope: Envelope
    package let idempotencyKey: Digest
    package let isQuestion: Bool
    package let handoff: HandoffOffered?
    package let answers: [Int: Mail.Answer]
    /// Agents that wait for the answer to this message.
    package let askers: [AgentID]
    /// What the handler did before, by key.
    package let effects: [String: EffectRecord]
    /// What was captured so far, in the order of the file.
    package let captured: [DeliverableProduced]
    /// The verdicts over what was captured, in the same order.
    package let checked: [DeliverableChecked]
    package let timeoutMilliseconds: Int64?
    /// Declared tools, where the workflow file narrows them.
    package let tools: [String]?
    package let bench: AgentBench
}

package struct OfferOrder: Sendable {
    package let offered: HandoffOffered
    package let deliverables: [DeliverableProduced]
    package let envelope: Envelope
}
