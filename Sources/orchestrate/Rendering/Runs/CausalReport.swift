import Agents
import Workflow

/// What led to an event, for people, as JSON and as a diagram.
enum CausalReport {
    // MARK: For people

    static func lines(_ path: CausalPath, _ ink: Ink) -> [String] {
        let way = path.links.flatMap { lines($0, ink) } + [""]
        guard !path.requirements.isEmpty else {
            return way + ["no requirement: no deliverable on the way answers one"]
        }
        return way + [ink(.bold, "for")]
            + path.requirements.map { "  " + Words.printable(words($0)) }
    }

    private static func lines(_ link: CausalPath.Link, _ ink: Ink) -> [String] {
        let record = link.entry.record
        let number = String(record.sequence)
        let head =
            String(repeating: " ", count: max(0, 5 - number.count)) + number + "  "
            + ink(.dim, record.time.description) + "  " + ink(.blue, link.entry.type) + "  "
            + EventWords.words(of: record.event)
        guard let nearest = link.causes.first else { return [head] }
        let others = link.causes.dropFirst()
        let rest = others.isEmpty ? "" : "; also " + numbers(Array(others))
        return [head, ink(.dim, "       because of \(words(nearest))\(rest)")]
    }

    private static func words(_ cause: Causes.Cause) -> String {
        "\(cause.reason.rawValue) \(cause.sequence)"
    }

    /// `check 12, 13; need 8`: numbers of one reason together, not too many of them.
    private static func numbers(_ causes: [Causes.Cause]) -> String {
        Causes.Reason.allCases.compactMap { reason in
            let all = causes.filter { $0.reason == reason }.map(\.sequence)
            guard !all.isEmpty else { return nil }
            let shown = all.prefix(mostNumbers).map(String.init).joined(separator: ", ")
            let rest = all.count - min(all.count, mostNumbers)
            return "\(reason.rawValue) \(shown)" + (rest > 0 ? " and \(rest) more" : "")
        }.joined(separator: "; ")
    }

    private static let mostNumbers = 8

    private static func words(_ requirement: RequirementDeclaration) -> String {
        requirement.title.isEmpty ? requirement.id : "\(requirement.id)  \(requirement.title)"
    }

    // MARK: As JSON

    /// One document in one line.
    static func json(_ path: CausalPath, run: RunID) -> String {
        JSONWriter.compact([
            "schema": 1,
            "run": .string(run.text),
            "event": .int(path.links.first?.entry.record.sequence ?? 0),
            "path": .array(path.links.map(json)),
            "requirements": .array(
                path.requirements.map { ["id": .string($0.id), "title": .string($0.title)] }
            ),
        ])
    }

    private static func json(_ link: CausalPath.Link) -> Value {
        let record = link.entry.record
        var members: Members = [
            "sequence": .int(record.sequence),
            "time": .string(record.time.description),
            "type": .string(link.entry.type),
            "what": .string(EventWords.words(of: record.event)),
        ]
        members["phase"] = link.entry.place.phase.map { .string($0.text) }
        members["step"] = link.entry.place.step.map { .string($0.text) }
        members["agent"] = link.entry.place.agent.map { .string($0.text) }
        members["hash"] = .string(record.hash.hex)
        members["causes"] = .array(
            link.causes.map {
                ["sequence": .int($0.sequence), "reason": .string($0.reason.rawValue)]
            }
        )
        return .object(members)
    }

    // MARK: As a diagram

    /// A Mermaid flowchart, the beginning on top and the requirements at the end.
    static func diagram(_ path: CausalPath) -> [String] {
        let shown = Set(path.links.map(\.entry.record.sequence))
        let nodes = path.links.reversed().map { link in
            let record = link.entry.record
            let words = EventWords.words(of: record.event)
            let text = Mermaid.text("\(record.sequence) \(link.entry.type): \(words)")
            return "  e\(record.sequence)[\"\(text)\"]"
        }
        let edges = path.links.reversed().flatMap { link in
            link.causes.filter { shown.contains($0.sequence) }.map {
                "  e\($0.sequence) -->|\($0.reason.rawValue)| e\(link.entry.record.sequence)"
            }
        }
        let last = path.links.first?.entry.record.sequence ?? 0
        let requirements = path.requirements.enumerated().flatMap { index, requirement in
            [
                "  r\(index)([\"\(Mermaid.text(words(requirement)))\"])",
                "  e\(last) -.->|for| r\(index)",
            ]
        }
        return ["flowchart TD"] + nodes + edges + requirements
    }
}
