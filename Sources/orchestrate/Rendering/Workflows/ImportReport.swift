import Agents
import Workflow

/// What was read from definitions of other systems.
struct ImportReport {
    let agents: [ImportedAgent]
    let output: String?

    func lines(_ ink: Ink) -> [String] {
        var lines = agents.flatMap { self.lines(of: $0, ink) }
        if let output { lines += ["", "written: \(Words.printable(output))"] }
        return lines
    }

    private func lines(of agent: ImportedAgent, _ ink: Ink) -> [String] {
        let origin = "\(agent.version ?? "no version"), \(agent.format.rawValue)"
        let rows: [(String, [String])] = [
            ("from", [agent.file]), ("grants", agent.grants),
            ("handoff from", agent.handoffFrom.map { words($0) }),
            ("handoff to", agent.handoffTo.map { words($0) }),
            ("works with", agent.collaborators.map(\.agent)),
            ("phases", agent.phases.map { "\($0.number) \($0.title)" }),
            ("targets", agent.targets.map { words($0) }),
        ]
        var lines = [ink(.bold, agent.id) + " " + ink(.dim, origin)]
        for (name, words) in rows { lines.append(Self.label(name) + listed(words)) }
        if agent.mended > 0 {
            lines.append(Self.label("mended") + "\(agent.mended) misread places")
        }
        for missing in agent.unresolved {
            let place = "\(Words.printable(agent.file)):\(missing.line)"
            let label = ink(.yellow, Self.label("unresolved"))
            lines.append(label + "\(place): \(Words.printable(missing.text))")
        }
        return lines
    }

    private static func label(_ name: String) -> String {
        "  " + name + String(repeating: " ", count: max(1, 14 - name.count))
    }

    private func listed(_ words: [String]) -> String {
        words.isEmpty ? "none" : Words.printable(words.joined(separator: ", "))
    }

    private func words(_ handoff: ImportedAgent.Handoff) -> String {
        let counts: [(Int, String)] = [
            (handoff.expectedInput.count, "expected"), (handoff.provided.count, "provided"),
            (handoff.criteria.count, "to be met"),
        ]
        let words = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return words.isEmpty ? handoff.agent : "\(handoff.agent) (\(words.joined(separator: ", ")))"
    }

    private func words(_ target: NumericTarget) -> String {
        let number = JSONWriter.compact(.number(target.value))
        let unit = target.unit == .none ? "" : " \(target.unit.rawValue)"
        return "\(target.name) \(target.comparison.rawValue) \(number)\(unit)"
    }

    var json: Value {
        ["schema": 1, "agents": .array(agents.map { json($0) }), "output": .optional(output)]
    }

    private func json(_ agent: ImportedAgent) -> Value {
        var members: Members = [
            "id": .string(agent.id), "version": .optional(agent.version),
            "description": .optional(agent.description), "file": .string(agent.file),
            "format": .string(agent.format.rawValue), "grants": .strings(agent.grants),
        ]
        members["handoffFrom"] = .array(agent.handoffFrom.map { json($0) })
        members["handoffTo"] = .array(agent.handoffTo.map { json($0) })
        members["collaborators"] = .array(agent.collaborators.map { json($0) })
        members["phases"] = .array(agent.phases.map { json($0) })
        members["targets"] = .array(agent.targets.map { json($0) })
        members["unresolved"] = .array(agent.unresolved.map { json($0) })
        members["mended"] = .int(agent.mended)
        return .object(members)
    }

    private func json(_ missing: ImportedAgent.Unresolved) -> Value {
        ["line": .int(missing.line), "text": .string(missing.text)]
    }

    private func json(_ collaborator: ImportedAgent.Collaborator) -> Value {
        [
            "agent": .string(collaborator.agent), "topics": .strings(collaborator.topics),
            "line": .int(collaborator.line),
        ]
    }

    private func json(_ phase: ImportedAgent.Phase) -> Value {
        [
            "number": .int(phase.number), "title": .string(phase.title),
            "objective": .optional(phase.objective), "activities": .strings(phase.activities),
            "deliverables": .strings(phase.deliverables), "line": .int(phase.line),
        ]
    }

    private func json(_ target: NumericTarget) -> Value {
        [
            "name": .string(target.name), "comparison": .string(target.comparison.rawValue),
            "value": .number(target.value), "unit": .string(target.unit.rawValue),
            "text": .string(target.text), "line": .int(target.line),
        ]
    }

    private func json(_ handoff: ImportedAgent.Handoff) -> Value {
        [
            "agent": .string(handoff.agent), "trigger": .optional(handoff.trigger),
            "expectedInput": .strings(handoff.expectedInput),
            "provided": .strings(handoff.provided), "criteria": .strings(handoff.criteria),
            "outputs": .strings(handoff.outputs), "line": .int(handoff.line),
        ]
    }
}
