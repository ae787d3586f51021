/// Numbers that the requirements may leave open; each is stated in `request/assumptions.md`.
package struct Assumptions: Sendable, Hashable {
    package struct Assumption: Sendable, Hashable {
        package let key: String
        package let unit: String
        package let value: Double
        package let summary: String
    }

    package let all: [Assumption]

    package subscript(key: AssumptionKey) -> Double {
        all.first { $0.key == key.rawValue }?.value ?? key.standard.value
    }

    package func figure(_ key: AssumptionKey) -> Figure {
        .input("assumptions." + key.rawValue, self[key], key.standard.unit)
    }
}

package enum AssumptionKey: String, Sendable, Hashable, CaseIterable {
    case cpuTargetUtilization
    case databaseTargetUtilization
    case hotSetFraction
    case platformVcpu
    case platformMemoryGiB
    case poolSizePerReplica
    case cacheOperationsPerNodePerSecond
    case requestsPerConnection
    case logKBPerRequest
    case logDiskToRamRatio
    case scrapeSeconds
    case metricsRetentionDays
    case spikeHoursPerMonth
    case loadWindowHoursPerMonth
    case nonProductionTrafficShare
    case restoreGBPerHour
    case detectionMinutes
    case decisionMinutes
    case validationMinutes
    case onDemandVcpuQuota
    case addressesPerNodeHeadroom

    package var standard: (value: Double, unit: String, range: ClosedRange<Double>, text: String) {
        switch self {
        case .cpuTargetUtilization:
            (0.65, "", 0.3...0.9, "share of the requested CPU that is busy at peak")
        case .databaseTargetUtilization:
            (0.5, "", 0.2...0.9, "share of the database's CPU that is busy, spike included")
        case .hotSetFraction:
            (0.25, "", 0.01...1, "share of the database that must fit into its memory")
        case .platformVcpu:
            (3, "vCPU", 0...200, "monitoring, ingress and other platform pods of production")
        case .platformMemoryGiB:
            (8, "GiB", 0...800, "memory of those pods")
        case .poolSizePerReplica:
            (8, "connections", 1...100, "database connections that one replica keeps open")
        case .cacheOperationsPerNodePerSecond:
            (80_000, "operations/s", 1000...1_000_000, "what one cache node serves")
        case .requestsPerConnection:
            (20, "requests", 1...10_000, "requests over one connection to the load balancer")
        case .logKBPerRequest:
            (3, "kB", 0.1...100, "log lines of one request, all services together")
        case .logDiskToRamRatio:
            (80, "GB/GiB", 10...500, "log data that one GiB of the log store's memory serves")
        case .scrapeSeconds: (15, "s", 5...60, "interval at which metrics are collected")
        case .metricsRetentionDays: (30, "d", 1...400, "days for which metrics are kept")
        case .spikeHoursPerMonth: (10, "h", 0...730, "hours a month at the spike's load")
        case .loadWindowHoursPerMonth:
            (8, "h", 0...730, "hours a month in which staging is scaled up for load tests")
        case .nonProductionTrafficShare:
            (0.02, "", 0...1, "requests outside production, as a share of production's")
        case .restoreGBPerHour:
            (100, "GB/h", 1...10_000, "speed of a database restore; replace by a measured one")
        case .detectionMinutes: (5, "min", 0...60, "1 min to the alert, 4 min to acknowledge it")
        case .decisionMinutes: (15, "min", 0...120, "assessment and the decision to fail over")
        case .validationMinutes: (15, "min", 0...120, "smoke tests before traffic returns")
        case .onDemandVcpuQuota:
            (1152, "vCPU", 5...1_000_000, "running on-demand standard instances per region")
        case .addressesPerNodeHeadroom: (1.2, "", 1...3, "addresses kept free in each subnet")
        }
    }
}
