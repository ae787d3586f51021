import Workflow

/// `run/summary.md`: what, why, cost, risks, and what was not checked, on one page.
enum SummaryPage {
    /// The page; `unanswered` are ids of requirements that no deliverable answers.
    static func text(_ plan: InfrastructurePlan, unanswered: [String]) -> String {
        Page.page([
            "# \(plan.request.metadata.name): the run on one page",
            "## What",
            what(plan),
            "## Why this",
            Page.list(
                plan.technology.decisions.map {
                    "\($0.category): \($0.selected)" + ($0.isSensitive ? " (sensitive)" : "")
                }
            ),
            "## Cost",
            cost(plan),
            "## Recovery and availability",
            recovery(plan),
            "## Risks",
            risks(plan),
            "## Assumptions",
            assumptions(plan),
            "## Not checked here",
            Page.list([
                "External validators: which ran and what they said depends on what is installed; "
                    + "see `orchestrate deliverables`.",
                "Real load: sizes follow from formulas; `performance/loadtest.js` measures them.",
                "Restores: times follow from a rate; the quarterly test measures it.",
                "Compliance: technical controls are rendered; nobody is certified by that.",
                "Requirements that no deliverable answers: "
                    + (unanswered.isEmpty ? "none" : unanswered.joined(separator: ", ")) + ".",
            ]),
            "Every number: `orchestrate show --explain`. Every requirement, as the workflow binds "
                + "it: [traceability.csv](traceability.csv); with verdicts, decisions and receipts: "
                + "`orchestrate show --trace`.",
        ])
    }

    private static func what(_ plan: InfrastructurePlan) -> String {
        let traffic = plan.sizing.traffic
        let names = plan.request.environments.order.map(\.rawValue).joined(separator: ", ")
        let nodes = plan.sizing.primary?.nodes
        return "\(plan.architecture.components.count) components for \(traffic.users.text) "
            + "(\(traffic.peakRps.text), \(traffic.spikeRps.text) in a spike) in "
            + "\(plan.request.cloud.region), \(plan.request.cloud.zones) zones; environments: "
            + "\(names). \(plan.primaryTitle) runs on \(nodes?.minimum.whole ?? 0) to "
            + "\(nodes?.maximum.whole ?? 0) × \(nodes?.type.name ?? "")."
    }

    private static func cost(_ plan: InfrastructurePlan) -> String {
        let cost = plan.cost
        let difference = cost.budget - cost.monthly
        let rows = cost.environments.map { [$0, cost.total(environment: $0).display] }
        let weak = cost.lines.filter { $0.confidence == .low }.map(\.amount).total
        return "**\(cost.monthly.display) a month** of \(cost.budget.display): "
            + (difference >= .zero
                ? "\(difference.display) are left" : "\((.zero - difference).display) too much")
            + "; \(cost.annual.display) a year. \(weak.display) a month rest on prices of low "
            + "confidence; prices of \(plan.prices.effective).\n\n"
            + Page.table(["environment", "monthly"], rows)
    }

    private static func recovery(_ plan: InfrastructurePlan) -> String {
        let availability = plan.availability
        let path = NumberText.plain(availability.dynamicPathPercent.value)
        let target = NumberText.plain(availability.targetPercent)
        let months = NumberText.plain(availability.disasterBudgetMonths.value, places: 1)
        let promise =
            availability.isContractual
            ? "carries the target of \(target) %"
            : "is below the target of \(target) %, which is an engineering goal and no agreement"
        let rows = plan.recovery.scenarios.map {
            ["\($0.kind.rawValue)", $0.rto.text, $0.rpo.text]
        }
        return Page.table(["loss of", "back within", "data lost at most"], rows) + "\n"
            + Page.list([
                "T07: the product of the provider's agreements on a dynamic request is \(path) %; "
                    + "that \(promise).",
                "T06: \(availability.errorBudgetMinutes.text) may fail; the slowest "
                    + "recovery spends \(months) \(months == "1" ? "month" : "months") of that.",
            ])
    }

    private static func risks(_ plan: InfrastructurePlan) -> String {
        var risks = plan.conflicts.map { "**\($0.code)** \($0.message)" }
        risks += plan.architecture.singlePoints.map { "\($0.component): \($0.reason)" }
        risks += plan.capacity.limits.compactMap { limit in
            limit.triggerMonth.map {
                "\(limit.summary): act in month \($0): \(limit.action)"
            }
        }
        return risks.isEmpty ? "None is known." : Page.list(Array(risks.prefix(8)))
    }

    private static func assumptions(_ plan: InfrastructurePlan) -> String {
        let all = plan.request.assumptions.all.count
        let defaulted = plan.request.defaulted.filter { !$0.hasPrefix("assumptions") }.count
        return "\(all) numbers of the model and \(defaulted) members that the requirements left "
            + "open: [request/assumptions.md](../request/assumptions.md). The largest: CPU time a "
            + "request and queries a request; measure them."
    }
}
