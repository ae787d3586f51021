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
        let agents = AgentDeclarations(root: root, vocabulary: vocabulary, mistakes: mistakes)
            .read()
        let roles = root.entries("roles").map { role in
            Role(
                name: role.key,
                members: (role.value.sequence ?? []).compactMap { $0.scalar?.value.stringValue }
            )
        }
        var drafts = DraftReader(
            root: root,
            gates: GateReader(roles: roles, expressions: expressions, mistakes: mistakes),
            expressions: expressions,
            mistakes: mistakes
        )
        drafts.read()
        let signers = root["signers"].flatMap { node in
            AllowedSigners.reading(node, mistakes: mistakes)
        }
        SignerChecker(signers: signers, roles: roles, root: root, mistakes: mistakes)
            .check(phases: drafts.phases, steps: drafts.steps)
        var steps = drafts.steps
        NeedsChecker(phases: drafts.phases, mistakes: mistakes).check(&steps)
        if let vocabulary {
            if !vocabulary.runsCommands { refuseCommands() }
            AgentChecker(vocabulary: vocabulary, agents: agents, mistakes: mistakes)
                .check(phases: drafts.phases, steps: steps)
            AgentGrantChecker(root: root, vocabulary: vocabulary, inputs: inputs, roles: roles)
                .check(mistakes)
        }
        GateFactChecker(
            phases: drafts.phases,
            steps: steps,
            inputs: inputs,
            vocabulary: vocabulary,
            expressions: expressions,
            mistakes: mistakes
        ).check(drafts.gates.conditions)
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
            signers: signers,
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
}
