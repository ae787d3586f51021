package import Workflow

/// All that is pluggable, on one page: agents, checks, acceptance criteria, shipped workflows.
///
/// A new agent, check or criterion is a new file and one line in `Catalog+Standard.swift`.
package struct Catalog: Sendable {
    package let agents: [any Agent]
    package let checks: [any Check]
    /// Judges of nested inputs, by the name that a workflow file gives as `schema`.
    package let schemas: [String: SchemaJudge]
    /// What a person would compare in what a gate asks about.
    package let figures: [any SubjectFigures]
    /// What commands of agents may do; nil lets none of them run.
    package let risks: RiskTable?
    private let agentsByID: [AgentID: any Agent]
    private let checksByID: [CheckID: any Check]

    /// A catalog of these.
    ///
    /// - Throws: `CatalogError` when two share an id: which of them answers must not be chance.
    package init(
        agents: [any Agent],
        checks: [any Check],
        schemas: [String: SchemaJudge] = [:],
        figures: [any SubjectFigures] = [],
        risks: RiskTable? = nil
    ) throws(CatalogError) {
        self.figures = figures
        self.schemas = schemas
        self.risks = risks
        self.agents = agents
        self.checks = checks
        var agentsByID: [AgentID: any Agent] = [:]
        for agent in agents where agentsByID.updateValue(agent, forKey: agent.id) != nil {
            throw CatalogError(description: "two agents are called '\(agent.id)'")
        }
        var checksByID: [CheckID: any Check] = [:]
        for check in checks where checksByID.updateValue(check, forKey: check.id) != nil {
            throw CatalogError(description: "two checks are called '\(check.id)'")
        }
        self.agentsByID = agentsByID
        self.checksByID = checksByID
    }

    package func agent(_ id: AgentID) -> (any Agent)? { agentsByID[id] }

    package func check(_ id: CheckID) -> (any Check)? { checksByID[id] }

    /// The names that a workflow file may use.
    package var vocabulary: Vocabulary {
        Vocabulary(
            agents: agents.map { agent in
                AgentVocabulary(id: agent.id, accepts: agent.accepts, criteria: agent.criteria)
            },
            checks: Set(checks.map(\.id)),
            tools: Set(Tool.allCases.map(\.rawValue)),
            facts: checks.flatMap { check in
                check.facts.map { FactVocabulary(name: $0.name, check: check.id) }
            },
            runsCommands: true
        )
    }

    /// How often each agent may fail before it is left alone, where it is not the standard.
    package var circuits: [RunStarted.PartnerCircuit] {
        agents.filter { $0.circuit != .standard }.map {
            RunStarted.PartnerCircuit(agent: $0.id, rule: $0.circuit)
        }
    }

    /// How many messages each agent handles at once, where it is more than one.
    package var mailboxes: [RunStarted.Mailbox] {
        agents.filter { $0.atOnce > 1 }.map {
            RunStarted.Mailbox(agent: $0.id, atOnce: $0.atOnce)
        }
    }
}

package struct CatalogError: Error, Sendable, CustomStringConvertible {
    package let description: String
}
