/// Reads phases and steps, each for itself: whatever needs no other step to be judged.
struct DraftReader {
    private let root: YAMLNode
    private let mistakes: Mistakes
    private(set) var gates: GateReader
    private var expressions: ExpressionReader
    private var phaseIDs = Registry("phase")
    private var stepIDs = Registry("step")
    private var deliverableIDs = Registry("deliverable")
    private(set) var phases: [PhaseDraft] = []
    private(set) var steps: [StepDraft] = []

    init(
        root: YAMLNode,
        gates: GateReader,
        expressions: ExpressionReader,
        mistakes: Mistakes
    ) {
        self.root = root
        self.gates = gates
        self.expressions = expressions
        self.mistakes = mistakes
    }

    mutating func read() {
        let single = ["steps", "deliverables", "gate"].compactMap { root.entry($0) }
        guard let list = root.entry("phases") else {
            if root["steps"] == nil {
                mistakes.error(
                    "the file has neither 'phases' nor 'steps'",
                    at: root.place,
                    hint: "give it 'steps', each with an 'id'"
                )
            }
            read(phase: root, id: "main")
            return
        }
        for entry in single {
            mistakes.error(
                "the key \(entry.key.quoted) cannot stand beside 'phases'",
                at: entry.place,
                hint: "move it into a phase"
            )
        }
        for node in list.value.sequence ?? [] {
            let id = node.text("id")
            if let id, let place = node["id"]?.place {
                phaseIDs.add(id, at: place, mistakes: mistakes)
            }
            read(phase: node, id: id)
        }
    }

    private mutating func read(phase node: YAMLNode, id: String?) {
        let first = steps.count
        for step in node["steps"]?.sequence ?? [] {
            read(step: step)
        }
        var phase = PhaseDraft(node: node, id: id.map(PhaseID.init), steps: first..<steps.count)
        phase.deliverables = (node["deliverables"]?.sequence ?? []).map { deliverable($0) }
        phase.gate = node["gate"].flatMap { gates.gate($0, defaultID: nil) }
        phases.append(phase)
    }

    private mutating func read(step node: YAMLNode) {
        let id = node.text("id")
        if let id, let place = node["id"]?.place {
            stepIDs.add(id, at: place, mistakes: mistakes)
        }
        var draft = StepDraft(node: node, id: id.map { StepID($0) }, phase: phases.count)
        var reader = StepReader(
            node: node,
            name: draft.name,
            gates: gates,
            expressions: expressions,
            mistakes: mistakes
        )
        draft.step = reader.step()
        draft.uses = reader.expressions.takeUses()
        gates = reader.gates
        steps.append(draft)
    }

    private mutating func deliverable(_ node: YAMLNode) -> DeliverableDeclaration {
        if let id = node.text("id"), let place = node["id"]?.place {
            deliverableIDs.add(id, at: place, mistakes: mistakes)
        }
        return DeliverableDeclaration(
            id: DeliverableID(node.text("id") ?? ""),
            title: node.text("title"),
            files: node.texts("files").map(\.text),
            optionalFiles: node.texts("optionalFiles").map(\.text),
            checks: node.texts("checks").map { CheckID($0.text) },
            requirements: node.texts("requirements").map(\.text)
        )
    }
}
