package import Workflow

/// Decides whether an estimate stays within the budget, from the estimate's own bytes.
package actor ProductManagement: Agent {
    package nonisolated let id: AgentID = "product-management-orchestrator"
    package nonisolated let summary =
        "Compares the captured estimate with the budget and decides, with the main drivers."
    package nonisolated let grants: Set<Tool> = [.read]
    package nonisolated let accepts = [
        MessageSchema(
            type: "decide-budget",
            summary: "Reads cost/estimate.json and compares its total with the budget.",
            fields: [
                MessageSchema.Field("requirements", .object, required: true, "The request.")
            ]
        )
    ]

    package init() {}

    package func receive(_ envelope: Envelope, in context: AgentContext) async throws -> Reply {
        let path = "cost/estimate.json"
        guard let text = try await context.text(path) else {
            throw AgentError(
                "there is no captured \(path) to decide on; name D1.4 in 'produces' of the step "
                    + "that estimates"
            )
        }
        let estimate: Value
        do {
            estimate = try JSONReader.value(of: text)
        } catch {
            throw AgentError("\(path) is \(error)")
        }
        let budget = envelope.payload["requirements"]?["budget"]
        guard let limitCents = Self.cents(budget?["monthlyUsd"]),
            let totalCents = Self.cents(estimate["monthlyTotal"])
        else {
            throw AgentError("\(path) or the budget has no monthly amount")
        }
        let isWithin = totalCents <= limitCents
        let isHard = budget?["hard"]?.boolValue ?? true
        guard isWithin || !isHard else {
            throw AgentError(
                "over budget: \(Self.dollars(totalCents)) a month against "
                    + Self.dollars(limitCents)
            )
        }
        return Reply(outputs: [
            "decision": .string(isWithin ? "approved" : "approved-over-soft-budget"),
            "monthlyUsd": .string(Self.dollars(totalCents)),
            "limitUsd": .string(Self.dollars(limitCents)),
            "headroomUsd": .string(Self.dollars(limitCents - totalCents)),
        ])
    }

    /// Cents of a number or a decimal text; nil for anything else.
    static func cents(_ value: Value?) -> Int? {
        if let number = value?.numberValue { return Int((number * 100).rounded()) }
        guard let text = value?.stringValue else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int(parts[0]) else { return nil }
        let fraction = parts.count == 2 ? String((parts[1] + "00").prefix(2)) : "00"
        return Int(fraction).map { whole * 100 + $0 }
    }

    private static func dollars(_ cents: Int) -> String {
        let sign = cents < 0 ? "-" : ""
        let rest = String(abs(cents) % 100)
        return "\(sign)\(abs(cents) / 100).\(rest.count == 1 ? "0" + rest : rest)"
    }
}
