package import Workflow

/// Hands in what the application needs, and says whether the design that came of it supports it.
package actor TechLeadOrchestrator: Agent {
    package nonisolated let id: AgentID = "tech-lead-orchestrator"
    package nonisolated let summary =
        "Hands technical requirements in, and compares the design with them."
    package nonisolated let grants: Set<Tool> = [.read, .task, .grep, .glob, .todoWrite]
    package nonisolated let accepts = [
        MessageSchema(
            type: "provide-technical-requirements",
            summary: "Services, topology, performance, data and integrations, for infrastructure.",
            fields: [requirements]
        ),
        MessageSchema(
            type: "confirm-design",
            summary: "Reads architecture/architecture.json; fails on what it does not support.",
            fields: [requirements]
        ),
    ]

    private static let requirements = MessageSchema.Field(
        "requirements",
        .object,
        required: true,
        "The infrastructure request."
    )

    private let reader: TaskWriter

    package init(resources: any ResourceLibrary, prices: PriceTable) {
        reader = TaskWriter(resources: resources, prices: prices)
    }

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        let needs = TechnicalRequirements(request: try reader.request(in: envelope.payload)).payload
        if envelope.type == "confirm-design" { return try await confirm(needs, context) }
        let answer = try await context.ask(
            "infrastructure-orchestrator",
            IntakeMessages.technicalRequirements.type,
            needs
        )
        guard answer["digest"] == needs["digest"] else {
            throw AgentError(
                "the infrastructure orchestrator took other requirements than were sent"
            )
        }
        return Reply(outputs: [
            "digest": needs["digest"] ?? .null,
            "services": .int(needs.list("services").count),
            "environments": answer["environments"] ?? .null,
        ])
    }

    private func confirm(_ needs: Value, _ context: AgentContext) async throws -> Reply {
        guard let text = try await context.text(DesignSupport.path) else {
            throw AgentError(
                "there is no captured \(DesignSupport.path) to compare; name D1.1 in 'produces' of "
                    + "the step that designs"
            )
        }
        let architecture: Value
        do {
            architecture = try JSONReader.value(of: text)
        } catch {
            throw AgentError("\(DesignSupport.path) is \(error)")
        }
        let gaps = DesignSupport.gaps(in: architecture, for: needs)
        guard gaps.isEmpty else {
            throw AgentError("the design does not support the application", findings: gaps)
        }
        return Reply(outputs: [
            "supported": true,
            "services": .int(needs.list("services").count),
            "p95Ms": architecture.at("latency")?["p95Ms"]?["value"] ?? .null,
        ])
    }
}
