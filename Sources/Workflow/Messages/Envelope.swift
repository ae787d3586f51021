/// A typed payload on its way from one agent to another.
package struct Envelope: Sendable, Hashable {
    package let id: MessageID
    /// What it asks for, in kebab case: a task's name, or `handoff-offered`.
    package let type: String
    package let version: Int
    package let from: AgentID
    package let to: AgentID
    package let payload: Value
    /// What all messages of one conversation share: the step that began it, or the first message.
    package let correlation: String
    /// The message that made the sender send this one; nil when the engine sent it for a step.
    package let causation: MessageID?
    package let deadline: Timestamp?
    /// The step whose outcome the answer is; nil for a message between agents.
    package let step: StepID?
    package let phase: PhaseID?
    package let round: Int
    package let attempt: Int
    /// Why this is not the first round: comments of people, findings of checks and partners.
    package let feedback: [Feedback]

    package init(
        id: MessageID,
        type: String,
        version: Int = 1,
        from: AgentID,
        to: AgentID,
        payload: Value,
        correlation: String,
        causation: MessageID? = nil,
        deadline: Timestamp? = nil,
        step: StepID? = nil,
        phase: PhaseID? = nil,
        round: Int = 1,
        attempt: Int = 1,
        feedback: [Feedback] = []
    ) {
        self.id = id
        self.type = type
        self.version = version
        self.from = from
        self.to = to
        self.payload = payload
        self.correlation = correlation
        self.causation = causation
        self.deadline = deadline
        self.step = step
        self.phase = phase
        self.round = round
        self.attempt = attempt
        self.feedback = feedback
    }
}

/// Why work goes back: who says so, in which words, with which findings.
package struct Feedback: Sendable, Hashable {
    /// `person:NAME`, `agent:NAME` or `check:ID`.
    package let from: String
    package let comment: String
    package let findings: [Finding]

    package init(from: String, comment: String, findings: [Finding] = []) {
        self.from = from
        self.comment = comment
        self.findings = findings
    }
}

/// What an agent wants sent; the journal gives it its id.
package struct Post: Sendable, Hashable {
    package let to: AgentID
    package let type: String
    package let version: Int
    package let payload: Value

    package init(to: AgentID, type: String, version: Int = 1, payload: Value) {
        self.to = to
        self.type = type
        self.version = version
        self.payload = payload
    }
}
