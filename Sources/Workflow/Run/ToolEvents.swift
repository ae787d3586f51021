/// How much harm a use of a tool could do.
package enum ToolRisk: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Looks only, or changes what can be made again: done, and noted.
    case low
    /// Done, and looked at afterwards.
    case medium
    /// Changes something that others depend on: a person decides first.
    case high
    /// Cannot be taken back: a person decides first, with a reason, or nobody may.
    case critical

    package static func < (left: ToolRisk, right: ToolRisk) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        case .critical: 3
        }
    }
}

/// A use of a tool, or uses of one kind that are counted together.
package struct ToolUse: Sendable, Hashable {
    package let agent: AgentID
    package let tool: String
    package let message: MessageID
    /// How often; uses of one tool for one message may be counted together.
    package let count: Int
    /// What it was used on, without secrets and cut; nil for uses that are counted together.
    package let arguments: Value?
    package let risk: ToolRisk?
    /// What came of it, in a few words.
    package let outcome: String?
    package let durationMilliseconds: Int64?

    package init(
        agent: AgentID,
        tool: String,
        message: MessageID,
        count: Int,
        arguments: Value? = nil,
        risk: ToolRisk? = nil,
        outcome: String? = nil,
        durationMilliseconds: Int64? = nil
    ) {
        self.agent = agent
        self.tool = tool
        self.message = message
        self.count = count
        self.arguments = arguments
        self.risk = risk
        self.outcome = outcome
        self.durationMilliseconds = durationMilliseconds
    }
}

/// An elevated use of a tool for which a person has to answer first.
package struct ToolRequest: Sendable, Hashable {
    /// The gate that it opens: `tool-STEP-N`.
    package let gate: GateID
    package let agent: AgentID
    package let message: MessageID
    /// The step for which the agent works.
    package let step: StepID
    /// Under which name the handler's effects stand in the ledger.
    package let owner: String
    package let tool: String
    /// The exact words of the command.
    package let argv: [String]
    package let risk: ToolRisk
    package let reason: String
    /// Which use of these very words it is in one handling, from 1.
    package let occurrence: Int

    package init(
        gate: GateID,
        agent: AgentID,
        message: MessageID,
        step: StepID,
        owner: String,
        tool: String,
        argv: [String],
        risk: ToolRisk,
        reason: String,
        occurrence: Int
    ) {
        self.gate = gate
        self.agent = agent
        self.message = message
        self.step = step
        self.owner = owner
        self.tool = tool
        self.argv = argv
        self.risk = risk
        self.reason = reason
        self.occurrence = occurrence
    }

    /// SHA-256 over all that a person decides about, a line each.
    package var digest: Digest {
        Digest(
            ofLines: [
                "gate \(gate)", "agent \(agent)", "tool \(tool)", "risk \(risk.rawValue)",
                "occurrence \(occurrence)",
            ] + argv.map { "argument \(JSONWriter.compact(.string($0)))" }
        )
    }
}

/// An attempt of an agent that is a command has begun.
package struct AgentStarted: Sendable, Hashable {
    package let agent: AgentID
    package let message: MessageID
    /// The program's absolute path.
    package let program: String
    /// SHA-256 of the program's file.
    package let digest: Digest
    /// The same for all attempts of the message's step.
    package let idempotencyKey: Digest
    /// The grants, as they are written.
    package let tools: [String]
    /// What confines it: `bubblewrap`, `landlock` or `none`.
    package let sandbox: String
    package let mayUseNetwork: Bool

    package init(
        agent: AgentID,
        message: MessageID,
        program: String,
        digest: Digest,
        idempotencyKey: Digest,
        tools: [String],
        sandbox: String,
        mayUseNetwork: Bool
    ) {
        self.agent = agent
        self.message = message
        self.program = program
        self.digest = digest
        self.idempotencyKey = idempotencyKey
        self.tools = tools
        self.sandbox = sandbox
        self.mayUseNetwork = mayUseNetwork
    }
}
