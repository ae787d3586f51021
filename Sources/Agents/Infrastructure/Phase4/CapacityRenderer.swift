package import Workflow

/// D4.4: growth month by month, and when each limit is reached.
package struct CapacityRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D4.4"

    typealias Month = CapacityModel.Month

    /// Columns of the forecast; a limit names the one that it is measured in.
    static let columns: [(name: String, value: @Sendable (Month) -> Double)] = [
        ("users", { $0.users }), ("peakRps", { $0.peakRps }), ("spikeNodes", { $0.spikeNodes }),
        ("databaseVcpu", { $0.databaseVcpu }), ("databaseGiB", { $0.databaseGiB }),
        ("connections", { $0.connections }), ("addressesPerZone", { $0.addressesPerZone }),
        ("logDiskGB", { $0.logDiskGB }), ("monthlyCostUsd", { $0.monthlyCost.dollars }),
    ]

    static let columnOfLimit = [
        "nodes": "spikeNodes", "addresses": "addressesPerZone", "database-cpu": "databaseVcpu",
        "database-storage": "databaseGiB", "connections": "connections", "log-disk": "logDiskGB",
        "budget": "monthlyCostUsd", "restore-time": "databaseGiB",
    ]

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        [
            RenderedFile(path: "capacity/plan.json", json: json(plan)),
            RenderedFile(path: "capacity/forecast.csv", text: forecast(plan)),
            RenderedFile(path: "capacity/plan.md", text: page(plan)),
        ]
    }

    private func json(_ plan: InfrastructurePlan) -> Value {
        let traffic = plan.request.traffic
        return [
            "schema": 1,
            "inputs": [
                "users": .number(traffic.concurrentUsers),
                "monthlyGrowth": .number(traffic.monthlyGrowth),
                "requestsPerInteraction": .number(traffic.requestsPerInteraction),
                "thinkTimeSeconds": .number(traffic.thinkTimeSeconds),
                "databaseGiB": .number(plan.request.application.database.sizeGiB),
                "databaseGrowthGiB": .number(plan.request.application.database.growthGiBPerMonth),
            ],
            "quotas": .array(plan.quotas.quotas.map(quota)),
            "horizonMonths": .int(CapacityModel.horizonMonths),
            "limits": .array(
                plan.capacity.limits.map { limit in
                    [
                        "id": .string(limit.id), "summary": .string(limit.summary),
                        "unit": .string(limit.unit),
                        "column": .string(Self.columnOfLimit[limit.id] ?? ""),
                        "limit": .number(NumberText.rounded(limit.limit, places: 3)),
                        "trigger": .number(NumberText.rounded(limit.trigger, places: 3)),
                        "triggerMonth": limit.triggerMonth.map(Value.int) ?? .null,
                        "limitMonth": limit.limitMonth.map(Value.int) ?? .null,
                        "action": .string(limit.action),
                    ]
                }
            ),
        ]
    }

    private func quota(_ quota: QuotaModel.Quota) -> Value {
        [
            "service": .string(quota.service), "quota": .string(quota.title),
            "code": .string(quota.code), "limit": .number(quota.limit),
            "demand": .number(NumberText.rounded(quota.demand.value, places: 3)),
            "unit": .string(quota.unit), "formula": .string(quota.demand.formula),
            "requestTo": quota.isExceeded ? .number(quota.request) : .null,
            "leadTimeDays": quota.leadTimeDays.map(Value.int) ?? .null,
        ]
    }

    private func quotaRows(_ plan: InfrastructurePlan) -> [[String]] {
        plan.quotas.quotas.map { quota in
            [
                quota.service, quota.title, quota.code,
                NumberText.grouped(quota.demand.value), NumberText.grouped(quota.limit),
                quota.isExceeded
                    ? "to \(NumberText.grouped(quota.request)), "
                        + "\(quota.leadTimeDays ?? 0) working days before it is needed" : "no",
            ]
        }
    }

    private func forecast(_ plan: InfrastructurePlan) -> String {
        let header = (["month"] + Self.columns.map(\.name)).joined(separator: ",")
        let rows = plan.capacity.months.map { month in
            ([String(month.index)] + Self.columns.map { NumberText.plain($0.value(month)) })
                .joined(separator: ",")
        }
        return ([header] + rows).joined(separator: "\n") + "\n"
    }

    private func page(_ plan: InfrastructurePlan) -> String {
        func month(_ index: Int?) -> String {
            index.map(String.init) ?? "not within \(CapacityModel.horizonMonths) months"
        }
        let rows = plan.capacity.limits.map { limit in
            [
                limit.id, limit.summary, NumberText.grouped(limit.limit) + " " + limit.unit,
                month(limit.triggerMonth), month(limit.limitMonth), limit.action,
            ]
        }
        let growth = NumberText.plain(plan.request.traffic.monthlyGrowth * 100)
        return Markdown.page(
            "Capacity plan",
            [
                "Users grow by \(growth) % a month, compounded. Each month is sized anew with the "
                    + "rules of the architecture; `forecast.csv` has the figures. Month 0 is the "
                    + "start.",
                Markdown.table(
                    ["limit", "what", "at", "act in month", "reached in month", "action"],
                    rows
                ),
                "## Quotas",
                "The provider's usual limits of an account and region, and what the account of "
                    + "production needs. Compare them with `aws service-quotas "
                    + "list-service-quotas` first: an account may have others.",
                Markdown.table(
                    ["service", "quota", "code", "needed", "limit", "ask for an increase"],
                    quotaRows(plan)
                ),
                "## Rules",
                "At the trigger, four fifths of the limit, the action is planned; the limit itself "
                    + "must never be met. A load test each quarter replaces the assumptions by "
                    + "measurements.",
            ]
        )
    }
}
