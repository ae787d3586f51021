import Workflow

extension InfrastructureRequest {
    package struct Metadata: Sendable, Hashable {
        package let name: String
        package let owner: String
        package let requestedBy: String
        package let labels: [Label]

        package var costCenter: String {
            labels.first { $0.key == "costCenter" }?.value ?? owner
        }
    }

    package struct Label: Sendable, Hashable {
        package let key: String
        package let value: String
    }

    package struct Application: Sendable, Hashable {
        package let type: String
        package let services: [Service]
        package let database: Database
        package let cache: Cache
        package let assetsGiB: Double
        package let backupsGiB: Double
        package let fileStorageGiB: Double
        package let trdPath: String?
    }

    package struct Service: Sendable, Hashable {
        package let name: String
        /// `web`, `app` or `worker`.
        package let tier: String
        package let port: Int
        package let health: String
        package let methods: [String]
        package let cpuMsPerRequest: Double
        package let memoryMiBPerReplica: Double
        package let requestMilliCpu: Double
        package let dependsOn: [String]
    }

    package struct Database: Sendable, Hashable {
        package let name: String
        /// `postgres` or `mysql`.
        package let engine: String
        package let sizeGiB: Double
        package let growthGiBPerMonth: Double
        package let queriesPerRequest: Double
        package let readRatio: Double
        package let cpuMsPerQuery: Double

        /// Its name as the engine takes it, which knows no dash.
        package var firstDatabase: String { name.replacing("-", with: "_") }
    }

    package struct Cache: Sendable, Hashable {
        package let name: String
        /// `redis` or `valkey`.
        package let engine: String
        package let workingSetGiB: Double
        /// Zero without a cache.
        package let hitRatio: Double
        /// False for `cache: null`: every read goes to the database, and no file names a cache.
        package let isUsed: Bool
    }

    package struct Traffic: Sendable, Hashable {
        package var concurrentUsers: Double
        package let requestsPerInteraction: Double
        package var thinkTimeSeconds: Double
        package let averageToPeak: Double
        package let spikeFactor: Double
        package let spikeRampSeconds: Double
        package var responseKiB: Double
        package let cacheableFraction: Double
        package let monthlyGrowth: Double
        package let p95Ms: Double
    }

    package struct Objectives: Sendable, Hashable {
        package let availabilityPercent: Double
        package let rtoMinutes: Double
        package let rpoMinutes: Double
        package let recoveryCapacityPercent: Double
        package let provisioningMinutes: Double
        package let changeMinutes: Double
        package let alertLatencySeconds: Double
    }

    package struct Cloud: Sendable, Hashable {
        package let region: String
        package let drRegion: String?
        package let zones: Int
        package let cidrSupernet: CIDR
        package let drScenarios: [DisasterScenario]
        package let domain: String
        package let hybrid: Hybrid?
        let accounts: [EnvironmentName: String]

        package func account(_ environment: EnvironmentName) -> String? { accounts[environment] }
    }

    package struct Hybrid: Sendable, Hashable {
        package let onPremCidrs: [CIDR]
        package let bandwidthMbps: Double
        /// Public address of its VPN gateway; nil while it is not known.
        package let peerAddress: String?
        package let peerASN: Int
    }

    package struct Compliance: Sendable, Hashable {
        package let frameworks: [Framework]
        package let dataClasses: [String]
        package let euDataSubjects: Bool
        package let dataResidency: [String]
        package let hotLogDays: Int
        package let archiveLogDays: Int

        package var holdsPersonalData: Bool {
            dataClasses.contains { ["personal", "health", "cardholder"].contains($0) }
        }
    }

    package struct Budget: Sendable, Hashable {
        package let monthly: Money
        package let isHard: Bool
        package let commitment: Commitment
        package let yearlyReductionPercent: Double
        package let priceTable: String
        package let maxPriceAgeDays: Int
    }

    package enum Commitment: String, Sendable, Hashable, CaseIterable {
        case none
        case oneYear = "one-year-no-upfront"
        case threeYear = "three-year-no-upfront"
    }

    package struct Environments: Sendable, Hashable {
        /// The order of promotion.
        package let order: [EnvironmentName]
        let settings: [EnvironmentName: EnvironmentSettings]

        /// The environment that carries the customers: production, else the last of the order.
        package var primary: EnvironmentName {
            order.contains(.production) ? .production : order.last ?? .production
        }
        package func settings(of name: EnvironmentName) -> EnvironmentSettings? { settings[name] }
    }

    package struct EnvironmentSettings: Sendable, Hashable {
        /// `minimal`, `shared`, `mirror-of-production` or `full`.
        package let profile: String
        package let scale: Double
        /// Nil: the environment runs all the time.
        package let schedule: WeeklySchedule?
    }

    package struct TechnologyPreferences: Sendable, Hashable {
        package let iac: String
        package let compute: String
        package let logging: String
        package let mesh: String
        package let configuration: String
        package let monitoring: String

        /// Whether services run in a cluster; otherwise on the instances of a scaling group.
        package var usesCluster: Bool { compute == "eks" }
    }
}
