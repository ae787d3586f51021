package import Workflow

/// What one environment consists of, and why in this size.
package struct EnvironmentSizing: Sendable, Hashable {
    package let name: EnvironmentName
    package let profile: String
    /// Availability zones that it uses.
    package let zones: Int
    /// Its load as a share of production's.
    package let scale: Figure
    package let schedule: WeeklySchedule?
    /// Hours a month in which what can be stopped runs.
    package let runningHours: Figure
    /// Its share of the daily peak, after the CDN.
    package let peakDynamicRps: Figure
    package let services: [ServiceSizing]
    package let nodes: NodeSizing
    package let database: DatabaseSizing
    package let cache: CacheSizing
    package let logging: LoggingSizing
    package let metrics: MetricsSizing
    package let natGateways: Int
    package let deletionProtection: Bool
    /// Every figure of the environment, in the order of calculation.
    package let figures: [Figure]
    package let conflicts: [Finding]

    /// Whether it is production or its mirror: several zones, standbys, room for the spike.
    package var isProductionLike: Bool { name.isProductionLike }
}

package struct ServiceSizing: Sendable, Hashable {
    package let name: String
    package let tier: String
    package let port: Int
    package let health: String
    package let milliCpu: Double
    package let memoryMiB: Double
    package let peakVcpu: Figure
    /// At the daily peak: the autoscaler's minimum.
    package let minimumReplicas: Figure
    /// At the spike: the autoscaler's maximum.
    package let maximumReplicas: Figure
}

package struct NodeSizing: Sendable, Hashable {
    package let type: NodeType
    /// What one node offers to services, in the way in which they run.
    package let usable: NodeCapacity
    package let zones: Int
    /// What the platform's own pods ask for, at any load.
    package let platformVcpu: Figure
    package let peakVcpu: Figure
    package let spikeVcpu: Figure
    /// Nodes that the peak needs, not yet rounded.
    package let need: Figure
    /// What one node serves in a minute when it is as full as it is planned to be.
    package let requestsPerMinute: Figure
    /// The same as the target of a scaling group: below one request the metric says nothing.
    package var requestsPerTarget: Int { max(1, Int(requestsPerMinute.value)) }
    /// Survives the loss of a zone at the daily peak with the required capacity.
    package let minimum: Figure
    /// Carries the spike.
    package let maximum: Figure
    package let diskGiB: Int
}

package struct DatabaseSizing: Sendable, Hashable {
    package let engine: String
    package let version: String
    package let instanceClass: DatabaseClass
    package let isMultiAZ: Bool
    package let storageGiB: Int
    /// Beyond the volume's baseline; zero for none.
    package let extraIops: Int
    package let backupRetentionDays: Int
    package let spikeVcpu: Figure
    package let connections: Figure
    package let maxConnections: Int
    package let port: Int
}

package struct CacheSizing: Sendable, Hashable {
    package let engine: String
    package let version: String
    package let node: CacheNode
    package let shards: Int
    package let replicasPerShard: Int
    package let isMultiAZ: Bool
    package let port: Int

    package var nodes: Int { shards * (1 + replicasPerShard) }
    /// False: the requirements want no cache, and there is neither shard nor node.
    package var isUsed: Bool { shards > 0 }
}

package struct LoggingSizing: Sendable, Hashable {
    /// `elk`, `loki` or `cloudwatch`.
    package let kind: String
    package let gbPerDay: Figure
    package let hotDays: Int
    package let archiveDays: Int
    package let copies: Int
    /// Hot data on disk, copies and free space included.
    package let diskGB: Figure
    package let nodeType: NodeType
    package let nodes: Int
    package let diskGBPerNode: Int
    package let archiveGB: Figure
}

package struct MetricsSizing: Sendable, Hashable {
    package let series: Figure
    package let retentionDays: Int
    package let scrapeSeconds: Int
    package let storageGB: Figure
    /// A fifth stays free.
    package let volumeGB: Int
    /// Nil in a cluster, where the monitoring is pods.
    package let host: MonitoringHostSizing?
}
