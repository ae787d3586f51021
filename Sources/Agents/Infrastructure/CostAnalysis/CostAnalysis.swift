import Workflow

/// The task that ranks the savings of an existing spend.
struct CostAnalysis: Sendable {
    static let schema = MessageSchema(
        type: "analyse-cost",
        summary: "Ranks the savings of the captured cost/usage.csv against an aim.",
        fields: [
            MessageSchema.Field(
                "targetPercent",
                .number,
                required: false,
                "The reduction to aim at, 20 when left out."
            )
        ]
    )

    let prices: PriceTable

    /// - Throws: `AgentError` with the line of the report that cannot be understood.
    func perform(_ envelope: Envelope, _ context: AgentContext) async throws -> Reply {
        guard let text = try await context.text("cost/usage.csv") else {
            throw AgentError("no captured cost/usage.csv, or it is not UTF-8")
        }
        let percent = envelope.payload["targetPercent"]?.numberValue ?? 20
        guard (0.1...90).contains(percent) else {
            throw AgentError("targetPercent is \(NumberText.plain(percent)), allowed: 0.1 to 90")
        }
        let usage: CostAndUsage
        do {
            usage = try CostAndUsage(text)
        } catch {
            throw AgentError(
                "the report cannot be used: \(error)",
                findings: [
                    Finding(
                        .high,
                        code: "usage.report",
                        error.reason,
                        file: "cost/usage.csv",
                        line: error.line
                    )
                ]
            )
        }
        let model = SavingsModel(
            usage: usage,
            targetPercent: percent,
            discounts: prices.discounts.reduce(into: [:]) { $0[$1.id] = $1.perMille }
        )
        let files = CostAnalysisFiles.files(model, targetPercent: percent, prices: prices)
        for file in files { try await context.deliver(file.path, file.text) }
        return Reply(outputs: [
            "files": .int(files.count), "monthlyUsd": .string(model.monthly.text),
            "savingUsd": .string(model.saving.text), "targetUsd": .string(model.target.text),
            "isReached": .bool(model.isReached),
        ])
    }
}
