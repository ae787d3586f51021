/// The estimate for people.
enum EstimatePage {
    static func text(_ plan: InfrastructurePlan) -> String {
        let cost = plan.cost
        return Page.page(
            [
                "# Cost estimate",
                "**\(cost.monthly.display) a month, \(cost.annual.display) a year**, of a budget of "
                    + "\(cost.budget.display) a month: "
                    + (cost.monthly > cost.budget
                        ? "\((cost.monthly - cost.budget).display) too much."
                        : "\((cost.budget - cost.monthly).display) are left."),
                "Prices of \(plan.prices.effective), \(plan.prices.hoursPerMonth) hours a month; each "
                    + "line is rounded to cents, then added; a year is twelve times the month.",
                "![The estimate by environment and category, against the budget](estimate.svg)",
                "## By environment",
                Page.table(
                    ["environment", "monthly"],
                    cost.environments.map { [$0, cost.total(environment: $0).display] }
                ),
                "## By category",
                Page.table(
                    ["category", "monthly"],
                    CostLine.Category.allCases.filter { cost.total(category: $0) > .zero }
                        .map { [$0.rawValue, cost.total(category: $0).display] }
                ),
                "## What one request and one user cost",
                units(plan),
                "## Lines",
                Page.table(
                    [
                        "environment", "component", "what", "quantity", "unit price", "monthly",
                        "confidence",
                    ],
                    cost.lines.map(row)
                ),
            ] + doubts(plan)
        )
    }

    private static func doubts(_ plan: InfrastructurePlan) -> [String] {
        let cost = plan.cost
        let weak = cost.lines.filter { $0.confidence == .low }
        return [
            "## If an assumption is wrong",
            Page.table(
                ["case", "monthly", "difference"],
                plan.sensitivity.cases.map {
                    [$0.summary, $0.monthly.display, $0.difference.display]
                }
            ),
            "## Decided by price",
            decisions(cost),
            "## Confidence",
            "\(weak.count) of \(cost.lines.count) lines, \(weak.map(\.amount).total.display) a month, "
                + "rest on a price without a source: check them before you rely on the sum.",
            Page.list(
                plan.prices.regions.filter { region in
                    cost.lines.contains { $0.region == region.name }
                }
                .map { "\($0.name): \($0.note) (\($0.confidence.rawValue))" }
            ),
            "## Not included",
            Page.list(cost.exclusions),
        ]
    }

    private static func row(_ line: CostLine) -> [String] {
        let discount = NumberText.plain(Double(line.discountPerMille) / 10)
        return [
            line.environment, "`\(line.component)`", "\(line.summary): \(line.formula)",
            "\(line.quantityText) \(line.unit)",
            "$\(line.unitPrice.priceText)"
                + (line.discountPerMille > 0 ? " − \(discount) %" : ""),
            line.amount.display, line.confidence.rawValue,
        ]
    }

    private static func units(_ plan: InfrastructurePlan) -> String {
        let traffic = plan.sizing.traffic
        let perMillion = plan.cost.monthly.dollars / traffic.requestsPerMonth.value * 1e6
        let perUser = plan.cost.monthly.dollars / traffic.users.value
        return Page.list([
            "a million requests: $" + NumberText.plain(perMillion, places: 2),
            "a concurrent user and month: $" + NumberText.plain(perUser, places: 2),
        ])
    }

    private static func decisions(_ cost: CostModel) -> String {
        Page.page(
            cost.decisions.map { decision in
                "\(decision.title): **\(decision.chosen)**\n\n"
                    + Page.table(
                        ["option", "monthly", "remark"],
                        decision.options.map { [$0.name, $0.monthly.display, $0.remark] }
                    )
            }
        )
    }
}

/// What would cost less, and what the provider's offers give.
enum OptimizationPage {
    static func text(_ plan: InfrastructurePlan) -> String {
        let options = OptimizationModel.options(request: plan.request, cost: plan.cost)
        let target = plan.request.budget.yearlyReductionPercent
        let goal = Money(
            microUSD: Int64(Double(plan.cost.monthly.microUSD) * target / 100)
        ).roundedToCents
        let discounts = plan.prices.discounts.map {
            [
                $0.id, NumberText.plain(Double($0.perMille) / 10) + " %", $0.confidence.rawValue,
                $0.note,
            ]
        }
        return Page.page(
            "# Optimization plan",
            "The aim is \(NumberText.plain(target)) % in a year: \(goal.display) a month. The "
                + "measures below are not additive where they touch the same line.",
            "## Measures, largest first",
            Page.table(
                ["measure", "saves a month", "effort", "risk"],
                options.map { [$0.title, $0.monthly.display, $0.effort, $0.risk] }
            ),
            "## Discounts for commitments, as measured",
            "Flat claims of 40 % are not met by what the provider sells:",
            Page.table(["offer", "discount", "confidence", "note"], discounts),
            "## Yardstick by category",
            "What organisations of this kind aim at in a year, on a spend of $20,000 a month:",
            Page.table(
                ["category", "spend", "aim", "saves"],
                ReductionTargets.all.map {
                    [$0.category, $0.base.display, "\($0.percent) %", $0.saving.display]
                }
            ),
            "Together \(ReductionTargets.all.map(\.saving).total.display), 19.5 %.",
            "## When",
            Page.numbered([
                "After the first month: compare the invoice with cost/estimate.csv.",
                "After three months of steady use: decide on commitments at the gate.",
                "Every month: idle resources, sizes, storage classes.",
            ])
        )
    }
}
