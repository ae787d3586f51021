package import Workflow

/// Imported agents as the `agents:` of a workflow file.
package struct ImportedFragment {
    private let agents: [ImportedAgent]
    private let builtIn: Set<AgentID>

    package init(_ agents: [ImportedAgent], builtIn: Set<AgentID>) {
        self.agents = agents
        self.builtIn = builtIn
    }

    /// YAML that is valid as it stands, below whatever else a file has.
    package var text: String {
        var lines = ["agents:"]
        if agents.isEmpty { lines = ["agents: {}"] }
        for agent in agents {
            if let description = agent.description {
                lines.append("  # \(Words.printable(description, limit: 90))")
            }
            lines.append("  \(agent.id):")
            if !builtIn.contains(AgentID(agent.id)) {
                lines.append("    # A program that speaks the agent protocol has to be put there.")
                lines.append("    command: [./agents/\(agent.id)]")
            }
            let (kept, dropped) = grants(of: agent)
            lines += dropped.map { "    # \($0) names an agent that is not here." }
            lines.append(kept.isEmpty ? "    tools: []" : "    tools:")
            lines += kept.map { "      - \(Self.quoted($0))" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A grant of Task is kept for partners that a file can name.
    private func grants(of agent: ImportedAgent) -> (kept: [String], dropped: [String]) {
        let known = Set(agents.map(\.id) + builtIn.map(\.text))
        let isKept = { (text: String) -> Bool in
            guard let grant = try? ToolGrant(text), grant.tool == Tool.task.rawValue,
                let partner = grant.pattern
            else { return true }
            return known.contains(partner)
        }
        return (agent.grants.filter(isKept), agent.grants.filter { !isKept($0) })
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
            + "'"
    }
}
