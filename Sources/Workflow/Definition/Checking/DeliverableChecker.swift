/// Checks that every deliverable that is named exists, and is captured before it is used.
struct DeliverableChecker {
    private let phases: [PhaseDraft]
    private let steps: [StepDraft]
    private let checks: Set<CheckID>?
    private let mistakes: Mistakes
    /// The phase that owes each deliverable.
    private let owners: [DeliverableID: Int]
    /// The step that captures each deliverable that is named in a `produces`.
    private let producers: [DeliverableID: Int]
    private let uses: [Use]

    /// A deliverable that a step checks or hands over.
    private struct Use {
        let step: Int
        let text: String
        let place: Place

        var id: DeliverableID { DeliverableID(text) }
    }

    init(phases: [PhaseDraft], steps: [StepDraft], checks: Set<CheckID>?, mistakes: Mistakes) {
        self.phases = phases
        self.steps = steps
        self.checks = checks
        self.mistakes = mistakes
        let declared = phases.enumerated().flatMap { index, phase in
            phase.deliverables.map { ($0.id, index) }
        }
        owners = Dictionary(declared) { first, _ in first }
        let produced = steps.enumerated().flatMap { index, step in
            step.node.texts("produces").map { (DeliverableID($0.text), index) }
        }
        producers = Dictionary(produced) { first, _ in first }
        uses = steps.enumerated().flatMap { index, step in
            let check = step.node["check"]
            let checked =
                check?.scalar == nil
                ? check?.texts("deliverable") ?? [] : step.node.texts("check")
            let offered = step.node["handoff"]?.texts("deliverables") ?? []
            return (checked + offered).map { Use(step: index, text: $0.text, place: $0.place) }
        }
    }

    /// What must be known about the order of steps.
    var questions: [StepOrder.Question] {
        uses.compactMap { use in
            producers[use.id].map { StepOrder.Question(first: $0, second: use.step) }
        }
    }

    func check(_ order: StepOrder) {
        for phase in phases {
            for node in phase.node["deliverables"]?.sequence ?? [] {
                checkKnown(node.texts("checks"))
            }
        }
        for (index, step) in steps.enumerated() {
            let check = step.node["check"]
            if check?.mapping != nil { checkKnown(check?.texts("checks") ?? []) }
            checkProduced(by: step, at: index)
        }
        for use in uses { checkCaptured(use, order) }
    }

    private func checkKnown(_ names: [(text: String, place: Place)]) {
        guard let checks else { return }
        for name in names where !checks.contains(CheckID(name.text)) {
            mistakes.error(
                "unknown check \(name.text.quoted)",
                at: name.place,
                hint: name.text.guess(among: checks.map(\.text))
            )
        }
    }

    private func checkProduced(by step: StepDraft, at index: Int) {
        for (text, place) in step.node.texts("produces") {
            let id = DeliverableID(text)
            if owners[id] == nil {
                reportUnknown(text, at: place)
            } else if owners[id] != step.phase {
                mistakes.error(
                    "\(step.name) produces \(text.quoted), which another phase owes",
                    at: place,
                    hint: "declare it under the 'deliverables' of this phase"
                )
            } else if let first = producers[id], first != index {
                mistakes.error("\(steps[first].name) produces \(text.quoted) too", at: place)
            }
        }
    }

    private func checkCaptured(_ use: Use, _ order: StepOrder) {
        let step = steps[use.step]
        let name = use.text.quoted
        guard let owner = owners[use.id] else {
            reportUnknown(use.text, at: use.place)
            return
        }
        if owner > step.phase {
            mistakes.error(
                "\(step.name) uses deliverable \(name), which a later phase owes",
                at: use.place
            )
        }
        guard owner == step.phase else { return }
        if let producer = producers[use.id] {
            guard !order.isUpstream(producer, of: use.step) else { return }
            mistakes.error(
                "\(step.name) uses deliverable \(name), but does not come after "
                    + "\(steps[producer].name), which produces it",
                at: use.place,
                hint: "add \((steps[producer].id?.text ?? "").quoted) to its 'needs'"
            )
        } else {
            mistakes.error(
                "deliverable \(name) is captured only at the end of this phase",
                at: use.place,
                hint: "name it in the 'produces' of a step that \(step.name) needs"
            )
        }
    }

    private func reportUnknown(_ text: String, at place: Place) {
        mistakes.error(
            "unknown deliverable \(text.quoted)",
            at: place,
            hint: text.guess(among: owners.keys.map(\.text))
        )
    }
}
