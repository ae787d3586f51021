/// How the estimate moves when an assumption is wrong.
package struct SensitivityModel: Sendable, Hashable {
    package struct Case: Sendable, Hashable {
        package let id: String
        package let summary: String
        package let monthly: Money
        package let difference: Money
    }

    package let cases: [Case]

    init(core: PlanCore, prices: PriceTable) {
        typealias Change = (String, String, (inout InfrastructureRequest.Traffic) -> Void)
        let users = core.request.traffic.concurrentUsers
        let changes: [Change] = [
            ("traffic-20", "traffic 20 % lower", { $0.concurrentUsers = users * 0.8 }),
            ("traffic+20", "traffic 20 % higher", { $0.concurrentUsers = users * 1.2 }),
            ("think-10", "think time 10 s", { $0.thinkTimeSeconds = 10 }),
            ("think-30", "think time 30 s", { $0.thinkTimeSeconds = 30 }),
            ("response-5", "responses of 5 KiB", { $0.responseKiB = 5 }),
            ("response-30", "responses of 30 KiB", { $0.responseKiB = 30 }),
        ]
        let monthly = core.cost.monthly
        cases = changes.map { id, summary, change in
            var request = core.request
            change(&request.traffic)
            let total = PlanCore(request: request, prices: prices).cost.monthly
            return Case(id: id, summary: summary, monthly: total, difference: total - monthly)
        }
    }
}

/// What the estimate could be reduced by, largest first.
package struct OptimizationModel: Sendable, Hashable {
    package struct Option: Sendable, Hashable {
        package let id: String
        package let title: String
        /// Saved each month.
        package let monthly: Money
        package let effort: String
        package let risk: String
    }

    package static func options(request: InfrastructureRequest, cost: CostModel) -> [Option] {
        var result = commitments(request, cost)
        let log = cost.total(component: "logs", environment: "production")
        result.append(
            Option(
                id: "log-sampling",
                title: "sample access logs of successful requests to a half",
                monthly: Money(microUSD: log.microUSD / 2).roundedToCents,
                effort: "low",
                risk: "single requests can no longer be traced in all cases"
            )
        )
        let edge = cost.total(category: .edge)
        result.append(
            Option(
                id: "bundle-requests",
                title: "bundle requests of the web client: 20 % fewer",
                monthly: Money(microUSD: edge.microUSD / 5).roundedToCents,
                effort: "medium",
                risk: "change of the application"
            )
        )
        result += staging(request, cost)
        let graviton = cost.lines.filter { $0.priceID.hasPrefix("ec2.m5.") }.map(\.amount).total
        result.append(
            Option(
                id: "arm-nodes",
                title: "nodes with Arm processors (m6g instead of m5)",
                monthly: Money(microUSD: graviton.microUSD * 19 / 96).roundedToCents,
                effort: "medium",
                risk: "all images must be built for arm64"
            )
        )
        return result.filter { $0.monthly > .zero }
            .sorted { ($1.monthly, $0.id) < ($0.monthly, $1.id) }
    }

    private static func staging(
        _ request: InfrastructureRequest,
        _ cost: CostModel
    ) -> [Option] {
        guard request.environments.settings(of: .staging)?.schedule == nil else { return [] }
        let running = cost.lines
            .filter { $0.environment == "staging" && [.compute, .database].contains($0.category) }
            .map(\.amount).total
        return [
            Option(
                id: "schedule-staging",
                title: "run staging MON-FRI 07:00-22:00 only",
                monthly: Money(microUSD: running.microUSD * 93 / 168).roundedToCents,
                effort: "low",
                risk: "no load tests at night without a switch"
            )
        ]
    }

    /// What a one-year commitment without upfront payment would save, when none was chosen.
    private static func commitments(
        _ request: InfrastructureRequest,
        _ cost: CostModel
    ) -> [Option] {
        guard request.budget.commitment == .none else { return [] }
        // Measured discounts: EC2 37.3 %, RDS 29.6 %, ElastiCache 31.7 %.
        let kinds: [(id: String, prefix: String, perMille: Int64, title: String)] = [
            ("commit-nodes", "ec2.", 373, "nodes"), ("commit-database", "rds.", 296, "databases"),
            ("commit-cache", "elasticache.", 317, "caches"),
        ]
        return kinds.map { kind in
            let base = cost.lines.filter {
                $0.priceID.hasPrefix(kind.prefix) && $0.unit == "hour"
                    && ["production", "staging", "recovery"].contains($0.environment)
                    && !$0.summary.contains("test") && !$0.summary.contains("spike")
            }.map(\.amount).total
            return Option(
                id: kind.id,
                title: "one-year commitment without upfront payment for \(kind.title)",
                monthly: Money(microUSD: base.microUSD * kind.perMille / 1000).roundedToCents,
                effort: "low",
                risk: "is paid for a year even if less is used"
            )
        }
    }
}
