import Foundation
import Workflow

/// The tools of one attempt of an agent that is a command: each use is looked at, done and noted.
///
/// A use that changes something or leaves the machine is noted before it is answered; uses that only
/// look are counted together.
actor ToolBench {
    struct Ground: Sendable {
        let workshop: Workshop
        let order: WorkOrder
        let message: MessageOrder
        let grants: GrantSet
        let risks: RiskTable
        let desk: MessageDesk
        let ledger: any Ledger
        let staging: StagingFolder
        let confinement: Confinement
        let secrets: Secrets
        let variables: [String: String]
    }

    let ground: Ground
    let workspace: BeneathFolder
    private var counted: [CountedUse] = []
    /// Files of the own phase's deliverables that were edited: whoever made them, they may be replaced.
    private(set) var edited: Set<String> = []
    private var refusals = 0
    private var uses = 0
    /// How often each command that a person decides about was wanted, by its words.
    var occurrences: [[String]: Int] = [:]

    static let mostUses = 10_000
    static let mostRefusals = 100
    static let mostArgumentBytes = 4096

    init(_ ground: Ground) {
        self.ground = ground
        workspace = BeneathFolder(root: ground.order.workspace)
    }

    var agent: AgentID { ground.message.envelope.to }

    /// Uses that were counted together, for the end of the attempt.
    var countedEvents: [Event] {
        counted.map { counted in
            .toolUsed(
                counted.use(
                    by: agent,
                    in: ground.message.envelope.id,
                    risk: ground.risks.risk(of: counted.tool)
                )
            )
        }
    }

    /// Does what an agent asks for.
    ///
    /// - Throws: `ToolDenial` and `ToolFailure`, with which it is answered; `TooManyUses`,
    ///   `Suspension`, `ApprovalNeeded` and errors of the machine, which end the attempt.
    func use(_ name: String, _ arguments: Value) async throws -> Value {
        uses += 1
        guard uses <= Self.mostUses else { throw TooManyUses(limit: Self.mostUses) }
        guard let tool = Tool(rawValue: name) else {
            let refusal = ToolDenial("there is no such tool")
            try await note(refusal, Words.printable(name, limit: 40), arguments)
            throw refusal
        }
        let began = ground.workshop.surroundings.now()
        do {
            let done = try await perform(tool, arguments)
            try await note(tool, arguments, done, since: began)
            return done.answer
        } catch let refusal as ToolDenial {
            try await note(refusal, tool.rawValue, arguments)
            throw refusal
        } catch let failure as ToolFailure {
            try await note(tool, arguments, Done(.null, outcome: failure.reason), since: began)
            throw failure
        }
    }

    /// What a use came to.
    struct Done: Sendable {
        let answer: Value
        let outcome: String
        let risk: ToolRisk?

        init(_ answer: Value, outcome: String = "done", risk: ToolRisk? = nil) {
            self.answer = answer
            self.outcome = outcome
            self.risk = risk
        }
    }

    private func perform(_ tool: Tool, _ arguments: Value) async throws -> Done {
        guard ground.grants.contains(tool) else {
            throw ToolDenial("the agent's definition does not grant it")
        }
        switch tool {
        case .read: return try await read(arguments)
        case .grep: return try await grep(arguments)
        case .glob: return try await glob(arguments)
        case .write: return try await write(arguments)
        case .edit: return try await edit(arguments)
        case .bash: return try await bash(arguments)
        case .task: return try await task(arguments)
        case .todoWrite: return try todo(arguments)
        case .webFetch: return try await fetch(arguments)
        }
    }

    func noteEdited(_ path: String) { edited.insert(path) }

    /// - Throws: `ToolDenial` when the grant does not cover it.
    func require(_ tool: Tool, on subject: ToolSubject, risk: ToolRisk? = nil) throws {
        if let reason = ground.grants.refusal(of: tool, on: subject) {
            throw ToolDenial(reason, risk: risk)
        }
    }

    /// Notes a refusal that was no answer to a use.
    func refuse(_ tool: Tool, _ arguments: Value, _ reason: String) async throws {
        try await note(ToolDenial(reason), tool.rawValue, arguments)
    }

    // MARK: Notes

    private func note(
        _ tool: Tool,
        _ arguments: Value,
        _ done: Done,
        since began: Timestamp
    ) async throws {
        switch tool {
        case .read, .grep, .glob:
            let subject = (arguments["path"] ?? arguments["pattern"])?.stringValue
                .map(ground.secrets.conceal)
            let now = ground.workshop.surroundings.now()
            if let index = counted.firstIndex(where: { $0.tool == tool }) {
                counted[index].add(subject, at: now)
            } else {
                counted.append(CountedUse(tool, on: subject, at: now))
            }
            return
        case .write, .edit, .bash, .task, .todoWrite, .webFetch: break
        }
        let now = ground.workshop.surroundings.now()
        let use = ToolUse(
            agent: agent,
            tool: tool.rawValue,
            message: ground.message.envelope.id,
            count: 1,
            arguments: shown(arguments),
            risk: done.risk ?? ground.risks.risk(of: tool),
            outcome: Words.printable(ground.secrets.conceal(done.outcome), limit: 300),
            durationMilliseconds: max(0, now.milliseconds - began.milliseconds)
        )
        try await ground.ledger.record([.toolUsed(use)])
    }

    private func note(_ refusal: ToolDenial, _ tool: String, _ arguments: Value) async throws {
        refusals += 1
        let use = ToolUse(
            agent: agent,
            tool: tool,
            message: ground.message.envelope.id,
            count: 1,
            arguments: shown(arguments),
            risk: refusal.risk ?? Tool(rawValue: tool).map(ground.risks.risk),
            outcome: "refused"
        )
        let reason = Words.printable(ground.secrets.conceal(refusal.reason), limit: 500)
        try await ground.ledger.record([.toolRefused(use, reason: reason)])
        guard refusals < Self.mostRefusals else { throw TooManyUses(limit: Self.mostRefusals) }
    }

    /// Arguments as the journal keeps them: without secrets and contents, and cut.
    private func shown(_ arguments: Value) -> Value {
        guard var members = ground.secrets.conceal(arguments).objectValue else { return .null }
        for key in ["text", "base64", "old", "new"] {
            guard let text = members[key]?.stringValue else { continue }
            let bytes = key == "base64" ? text.utf8.count / 4 * 3 : text.utf8.count
            members[key] = .string("\(key == "base64" ? "about " : "")\(bytes) bytes")
        }
        let value = Value.object(members)
        guard JSONWriter.compact(value).utf8.count > Self.mostArgumentBytes else { return value }
        let cut = Words.printable(JSONWriter.compact(value), limit: Self.mostArgumentBytes / 4)
        return .string(cut)
    }
}

/// An agent that uses tools, or is refused them, more often than any work needs.
struct TooManyUses: Error, CustomStringConvertible {
    let limit: Int
    var description: String { "it used tools, or was refused them, more than \(limit) times" }
}

/// A person has to decide over a use first.
struct ApprovalNeeded: Error {
    let request: ToolRequest
}

extension Value {
    /// - Throws: `ToolFailure` when the member is no string.
    func text(_ key: String) throws -> String {
        guard let text = self[key]?.stringValue else {
            throw ToolFailure("the argument '\(key)' is missing, or no string")
        }
        return text
    }
}
