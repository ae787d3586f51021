package import Workflow

/// Answers with what it was given: for tutorials, tests and benchmarks.
package actor EchoAgent: Agent {
    package nonisolated let id: AgentID = "echo"
    package nonisolated let summary = "Answers with what it was given."
    package nonisolated let accepts = [
        MessageSchema(
            type: "echo",
            summary: "Anything; it comes back as the step's outputs.",
            isOpen: true
        )
    ]
    /// It keeps nothing, so it need not handle one message after the other.
    package nonisolated let atOnce = 64

    package init() {}

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        Reply(outputs: envelope.payload)
    }
}
