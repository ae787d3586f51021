/// What is built in and may be named in a file: agents, checks and tools.
package struct Vocabulary: Sendable {
    package var agents: [AgentVocabulary]
    package var checks: Set<CheckID>
    package var tools: Set<String>

    package init(
        agents: [AgentVocabulary] = [],
        checks: Set<CheckID> = [],
        tools: Set<String> = []
    ) {
        self.agents = agents
        self.checks = checks
        self.tools = tools
    }
}

/// What an agent that is built in can be asked.
package struct AgentVocabulary: Sendable {
    package let id: AgentID
    package let accepts: [MessageSchema]
    /// Ids of the acceptance criteria that it executes as the receiver of a handoff.
    package let criteria: [String]

    package init(id: AgentID, accepts: [MessageSchema], criteria: [String] = []) {
        self.id = id
        self.accepts = accepts
        self.criteria = criteria
    }
}
