package import Workflow

/// The specialist: writes Terraform, networks, storage, controls and scaling, and plans what is
/// delegated to it.
package actor ManagementSubagent: Agent {
    package static let name: AgentID = "infrastructure-management-subagent"

    package static let delegation = MessageSchema(
        type: "task-delegated",
        summary:
            "A task with its requirements; answered with plan, resources, risks and artifacts.",
        fields: [
            MessageSchema.Field("task", .string, required: true, "The task."),
            MessageSchema.Field("requirements", .object, required: true, "The request."),
            MessageSchema.Field(
                "requiredOutputs",
                .array,
                required: true,
                "Ids of the deliverables that are owed."
            ),
            MessageSchema.Field("inputs", .array, "Ids of the deliverables it builds on."),
            MessageSchema.Field(
                "constraints",
                .object,
                "spot, multiZone, crossRegionBackup, budgetMonthly; what production forbids is "
                    + "adjusted, and said."
            ),
            MessageSchema.Field("timeoutS", .number, "Seconds for writing the files; 60 at least."),
        ]
    )

    package nonisolated let id = ManagementSubagent.name
    package nonisolated let summary =
        "Writes and plans delegated infrastructure: code, network, storage, controls, scaling."
    package nonisolated let grants: Set<Tool> = [.read, .write, .grep, .glob]
    package nonisolated let accepts = TaskWriter.schemas(tasks) + [delegation]

    private static let tasks = InfrastructureTask.all.filter(\.isSpecialist)
    private let writer: TaskWriter

    package init(resources: any ResourceLibrary, prices: PriceTable) {
        writer = TaskWriter(resources: resources, prices: prices)
    }

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        let request = try writer.request(in: envelope.payload)
        if envelope.type == Self.delegation.type {
            let delegated = try DelegatedTask(envelope.payload, request)
            return Reply(
                outputs: delegated.report(try writer.plan(for: request, asOf: context.asOf))
            )
        }
        let plan = try writer.plan(for: request, asOf: context.asOf)
        guard let task = Self.tasks.first(where: { $0.type == envelope.type }) else {
            throw AgentError("no task '\(envelope.type)'")
        }
        return try await writer.write(task, plan, for: envelope, context)
    }
}
