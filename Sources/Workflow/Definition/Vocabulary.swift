/// What is built in and may be named in a file: agents, checks and tools.
package struct Vocabulary: Sendable {
    package var agents: [AgentVocabulary]
    package var checks: Set<CheckID>
    package var tools: Set<String>
    /// Whether an agent may be a command of the file's own.
    package var runsCommands: Bool

    package init(
        agents: [AgentVocabulary] = [],
        checks: Set<CheckID> = [],
        tools: Set<String> = [],
        runsCommands: Bool = true
    ) {
        self.agents = agents
        self.checks = checks
        self.tools = tools
        self.runsCommands = runsCommands
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
