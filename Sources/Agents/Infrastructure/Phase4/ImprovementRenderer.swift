package import Workflow

/// D4.5: what is measured to get better, who looks at it, and how often.
package struct ImprovementRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D4.5"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let indicators = Self.indicators(plan)
        return [
            RenderedFile(
                path: "improvement/backlog.json",
                json: [
                    "schema": 1,
                    "indicators": .array(indicators.map(\.json)),
                    "activities": .array(
                        Self.activities(plan).map { activity in
                            [
                                "id": .string(activity.id), "title": .string(activity.title),
                                "cron": .string(activity.cron), "timeZone": "UTC",
                                "everyDays": .int(activity.everyDays),
                            ]
                        }
                    ),
                    "items": .array(items(plan)),
                ]
            ),
            RenderedFile(path: "improvement/cadence.md", text: page(plan, indicators)),
            RenderedFile(path: OperationalTargets.path, json: OperationalTargets.json(plan)),
            OperationCatalogue(plan: plan).file, Practices(plan: plan).file,
            try WorkflowFiles(plan: plan, resources: resources).script("operation-report.sh"),
        ]
    }

    struct Indicator {
        let id: String
        let title: String
        let target: String
        let source: String
        let owner: String
        let everyDays: Int

        var json: Value {
            [
                "id": .string(id), "title": .string(title), "target": .string(target),
                "source": .string(source), "owner": .string(owner), "everyDays": .int(everyDays),
            ]
        }
    }

    /// What is done again and again; not of a region or a mirror that there is not.
    private static func activities(_ plan: InfrastructurePlan) -> [Activity] {
        let hasMirror = plan.request.environments.order.contains(.staging)
        return all.filter { $0.id != "failover-test" || plan.recovery.region != nil }
            .map { activity in
                guard activity.id == "load-test", !hasMirror else { return activity }
                let title = "replay the spike in \(plan.primary.rawValue), at its quietest hour"
                return (activity.id, title, activity.cron, activity.everyDays)
            }
    }

    /// When an activity is due, in UTC; empty for none of them.
    static func cron(of id: String) -> String { all.first { $0.id == id }?.cron ?? "" }

    private typealias Activity = (id: String, title: String, cron: String, everyDays: Int)

    private static let all: [Activity] = [
        ("drift-detection", "compare the plan with what runs", "0 5 * * *", 1),
        ("vulnerability-scan", "scan images, hosts and code", "0 4 1 * *", 31),
        ("cost-review", "compare spending with the estimate", "0 7 2 * *", 31),
        ("recovery-test", "restore the database and assert on it", "0 6 1 * *", 31),
        ("failover-test", "fail over to the recovery region", "0 6 15 1,4,7,10 *", 92),
        ("load-test", "replay the spike in staging", "0 3 10 1,4,7,10 *", 92),
    ]

    private static func indicators(_ plan: InfrastructurePlan) -> [Indicator] {
        let objectives = plan.request.objectives
        let owner = plan.request.metadata.owner
        func number(_ value: Double) -> String { NumberText.plain(value) }
        func indicator(
            _ id: String,
            _ title: String,
            _ target: String,
            _ source: String,
            _ days: Int
        ) -> Indicator {
            Indicator(
                id: id,
                title: title,
                target: target,
                source: source,
                owner: owner,
                everyDays: days
            )
        }
        return [
            indicator(
                "availability",
                "Availability over 30 days",
                "≥ \(number(objectives.availabilityPercent)) %",
                "monitoring/slo.yaml",
                7
            ),
            indicator(
                "latency",
                "95th percentile of the response time",
                "≤ \(number(plan.request.traffic.p95Ms)) ms",
                "performance/latency-budget.json",
                7
            ),
            indicator(
                "utilisation",
                "Requested share of allocatable CPU",
                "> 80 %",
                "monitoring/grafana/executive.json",
                31
            ),
            indicator(
                "cost",
                "Spending against the estimate",
                "≤ \(plan.request.budget.monthly.display) a month",
                "cost/estimate.json",
                31
            ),
            indicator(
                "recovery",
                "Measured recovery time and point",
                "≤ \(number(objectives.rtoMinutes)) min and \(number(objectives.rpoMinutes)) min",
                "dr/dr-plan.json",
                31
            ),
            indicator(
                "change",
                "Duration of a change",
                "≤ \(number(objectives.changeMinutes)) min",
                "environments/",
                31
            ),
            indicator(
                "vulnerabilities",
                "Open critical vulnerabilities",
                "0",
                "security/security-architecture.md",
                31
            ),
            indicator("automation", "Operations without a hand", "> 95 %", "incident/", 92),
        ]
    }

    /// What the plan itself says is next: the limits that come first.
    private func items(_ plan: InfrastructurePlan) -> [Value] {
        plan.capacity.limits.filter { $0.triggerMonth != nil }
            .sorted { ($0.triggerMonth ?? 0, $0.id) < ($1.triggerMonth ?? 0, $1.id) }
            .map { limit in
                [
                    "id": .string("capacity-" + limit.id), "title": .string(limit.action),
                    "dueMonth": limit.triggerMonth.map(Value.int) ?? .null,
                    "source": "capacity/plan.json",
                ]
            }
    }

    private func page(_ plan: InfrastructurePlan, _ indicators: [Indicator]) -> String {
        Markdown.page(
            "Improvement",
            [
                "What is measured, against what, by whom and how often.",
                Markdown.table(
                    ["indicator", "target", "source", "owner", "every"],
                    indicators.map {
                        [$0.title, $0.target, "`\($0.source)`", $0.owner, "\($0.everyDays) days"]
                    }
                ),
                "## Activities",
                Markdown.table(
                    ["activity", "schedule (UTC)"],
                    Self.activities(plan).map { [$0.title, "`\($0.cron)`"] }
                ),
            ] + OperationalTargets.page(plan) + [
                "## Loop",
                Markdown.steps([
                    "An indicator that misses its target becomes an item of the backlog.",
                    "Items are ranked each month by risk, then by saving.",
                    "A change goes through the same phases, checks and gates as the first design.",
                ]),
            ]
        )
    }
}
