package import Workflow

/// D4.3: what can be saved and how that is computed, when environments run, how cost is allotted,
/// and a script that finds what is paid for and not used.
package struct CostRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D4.3"

    /// Written as they are; their tests run without an account.
    static let scripts = ["scripts/cost_optimizer.py", "scripts/test_cost_optimizer.py"]

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let scripts = try Self.scripts.map {
            RenderedFile(path: $0, text: try resources.text($0))
        }
        return [
            RenderedFile(path: "cost/optimization.json", json: optimization(plan)),
            RenderedFile(path: "cost/schedule.json", json: schedules(plan)),
            RenderedFile(path: "cost/allocation-tags.json", json: AllocationTags.value(plan)),
        ] + scripts
    }

    private func optimization(_ plan: InfrastructurePlan) -> Value {
        let options = OptimizationModel.options(request: plan.request, cost: plan.cost)
        let saving = options.map(\.monthly.roundedToCents).total
        let share = Double(saving.microUSD) * 100 / Double(max(1, plan.cost.monthly.microUSD))
        let aim = plan.request.budget.yearlyReductionPercent
        return [
            "schema": 1, "monthlyTotalUsd": .string(plan.cost.monthly.text),
            "measures": .array(options.map { measure($0) }),
            "totalMonthlySavingUsd": .string(saving.text),
            "savingPercent": .number(NumberText.rounded(share, places: 3)),
            "yearlyReductionPercent": .number(aim), "reachesAim": .bool(share >= aim),
            "commitments": .array(commitments(plan)),
            "reductionTargets": .array(ReductionTargets.all.map(\.json)),
            "categoryTargets": CategoryTargets.json(plan),
            "idleRules": [
                [
                    "resource": "instance", "condition": "CPU below 5 % for 7 days",
                    "missingData": "counts as busy", "action": "propose to stop",
                ],
                [
                    "resource": "volume", "condition": "not attached for 7 days",
                    "missingData": "counts as attached", "action": "snapshot, then delete",
                ],
                [
                    "resource": "address",
                    "condition": "associated with no instance, interface or NAT gateway",
                    "missingData": "counts as associated", "action": "release",
                ],
            ],
            "budgetAlertsPercent": [50, 80, 100], "forecastAlertPercent": 100,
        ]
    }

    /// The base is what the measure works on, so that a reader can multiply again.
    private func measure(_ option: OptimizationModel.Option) -> Value {
        let percent = Self.percents[option.id] ?? 100
        let saving = option.monthly.roundedToCents
        let base = Money(microUSD: Int64((Double(saving.microUSD) * 100 / percent).rounded()))
        return [
            "id": .string(option.id), "title": .string(option.title),
            "monthlyBaseUsd": .string(base.text), "percent": .number(percent),
            "monthlySavingUsd": .string(saving.text), "effort": .string(option.effort),
            "risk": .string(option.risk),
            "reason": .string("saves \(NumberText.plain(percent)) % of its base"),
        ]
    }

    private static let percents: [String: Double] = [
        "log-sampling": 50, "bundle-requests": 20, "schedule-staging": 9300.0 / 168,
        "arm-nodes": 1900.0 / 96, "commit-nodes": 37.3, "commit-database": 29.6,
        "commit-cache": 31.7,
    ]

    /// With nothing paid in advance a commitment saves from the first month, and loses once less
    /// than the committed share of the year is used.
    private func commitments(_ plan: InfrastructurePlan) -> [Value] {
        plan.prices.discounts.filter { $0.id.hasSuffix("one-year-no-upfront") }.map { discount in
            let rate = Double(discount.perMille) / 1000
            return [
                "id": .string(discount.id), "discountPercent": .number(rate * 100),
                "breakEvenMonths": .number(NumberText.rounded(12 * (1 - rate), places: 2)),
                "meaning": .string(
                    "on demand for fewer than this many months of the year would have been cheaper"
                ),
                "confidence": .string(discount.confidence.rawValue),
            ]
        }
    }

    private func schedules(_ plan: InfrastructurePlan) -> Value {
        let entries = plan.sizing.environments.compactMap { sizing -> Value? in
            guard let schedule = sizing.schedule else { return nil }
            return [
                "environment": .string(sizing.name.rawValue),
                "schedule": .string(schedule.description), "timeZone": .string(schedule.timeZone),
                "startCron": .string(schedule.startCron), "stopCron": .string(schedule.stopCron),
                "hoursEachWeek": .number(schedule.hoursEachWeek),
                "fractionOfWeek": .number(NumberText.rounded(schedule.fractionOfWeek, places: 6)),
                "stops": ["nodes", "database"],
                "runsOn": ["cache", "NAT gateways", "control plane"],
            ]
        }
        return ["schema": 1, "schedules": .array(entries)]
    }
}

/// What organisations of this kind aim at in a year, by category of spend; a yardstick, not a
/// figure of this plan.
struct ReductionTargets {
    let category: String
    let base: Money
    let percent: Int64

    static let all = [
        ReductionTargets(category: "compute", base: Money(dollars: 10_000), percent: 20),
        ReductionTargets(category: "storage", base: Money(dollars: 3000), percent: 15),
        ReductionTargets(category: "network", base: Money(dollars: 2000), percent: 10),
        ReductionTargets(category: "licences", base: Money(dollars: 5000), percent: 25),
    ]

    var saving: Money { base.times(thousandths: percent * 10) }

    var json: Value {
        [
            "category": .string(category), "exampleBaseUsd": .string(base.text),
            "percent": .number(Double(percent)), "savingUsd": .string(saving.text),
        ]
    }
}

/// `cost/allocation-tags.json`: by which tags cost is told apart, and what each environment and
/// component owes.
enum AllocationTags {
    static func value(_ plan: InfrastructurePlan) -> Value {
        let cost = plan.cost
        return [
            "schema": 1,
            "tags": [
                tag("Project", plan.request.metadata.name, "one product's cost"),
                tag("Environment", "development … production", "cost by environment"),
                tag("Owner", plan.request.metadata.owner, "who answers for it"),
                tag("CostCenter", plan.request.metadata.costCenter, "who pays for it"),
            ],
            "activation": .string(
                "each tag is activated as a cost allocation tag in the paying account; it takes up "
                    + "to a day and does not reach back"
            ),
            "allocation": .array(
                cost.environments.map { environment in
                    let components = cost.lines.filter { $0.environment == environment }
                        .map(\.component).unique
                    return [
                        "environment": .string(environment),
                        "monthlyUsd": .string(cost.total(environment: environment).text),
                        "components": .object(
                            Members(
                                components.map {
                                    (
                                        $0,
                                        .string(
                                            cost.total(component: $0, environment: environment).text
                                        )
                                    )
                                }
                            )
                        ),
                    ]
                }
            ),
            "shared": [
                "transfer between zones follows the bytes of each environment's own network",
                "untaggable cost (support, tax) is shared by the share of tagged cost",
            ],
        ]
    }

    private static func tag(_ key: String, _ value: String, _ use: String) -> Value {
        ["key": .string(key), "value": .string(value), "use": .string(use)]
    }
}
