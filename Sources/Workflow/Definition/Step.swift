/// A node of the graph: what is to be done, after what, and how failure is met.
package struct Step: Sendable, Hashable {
    package let id: StepID
    package let needs: [StepID]
    /// The step is skipped when this is false; without it, when something that it needs failed.
    package let condition: Expression?
    package let kind: Kind
    /// Declared variables, sorted by name.
    package let environment: [Variable]
    package let retry: RetryPolicy
    package let timeoutMilliseconds: Int64?
    package let isIdempotent: Bool
    /// A command that says whether an effect of unknown outcome was done: 0 yes, 1 no.
    package let probe: String?
    package let onUnknown: OnUnknown
    /// The deliverables that are captured when this step has completed.
    package let produces: [DeliverableID]
    /// How what it did is undone; nil where nothing has to be.
    package let undo: UndoDeclaration?
    private let origin: Origin

    package init(
        id: StepID,
        needs: [StepID] = [],
        condition: Expression? = nil,
        kind: Kind,
        environment: [Variable] = [],
        retry: RetryPolicy = .once,
        timeoutMilliseconds: Int64? = nil,
        isIdempotent: Bool = false,
        probe: String? = nil,
        onUnknown: OnUnknown? = nil,
        produces: [DeliverableID] = [],
        undo: UndoDeclaration? = nil,
        place: Place? = nil
    ) {
        self.id = id
        self.needs = needs
        self.condition = condition
        self.kind = kind
        self.environment = environment
        self.retry = retry
        self.timeoutMilliseconds = timeoutMilliseconds
        self.isIdempotent = isIdempotent
        self.probe = probe
        self.onUnknown = onUnknown ?? (isIdempotent ? .retry : .ask)
        self.produces = produces
        self.undo = undo
        self.origin = Origin(place: place)
    }

    /// Where it was written; nil in a definition that was read again from its canonical text.
    ///
    /// It is no part of what a step is: steps are equal wherever they stand.
    package var place: Place? { origin.place }

    package enum Kind: Sendable, Hashable {
        /// A command for `/bin/sh -e`.
        case run(script: String)
        /// A message of type `task` to an agent, with a payload.
        case agent(AgentID, task: String, with: ValueTemplate)
        /// Values without an effect.
        case set([Assignment])
        /// Checks over a deliverable that was captured before; none stands for its own.
        case check(DeliverableID, checks: [CheckID])
        case handoff(HandoffDeclaration)
        /// A decision in the middle of a phase.
        case approval(GateDeclaration)

        /// The key of the file by which this kind is recognised.
        package var word: String {
            switch self {
            case .run: "run"
            case .agent: "agent"
            case .set: "set"
            case .check: "check"
            case .handoff: "handoff"
            case .approval: "approval"
            }
        }
    }

    /// What becomes of an effect whose outcome a crash swallowed and no probe could tell.
    package enum OnUnknown: String, Sendable, Hashable, CaseIterable {
        case retry
        case ask
        case fail
    }
}

/// A place that does not count when what stands there is compared.
private struct Origin: Sendable, Hashable {
    let place: Place?

    static func == (left: Origin, right: Origin) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
}

/// One variable of a step's environment.
package struct Variable: Sendable, Hashable {
    package let name: String
    package let value: Template

    package init(name: String, value: Template) {
        self.name = name
        self.value = value
    }
}

/// One output of a `set` step.
package struct Assignment: Sendable, Hashable {
    package let name: String
    package let value: ValueTemplate

    package init(name: String, value: ValueTemplate) {
        self.name = name
        self.value = value
    }
}

/// An offer of deliverables to a partner, with what they must satisfy.
package struct HandoffDeclaration: Sendable, Hashable {
    package let to: AgentID
    package let deliverables: [DeliverableID]
    /// Ids of acceptance criteria that the receiver executes.
    package let criteria: [String]
    /// What else the receiver is told.
    package let with: ValueTemplate

    package init(
        to: AgentID,
        deliverables: [DeliverableID],
        criteria: [String],
        with: ValueTemplate
    ) {
        self.to = to
        self.deliverables = deliverables
        self.criteria = criteria
        self.with = with
    }
}

/// How often a step is tried in one round, and how long it waits in between.
package struct RetryPolicy: Sendable, Hashable {
    /// Tries in all, the first included.
    package let attempts: Int
    package let initialMilliseconds: Int64
    package let factor: Double
    package let maximumMilliseconds: Int64

    package static let once = RetryPolicy(attempts: 1)

    package init(
        attempts: Int,
        initialMilliseconds: Int64 = 1000,
        factor: Double = 2,
        maximumMilliseconds: Int64 = 60_000
    ) {
        self.attempts = attempts
        self.initialMilliseconds = initialMilliseconds
        self.factor = factor
        self.maximumMilliseconds = maximumMilliseconds
    }
}
