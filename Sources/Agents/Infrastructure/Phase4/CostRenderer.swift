package import Workflow

/// D4.3: what can be saved and how that is computed, and when environments run.
package struct CostRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D4.3"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        [
            RenderedFile(path: "cost/optimization.json", json: optimization(plan)),
            RenderedFile(path: "cost/schedule.json", json: schedules(plan)),
        ]
    }

    private func optimization(_ plan: InfrastructurePlan) -> Value {
        let options = OptimizationModel.options(request: plan.request, cost: plan.cost)
        let saving = options.map(\.monthly.roundedToCents).total
        let share = Double(saving.microUSD) * 100 / Double(max(1, plan.cost.monthly.microUSD))
        let aim = plan.request.budget.yearlyReductionPercent
        return [
            "schema": 1, "monthlyTotalUsd": .string(plan.cost.monthly.text),
            "measures": .array(options.map { measure($0, plan) }),
            "totalMonthlySavingUsd": .string(saving.text),
            "savingPercent": .number(NumberText.rounded(share, places: 3)),
            "yearlyReductionPercent": .number(aim), "reachesAim": .bool(share >= aim),
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
    private func measure(_ option: OptimizationModel.Option, _ plan: InfrastructurePlan) -> Value {
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

    private func schedules(_ plan: InfrastructurePlan) -> Value {
        let entries = plan.sizing.environments.compactMap { sizing -> Value? in
            guard let schedule = sizing.schedule else { return nil }
            let days = schedule.days.map { WeeklySchedule.dayNames[$0] }.joined(separator: ",")
            func cron(_ minute: Int) -> Value {
                .string("\(minute % 60) \(minute / 60 % 24) * * \(days)")
            }
            return [
                "environment": .string(sizing.name.rawValue),
                "schedule": .string(schedule.description), "timeZone": .string(schedule.timeZone),
                "startCron": cron(schedule.startMinute), "stopCron": cron(schedule.endMinute),
                "hoursEachWeek": .number(schedule.hoursEachWeek),
                "fractionOfWeek": .number(NumberText.rounded(schedule.fractionOfWeek, places: 6)),
                "stops": ["nodes", "database"],
                "runsOn": ["cache", "NAT gateways", "control plane"],
            ]
        }
        return ["schema": 1, "schedules": .array(entries)]
    }
}
