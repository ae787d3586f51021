import Foundation

/// Growth month by month, and the month in which each limit is crossed.
package struct CapacityModel: Sendable, Hashable {
    package static let horizonMonths = 24

    package struct Month: Sendable, Hashable {
        package let index: Int
        package let users: Double
        package let peakRps: Double
        package let spikeNodes: Double
        package let databaseVcpu: Double
        package let databaseGiB: Double
        package let connections: Double
        package let addressesPerZone: Double
        package let logDiskGB: Double
        package let monthlyCost: Money
    }

    package struct Limit: Sendable, Hashable {
        /// `nodes`, `addresses`, `database-cpu`, `database-storage`, `connections`, `log-disk`,
        /// `budget`.
        package let id: String
        package let summary: String
        package let unit: String
        package let limit: Double
        /// At which something is done, before the limit.
        package let trigger: Double
        /// Nil: not within the horizon.
        package let triggerMonth: Int?
        package let limitMonth: Int?
        package let action: String
    }

    package let months: [Month]
    package let limits: [Limit]

    init(core: PlanCore, prices: PriceTable) {
        let request = core.request
        var months: [Month] = []
        for index in 0...Self.horizonMonths {
            var grown = request
            let users =
                request.traffic.concurrentUsers
                * pow(1 + request.traffic.monthlyGrowth, Double(index))
            grown.traffic.concurrentUsers = NumberText.rounded(users, places: 0)
            let then = PlanCore(request: grown, prices: prices)
            guard let production = then.sizing.primary else { continue }
            months.append(Self.month(index, then, production))
        }
        self.months = months
        limits = CapacityLimits.limits(core: core, months: months)
    }

    private static func month(
        _ index: Int,
        _ core: PlanCore,
        _ production: EnvironmentSizing
    ) -> Month {
        let database = core.request.application.database
        return Month(
            index: index,
            users: core.request.traffic.concurrentUsers,
            peakRps: core.sizing.traffic.peakRps.value,
            spikeNodes: production.nodes.maximum.value,
            databaseVcpu: production.database.spikeVcpu.value,
            databaseGiB: database.sizeGiB + database.growthGiBPerMonth * Double(index),
            connections: production.database.connections.value,
            addressesPerZone: core.network.primary?.demand.value ?? 0,
            logDiskGB: production.logging.diskGB.value,
            monthlyCost: core.cost.monthly
        )
    }
}

enum CapacityLimits {
    typealias Month = CapacityModel.Month
    typealias Limit = CapacityModel.Limit

    static func limits(core: PlanCore, months: [Month]) -> [Limit] {
        guard let production = core.sizing.primary else { return [] }
        let type = production.nodes.type
        let quota = core.request.assumptions[.onDemandVcpuQuota] / Double(type.vcpu)
        let usable = core.network.primary?.usable.value ?? 0
        let all = [
            limit(
                "nodes",
                "nodes of \(type.name) at the spike",
                "nodes",
                quota,
                months,
                \.spikeNodes,
                "raise the vCPU quota (allow 5 working days), or take larger nodes"
            ),
            limit(
                "addresses",
                "addresses a zone",
                "addresses",
                usable,
                months,
                \.addressesPerZone,
                core.request.technology.usesCluster
                    ? "give pods a secondary address block"
                    : "give the network a secondary address block"
            ),
        ]
        return (all + database(core, months, production) + operations(core, months, production))
            .filter { $0.limit > 0 }
    }

    private static func database(
        _ core: PlanCore,
        _ months: [Month],
        _ production: EnvironmentSizing
    ) -> [Limit] {
        let database = production.database
        let connections = Double(database.maxConnections) * 0.8
        return [
            limit(
                "database-cpu",
                "vCPU of \(database.instanceClass.name) at the spike",
                "vCPU",
                Double(database.instanceClass.vcpu),
                months,
                \.databaseVcpu,
                "move to the next class in a maintenance window"
            ),
            limit(
                "database-storage",
                "provisioned storage",
                "GiB",
                Double(database.storageGiB),
                months,
                \.databaseGiB,
                "storage autoscaling grows it online; raise its maximum"
            ),
            limit(
                "restore-time",
                "data whose restore fits into the recovery time",
                "GiB",
                RecoveryTiming(request: core.request, sizing: core.sizing).restorableGiB,
                months,
                \.databaseGiB,
                "measure the restore, split the data, or archive old rows"
            ),
            limit(
                "connections",
                "80 % of the database's connections",
                "connections",
                connections,
                months,
                \.connections,
                "put a connection proxy in front, or smaller pools"
            ),
        ]
    }

    private static func operations(
        _ core: PlanCore,
        _ months: [Month],
        _ production: EnvironmentSizing
    ) -> [Limit] {
        let disk = Double(production.logging.nodes * production.logging.diskGBPerNode)
        return [
            limit(
                "log-disk",
                "disks of the log store",
                "GB",
                disk,
                months,
                \.logDiskGB,
                "add a log store node, or keep hot logs for fewer days"
            ),
            limit(
                "budget",
                "monthly budget",
                "USD",
                core.cost.budget.dollars,
                months,
                \.monthlyCost.dollars,
                "take the reductions of cost/optimization-plan.md"
            ),
        ]
    }

    private static func limit(
        _ id: String,
        _ summary: String,
        _ unit: String,
        _ limit: Double,
        _ months: [Month],
        _ value: KeyPath<Month, Double>,
        _ action: String
    ) -> Limit {
        let trigger = limit * 0.8
        return Limit(
            id: id,
            summary: summary,
            unit: unit,
            limit: limit,
            trigger: trigger,
            triggerMonth: months.first { $0[keyPath: value] > trigger }?.index,
            limitMonth: months.first { $0[keyPath: value] > limit }?.index,
            action: action
        )
    }
}
