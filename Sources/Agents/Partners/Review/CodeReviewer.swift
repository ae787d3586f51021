package import Workflow

/// Reviews infrastructure code and security; it reads, and never writes.
package actor CodeReviewer: Agent {
    package nonisolated let id: AgentID = "code-reviewer"
    package nonisolated let summary =
        "Reviews what was made: findings with severity, file, line and fix, what is done, a grade."
    package nonisolated let grants: Set<Tool> = [.read, .grep, .glob]
    package nonisolated let accepts = [ReviewRequest.schema]
    /// A reviewer that fails is missed sooner than others.
    package nonisolated let circuit = CircuitRule(failurePercent: 30, holdMinutes: 20)

    /// Checks of infrastructure code that the review carries out itself: no verdict is taken over.
    private let codeChecks: [any Check]

    package init(codeChecks: [any Check]) { self.codeChecks = codeChecks }

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        let request = try ReviewRequest(envelope.payload)
        let named = envelope.payload["deliverables"]?.arrayValue?.compactMap(\.stringValue)
        let ids = named.map { $0.map { DeliverableID($0) } } ?? context.deliverables.map(\.id)
        let missing = ids.filter { id in !context.deliverables.contains { $0.id == id } }
        guard missing.isEmpty, !ids.isEmpty else {
            throw AgentError(
                "nothing to review: \(missing.map(\.text).joined(separator: ", ")) was not captured; "
                    + "name it in 'produces' of the step that makes it"
            )
        }
        let bundle = try await ReceivedBundle.open(ids, of: envelope, in: context)
        var review = Review(request: request, bundle: bundle)
        if request.operation.readsFiles { await review.read(codeChecks, in: context) }
        let done = DefinitionOfDone(
            deliverables: context.deliverables,
            verdicts: context.verdicts,
            findings: review.findings
        )
        if request.operation.demandsDone { review.add(done.findings) }
        try review.refuseWhenUnfinished()
        try review.refuseWhenWanting()
        return Reply(outputs: review.approval(done))
    }
}
