import Workflow

/// Which commands agents may run at all, which a person decides about, and which nobody may.
package struct RiskTable: Sendable {
    enum Decision: String, Sendable, Comparable {
        case run
        case ask
        case deny

        static func < (left: Decision, right: Decision) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .run: 0
            case .ask: 1
            case .deny: 2
            }
        }
    }

    struct Judgement: Sendable, Hashable {
        let risk: ToolRisk
        let decision: Decision
        let reason: String
    }

    private struct Rule: Sendable {
        let program: String
        let words: [String]
        let judgement: Judgement

        /// Its words occur in this order, whatever options stand between them.
        func fits(_ arguments: ArraySlice<String>) -> Bool {
            var rest = arguments
            for word in words {
                guard let index = rest.firstIndex(where: { WordPattern.matches(word, $0) }) else {
                    return false
                }
                rest = rest[(index + 1)...]
            }
            return true
        }
    }

    private var rules: [String: [Rule]] = [:]
    private let tools: [Tool: ToolRisk]

    /// Reads the table from its JSON.
    ///
    /// - Throws: `RiskTableError` when it is not one.
    package init(text: String) throws {
        let document = try JSONReader.value(of: text)
        var risks: [Tool: ToolRisk] = [:]
        for (name, value) in document["tools"]?.objectValue?.pairs ?? [] {
            guard let tool = Tool(rawValue: name),
                let risk = value.stringValue.flatMap(ToolRisk.init(rawValue:))
            else { throw RiskTableError(description: "the risk table knows no tool '\(name)'") }
            risks[tool] = risk
        }
        tools = risks
        for (index, value) in (document["rules"]?.arrayValue ?? []).enumerated() {
            guard let rule = Self.rule(value) else {
                throw RiskTableError(description: "rule \(index + 1) of the risk table is no rule")
            }
            rules[rule.program, default: []].append(rule)
        }
    }

    private static func rule(_ value: Value) -> Rule? {
        guard let program = value["program"]?.stringValue,
            let words = value["words"]?.arrayValue?.compactMap(\.stringValue),
            let risk = value["risk"]?.stringValue.flatMap(ToolRisk.init(rawValue:)),
            let decision = value["decision"]?.stringValue.flatMap(Decision.init(rawValue:)),
            let reason = value["reason"]?.stringValue
        else { return nil }
        return Rule(
            program: program,
            words: words,
            judgement: Judgement(risk: risk, decision: decision, reason: reason)
        )
    }

    func risk(of tool: Tool) -> ToolRisk { tools[tool] ?? .medium }

    /// What the strictest rule says that fits; nil when none does.
    func judgement(of argv: [String]) -> Judgement? {
        guard let program = argv.first?.split(separator: "/").last else { return nil }
        let fitting = (rules[String(program)] ?? []).filter { $0.fits(argv.dropFirst()) }
        return fitting.map(\.judgement).max { left, right in
            (left.decision, left.risk) < (right.decision, right.risk)
        }
    }
}

package struct RiskTableError: Error, Sendable, CustomStringConvertible {
    package let description: String
}
