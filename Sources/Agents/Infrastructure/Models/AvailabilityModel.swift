/// What availability can be expected, what is promised, and what a disaster does to the budget.
package struct AvailabilityModel: Sendable, Hashable {
    package struct Service: Sendable, Hashable {
        package let name: String
        /// The provider's service level agreement, percent of a month.
        package let slaPercent: Double
        package let isOnDynamicPath: Bool
    }

    package let targetPercent: Double
    package let services: [Service]
    /// Product of the agreements on the path of a dynamic request.
    package let dynamicPathPercent: Figure
    /// The same with object storage, which static files need.
    package let staticPathPercent: Figure
    /// Minutes of 30 days that may fail.
    package let errorBudgetMinutes: Figure
    /// Months of budget that the slowest recovery spends.
    package let disasterBudgetMonths: Figure
    package let burnRates = Self.standardBurnRates

    package struct BurnRate: Sendable, Hashable {
        package let severity: String
        package let rate: Double
        package let longWindow: String
        package let shortWindow: String
        package let action: String
    }

    package static let windowMinutes = 43_200.0

    /// Whether the agreements of the provider alone carry the target.
    package var isContractual: Bool { dynamicPathPercent.value >= targetPercent }

    package var figures: [Figure] {
        [dynamicPathPercent, staticPathPercent, errorBudgetMinutes, disasterBudgetMonths]
    }

    init(request: InfrastructureRequest, recovery: DisasterRecoveryModel) {
        let target = Figure.input(
            "objectives.availability",
            request.objectives.availabilityPercent,
            "%"
        )
        targetPercent = target.value
        let services = Self.services(
            hasCluster: request.technology.usesCluster,
            hasCache: request.application.cache.isUsed
        )
        self.services = services
        dynamicPathPercent = Self.product(
            "availability.dynamicPath",
            services.filter(\.isOnDynamicPath)
        )
        staticPathPercent = Self.product("availability.pathWithObjects", services)
        errorBudgetMinutes = .derived(
            "availability.errorBudgetMinutes",
            Self.windowMinutes * (100 - target.value) / 100,
            "min of 30 days",
            "43,200 × (100 − target) ÷ 100 = 43,200 × (100 − $0) ÷ 100",
            [target]
        )
        let slowest = recovery.scenarios.map(\.rto).max { $0.value < $1.value }
        let longest = slowest ?? .input("recovery.none", 0, "min")
        disasterBudgetMonths = .derived(
            "availability.disasterBudgetMonths",
            longest.value / errorBudgetMinutes.value,
            "months",
            "slowest recovery ÷ error budget = $0 ÷ $1",
            [longest, errorBudgetMinutes]
        )
    }

    private static let standardBurnRates: [BurnRate] = [
        BurnRate(
            severity: "critical",
            rate: 14.4,
            longWindow: "1h",
            shortWindow: "5m",
            action: "page"
        ),
        BurnRate(
            severity: "high",
            rate: 6,
            longWindow: "6h",
            shortWindow: "30m",
            action: "page"
        ),
        BurnRate(
            severity: "medium",
            rate: 3,
            longWindow: "1d",
            shortWindow: "2h",
            action: "ticket"
        ),
        BurnRate(
            severity: "low",
            rate: 1,
            longWindow: "3d",
            shortWindow: "6h",
            action: "ticket"
        ),
    ]

    private static func services(hasCluster: Bool, hasCache: Bool) -> [Service] {
        var services = [
            Service(name: "Route 53", slaPercent: 100, isOnDynamicPath: true),
            Service(name: "CloudFront", slaPercent: 99.9, isOnDynamicPath: true),
            Service(name: "ALB", slaPercent: 99.99, isOnDynamicPath: true),
            Service(name: "EC2 in several zones", slaPercent: 99.99, isOnDynamicPath: true),
        ]
        if hasCluster {
            services.append(Service(name: "EKS", slaPercent: 99.95, isOnDynamicPath: true))
        }
        services.append(Service(name: "RDS Multi-AZ", slaPercent: 99.95, isOnDynamicPath: true))
        if hasCache {
            services.append(
                Service(name: "ElastiCache Multi-AZ", slaPercent: 99.99, isOnDynamicPath: true)
            )
        }
        services.append(Service(name: "S3", slaPercent: 99.9, isOnDynamicPath: false))
        return services
    }

    private static func product(_ id: String, _ services: [Service]) -> Figure {
        let inputs = services.map {
            Figure.input("sla." + $0.name.replacing(" ", with: "-"), $0.slaPercent, "%")
        }
        let value = inputs.reduce(100) { $0 * $1.value / 100 }
        let terms = inputs.map { NumberText.plain($0.value) }.joined(separator: " × ")
        return .derived(id, value, "%", "product of the agreements: \(terms)", inputs)
    }
}
