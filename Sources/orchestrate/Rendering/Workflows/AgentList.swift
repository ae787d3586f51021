import Agents
import Workflow

/// What is said of one agent.
struct AgentCard {
    let id: AgentID
    let summary: String
    let accepts: [MessageSchema]
    let criteria: [String]
    /// In the order in which tools are listed everywhere.
    let tools: [String]
    let atOnce: Int
    let circuit: CircuitRule

    init(_ agent: any Agent) {
        self.init(
            id: agent.id,
            summary: agent.summary,
            accepts: agent.accepts,
            criteria: agent.criteria,
            tools: Tool.allCases.filter(agent.grants.contains).map(\.rawValue),
            atOnce: agent.atOnce,
            circuit: agent.circuit
        )
    }

    init(
        id: AgentID,
        summary: String,
        accepts: [MessageSchema],
        criteria: [String],
        tools: [String],
        atOnce: Int,
        circuit: CircuitRule = .standard
    ) {
        self.id = id
        self.summary = summary
        self.accepts = accepts
        self.criteria = criteria
        self.tools = tools
        self.atOnce = atOnce
        self.circuit = circuit
    }
}

struct AgentList {
    let agents: [AgentCard]
    /// Whether the fields of messages are shown too.
    let isDetailed: Bool

    func lines(_ ink: Ink) -> [String] {
        agents.flatMap { agent in
            var lines = [ink(.bold, agent.id.text), "  \(agent.summary)"]
            lines += agent.accepts.flatMap { accepted($0, ink) }
            if !agent.criteria.isEmpty { lines.append("  criteria  " + listed(agent.criteria)) }
            lines.append("  tools     " + (agent.tools.isEmpty ? "none" : listed(agent.tools)))
            if agent.atOnce > 1 { lines.append("  at once   \(agent.atOnce) messages") }
            if isDetailed { lines.append("  circuit   " + words(agent.circuit)) }
            return lines
        } + (isDetailed ? [] : ["", "fields of messages: orchestrate agents AGENT"])
    }

    private func words(_ circuit: CircuitRule) -> String {
        "opens after more than \(circuit.toleratedFailures) failures in "
            + "\(CircuitRule.window) deliveries, for \(circuit.holdMinutes) minutes"
    }

    private func listed(_ names: [String]) -> String { names.joined(separator: ", ") }

    private func accepted(_ message: MessageSchema, _ ink: Ink) -> [String] {
        let version = message.version > 1 ? " (version \(message.version))" : ""
        let head = "  accepts   \(message.type)\(version): \(message.summary)"
        guard isDetailed else { return [head] }
        return [head]
            + message.fields.map { field in
                let kind = field.kind?.rawValue ?? "any"
                let need = field.isRequired ? ", required" : ""
                return "    \(field.name) " + ink(.dim, "(\(kind)\(need))") + ": \(field.summary)"
            } + (message.isOpen ? ["    and any other field"] : [])
    }

    var json: Value {
        [
            "schema": 1,
            "agents": .array(
                agents.map { agent in
                    [
                        "id": .string(agent.id.text), "summary": .string(agent.summary),
                        "accepts": .array(agent.accepts.map(json)),
                        "criteria": .strings(agent.criteria),
                        "tools": .strings(agent.tools), "atOnce": .int(agent.atOnce),
                        "circuit": [
                            "failurePercent": .int(agent.circuit.failurePercent),
                            "holdMinutes": .int(agent.circuit.holdMinutes),
                        ],
                    ]
                }
            ),
        ]
    }

    private func json(_ message: MessageSchema) -> Value {
        [
            "type": .string(message.type), "version": .int(message.version),
            "summary": .string(message.summary), "open": .bool(message.isOpen),
            "fields": .array(
                message.fields.map { field in
                    [
                        "name": .string(field.name),
                        "type": .string(field.kind?.rawValue ?? "any"),
                        "required": .bool(field.isRequired), "summary": .string(field.summary),
                    ]
                }
            ),
        ]
    }
}
