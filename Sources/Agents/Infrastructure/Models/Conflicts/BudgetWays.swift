import Workflow

extension WaysOut {
    /// Reductions that keep every other promise, by what is left to pay.
    func budget() -> [String] {
        let now = core.cost.monthly
        let limit = core.cost.budget
        let before = codes(core)
        let helpful = reductions.compactMap { change -> (change: Change, monthly: Money)? in
            let then = plan([change])
            guard then.cost.monthly < now, codes(then).isSubset(of: before) else { return nil }
            return (change, then.cost.monthly)
        }.sorted { ($0.monthly, $0.change.title) < ($1.monthly, $1.change.title) }
        let single = helpful.prefix(6).map { entry in
            "\(entry.change.title): \(entry.monthly.display) a month, "
                + "\((now - entry.monthly).display) less"
                + (entry.monthly <= limit ? ", within the budget" : "")
        }
        return single + together(helpful.map(\.change), limit)
            + ["raise budget.monthlyUsd to at least \(now.display)"]
    }

    /// The fewest of the reductions, largest first, that together meet the budget.
    private func together(_ changes: [Change], _ limit: Money) -> [String] {
        guard changes.count > 1 else { return [] }
        var taken: [Change] = []
        var total = core.cost.monthly
        let before = codes(core)
        for change in changes where total > limit {
            let then = plan(taken + [change])
            guard then.cost.monthly < total, codes(then).isSubset(of: before) else { continue }
            taken.append(change)
            total = then.cost.monthly
        }
        guard taken.count > 1 else { return [] }
        let names = taken.map(\.title).joined(separator: " and ")
        return total <= limit
            ? ["together, \(names): \(total.display) a month, within the budget"]
            : ["all of these together: \(total.display) a month, still above the budget"]
    }

    private var reductions: [Change] {
        commitments + schedules + shape + load
    }

    private var commitments: [Change] {
        request.budget.commitment == .none
            ? [
                Change(
                    "budget.commitment: one-year-no-upfront",
                    [("budget.commitment", "one-year-no-upfront")]
                )
            ] : []
    }

    private var schedules: [Change] {
        let hours = "MON-FRI 07:00-22:00 UTC"
        return request.environments.order.filter { !$0.isProduction }
            .filter { request.environments.settings(of: $0)?.schedule == nil }
            .map {
                Change(
                    "environments.\($0.rawValue).schedule: \"\(hours)\"",
                    [("environments.\($0.rawValue).schedule", .string(hours))]
                )
            }
    }

    /// Another make-up of the same system.
    private var shape: [Change] {
        var result: [Change] = []
        if request.application.cache.isUsed, request.application.cache.engine == "redis" {
            result.append(
                Change("application.cache.engine: valkey", [("application.cache.engine", "valkey")])
            )
        }
        for store in ["loki", "cloudwatch"] where request.technology.logging != store {
            result.append(
                Change("technology.logging: \(store)", [("technology.logging", .string(store))])
            )
        }
        if let scale = request.environments.settings(of: .staging)?.scale, scale > 0.1,
            request.environments.order.contains(.staging)
        {
            result.append(
                Change("environments.staging.scale: 0.1", [("environments.staging.scale", 0.1)])
            )
        }
        if request.cloud.zones > 2 {
            result.append(Change("cloud.zones: 2", [("cloud.zones", 2)]))
        }
        if request.cloud.drRegion != nil {
            let left = request.cloud.drScenarios.filter { $0 != .region }.map(\.rawValue)
            result.append(
                Change(
                    "no recovery in another region (drRegion: null, drScenarios without region)",
                    [("cloud.drRegion", .null), ("cloud.drScenarios", .strings(left))]
                )
            )
        }
        return result
    }

    /// Less load, or load that costs less.
    private var load: [Change] {
        var result: [Change] = []
        let traffic = request.traffic
        if traffic.spikeFactor > 5 {
            result.append(Change("traffic.spikeFactor: 5", [("traffic.spikeFactor", 5)]))
        }
        let cacheable = NumberText.rounded(min(0.9, traffic.cacheableFraction + 0.2), places: 2)
        if request.application.type == "saas-web", cacheable > traffic.cacheableFraction {
            result.append(
                Change(
                    "traffic.cacheableFraction: \(NumberText.plain(cacheable))",
                    [("traffic.cacheableFraction", .number(cacheable))]
                )
            )
        }
        return result
    }
}
