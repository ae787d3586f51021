import Workflow

/// What an agent is granted: tools, each with the patterns that narrow it.
struct GrantSet: Sendable {
    /// No patterns: all that the tool may do at all.
    private var patterns: [Tool: [String]]

    init(_ patterns: [Tool: [String]]) { self.patterns = patterns }

    /// The tools of a built-in agent, as far as a file leaves them; nil leaves all.
    ///
    /// A file may take grants away, never add any.
    init(builtIn tools: Set<Tool>, narrowedTo declared: [String]?) {
        guard let declared else {
            self.init(Dictionary(uniqueKeysWithValues: tools.map { ($0, []) }))
            return
        }
        let narrowed = GrantSet(declared: declared)
        self.init(narrowed.patterns.filter { tools.contains($0.key) })
    }

    /// Grants as a file declares them; what is no grant was found when the file was read.
    init(declared: [String]) {
        var patterns: [Tool: [String]] = [:]
        var whole: Set<Tool> = []
        for text in declared {
            guard let grant = try? ToolGrant(text), let tool = Tool(rawValue: grant.tool) else {
                continue
            }
            if let pattern = grant.pattern {
                patterns[tool, default: []].append(pattern)
            } else {
                whole.insert(tool)
            }
        }
        for tool in whole { patterns[tool] = [] }
        self.init(patterns)
    }

    func contains(_ tool: Tool) -> Bool { patterns[tool] != nil }

    /// The patterns that narrow `tool`; nil when it is not granted, empty when nothing narrows it.
    func patterns(of tool: Tool) -> [String]? { patterns[tool] }

    /// As they are written, in the order in which tools are listed everywhere.
    var written: [String] {
        Tool.allCases.flatMap { tool -> [String] in
            guard let patterns = patterns[tool] else { return [] }
            return patterns.isEmpty
                ? [tool.rawValue]
                : patterns.map { ToolGrant(tool: tool.rawValue, pattern: $0).description }
        }
    }

    /// Why `tool` may not be used on `subject`; nil when it may.
    func refusal(of tool: Tool, on subject: ToolSubject) -> String? {
        guard let patterns = patterns[tool] else {
            return "the agent's definition does not grant it"
        }
        guard !patterns.isEmpty else { return nil }
        let isGranted = patterns.contains { pattern in
            switch subject {
            case .path(let path): PathPattern(pattern).matches(path)
            case .words(let argv): CommandPattern(pattern).matches(argv)
            case .agent(let agent): pattern == agent.text
            case .host(let host): HostPattern(pattern).matches(host)
            case .effect: false
            }
        }
        guard !isGranted else { return nil }
        let granted = patterns.map { ToolGrant(tool: tool.rawValue, pattern: $0).description }
        return "the agent's definition grants only \(granted.joined(separator: ", "))"
    }
}

/// What a tool is used on.
enum ToolSubject: Sendable {
    case path(String)
    case words([String])
    case agent(AgentID)
    case host(String)
    /// Something that a built-in agent does itself and that has no words of a command.
    case effect
}
