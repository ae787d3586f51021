import Workflow

/// `run/summary.md`: what, why, cost, risks, and what was not checked, on one page.
enum SummaryPage {
    /// The page; `table` names the requirements that no deliverable answers, or only operation shows.
    static func text(_ plan: InfrastructurePlan, _ table: RequirementTable) -> String {
        Page.page([
            "# \(plan.request.metadata.name): the run on one page",
            inShort(plan),
            "## What",
            what(plan),
            "## Why this",
            Page.list(plan.technology.decisions.map(reason)),
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
                "Met only in operation, and claimed by no check: \(ids(table.inOperation)); targets "
                    + "and measures are in [improvement/targets.json](../improvement/targets.json).",
                "Requirements that no deliverable answers: \(ids(table.unanswered)).",
            ]),
            "Every number: `orchestrate show --explain`. Every requirement, as the workflow binds "
                + "it: [traceability.csv](traceability.csv); with verdicts, decisions and receipts: "
                + "`orchestrate show --trace`.",
        ])
    }

    private static func ids(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    /// What somebody needs who reads one paragraph.
    private static func inShort(_ plan: InfrastructurePlan) -> String {
        let cost = plan.cost
        let fits =
            cost.monthly <= cost.budget
            ? "within the budget of \(cost.budget.display)"
            : "**above the budget of \(cost.budget.display)**"
        let slowest = plan.recovery.scenarios.map(\.rto.value).max() ?? 0
        let first = limits(plan).first
        let next = first.map { ", and \($0.summary) is the first limit (month \($0.month))" } ?? ""
        return "In short: \(cost.monthly.display) a month, \(fits), for "
            + "\(plan.sizing.traffic.users.text); after the worst loss that is planned for it is back "
            + "within \(NumberText.plain(slowest.rounded(.up))) min\(next). Nothing was run or bought "
            + "yet: this is a design with its files. To decide: whether this design at this cost, with "
            + "the risks and open points below, is to be gone on with."
    }

    /// What was taken, instead of what, and what that costs later.
    private static func reason(_ decision: TechnologyModel.Decision) -> String {
        let others = decision.options.map(\.name).filter { $0 != decision.selected }
        let instead = others.isEmpty ? "" : " instead of \(others.joined(separator: " or "))"
        let why = decision.overrideReason ?? decision.consequence
        let close =
            decision.isSensitive
            ? " A close call: a fifth more or less of one weight turns it." : ""
        return "\(decision.category): **\(decision.selected)**\(instead): \(why).\(close)"
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
        let drivers = CostLine.Category.allCases.map { ($0, cost.total(category: $0)) }
            .sorted { ($1.1, $0.0.rawValue) < ($0.1, $1.0.rawValue) }.prefix(3)
            .map { "\($0.0.rawValue) \($0.1.display)" }.joined(separator: ", ")
        return "**\(cost.monthly.display) a month** of \(cost.budget.display): "
            + (difference >= .zero
                ? "\(difference.display) are left" : "\((.zero - difference).display) too much")
            + "; \(cost.annual.display) a year. \(weak.display) a month rest on prices of low "
            + "confidence; prices of \(plan.prices.effective).\n\n"
            + Page.table(["environment", "monthly"], rows) + "\n"
            + Page.list([
                "The largest parts: \(drivers).", moves(plan),
                "Not in it: "
                    + cost.exclusions.map { String($0.prefix { $0 != ":" }) }.joined(
                        separator: "; "
                    ) + ".",
            ])
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
            [
                $0.kind.rawValue, "\(NumberText.plain($0.rto.value.rounded(.up))) min",
                "\(NumberText.plain($0.rpo.value.rounded(.up))) min",
            ]
        }
        return Page.table(["loss of", "back within", "data lost at most"], rows) + "\n"
            + Page.list([
                "The provider's agreements multiply to \(path) % on a dynamic request; that \(promise) "
                    + "(T07).",
                "\(availability.errorBudgetMinutes.text) may fail; the slowest recovery spends "
                    + "\(months) \(months == "1" ? "month" : "months") of that (T06).",
            ])
    }

    private static func risks(_ plan: InfrastructurePlan) -> String {
        var risks = plan.conflicts.map { "**\($0.code)** \($0.message)" }
        risks += plan.architecture.singlePoints.map { "\($0.component): \($0.reason)" }
        risks += limits(plan).map { limit in
            let time = limit.month == 0 ? "now" : "in month \(limit.month)"
            return "\(limit.summary): due \(time): \(limit.action)"
        }
        return risks.isEmpty ? "None is known." : Page.list(Array(risks.prefix(8)))
    }

    /// The limits that growth reaches, the first one first.
    private static func limits(
        _ plan: InfrastructurePlan
    ) -> [(summary: String, action: String, month: Int)] {
        plan.capacity.limits.compactMap { limit in
            limit.triggerMonth.map { (limit.summary, limit.action, $0) }
        }.sorted { ($0.month, $0.summary) < ($1.month, $1.summary) }
    }

    /// What a fifth more traffic costs, and what could be saved.
    private static func moves(_ plan: InfrastructurePlan) -> String {
        let more = plan.sensitivity.cases.first { $0.id == "traffic+20" }
        let saving = OptimizationModel.options(request: plan.request, cost: plan.cost).first
        let first = more.map { "A fifth more traffic: \($0.difference.display) a month more." }
        let second = saving.map {
            "The largest saving: \($0.monthly.display), \($0.title)."
        }
        return [first, second].compactMap(\.self).joined(separator: " ")
    }

    private static func assumptions(_ plan: InfrastructurePlan) -> String {
        let all = plan.request.assumptions.all.count
        let defaulted = plan.request.defaulted.filter { !$0.hasPrefix("assumptions") }.count
        return "\(all) numbers of the model and \(defaulted) members that the requirements left "
            + "open: [request/assumptions.md](../request/assumptions.md). The largest: CPU time a "
            + "request and queries a request; measure them."
    }
}
