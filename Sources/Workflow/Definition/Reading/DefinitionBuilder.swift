/// Makes a definition of a canonical tree, and reports what the tables of keys cannot know.
struct DefinitionBuilder {
    let root: YAMLNode
    /// Nil when what is built in need not be known, because it was when the file was read first.
    let vocabulary: Vocabulary?
    let expressions: ExpressionReader
    let mistakes: Mistakes

    /// The definition, as far as it can be made; it is good when there are no errors.
    func definition() -> Definition {
        let inputs = InputDeclarations(root: root, expressions: expressions, mistakes: mistakes)
            .read()
        let secrets = SecretDeclarations(
            root: root,
            inputs: inputs,
            expressions: expressions,
            mistakes: mistakes
        ).read()
        let requirements = RequirementDeclarations(root: root, inputs: inputs, mistakes: mistakes)
            .read()
        let agents = agents()
        let roles = root.entries("roles").map { role in
            Role(
                name: role.key,
                members: (role.value.sequence ?? []).compactMap { $0.scalar?.value.stringValue }
            )
        }
        var drafts = DraftReader(
            root: root,
            gates: GateReader(roles: roles, mistakes: mistakes),
            expressions: expressions,
            mistakes: mistakes
        )
        drafts.read()
        var steps = drafts.steps
        NeedsChecker(phases: drafts.phases, mistakes: mistakes).check(&steps)
        if let vocabulary {
            if !vocabulary.runsCommands { refuseCommands() }
            AgentChecker(vocabulary: vocabulary, agents: agents, mistakes: mistakes)
                .check(phases: drafts.phases, steps: steps)
        }
        let deliverables = DeliverableChecker(
            phases: drafts.phases,
            steps: steps,
            checks: vocabulary?.checks,
            mistakes: mistakes
        )
        let references = ReferenceChecker(
            inputs: inputs,
            secrets: secrets.map(\.name),
            steps: steps,
            expressions: expressions,
            mistakes: mistakes,
            isFirstReading: vocabulary != nil
        )
        let questions = [deliverables.questions, references.questions].joined()
        let order = StepOrder(steps, asking: questions)
        deliverables.check(order)
        references.check(order)
        return Definition(
            name: root.text("name") ?? "",
            description: root.text("description"),
            inputs: inputs,
            agents: agents,
            roles: roles,
            phases: phases(drafts.phases, steps: steps),
            source: JSONWriter.canonical(root.value),
            secrets: secrets,
            requirements: requirements
        )
    }

    /// Said before a run begins, not in the middle of it.
    private func refuseCommands() {
        for agent in root.entries("agents") {
            guard let command = agent.value["command"] else { continue }
            mistakes.error(
                "agent \(agent.key.quoted) is a command, which this version cannot run",
                at: command.place,
                hint: "use a built-in agent, or a 'run' step that calls the command"
            )
        }
    }

    private func phases(_ drafts: [PhaseDraft], steps: [StepDraft]) -> [Phase] {
        drafts.map { phase in
            Phase(
                id: phase.id ?? "",
                title: phase.node.text("title"),
                owner: phase.node.text("owner").map(AgentID.init),
                steps: steps[phase.steps].compactMap(\.step),
                deliverables: phase.deliverables,
                gate: phase.gate
            )
        }
    }

    private func agents() -> [AgentDeclaration] {
        root.entries("agents").map { entry in
            let agent = entry.value
            if let vocabulary { check(entry, against: vocabulary) }
            return AgentDeclaration(
                id: AgentID(entry.key),
                command: agent["command"] == nil ? nil : agent.texts("command").map(\.text),
                tools: agent["tools"] == nil ? nil : agent.texts("tools").map(\.text)
            )
        }
    }

    private func check(_ agent: YAMLNode.Entry, against vocabulary: Vocabulary) {
        let isBuiltIn = vocabulary.agents.contains { $0.id.text == agent.key }
        if agent.value["command"] == nil, !isBuiltIn {
            mistakes.error(
                "agent \(agent.key.quoted) is not built in and has no 'command'",
                at: agent.place,
                hint: agent.key.guess(among: vocabulary.agents.map(\.id.text))
            )
        }
        for tool in agent.value.texts("tools") where !vocabulary.tools.contains(tool.text) {
            mistakes.error(
                "unknown tool \(tool.text.quoted)",
                at: tool.place,
                hint: tool.text.guess(among: vocabulary.tools)
            )
        }
    }
}
