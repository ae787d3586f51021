package import Workflow

/// Plans delegated infrastructure work: what is needed for each environment, and what is risky.
package actor ManagementSubagent: Agent {
    package nonisolated let id: AgentID = "infrastructure-management-subagent"
    package nonisolated let summary =
        "Takes delegated infrastructure tasks: resources, order of work, risks."
    package nonisolated let accepts = [
        MessageSchema(
            type: "task-delegated",
            summary: "A task with its requirements; answered with plan, resources and risks.",
            fields: [
                MessageSchema.Field("task", .string, required: true, "The task."),
                MessageSchema.Field("requirements", .object, required: true, "The request."),
                MessageSchema.Field(
                    "requiredOutputs",
                    .array,
                    required: true,
                    "Ids of the deliverables that are owed."
                ),
            ]
        )
    ]

    private let prices: PriceTable

    package init(prices: PriceTable) { self.prices = prices }

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        let requirements = envelope.payload["requirements"] ?? .null
        guard let request = InfrastructureRequest.read(requirements, prices: prices).request else {
            throw AgentError("the delegated requirements are incomplete or impossible")
        }
        let plan: InfrastructurePlan
        do {
            plan = try InfrastructurePlan(request: request, asOf: context.asOf, prices: prices)
        } catch {
            throw AgentError(error.reason)
        }
        let environments = request.environments.order
        return Reply(outputs: [
            "plan": .strings(environments.map { "render, review, then provision \($0.rawValue)" }),
            "resources": .array(
                environments.map { environment in
                    [
                        "environment": .string(environment.rawValue),
                        "components": .int(plan.architecture.components.count),
                    ]
                }
            ),
            "risks": .strings(plan.conflicts.map(\.message)),
        ])
    }
}
