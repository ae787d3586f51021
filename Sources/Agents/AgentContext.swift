package import Workflow

/// What an agent works with while it handles one message.
///
/// - `deliver` puts a file into the workspace when the message has been answered (Write)
/// - `read`, `paths`: files that were captured from deliverables so far (Read, Glob)
/// - `ask` puts a question to a partner and goes on when the answer is there (Task)
/// - `once` does something to the outside world at most once for its key (Bash)
///
/// A tool that was not granted throws `ToolRefused`, and the refusal becomes an event.
package struct AgentContext: Sendable {
    /// The run's inputs.
    package let inputs: Value
    /// The day on which the run began, or its `asOf` input: what ages are measured against.
    package let asOf: CivilDate
    /// What was captured so far, in the order of capture.
    package let deliverables: [CapturedDeliverable]
    /// The key that all attempts of this message's step share.
    package let idempotencyKey: String

    /// The verdicts that stand over what was captured, in the same order.
    package let verdicts: [RecordedVerdict]
    /// How long the answer may take; nil when nobody set a limit.
    package let timeLimitMilliseconds: Int64?
    /// How long the answer has taken so far.
    package let elapsedMilliseconds: @Sendable () -> Int64

    let desk: any Desk

    package init(
        inputs: Value,
        asOf: CivilDate,
        deliverables: [CapturedDeliverable],
        idempotencyKey: String,
        verdicts: [RecordedVerdict] = [],
        timeLimitMilliseconds: Int64? = nil,
        elapsedMilliseconds: @escaping @Sendable () -> Int64 = { 0 },
        desk: any Desk
    ) {
        self.inputs = inputs
        self.asOf = asOf
        self.deliverables = deliverables
        self.idempotencyKey = idempotencyKey
        self.verdicts = verdicts
        self.timeLimitMilliseconds = timeLimitMilliseconds
        self.elapsedMilliseconds = elapsedMilliseconds
        self.desk = desk
    }

    /// Stages `text` as the file `path` of the workspace; it is written when the message has been
    /// answered.
    ///
    /// - Throws: `ToolRefused` without the grant, `UnsafePath` when the path leaves the workspace.
    package func deliver(_ path: String, _ text: String) async throws {
        try await desk.deliver(path: path, bytes: Array(text.utf8))
    }

    /// The bytes of a captured file, or nil when no deliverable holds it.
    package func read(_ path: String) async throws -> [UInt8]? {
        try await desk.read(path: path)
    }

    /// The text of a captured file, or nil when there is none or it is not UTF-8.
    package func text(_ path: String) async throws -> String? {
        try await read(path).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The paths of all captured files, sorted.
    package var paths: [String] { deliverables.flatMap { $0.files.map(\.path) }.sorted() }

    /// Asks a partner and returns the answer's outputs.
    ///
    /// While there is no answer the message is set aside and this call does not return; the
    /// handling begins anew when the answer is there. Ask in the same order each time.
    package func ask(_ agent: AgentID, _ type: String, _ payload: Value) async throws -> Value {
        try await desk.ask(Post(to: agent, type: type, payload: payload))
    }

    /// Does `body` at most once for `key` in the life of this message, and remembers its result.
    ///
    /// When a crash swallowed the outcome of an earlier try, `onUnknown` says what holds. Whatever
    /// `body` throws is thrown on, and is not remembered.
    package func once(
        _ key: String,
        onUnknown: Step.OnUnknown = .ask,
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await desk.once(key: key, onUnknown: onUnknown, body: body)
    }
}

/// One captured deliverable, as an agent sees it.
package struct CapturedDeliverable: Sendable, Hashable {
    package let id: DeliverableID
    package let files: [DeliverableFile]
    package let producer: AgentID?

    package init(id: DeliverableID, files: [DeliverableFile], producer: AgentID?) {
        self.id = id
        self.files = files
        self.producer = producer
    }
}

/// What a check said of a captured deliverable.
package struct RecordedVerdict: Sendable, Hashable {
    package let deliverable: DeliverableID
    package let check: CheckID
    package let verdict: Verdict

    package init(deliverable: DeliverableID, check: CheckID, verdict: Verdict) {
        self.deliverable = deliverable
        self.check = check
        self.verdict = verdict
    }
}

/// What stands behind an agent's context: the ledger of one message and the store.
package protocol Desk: Sendable {
    func deliver(path: String, bytes: [UInt8]) async throws
    func read(path: String) async throws -> [UInt8]?
    func ask(_ post: Post) async throws -> Value
    func once(
        key: String,
        onUnknown: Step.OnUnknown,
        body: @Sendable () async throws -> Value
    ) async throws -> Value
}

/// A tool that an agent wanted to use without the grant.
package struct ToolRefused: Error, Sendable, CustomStringConvertible {
    package let agent: AgentID
    package let tool: Tool
    /// What it was to be used on, in words.
    package let subject: String?
    package let reason: String

    package init(
        agent: AgentID,
        tool: Tool,
        subject: String? = nil,
        reason: String = "its definition does not grant it"
    ) {
        self.agent = agent
        self.tool = tool
        self.subject = subject
        self.reason = reason
    }

    package var description: String {
        "agent '\(agent)' may not use \(tool.rawValue): \(reason)"
    }
}
