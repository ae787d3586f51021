/// What is built in and may be named in a file: agents, checks and tools.
package struct Vocabulary: Sendable {
    package var agents: [AgentVocabulary]
    package var checks: Set<CheckID>
    package var tools: Set<String>
    /// The facts that checks measure, for the rules of gates.
    package var facts: [FactVocabulary]
    /// Whether an agent may be a command of the file's own.
    package var runsCommands: Bool

    package init(
        agents: [AgentVocabulary] = [],
        checks: Set<CheckID> = [],
        tools: Set<String> = [],
        facts: [FactVocabulary] = [],
        runsCommands: Bool = true
    ) {
        self.agents = agents
        self.checks = checks
        self.tools = tools
        self.facts = facts
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

/// A fact that a check measures.
package struct FactVocabulary: Sendable, Hashable {
    package let name: String
    package let check: CheckID

    package init(name: String, check: CheckID) {
        self.name = name
        self.check = check
    }
}
