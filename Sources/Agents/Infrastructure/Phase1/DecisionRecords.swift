import Workflow

/// `architecture/adr/`: one record for each technology decision.
enum DecisionRecords {
    static func files(_ plan: InfrastructurePlan) -> [RenderedFile] {
        plan.technology.decisions.enumerated().map { index, decision in
            RenderedFile(
                path: path(number: index + 1, category: decision.category),
                text: page(number: index + 1, decision, plan)
            )
        }
    }

    static func path(number: Int, category: String) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return "architecture/adr/\(padded)-\(Words.slug(category)).md"
    }

    private static func page(
        number: Int,
        _ decision: TechnologyModel.Decision,
        _ plan: InfrastructurePlan
    ) -> String {
        let headers =
            ["option"] + decision.criteria.map { "\($0.name) (\($0.weight) %)" } + ["total"]
        let rows = decision.options.map { option in
            [option.name] + option.scores.map(String.init)
                + [NumberText.plain(decision.total(option))]
        }
        let winner = TechnologyModel.winner(
            decision.options,
            decision.criteria.map { Double($0.weight) }
        )
        return Page.page([
            "# \(number). \(decision.category): \(decision.selected)",
            "Status: accepted at the gate `architecture-and-cost`, or not at all. "
                + "As of \(plan.asOf).",
            "## Context",
            context(decision, plan),
            "## Options",
            "Scores run from 1 (poor) to 5 (good); a total is the sum of score × weight.",
            Page.table(headers, rows),
            "## Decision",
            decision.selected == winner
                ? "**\(decision.selected)**: the highest total."
                : "**\(decision.selected)**, although \(winner) has the highest total: "
                    + "\(decision.overrideReason ?? "no reason is given").",
            "## Sensitivity",
            "Which option has the highest total when one weight is a fifth smaller or larger:",
            Page.table(["criterion", "−20 %", "+20 %"], sensitivity(decision)),
            decision.isSensitive
                ? "**Sensitive**: the winner changes. Settle the weights before you rely on it."
                : "The winner stays the same.",
            "## Consequences",
            Page.list([decision.consequence] + versions(decision, plan)),
        ])
    }

    private static func context(
        _ decision: TechnologyModel.Decision,
        _ plan: InfrastructurePlan
    ) -> String {
        let traffic = plan.sizing.traffic
        return "\(plan.request.metadata.name) serves \(traffic.users.text) "
            + "(\(traffic.peakRps.text), \(traffic.spikeRps.text) in a spike) from "
            + "\(plan.request.cloud.region), at \(NumberText.plain(plan.availability.targetPercent)) % "
            + "availability and within \(plan.cost.budget.display) a month. It needs "
            + "\(decision.category); \(decision.options.count) options were weighed."
    }

    static func sensitivity(_ decision: TechnologyModel.Decision) -> [[String]] {
        let weights = decision.criteria.map { Double($0.weight) }
        return decision.criteria.enumerated().map { index, criterion in
            [criterion.name]
                + [0.8, 1.2].map { factor in
                    var changed = weights
                    changed[index] *= factor
                    return TechnologyModel.winner(decision.options, changed)
                }
        }
    }

    private static func versions(
        _ decision: TechnologyModel.Decision,
        _ plan: InfrastructurePlan
    ) -> [String] {
        let products = ["eks": "eks", "elk": "elasticsearch"]
        guard let product = products[decision.selected],
            let version = plan.technology.versions.first(where: { $0.product == product })
        else { return [] }
        let end = version.endOfStandardSupport?.description ?? "a day that is not announced"
        return ["\(version.product) \(version.version): standard support until \(end)"]
    }
}
