/// A change of a table that is derived from events, made in the same transaction as they are.
///
/// All of them follow from the events alone, so the tables can be made anew at any time.
package enum ProjectionChange: Sendable, Hashable {
    case runStarted(workflow: String, definition: Digest, at: Timestamp)
    case runStatus(String, at: Timestamp)
    case messageSent(id: MessageID, type: String, from: AgentID, to: AgentID)
    case messageStatus(id: MessageID, String)
    case deliverableProduced(id: DeliverableID, round: Int, producer: String, digest: Digest)
    case deliverableStatus(id: DeliverableID, String)
    case gateOpened(OpenGate)
    case gateStatus(id: GateID, String)
}

/// A gate that waits for a decision.
package struct OpenGate: Sendable, Hashable {
    package let gate: GateID
    package let round: Int
    /// What is decided over.
    package let digest: Digest
    package let since: Timestamp
    package let expires: Timestamp?
    package let approvers: [String]
    package let minimum: Int

    package init(
        gate: GateID,
        round: Int,
        digest: Digest,
        since: Timestamp,
        expires: Timestamp?,
        approvers: [String],
        minimum: Int
    ) {
        self.gate = gate
        self.round = round
        self.digest = digest
        self.since = since
        self.expires = expires
        self.approvers = approvers
        self.minimum = minimum
    }
}
