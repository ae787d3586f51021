/// Checks that agents exist, know the task, take the payload and execute the criteria.
struct AgentChecker {
    private let builtIn: [AgentID: AgentVocabulary]
    /// Agents that are commands: they take any message.
    private let commands: Set<AgentID>
    /// The criteria of agents that are commands.
    private let criteria: [AgentID: [String]]
    private let mistakes: Mistakes

    init(vocabulary: Vocabulary, agents: [AgentDeclaration], mistakes: Mistakes) {
        let pairs = vocabulary.agents.map { ($0.id, $0) }
        builtIn = Dictionary(pairs) { first, _ in first }
        commands = Set(agents.filter { $0.command != nil }.map(\.id))
        let declared = agents.filter { $0.command != nil }.map { ($0.id, $0.criteria) }
        criteria = Dictionary(declared) { first, _ in first }
        self.mistakes = mistakes
    }

    func check(phases: [PhaseDraft], steps: [StepDraft]) {
        for phase in phases {
            if let owner = phase.node["owner"] { checkExists(owner) }
        }
        for step in steps {
            switch step.step?.kind {
            case .agent(_, let task, let with): check(step.node, task: task, with: with)
            case .handoff(let handoff): check(step.node["handoff"], handoff)
            default: if let agent = step.node["agent"] { checkExists(agent) }
            }
        }
    }

    /// The built-in agent of that name; nil when it is a command, or unknown, which is reported.
    @discardableResult
    private func checkExists(_ node: YAMLNode) -> AgentVocabulary? {
        guard let name = node.scalar?.value.stringValue, !commands.contains(AgentID(name)) else {
            return nil
        }
        guard let agent = builtIn[AgentID(name)] else {
            let known = builtIn.keys.map(\.text) + commands.map(\.text)
            mistakes.error(
                "unknown agent \(name.quoted)",
                at: node.place,
                hint: name.guess(among: known)
                    ?? "declare it under 'agents', at the top of the file"
            )
            return nil
        }
        return agent
    }

    private func check(_ step: YAMLNode, task: String, with: ValueTemplate) {
        guard let node = step["agent"], let agent = checkExists(node) else { return }
        guard let schema = agent.accepts.first(where: { $0.type == task }) else {
            mistakes.error(
                "agent \(agent.id.text.quoted) knows no task \(task.quoted)",
                at: step["task"]?.place,
                hint: task.guess(among: agent.accepts.map(\.type))
            )
            return
        }
        check(step, with: with, schema)
    }

    private func check(_ step: YAMLNode, with: ValueTemplate, _ schema: MessageSchema) {
        let members = with.members
        let place = step["with"]?.place ?? step["task"]?.place
        for field in schema.fields {
            guard let template = members[field.name] else {
                if field.isRequired {
                    mistakes.error(
                        "'with' has no \(field.name.quoted), which task "
                            + "\(schema.type.quoted) requires",
                        at: place,
                        hint: field.summary
                    )
                }
                continue
            }
            if case .literal(let value) = template, let objection = field.objection(to: value) {
                mistakes.error(objection, at: step["with"]?[field.name]?.place ?? place)
            }
            guard let kind = field.kind, let found = template.kindName, found != kind.rawValue
            else { continue }
            mistakes.error(
                "\(field.name.quoted) must be of type \(kind.rawValue), found \(found)",
                at: step["with"]?[field.name]?.place ?? place
            )
        }
        let known = Set(schema.fields.map(\.name))
        for entry in schema.isOpen ? [] : step.entries("with") where !known.contains(entry.key) {
            mistakes.error(
                "task \(schema.type.quoted) knows no \(entry.key.quoted)",
                at: entry.place,
                hint: entry.key.guess(among: known)
            )
        }
    }

    private func check(_ node: YAMLNode?, _ handoff: HandoffDeclaration) {
        guard let to = node?["to"],
            let known = criteria[handoff.to] ?? checkExists(to)?.criteria
        else { return }
        for criterion in node?.texts("criteria") ?? [] where !known.contains(criterion.text) {
            mistakes.error(
                "agent \(handoff.to.text.quoted) executes no criterion \(criterion.text.quoted)",
                at: criterion.place,
                hint: criterion.text.guess(among: known)
            )
        }
    }
}

extension ValueTemplate {
    /// The members of an object.
    fileprivate var members: [String: ValueTemplate] {
        switch self {
        case .object(let members):
            Dictionary(members.map { ($0.key, $0.template) }) { first, _ in first }
        case .literal(.object(let members)):
            Dictionary(members.pairs.map { ($0.key, .literal($0.value)) }) { first, _ in first }
        default: [:]
        }
    }

    /// The kind of the value, where it is known before the run; null fits everything.
    fileprivate var kindName: String? {
        switch self {
        case .literal(.null): nil
        case .literal(let value): value.kindName
        case .array: "array"
        case .object: "object"
        case .text(let template):
            template.parts.count == 1 ? nil : "string"
        }
    }
}
