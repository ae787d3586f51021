import Workflow

/// Reads agents of ai-mesh: a YAML document with `metadata`, `mission` and protocols.
struct MeshImport {
    private var agent: ImportedAgent
    private let document: Value
    private let lines: [String]

    /// - Throws: `InvalidDefinition` when it is no YAML.
    init(_ text: String, file: String) throws {
        let (mended, count) = MisreadText.mended(text)
        document = try YAMLDocument.value(of: mended, file: file)
        lines = mended.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map(String.init)
        agent = ImportedAgent(file: file, format: .aiMesh)
        agent.mended = count
    }

    func imported() -> ImportedAgent {
        var reader = self
        reader.readMetadata()
        reader.readHandoffs()
        reader.readCollaborators()
        reader.readTargets()
        reader.readPhases()
        for key in document.objectValue?.keys ?? [] where !Self.known.contains(key) {
            reader.agent.miss(line(of: key), "the key '\(key)' is not understood")
        }
        return reader.agent
    }

    private static let known: Set<String> = [
        "metadata", "mission", "responsibilities", "examples", "qualityStandards",
        "integrationProtocols", "delegationCriteria", "phases",
    ]

    /// Where a key stands; 1 when it is not there.
    private func line(of key: String) -> Int {
        (lines.firstIndex { $0.trimmed.hasPrefix(key + ":") || $0.trimmed.hasPrefix("- \(key):") }
            ?? 0) + 1
    }

    private func line(naming text: String) -> Int {
        (lines.firstIndex { $0.contains(text) } ?? 0) + 1
    }

    private mutating func readMetadata() {
        let metadata = document["metadata"]
        agent.name(metadata?["name"]?.stringValue, file: agent.file, line: line(of: "metadata"))
        agent.version = metadata?["version"]?.stringValue
        agent.description =
            metadata?["description"]?.stringValue ?? document["mission"]?["summary"]?.stringValue
        if agent.version == nil { agent.miss(line(of: "metadata"), "it has no version") }
        let tools = metadata?["tools"]?.texts
        agent.grant(tools ?? [], line: line(of: "tools"))
        if tools?.isEmpty ?? true {
            agent.miss(line(of: "metadata"), "no tools are named, so it is granted none")
        }
    }

    private mutating func readHandoffs() {
        let protocols = document["integrationProtocols"]
        for (key, isIncoming) in [("handoffFrom", true), ("handoffTo", false)] {
            let found = (protocols?[key]?.arrayValue ?? []).compactMap { handoff($0, isIncoming) }
            if found.isEmpty {
                agent.miss(line(of: key), "'\(key)' describes no handoff")
            }
            for handoff in found where handoff.criteria.isEmpty {
                agent.miss(handoff.line, "'\(key)' of '\(handoff.agent)' states no criteria")
            }
            if isIncoming { agent.handoffFrom = found } else { agent.handoffTo = found }
        }
    }

    private func handoff(_ value: Value, _ isIncoming: Bool) -> ImportedAgent.Handoff? {
        guard let name = value["agent"]?.stringValue else { return nil }
        var handoff = ImportedAgent.Handoff(agent: name, line: line(naming: name))
        handoff.trigger = value["trigger"]?.stringValue ?? value["context"]?.stringValue
        handoff.expectedInput = value["expectedInput"]?.texts ?? []
        if isIncoming {
            handoff.criteria = value["acceptanceCriteria"]?.texts ?? []
        } else {
            handoff.provided =
                value["deliverables"]?.texts
                ?? value["deliverables"]?.stringValue.map { [$0] } ?? []
            handoff.criteria =
                value["qualityGates"]?.texts ?? value["acceptanceCriteria"]?.texts ?? []
        }
        return handoff
    }

    private mutating func readCollaborators() {
        for value in document["delegationCriteria"]?["whenToDelegate"]?.arrayValue ?? [] {
            guard let name = value["agent"]?.stringValue else { continue }
            agent.collaborators.append(
                ImportedAgent.Collaborator(
                    agent: name,
                    line: line(naming: name),
                    topics: value["triggers"]?.texts ?? []
                )
            )
        }
    }

    private mutating func readTargets() {
        let standards = document["qualityStandards"]
        for value in standards?["performance"]?.arrayValue ?? [] {
            guard let name = value["name"]?.stringValue else { continue }
            let number = value["target"].flatMap {
                $0.stringValue ?? $0.numberValue.map { "\($0)" }
            }
            let unit = value["unit"]?.stringValue ?? ""
            let text = (number ?? "") + (unit == "percent" ? "%" : " " + unit)
            read(text.trimmed, name, line(naming: name))
        }
        for (name, value) in standards?["testing"]?.objectValue?.pairs ?? [] {
            guard let least = value["minimum"]?.numberValue else { continue }
            agent.targets.append(
                NumericTarget(
                    name: name,
                    comparison: .atLeast,
                    value: least,
                    unit: .percent,
                    text: JSONWriter.compact(.number(least)),
                    line: line(of: name)
                )
            )
        }
        if agent.targets.isEmpty { agent.miss(line(of: "qualityStandards"), "no numeric target") }
    }

    private mutating func read(_ text: String, _ name: String, _ line: Int) {
        let found = TargetText.targets(in: text, name: name, line: line, isStandard: true)
        if found.isEmpty {
            agent.miss(line, "the target '\(text)' of '\(name)' is not understood")
        }
        agent.targets += found
    }

    private mutating func readPhases() {
        for (index, value) in (document["phases"]?.arrayValue ?? []).enumerated() {
            let title = value["title"]?.stringValue ?? value["name"]?.stringValue ?? ""
            agent.phases.append(
                ImportedAgent.Phase(
                    number: value["number"]?.intValue ?? index + 1,
                    title: title,
                    line: line(naming: title),
                    objective: value["objective"]?.stringValue,
                    activities: value["activities"]?.texts ?? [],
                    deliverables: value["deliverables"]?.texts ?? []
                )
            )
        }
    }
}
