/// One execution of a definition: the fold of its events.
///
/// - `apply` takes a fact in; `decide` says what follows; nothing else changes a run
/// - `waiting` and `statusWord` say where it stands
/// - `order(for:)` gathers what somebody needs to perform a piece of work
///
/// All of it is a pure function of the journal: no clock, no random number, no file, no `await`.
package struct Run: Sendable {
    package enum Status: Sendable, Hashable {
        case open
        case completed
        case failed(reason: String)
        case rejected(gate: GateID, by: String)
        case cancelled(by: String)

        package var isOpen: Bool { self == .open }
    }

    package let id: RunID
    package let definition: Definition
    package let graph: Graph
    package let started: RunStarted
    package let startedAt: Timestamp
    /// The hash of `run.started`, from which idempotency keys are made.
    let origin: Digest

    package internal(set) var status: Status = .open
    package internal(set) var lastSequence: Int
    package internal(set) var lastTime: Timestamp
    package internal(set) var cancelRequest: String?
    /// What it means from now on that an external validator gives no verdict.
    package internal(set) var validators: ValidatorPolicy

    package internal(set) var steps: [StepRecord]
    package internal(set) var phases: [PhaseRecord]
    /// The phase that is open or comes next.
    package internal(set) var currentPhase = 0
    var frontier = Frontier()
    /// Steps that have begun and not ended, in order.
    package internal(set) var active: [Int] = []

    package internal(set) var mail: Mail
    /// Whether messages go to each partner.
    package internal(set) var circuits: Circuits
    package internal(set) var deliverables: [DeliverableID: DeliverableRecord] = [:]
    /// Deliverables in the order of the file.
    package let deliverableOrder: [DeliverableID]
    package internal(set) var gates: [GateID: GateRecord] = [:]
    /// Gates in the order in which they were first opened.
    package internal(set) var gateOrder: [GateID] = []
    /// Decided gates whose files changed before an effect that built on them, until their phase is
    /// opened again.
    var lostApprovals: [GateID] = []
    /// People who made something by hand, by phase, in order.
    var handmade: [Handmade] = []
    package internal(set) var handoffs: [HandoffID: HandoffRecord] = [:]
    package internal(set) var handoffOrder: [HandoffID] = []
    package internal(set) var effects: [EffectKey: EffectRecord] = [:]
    /// Effects whose outcome is open or unknown, the oldest first.
    package internal(set) var openEffects: [EffectKey] = []
    /// What the history has to prove about its decisions.
    package internal(set) var proofs = DecisionProofs()
    /// Secrets that a command of this run was given, or is about to be.
    var exposedSecrets: Set<String> = []
    package internal(set) var timers: [TimerID: Timestamp] = [:]
    /// Edits whose bytes have not been captured, by path.
    var edits: [String: DeliverableEdited] = [:]
    /// What steps with an `undo` did, the oldest first.
    var undoables: [Undoable] = []
    let hasUndo: Bool
    /// Who asked that what was done is undone, without a gate's rejection.
    var undoRequest: String?
    package internal(set) var compensation: Compensation?
    var timerOrder: [TimerID] = []
    /// Elevated uses of tools for which a person was asked, the oldest first.
    package internal(set) var toolRequests: [ToolRequest] = []

    /// Begins the fold with a run's first event.
    package init(
        id: RunID,
        definition: Definition,
        started: RunStarted,
        record: RecordedEvent
    ) {
        self.id = id
        self.definition = definition
        self.started = started
        validators = started.validators
        graph = Graph(definition)
        hasUndo = definition.phases.contains { $0.steps.contains { $0.undo != nil } }
        startedAt = record.time
        origin = record.hash
        lastSequence = record.sequence
        lastTime = record.time
        phases = Array(repeating: PhaseRecord(), count: definition.phases.count)
        mail = Mail(mailboxes: started.mailboxes)
        circuits = Circuits(started)
        steps = (0..<graph.count).map { index in
            var record = StepRecord()
            record.openNeeds = 0
            return record
        }
        deliverableOrder = definition.phases.flatMap { $0.deliverables.map(\.id) }
        for (index, phase) in definition.phases.enumerated() {
            for declaration in phase.deliverables {
                deliverables[declaration.id] = DeliverableRecord(
                    declaration: declaration,
                    phase: index
                )
            }
        }
        proofs.apply(record, run: id, definition: definition)
    }

    /// The fold of a whole history.
    ///
    /// - Throws: `BrokenHistory` when the first event is no `run.started` or one is missing.
    package init(
        id: RunID,
        definition: Definition,
        history: some Sequence<RecordedEvent>
    ) throws(BrokenHistory) {
        var iterator = history.makeIterator()
        guard let first = iterator.next(), case .runStarted(let started) = first.event else {
            throw BrokenHistory(
                reason: "the journal of run '\(id)' does not begin with run.started"
            )
        }
        self.init(id: id, definition: definition, started: started, record: first)
        while let record = iterator.next() {
            guard record.sequence == lastSequence + 1 else {
                throw BrokenHistory(
                    reason: "event \(lastSequence + 1) of run '\(id)' is missing, "
                        + "found \(record.sequence)"
                )
            }
            apply(record)
        }
    }

    package func step(at index: Int) -> Step { graph.steps[index] }

    package func phase(at index: Int) -> Phase { definition.phases[index] }

    package func record(of step: StepID) -> StepRecord? {
        graph.index(of: step).map { steps[$0] }
    }
}

/// A journal that is no history of a run.
package struct BrokenHistory: Error, Sendable, Hashable, CustomStringConvertible {
    package let reason: String
    package var description: String { reason }
}
