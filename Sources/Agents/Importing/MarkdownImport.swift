import Workflow

/// Reads agents of Claude Code and OpenCode: front matter, then prose with headings.
struct MarkdownImport {
    var agent: ImportedAgent
    let outline: MarkdownOutline
    private let front: FrontMatter

    init(_ text: String, file: String) {
        let (mended, count) = MisreadText.mended(text)
        let lines = mended.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map(String.init)
        front = FrontMatter(lines)
        let isOpenCode =
            file.contains(".opencode/") || front["mode"] != nil
            || !(front["tools"]?.pairs.isEmpty ?? true)
        agent = ImportedAgent(file: file, format: isOpenCode ? .openCode : .claudeCode)
        agent.mended = count
        outline = MarkdownOutline(lines, skipping: front.count)
    }

    func imported() -> ImportedAgent {
        var reader = self
        reader.readFront()
        reader.readTools()
        reader.readHandoffs()
        reader.readCollaborators()
        reader.readPhases()
        reader.readTargets()
        return reader.agent
    }

    // MARK: Front matter

    /// Keys that say nothing about what an agent may do or owes.
    private static let silent: Set<String> = [
        "category", "complexity", "delegation_priority", "updated", "lastUpdated", "color", "model",
        "mode", "temperature", "memory", "maxTurns", "languages", "frameworks", "author", "license",
    ]

    private mutating func readFront() {
        if front.count == 0 { agent.miss(1, "it has no front matter") }
        let name = front["name"]
        if agent.format == .openCode, name == nil {
            agent.name(Self.stem(agent.file), file: agent.file, line: 1)
        } else {
            agent.name(name?.text, file: agent.file, line: name?.line ?? 1)
        }
        agent.version = front["version"]?.text
        agent.description = front["description"].flatMap { $0.text.isEmpty ? nil : $0.text }
        if agent.version == nil { agent.miss(1, "it has no version") }
        if agent.description == nil { agent.miss(1, "it has no description") }
        for entry in front.entries where !Self.silent.contains(entry.key) {
            switch entry.key {
            case "name", "version", "description": break
            case "tools":
                if entry.pairs.isEmpty {
                    agent.grant(FrontMatter.list(entry), line: entry.line)
                } else {
                    readSwitches(entry)
                }
            case "disallowedTools": agent.deny(FrontMatter.list(entry), line: entry.line)
            case "permission": readPermissions(entry)
            default: agent.miss(entry.line, "the key '\(entry.key)' is not understood")
            }
        }
        // What is disallowed counts wherever it stands.
        if let entry = front["disallowedTools"] {
            agent.deny(FrontMatter.list(entry).filter { !$0.contains("(") }, line: entry.line)
        }
    }

    private static func stem(_ file: String) -> String {
        String((file.split(separator: "/").last ?? "").prefix { $0 != "." })
    }

    private mutating func readSwitches(_ entry: FrontMatter.Entry) {
        for (key, value, line) in entry.pairs where value == "true" {
            agent.grant([key], line: line)
        }
    }

    /// `permission: bash: "git *": allow`, of which only what is allowed outright is a grant.
    private mutating func readPermissions(_ entry: FrontMatter.Entry) {
        var patterns: [String] = []
        for (key, value, line) in entry.pairs {
            if Tool.allCases.contains(where: { $0.rawValue.lowercased() == key.lowercased() }) {
                if value == "deny" { agent.deny([key], line: line) }
                if value == "ask" {
                    agent.miss(line, "'\(key)' asks each time; here a command's risk decides")
                }
            } else if value == "allow" {
                patterns.append("Bash(\(key))")
            } else if !value.isEmpty {
                agent.miss(line, "'\(key): \(value)' is no grant, so it is left out")
            }
        }
        guard !patterns.isEmpty else { return }
        agent.grants.removeAll { $0 == "Bash" }
        agent.grant(patterns, line: entry.line)
    }

    // MARK: Tools

    private mutating func readTools() {
        let section = lines { $0.hasPrefix("tool permission") || $0 == "tools" }
        var named: [String] = []
        for line in section {
            guard case .bullet(let lead?, _) = line.kind else { continue }
            named.append(lead)
            if front["tools"] == nil {
                agent.grant([lead], line: line.number)
            } else if let tool = try? ImportedGrants.grant(lead).get(),
                !agent.grants.contains(where: { $0 == tool || $0.hasPrefix(tool + "(") })
            {
                agent.miss(line.number, "'\(lead)' is described, and not among the tools granted")
            }
        }
        if front["tools"] == nil, named.isEmpty {
            agent.miss(1, "no tools are named: elsewhere it inherits all, here it is granted none")
        }
    }

    // MARK: Handoffs

    private mutating func readHandoffs() {
        agent.handoffFrom = handoffs("handoff from")
        agent.handoffTo = handoffs("handoff to")
        for (title, found) in [("from", agent.handoffFrom), ("to", agent.handoffTo)] {
            if found.isEmpty { agent.miss(1, "no handoff \(title) anybody is described") }
            for handoff in found {
                if handoff.trigger == nil {
                    agent.miss(handoff.line, "handoff \(title) '\(handoff.agent)' has no trigger")
                }
                if title == "from", handoff.expectedInput.isEmpty {
                    agent.miss(
                        handoff.line,
                        "handoff from '\(handoff.agent)' states no expected input"
                    )
                }
                if title == "to", handoff.criteria.isEmpty {
                    agent.miss(
                        handoff.line,
                        "handoff to '\(handoff.agent)' states no success criteria"
                    )
                }
            }
        }
    }

    private mutating func handoffs(_ title: String) -> [ImportedAgent.Handoff] {
        var found: [ImportedAgent.Handoff] = []
        var label = ""
        for line in lines(where: { $0 == title }) {
            switch line.kind {
            case .heading(_, let name):
                found.append(ImportedAgent.Handoff(agent: name, line: line.number))
                label = ""
            case .label(let name, let rest):
                label = name.lowercased()
                if label == "trigger", !found.isEmpty {
                    found[found.count - 1].trigger = rest.isEmpty ? nil : rest
                } else if !rest.isEmpty {
                    note(rest, label, line.number, in: &found)
                }
            case .bullet(let lead?, let text) where label.isEmpty:
                var handoff = ImportedAgent.Handoff(agent: lead, line: line.number)
                handoff.trigger = text.isEmpty ? nil : text
                found.append(handoff)
            case .bullet(let lead, let text), .numbered(let lead, let text):
                let whole = lead.map { text.isEmpty ? $0 : "\($0): \(text)" } ?? text
                note(whole, label, line.number, in: &found)
            case .text(let text):
                agent.miss(line.number, "'\(text.prefix(60))' in a handoff is not understood")
            }
        }
        return found
    }

    private mutating func note(
        _ text: String,
        _ label: String,
        _ line: Int,
        in found: inout [ImportedAgent.Handoff]
    ) {
        guard !found.isEmpty else { return }
        let last = found.count - 1
        switch label {
        case "expected input", "input", "context": found[last].expectedInput.append(text)
        case "information provided", "provided", "deliverables": found[last].provided.append(text)
        case "success criteria", "acceptance criteria", "quality gates":
            found[last].criteria.append(text)
        case "output delivered", "output", "outputs": found[last].outputs.append(text)
        case "processing steps", "processing", "collaboration": break
        default: agent.miss(line, "'\(label)' in a handoff is not understood")
        }
    }

    // MARK: Collaborators

    private mutating func readCollaborators() {
        var found: [ImportedAgent.Collaborator] = []
        for line in lines(where: { $0 == "collaboration with" || $0 == "collaboration" }) {
            switch line.kind {
            case .heading(_, let name):
                found.append(ImportedAgent.Collaborator(agent: name, line: line.number))
            case .bullet(let lead, let text):
                if let last = found.indices.last, line.path.last == found[last].agent {
                    found[last].topics.append(
                        lead.map { text.isEmpty ? $0 : "\($0): \(text)" } ?? text
                    )
                } else if let lead {
                    found.append(
                        ImportedAgent.Collaborator(
                            agent: lead,
                            line: line.number,
                            topics: text.isEmpty ? [] : [text]
                        )
                    )
                }
            case .label, .numbered, .text: break
            }
        }
        for line in outline.lines {
            guard case .text(let text) = line.kind, agent.format == .openCode else { continue }
            addMentions(text, line.number, to: &found)
        }
        agent.collaborators = found
        for collaborator in found where !ImportedAgent.isID(collaborator.agent) {
            agent.miss(collaborator.line, "'\(collaborator.agent)' is no id of an agent")
        }
    }

    /// `@agent`, as OpenCode delegates.
    private func addMentions(
        _ text: String,
        _ line: Int,
        to found: inout [ImportedAgent.Collaborator]
    ) {
        for word in text.split(separator: " ") where word.hasPrefix("@") {
            let name = String(word.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "-" })
            guard ImportedAgent.isID(name), !found.contains(where: { $0.agent == name }) else {
                continue
            }
            found.append(ImportedAgent.Collaborator(agent: name, line: line, topics: [text]))
        }
    }

    private func lines(where isWanted: (String) -> Bool) -> [MarkdownOutline.Line] {
        outline.lines.filter { line in line.path.contains { isWanted($0.lowercased()) } }
    }
}
