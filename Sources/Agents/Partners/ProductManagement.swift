package import Workflow

/// Decides whether an estimate stays within the budget, from the estimate's own bytes.
package actor ProductManagement: Agent {
    package nonisolated let id: AgentID = "product-management-orchestrator"
    package nonisolated let summary =
        "Decides the budget from the captured estimate: limit, drivers, reductions, conditions."
    package nonisolated let grants: Set<Tool> = [.read]
    package nonisolated let accepts = [
        MessageSchema(
            type: "decide-budget",
            summary: "Reads cost/estimate.json and compares its total with the budget.",
            fields: [
                MessageSchema.Field("requirements", .object, required: true, "The request."),
                MessageSchema.Field(
                    "estimateDigest",
                    .string,
                    "SHA-256 of the estimate that is meant; refused when another was captured."
                ),
                MessageSchema.Field("totalUsd", .number, "The total that is claimed."),
                MessageSchema.Field("budgetUsd", .number, "The budget that is claimed."),
                MessageSchema.Field("drivers", .array, "The drivers that are claimed."),
                MessageSchema.Field("reductions", .array, "The reductions that are claimed."),
            ]
        )
    ]

    static let path = "cost/estimate.json"

    package init() {}

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        guard let bytes = try await context.read(Self.path),
            let text = String(validating: bytes, as: UTF8.self)
        else {
            throw AgentError(
                "there is no captured \(Self.path) to decide on; name D1.4 in 'produces' of the "
                    + "step that estimates"
            )
        }
        let digest = Digest(of: bytes).hex
        if let wanted = envelope.payload.string("estimateDigest"), wanted != digest {
            throw AgentError(
                "the captured \(Self.path) is \(digest), not the one that is to be decided on"
            )
        }
        let estimate: Value
        do {
            estimate = try JSONReader.value(of: text)
        } catch {
            throw AgentError("\(Self.path) is \(error)")
        }
        let decision = try BudgetDecision(
            estimate: estimate,
            budget: envelope.payload["requirements"]?["budget"]
        )
        try decision.compare(with: envelope.payload)
        guard !decision.isRefused else { throw decision.refusal }
        return Reply(outputs: decision.form(digest: digest))
    }
}
