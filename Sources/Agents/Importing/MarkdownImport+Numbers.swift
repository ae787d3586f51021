import Workflow

/// Phases, and the numbers that an agent is held to.
extension MarkdownImport {
    mutating func readPhases() {
        var label = ""
        var title: String?
        for line in outline.lines {
            if case .heading(_, let text) = line.kind, let phase = Self.phase(text, line.number) {
                agent.phases.append(phase)
                title = text
                label = ""
                continue
            }
            guard let title, line.path.contains(title), let last = agent.phases.indices.last else {
                continue
            }
            switch line.kind {
            case .label(let name, let rest):
                label = name.lowercased()
                if label == "objective" { agent.phases[last].objective = rest }
            case .numbered(let lead, let text):
                agent.phases[last].activities.append(lead ?? text)
            case .bullet(let lead, let text) where label == "deliverables":
                agent.phases[last].deliverables.append(
                    lead.map { text.isEmpty ? $0 : "\($0): \(text)" } ?? text
                )
            case .heading, .bullet, .text: break
            }
        }
        for phase in agent.phases where phase.deliverables.isEmpty {
            agent.miss(phase.line, "phase \(phase.number) lists no deliverables")
        }
    }

    private static func phase(_ text: String, _ line: Int) -> ImportedAgent.Phase? {
        guard text.lowercased().hasPrefix("phase ") else { return nil }
        let rest = text.dropFirst(6)
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), rest.dropFirst(digits.count).hasPrefix(":") else {
            return nil
        }
        return ImportedAgent.Phase(
            number: number,
            title: rest.dropFirst(digits.count + 1).trimmed,
            line: line
        )
    }

    /// Headings below which a plain number is meant as one to be met.
    private static let standards = ["standard", "success", "target", "objective", "kpi", "quality"]

    mutating func readTargets() {
        for line in outline.lines {
            let text: String
            let name: String
            switch line.kind {
            case .bullet(let lead, let rest), .numbered(let lead, let rest):
                (name, text) = (lead ?? line.path.last ?? "", rest)
            case .label(let lead, let rest): (name, text) = (lead, rest)
            case .heading, .text: continue
            }
            let isStandard = line.path.contains { heading in
                Self.standards.contains { heading.lowercased().contains($0) }
            }
            let found = TargetText.targets(
                in: text,
                name: name,
                line: line.number,
                isStandard: isStandard
            )
            for target in found {
                let isKnown = agent.targets.contains {
                    $0.name == target.name && $0.comparison == target.comparison
                        && $0.value == target.value && $0.unit == target.unit
                }
                if !isKnown { agent.targets.append(target) }
            }
        }
        if agent.targets.isEmpty { agent.miss(1, "no numeric target was found") }
    }
}
