import Workflow

/// Uses of tools and attempts of agents in words.
enum ToolWords {
    /// What a tool was used on, and what came of it; nothing for uses that are counted together.
    static func on(_ use: ToolUse) -> String {
        let arguments = use.arguments.map { " \(JSONWriter.compact($0))" } ?? ""
        let facts = [use.risk.map { "risk \($0.rawValue)" }, use.outcome].compactMap(\.self)
        return arguments + (facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")
    }

    static func words(of started: AgentStarted) -> String {
        "\(started.agent): \(started.program) (\(started.digest.short)), "
            + "sandbox \(started.sandbox), network \(started.mayUseNetwork ? "yes" : "no"), tools "
            + (started.tools.isEmpty ? "none" : started.tools.joined(separator: ", "))
    }
}
