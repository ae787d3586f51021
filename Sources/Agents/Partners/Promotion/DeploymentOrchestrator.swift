package import Workflow

/// Takes environments over (C1 to C7), and decides each promotion from one to the next.
package actor DeploymentOrchestrator: Agent {
    static let name: AgentID = "deployment-orchestrator"

    package nonisolated let id = DeploymentOrchestrator.name
    package nonisolated let summary =
        "Receives environments to deploy into (C1 to C7), and decides promotions between them."
    package nonisolated let accepts = [PromotionMessages.requested]
    package nonisolated let criteria: [String]
    package nonisolated let grants: Set<Tool> = [.read, .grep, .glob]

    private let reception: Reception

    package init(criteria: [any Criterion]) {
        self.criteria = criteria.map(\.id)
        reception = Reception(criteria: criteria)
    }

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        guard envelope.type == PromotionMessages.requested.type else {
            return try await reception.judge(envelope, context)
        }
        let from = envelope.payload.string("fromEnv") ?? ""
        let to = envelope.payload.string("toEnv") ?? ""
        let judge = PromotionJudge(
            from: from,
            to: to,
            asked: envelope.payload.strings("preconditions"),
            verdicts: context.verdicts,
            record: try await record(of: from, context),
            targetRecord: try await record(of: to, context)
        )
        return Reply(outputs: judge.decision)
    }

    private func record(of environment: String, _ context: AgentContext) async throws -> Value? {
        guard let text = try await context.text(PromotionJudge.recordPath(environment)) else {
            return nil
        }
        return try? JSONReader.value(of: text)
    }
}
