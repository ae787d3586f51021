/// Reads the agents that a file declares.
struct AgentDeclarations {
    let root: YAMLNode
    /// Nil when what is built in need not be known.
    let vocabulary: Vocabulary?
    let mistakes: Mistakes

    func read() -> [AgentDeclaration] {
        root.entries("agents").map { entry in
            let agent = entry.value
            if let vocabulary { check(entry, against: vocabulary) }
            return AgentDeclaration(
                id: AgentID(entry.key),
                command: agent["command"] == nil ? nil : agent.texts("command").map(\.text),
                tools: agent["tools"] == nil ? nil : agent.texts("tools").map(\.text),
                mayUseNetwork: agent.bool("network") ?? false,
                sandbox: agent.text("sandbox").flatMap(SandboxNeed.init) ?? .required,
                criteria: agent.texts("criteria").map(\.text),
                secrets: agent.entries("secrets").compactMap { secret in
                    secret.value.scalar?.value.stringValue.map {
                        AgentDeclaration.SecretVariable(variable: secret.key, input: $0)
                    }
                },
                approvers: agent["approvers"] == nil
                    ? nil : agent.texts("approvers").compactMap { Approver($0.text) }
            )
        }
    }

    private func check(_ agent: YAMLNode.Entry, against vocabulary: Vocabulary) {
        let isBuiltIn = vocabulary.agents.contains { $0.id.text == agent.key }
        if agent.value["command"] == nil {
            if !isBuiltIn {
                mistakes.error(
                    "agent \(agent.key.quoted) is not built in and has no 'command'",
                    at: agent.place,
                    hint: agent.key.guess(among: vocabulary.agents.map(\.id.text))
                )
            }
            for key in ["network", "sandbox", "criteria", "secrets"] {
                guard let entry = agent.value.entry(key) else { continue }
                mistakes.error(
                    "\(key.quoted) is for agents that are a command",
                    at: entry.place,
                    hint: "a built-in agent is part of this program"
                )
            }
        } else if isBuiltIn {
            mistakes.error(
                "agent \(agent.key.quoted) is built in and cannot be replaced by a command",
                at: agent.value.entry("command")?.place ?? agent.place,
                hint: "give the command another name"
            )
        }
        for tool in agent.value.texts("tools") { check(tool, against: vocabulary) }
    }

    private func check(_ tool: (text: String, place: Place), against vocabulary: Vocabulary) {
        do throws(ToolGrantError) {
            let grant = try ToolGrant(tool.text)
            guard !vocabulary.tools.contains(grant.tool) else { return }
            mistakes.error(
                "unknown tool \(grant.tool.quoted)",
                at: tool.place,
                hint: grant.tool.guess(among: vocabulary.tools)
            )
        } catch {
            mistakes.error(
                error.description,
                at: tool.place,
                hint: "write 'Read', or narrowed, 'Read(docs/**)'"
            )
        }
    }
}
