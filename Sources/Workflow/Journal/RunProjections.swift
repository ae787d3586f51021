/// The derived rows of one run, as values: what the tables hold when they are right.
package struct RunProjections: Sendable, Hashable {
    package struct Message: Sendable, Hashable {
        package let type: String
        package let from: AgentID
        package let to: AgentID
        package var status: String
    }

    package struct Deliverable: Sendable, Hashable {
        package let round: Int
        package let producer: String
        package let digest: Digest
        package var status: String
    }

    package struct Gate: Sendable, Hashable {
        package let gate: OpenGate
        package var status: String
    }

    /// What a gate's status is while it waits.
    package static let openStatus = "open"

    package let run: RunID
    package var workflow: String
    package var definition: Digest
    package var status: String
    package var started: Timestamp
    package var updated: Timestamp
    package var messages: [MessageID: Message] = [:]
    package var deliverables: [DeliverableID: Deliverable] = [:]
    package var gates: [GateID: Gate] = [:]

    /// A run of which only its beginning is known.
    package init(run: RunID, definition: Digest = .zero, started: Timestamp) {
        self.run = run
        self.workflow = ""
        self.definition = definition
        self.status = "running"
        self.started = started
        self.updated = started
    }

    package mutating func apply(_ change: ProjectionChange) {
        switch change {
        case .runStarted(let workflow, let definition, let time):
            self.workflow = workflow
            self.definition = definition
            started = time
            updated = time
        case .runStatus(let status, let time):
            self.status = status
            updated = time
        case .messageSent(let id, let type, let from, let to):
            messages[id] = Message(type: type, from: from, to: to, status: "sent")
        case .messageStatus(let id, let status):
            messages[id]?.status = status
        case .deliverableProduced(let id, let round, let producer, let digest):
            deliverables[id] = Deliverable(
                round: round,
                producer: producer,
                digest: digest,
                status: "produced"
            )
        case .deliverableStatus(let id, let status):
            deliverables[id]?.status = status
        case .gateOpened(let gate):
            gates[gate.gate] = Gate(gate: gate, status: Self.openStatus)
        case .gateStatus(let id, let status):
            gates[id]?.status = status
        }
    }
}
