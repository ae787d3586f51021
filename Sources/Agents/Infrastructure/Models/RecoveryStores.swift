/// What becomes of each store that keeps state.
enum RecoveryStores {
    typealias Strategy = DisasterRecoveryModel.Strategy
    typealias StorePlan = DisasterRecoveryModel.StorePlan

    static func plans(request: InfrastructureRequest, strategy: Strategy) -> [StorePlan] {
        var plans = [database(request, strategy)]
        if request.application.cache.isUsed { plans.append(cache(request)) }
        plans.append(objects("assets", strategy))
        plans.append(objects("backups", strategy))
        plans += operational + [monitoring(request)]
        if request.application.fileStorageGiB > 0 {
            plans.append(
                StorePlan(
                    store: "files",
                    zoneLoss: "regional file system",
                    regionLoss: strategy == .singleRegion ? "none" : "file system replication",
                    corruption: "daily backup in the vault",
                    rpoMinutes: 15,
                    terraformModule: "object-storage"
                )
            )
        }
        return plans
    }

    /// What is treated in the same way by every strategy.
    private static let operational: [StorePlan] = [
        StorePlan(
            store: "logs",
            zoneLoss: "two copies on nodes in different zones",
            regionLoss: "the archive bucket is replicated; hot data is given up",
            corruption: "daily snapshots into the archive bucket",
            rpoMinutes: 15,
            terraformModule: "object-storage"
        ),
        StorePlan(
            store: "terraform-state",
            zoneLoss: "bucket over all zones",
            regionLoss: "versioned bucket, replicated",
            corruption: "earlier object version",
            rpoMinutes: 15,
            terraformModule: "bootstrap"
        ),
        StorePlan(
            store: "secrets",
            zoneLoss: "regional service",
            regionLoss: "replicated secret, multi-region key",
            corruption: "earlier secret version",
            rpoMinutes: 5,
            terraformModule: "kms"
        ),
        StorePlan(
            store: "registry",
            zoneLoss: "regional service",
            regionLoss: "registry replication",
            corruption: "immutable tags",
            rpoMinutes: 15,
            terraformModule: "ci-build"
        ),
    ]

    private static func monitoring(_ request: InfrastructureRequest) -> StorePlan {
        let isCluster = request.technology.usesCluster
        let snapshots = "volume snapshots every hour"
        return StorePlan(
            store: "monitoring",
            zoneLoss: isCluster
                ? snapshots
                : snapshots + ", a new host in another zone; the provider's alarms go on",
            regionLoss: "given up: metrics begin anew, rules and dashboards are files",
            corruption: snapshots,
            rpoMinutes: 60,
            terraformModule: isCluster ? "monitoring" : "monitoring-host"
        )
    }

    private static func database(
        _ request: InfrastructureRequest,
        _ strategy: Strategy
    ) -> StorePlan {
        let region =
            switch strategy {
            case .restore: "automated backups copied to the recovery region, restore"
            case .pilotLight, .warmStandby: "read replica in the recovery region, promotion"
            case .singleRegion: "none: region loss is not among the scenarios"
            }
        return StorePlan(
            store: request.application.database.name,
            zoneLoss: "synchronous standby in another zone, automatic failover",
            regionLoss: region,
            corruption: "point-in-time restore, logs every 5 min",
            rpoMinutes: 5,
            terraformModule: "database"
        )
    }

    private static func cache(_ request: InfrastructureRequest) -> StorePlan {
        StorePlan(
            store: request.application.cache.name,
            zoneLoss: "replica in another zone, automatic failover",
            regionLoss: "rebuilt empty: its content is derived from the database",
            corruption: "flushed and filled anew",
            rpoMinutes: 0,
            terraformModule: "cache"
        )
    }

    private static func objects(_ name: String, _ strategy: Strategy) -> StorePlan {
        StorePlan(
            store: name,
            zoneLoss: "stored in at least three zones",
            regionLoss: strategy == .singleRegion
                ? "none: region loss is not among the scenarios"
                : "cross-region replication with time control (at most 15 min)",
            corruption: "object versions, kept 30 days",
            rpoMinutes: 15,
            terraformModule: "object-storage"
        )
    }
}
