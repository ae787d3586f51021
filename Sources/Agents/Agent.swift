package import Workflow

/// Who does work: an actor that answers typed messages.
///
/// An agent keeps no truth. What it must know again is in the message or in the history, and the
/// actor may be made anew at any time; the same message may be given to it twice, with the same
/// idempotency key, when a crash swallowed the first answer.
package protocol Agent: Actor {
    /// Kebab case, unique in the catalog.
    nonisolated var id: AgentID { get }
    /// One sentence: what it is responsible for.
    nonisolated var summary: String { get }
    /// The messages that it understands.
    nonisolated var accepts: [MessageSchema] { get }
    /// Ids of the acceptance criteria that it executes as the receiver of a handoff.
    nonisolated var criteria: [String] { get }
    /// The tools that it may use.
    nonisolated var grants: Set<Tool> { get }
    /// How many messages it handles at the same time.
    nonisolated var atOnce: Int { get }
    /// How often it may fail before messages to it are held for a while.
    nonisolated var circuit: CircuitRule { get }

    /// Handles one message.
    ///
    /// Returning answers it: the answer, the files that were delivered and the messages that are
    /// to be sent become facts together. Throwing is a failed attempt; `AgentError` says whether
    /// another attempt may help.
    func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply
}

extension Agent {
    package nonisolated var criteria: [String] { [] }
    package nonisolated var grants: Set<Tool> { [] }
    package nonisolated var atOnce: Int { 1 }
    package nonisolated var circuit: CircuitRule { .standard }
}

/// What an agent answers.
package struct Reply: Sendable {
    /// The outputs of the step, or the answer to who asked.
    package var outputs: Value
    /// Messages to other agents, sent in the same transaction.
    package var posts: [Post]
    /// The answer to an offered handoff; nil for every other message.
    package var receipt: Receipt?

    package init(outputs: Value = .object([:]), posts: [Post] = [], receipt: Receipt? = nil) {
        self.outputs = outputs
        self.posts = posts
        self.receipt = receipt
    }
}

/// Why an agent could not do what a message asks.
package struct AgentError: Error, Sendable, CustomStringConvertible {
    package let reason: String
    package let findings: [Finding]
    /// Whether the same message may succeed later without anything being changed.
    package let isTransient: Bool

    package init(_ reason: String, findings: [Finding] = [], isTransient: Bool = false) {
        self.reason = reason
        self.findings = findings
        self.isTransient = isTransient
    }

    package var description: String { reason }
}

/// What an agent may be allowed to do, by the names that agent definitions use.
package enum Tool: String, Sendable, Hashable, CaseIterable {
    case read = "Read"
    case write = "Write"
    case edit = "Edit"
    case bash = "Bash"
    case task = "Task"
    case grep = "Grep"
    case glob = "Glob"
    case todoWrite = "TodoWrite"
    case webFetch = "WebFetch"
}
