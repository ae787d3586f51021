/// What an existing spend could be reduced by.
///
/// Measures are applied one after the other, each to what the ones before it left of a line, so
/// that the savings add up and nothing is saved twice.
package struct SavingsModel: Sendable {
    package struct Measure: Sendable, Hashable {
        package let id: String
        package let title: String
        /// Lines of the report that it works on.
        package let lines: Int
        /// What was left of them when it was its turn, a month.
        package let base: Money
        /// In thousandths of the base.
        package let perMille: Int64
        package let saving: Money
        package let effort: String
        package let risk: String
    }

    /// Largest first.
    package let measures: [Measure]
    /// A month of the report.
    package let monthly: Money
    package let target: Money
    /// By product, largest first.
    package let products: [(name: String, monthly: Money)]
    package let days: Int

    package var saving: Money { measures.map(\.saving).total }
    package var isReached: Bool { saving >= target }
    /// What of the aim no measure reaches.
    package var shortfall: Money { isReached ? .zero : target - saving }

    private struct Rule {
        let id: String
        let title: String
        let perMille: Int64
        let effort: String
        let risk: String
        let applies: (UsageLine) -> Bool
    }

    /// `discounts` are those of the price table, in thousandths by id.
    package init(usage: CostAndUsage, targetPercent: Double, discounts: [String: Int64]) {
        days = usage.days.count
        // Twelve months have 365 days; reports of whole months are not stretched.
        let factor: Int64 = (28...31).contains(days) ? 1000 : Int64(365_000 / 12 / max(1, days))
        monthly = usage.total.times(thousandths: factor).roundedToCents
        target =
            Money(
                microUSD: Int64((Double(monthly.microUSD) * targetPercent / 100).rounded())
            ).roundedToCents
        var rest = usage.lines.map(\.cost)
        let steady = Self.steady(usage)
        var found: [Measure] = []
        for rule in Self.rules(discounts, steady) {
            let indexes = usage.lines.indices.filter { index in
                rest[index] > .zero && rule.applies(usage.lines[index])
            }
            let base = indexes.map { rest[$0] }.total
            guard base > .zero else { continue }
            for index in indexes {
                rest[index] = rest[index].times(thousandths: 1000 - rule.perMille)
            }
            let month = base.times(thousandths: factor).roundedToCents
            found.append(
                Measure(
                    id: rule.id,
                    title: rule.title,
                    lines: indexes.count,
                    base: month,
                    perMille: rule.perMille,
                    saving: month.times(thousandths: rule.perMille).roundedToCents,
                    effort: rule.effort,
                    risk: rule.risk
                )
            )
        }
        measures = found.sorted { ($1.saving, $0.id) < ($0.saving, $1.id) }
        let names = usage.lines.map(\.product).unique
        products = names.map { name in
            let sum = usage.lines.filter { $0.product == name }.map(\.cost).total
            return (name, sum.times(thousandths: factor).roundedToCents)
        }.sorted { ($1.monthly, $0.name) < ($0.monthly, $1.name) }
    }

    /// Resources that were used on every day of the report: only these may be committed.
    private static func steady(_ usage: CostAndUsage) -> Set<String> {
        var days: [String: Set<String>] = [:]
        for line in usage.lines where !line.resource.isEmpty {
            days[line.resource, default: []].insert(line.day)
        }
        let all = usage.days.count
        return Set(days.filter { $0.value.count == all }.keys)
    }

    private static func rules(_ discounts: [String: Int64], _ steady: Set<String>) -> [Rule] {
        func isInstance(_ line: UsageLine) -> Bool {
            ["BoxUsage", "InstanceUsage", "Multi-AZUsage"].contains { line.usageType.contains($0) }
        }
        func isNonProduction(_ line: UsageLine) -> Bool {
            ["development", "dev", "integration", "test", "staging"].contains(line.environment)
        }
        func isOnDemand(_ line: UsageLine) -> Bool { line.term.isEmpty || line.term == "OnDemand" }
        func rule(
            _ id: String,
            _ title: String,
            _ perMille: Int64,
            _ effort: String,
            _ risk: String,
            _ applies: @escaping (UsageLine) -> Bool
        ) -> Rule {
            Rule(
                id: id,
                title: title,
                perMille: perMille,
                effort: effort,
                risk: risk,
                applies: applies
            )
        }
        let waste = [
            rule(
                "idle-addresses",
                "release public addresses that nothing uses",
                1000,
                "low",
                "somebody may have the address in a list of allowed ones"
            ) { $0.usageType.contains("ElasticIP:IdleAddress") },
            rule(
                "extended-support",
                "upgrade what is in extended support",
                1000,
                "medium",
                "a change of the major version needs tests"
            ) { $0.usageType.contains("ExtendedSupport") },
            rule(
                "schedule",
                "run what is not production MON-FRI 08:00-20:00 only (60 of 168 h)",
                643,
                "low",
                "nobody can work at night without a switch"
            ) { isInstance($0) && isNonProduction($0) && isOnDemand($0) },
            rule(
                "gp3-volumes",
                "gp3 instead of gp2 volumes (0.08 instead of 0.10 a GB)",
                200,
                "low",
                "none known: the change is made while the volume is in use"
            ) { $0.usageType.contains("VolumeUsage.gp2") },
        ]
        let kinds: [(id: String, product: String, discount: String, name: String)] = [
            ("commit-nodes", "AmazonEC2", "ec2", "nodes"),
            ("commit-database", "AmazonRDS", "rds", "databases"),
            ("commit-cache", "AmazonElastiCache", "elasticache", "caches"),
        ]
        let commitments = kinds.compactMap { kind -> Rule? in
            guard let perMille = discounts["\(kind.discount).one-year-no-upfront"] else {
                return nil
            }
            return rule(
                kind.id,
                "one-year commitment without upfront payment for \(kind.name) of production that "
                    + "ran every day",
                perMille,
                "low",
                "is paid for a year even if less is used"
            ) { line in
                let isNode = isInstance(line) || line.usageType.contains("NodeUsage")
                return line.product == kind.product && isNode && isOnDemand(line)
                    && !isNonProduction(line) && steady.contains(line.resource)
            }
        }
        return waste + commitments
    }
}
