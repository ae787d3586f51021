package import Workflow

/// Takes requirements through the infrastructure lifecycle: design, provisioning, observability,
/// optimisation.
package actor InfrastructureOrchestrator: Agent {
    package nonisolated let id: AgentID = "infrastructure-orchestrator"
    package nonisolated let summary =
        "Designs, prices, renders and improves infrastructure from a page of requirements."
    package nonisolated let grants: Set<Tool> = [.read, .write, .task, .grep, .glob, .todoWrite]
    package nonisolated let accepts =
        TaskWriter.schemas(tasks) + [CostAnalysis.schema, PromotionMessages.wanted]
        + RequirementsIntake.schemas + PartnerReports.schemas

    private static let tasks = InfrastructureTask.all.filter { !$0.isSpecialist }
    private let writer: TaskWriter
    private let analysis: CostAnalysis

    package init(resources: any ResourceLibrary, prices: PriceTable) {
        analysis = CostAnalysis(prices: prices)
        writer = TaskWriter(resources: resources, prices: prices)
    }

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        if envelope.type == CostAnalysis.schema.type {
            return try await analysis.perform(envelope, context)
        }
        if let reply = try RequirementsIntake(writer: writer).answer(envelope) { return reply }
        if let reply = try await PartnerReports.answer(envelope, context) { return reply }
        if envelope.type == PromotionMessages.wanted.type {
            return try await PromotionChain.ask(envelope, context)
        }
        guard let task = Self.tasks.first(where: { $0.type == envelope.type }) else {
            throw AgentError("no task '\(envelope.type)'")
        }
        let request = try writer.request(in: envelope.payload)
        if task.asksForPlan { try await ask(task, request, context) }
        let plan = try writer.plan(for: request, asOf: context.asOf)
        return try await writer.write(task, plan, for: envelope, context)
    }

    /// Asks the subagent for its plan, which must cover every environment.
    private func ask(
        _ task: InfrastructureTask,
        _ request: InfrastructureRequest,
        _ context: AgentContext
    ) async throws {
        let answer = try await context.ask(
            ManagementSubagent.name,
            ManagementSubagent.delegation.type,
            [
                "task": .string(task.type),
                "requirements": request.normalized,
                "requiredOutputs": .strings(task.renderers.map(\.deliverable.text)),
                "inputs": .strings(context.deliverables.map(\.id.text)),
                "constraints": ["budgetMonthly": .string(request.budget.monthly.text)],
            ]
        )
        let planned =
            answer["resources"]?.arrayValue?
            .compactMap { $0["environment"]?.stringValue } ?? []
        let forgotten = request.environments.order.map(\.rawValue)
            .filter { !planned.contains($0) }
        guard forgotten.isEmpty else {
            throw AgentError(
                "the subagent planned nothing for \(forgotten.joined(separator: ", "))"
            )
        }
    }
}
