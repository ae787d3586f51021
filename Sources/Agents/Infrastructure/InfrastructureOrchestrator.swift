package import Workflow

/// Takes requirements through the infrastructure lifecycle: design, provisioning, observability,
/// optimisation.
///
/// Each task computes the same plan from the same request and writes its own part of it, so it
/// keeps nothing between two messages.
package actor InfrastructureOrchestrator: Agent {
    package nonisolated let id: AgentID = "infrastructure-orchestrator"
    package nonisolated let summary =
        "Designs, prices, renders and improves infrastructure from a page of requirements."
    package nonisolated let grants: Set<Tool> = [.read, .write, .task, .grep, .glob, .todoWrite]
    package nonisolated let accepts = InfrastructureTask.all.map { task in
        MessageSchema(
            type: task.type,
            summary: task.summary,
            fields: [
                MessageSchema.Field(
                    "requirements",
                    .object,
                    required: true,
                    "The infrastructure request."
                )
            ]
        )
    }

    private let resources: any ResourceLibrary
    private let prices: PriceTable

    package init(resources: any ResourceLibrary, prices: PriceTable) {
        self.resources = resources
        self.prices = prices
    }

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        guard let task = InfrastructureTask.all.first(where: { $0.type == envelope.type }) else {
            throw AgentError("no task '\(envelope.type)'")
        }
        let request = try request(in: envelope.payload)
        if task.isDelegated { try await delegate(task, request, context) }
        let plan = try plan(for: request, asOf: context.asOf)
        var written = 0
        for renderer in task.renderers {
            for file in try renderer.files(for: plan, resources: resources) {
                try await context.deliver(file.path, file.text)
                written += 1
            }
        }
        return Reply(outputs: [
            "files": .int(written),
            "conflicts": .int(plan.conflicts.count),
        ])
    }

    private func request(in payload: Value) throws -> InfrastructureRequest {
        let reading = InfrastructureRequest.read(payload["requirements"] ?? .null, prices: prices)
        guard let request = reading.request else {
            let errors = reading.mistakes.filter { $0.severity == .error }
            throw AgentError(
                "the requirements cannot be used",
                findings: errors.map { mistake in
                    Finding(
                        .high,
                        code: "request." + mistake.path.joined(separator: "."),
                        mistake.message,
                        fix: mistake.hint
                    )
                }
            )
        }
        return request
    }

    private func plan(
        for request: InfrastructureRequest,
        asOf: CivilDate
    ) throws -> InfrastructurePlan {
        do {
            return try InfrastructurePlan(request: request, asOf: asOf, prices: prices)
        } catch {
            throw AgentError(error.reason)
        }
    }

    /// Hands the specialist work to the subagent, whose plan must cover every environment.
    private func delegate(
        _ task: InfrastructureTask,
        _ request: InfrastructureRequest,
        _ context: AgentContext
    ) async throws {
        let answer = try await context.ask(
            "infrastructure-management-subagent",
            "task-delegated",
            [
                "task": .string(task.type),
                "requirements": request.normalized,
                "requiredOutputs": .strings(task.renderers.map(\.deliverable.text)),
            ]
        )
        let environments = request.environments.order.count
        let planned = answer["resources"]?.arrayValue?.count ?? 0
        guard planned >= environments else {
            throw AgentError(
                "the subagent planned \(planned) of \(environments) environments"
            )
        }
    }
}
