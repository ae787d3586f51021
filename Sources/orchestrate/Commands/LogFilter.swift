import Agents
import Workflow

/// Which events are shown.
struct LogFilter {
    let agent: AgentID?
    /// A wire name, or the part before its dot.
    let type: String?
    let phase: PhaseID?
    let step: StepID?
    let since: Timestamp?
    let until: Timestamp?

    var isOpen: Bool {
        agent == nil && type == nil && phase == nil && step == nil && since == nil && until == nil
    }

    func lets(_ entry: TimelineEntry) -> Bool {
        if let agent, !entry.place.involves(agent) { return false }
        if let phase, entry.place.phase != phase { return false }
        if let step, entry.place.step != step { return false }
        if let since, entry.record.time < since { return false }
        if let until, entry.record.time > until { return false }
        guard let type else { return true }
        let name = entry.type
        return name == type || name.hasPrefix(type + ".")
    }

    /// A handoff is of the phase of its step, and of the time of its last word.
    func lets(_ entry: HandoffHistory.Entry, of definition: Definition) -> Bool {
        let offered = entry.offered
        if let agent, ![offered.from, offered.to].contains(agent) { return false }
        if let step, offered.step != step { return false }
        if let phase {
            let steps = definition.phases.first { $0.id == phase }?.steps ?? []
            guard steps.contains(where: { $0.id == offered.step }) else { return false }
        }
        if let since, (entry.answeredAt ?? entry.offeredAt) < since { return false }
        if let until, entry.offeredAt > until { return false }
        return true
    }

    /// A name that the workflow does not have would find nothing, and nobody would know why.
    ///
    /// - Throws: `Failure(.notFound)` for such a phase or step.
    func check(_ definition: Definition) throws {
        if let phase, !definition.phases.contains(where: { $0.id == phase }) {
            throw Self.unknown("phase", phase.text, among: definition.phases.map(\.id.text))
        }
        if let step, !definition.steps.contains(where: { $0.id == step }) {
            throw Self.unknown("step", step.text, among: definition.steps.map(\.id.text))
        }
    }

    private static func unknown(_ kind: String, _ name: String, among names: [String]) -> Failure {
        Failure(
            .notFound,
            "the workflow has no \(kind) '\(Words.printable(name))'",
            hint: Spelling.nearest(to: name, in: names).map { "did you mean '\($0)'?" }
        )
    }
}
