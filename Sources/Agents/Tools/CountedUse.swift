import Workflow

/// Uses of one tool while one message is handled, counted together.
struct CountedUse: Sendable {
    let tool: Tool
    private(set) var count = 1
    private var subjects: [String]
    private var times: (first: Timestamp, last: Timestamp)?

    /// Of what was used first, so many are named; of the others only how many there were.
    private static let mostNamed = 8
    private static let subjectLimit = 200

    init(_ tool: Tool, on subject: String?, at time: Timestamp?) {
        self.tool = tool
        subjects = subject.map { [$0] } ?? []
        times = time.map { ($0, $0) }
    }

    mutating func add(_ subject: String?, at time: Timestamp) {
        count += 1
        times?.last = time
        if let subject, !subjects.contains(subject) { subjects.append(subject) }
    }

    /// What it was used on; nil when it has no words.
    var arguments: Value? {
        guard !subjects.isEmpty else { return nil }
        let named = subjects.prefix(Self.mostNamed).map {
            Words.printable($0, limit: Self.subjectLimit)
        }
        let more = subjects.count - named.count
        return .object(
            Members([("on", .strings(named))] + (more > 0 ? [("andMore", .int(more))] : []))
        )
    }

    /// As a fact of the agent that handles the message.
    func use(
        by agent: AgentID,
        in message: MessageID,
        risk: ToolRisk?,
        outcome: String = "done"
    ) -> ToolUse {
        ToolUse(
            agent: agent,
            tool: tool.rawValue,
            message: message,
            count: count,
            arguments: arguments,
            risk: risk,
            outcome: outcome,
            durationMilliseconds: durationMilliseconds
        )
    }

    /// From the first use to the last.
    var durationMilliseconds: Int64? {
        times.map { max(0, $0.last.milliseconds - $0.first.milliseconds) }
    }
}

extension ToolSubject {
    /// What a use is of, in words; nil for something that has none.
    var words: String? {
        switch self {
        case .path(let path): path
        case .words(let words): words.joined(separator: " ")
        case .agent(let agent): agent.text
        case .host(let host): host
        case .effect: nil
        }
    }
}
