/// The lines of one environment.
struct EnvironmentCost {
    let request: InfrastructureRequest
    let traffic: TrafficModel
    let sizing: EnvironmentSizing

    static let hours = 730.0
    static let interfaceEndpoints = ["ecr.api", "ecr.dkr", "kms", "logs", "secretsmanager", "sts"]

    /// Managed rule groups and the rate limit of `modules/waf`.
    static let firewallRules = 6
    /// Purposes of `modules/kms`, a key each, and that of the edge's logs, which lies in another region.
    static let keys = 5
    /// One of the platform and one of the edge.
    static let dashboards = 2.0

    var isProductionLike: Bool { sizing.isProductionLike }
    var scope: CostBuilder.Scope {
        CostBuilder.Scope(
            environment: sizing.name.rawValue,
            region: request.cloud.region,
            isCommitted: isProductionLike && sizing.schedule == nil
        )
    }

    /// Requests here as a share of production's.
    var trafficShare: Double {
        sizing.name == .production ? 1 : request.assumptions[.nonProductionTrafficShare]
    }
    var dynamicGB: Double {
        traffic.egressGBPerMonth.value * (1 - request.traffic.cacheableFraction) * trafficShare
    }
    var requests: Double { traffic.requestsPerMonth.value * trafficShare }

    /// Where the quantities come from: what is asked for, and what is assumed.
    var shareFigures: [Figure] {
        sizing.name == .production ? [] : [assumption(.nonProductionTrafficShare)]
    }
    var databaseSize: Figure {
        .input("database.sizeGiB", request.application.database.sizeGiB, "GiB")
    }
    var workingSet: Figure {
        .input("cache.workingSetGiB", request.application.cache.workingSetGiB, "GiB")
    }
    var assetsSize: Figure {
        .input("objectStorage.assetsGiB", request.application.assetsGiB, "GiB")
    }
    var backupsSize: Figure {
        .input("objectStorage.backupsGiB", request.application.backupsGiB, "GiB")
    }
    func assumption(_ key: AssumptionKey) -> Figure { request.assumptions.figure(key) }

    func add(to builder: inout CostBuilder) {
        addFleet(to: &builder)
        addExtraNodes(to: &builder)
        addDisks(to: &builder)
        addDatabase(to: &builder)
        addBackups(to: &builder)
        addCache(to: &builder)
        addGateways(to: &builder)
        addLoadBalancer(to: &builder)
        addEndpoints(to: &builder)
        addDelivery(to: &builder)
        addFirewall(to: &builder)
        addNames(to: &builder)
        addObjects(to: &builder)
        addFiles(to: &builder)
        addLogs(to: &builder)
        addMonitoring(to: &builder)
        addKeys(to: &builder)
        addAudit(to: &builder)
        addDetection(to: &builder)
        addScans(to: &builder)
    }

    private func addFleet(to builder: inout CostBuilder) {
        let nodes = sizing.nodes
        let running = sizing.runningHours.value
        if request.technology.usesCluster {
            builder.add(
                scope,
                .compute,
                "cluster",
                "Kubernetes control plane",
                price: "eks.cluster",
                quantity: Self.hours,
                "730 h, cannot be stopped",
                from: [TrafficModel.hoursPerMonth]
            )
        }
        builder.add(
            scope,
            .compute,
            "nodes",
            "nodes \(nodes.type.name), minimum fleet",
            price: "ec2." + nodes.type.name,
            quantity: nodes.minimum.value * running,
            "\(nodes.minimum.text) × \(NumberText.plain(running)) h",
            discount: "ec2",
            from: [nodes.minimum, sizing.runningHours]
        )
    }

    private func addExtraNodes(to builder: inout CostBuilder) {
        let nodes = sizing.nodes
        let extra = nodes.maximum.value - nodes.minimum.value
        let spikeHours = request.assumptions[.spikeHoursPerMonth]
        if sizing.name == .production {
            builder.add(
                scope,
                .compute,
                "nodes",
                "nodes \(nodes.type.name), spikes",
                price: "ec2." + nodes.type.name,
                quantity: extra * spikeHours,
                "\(NumberText.plain(extra)) more nodes × \(NumberText.plain(spikeHours)) h",
                from: [nodes.maximum, nodes.minimum, assumption(.spikeHoursPerMonth)]
            )
        }
        if sizing.name == .staging {
            let window = request.assumptions[.loadWindowHoursPerMonth]
            builder.add(
                scope,
                .compute,
                "nodes",
                "nodes \(nodes.type.name), load tests",
                price: "ec2." + nodes.type.name,
                quantity: extra * window,
                "\(NumberText.plain(extra)) more nodes × \(NumberText.plain(window)) h",
                from: [nodes.maximum, nodes.minimum, assumption(.loadWindowHoursPerMonth)]
            )
        }
    }

    private func addDisks(to builder: inout CostBuilder) {
        let nodes = sizing.nodes
        let running = sizing.runningHours.value
        builder.add(
            scope,
            .compute,
            "nodes",
            "node disks",
            price: "ebs.gp3",
            quantity: nodes.minimum.value * Double(nodes.diskGiB) * running / 730,
            "\(nodes.minimum.text) × \(nodes.diskGiB) GiB × running hours ÷ 730",
            from: [nodes.minimum, sizing.runningHours]
        )
        builder.add(
            scope,
            .compute,
            "registry",
            "container images",
            price: "ecr.storage",
            quantity: sizing.name == .production ? 50 : 10,
            "images of about a month"
        )
    }

    private func addDatabase(to builder: inout CostBuilder) {
        let database = sizing.database
        let name = request.application.database.name
        let running = sizing.runningHours.value
        let zones = database.isMultiAZ ? "-multi-az" : ""
        let prefix = "rds.\(database.engine)\(zones)."
        builder.add(
            scope,
            .database,
            name,
            "database \(database.instanceClass.name)",
            price: prefix + database.instanceClass.name,
            quantity: running,
            "1 × \(NumberText.plain(running)) h",
            discount: "rds",
            from: [database.spikeVcpu, sizing.runningHours]
        )
        builder.add(
            scope,
            .database,
            name,
            "database storage",
            price: "rds.storage.gp3" + zones,
            quantity: Double(database.storageGiB),
            "provisioned GiB",
            from: [databaseSize]
        )
        builder.add(
            scope,
            .database,
            name,
            "database IOPS above the baseline",
            price: "rds.storage.gp3-iops" + zones,
            quantity: Double(database.extraIops),
            "IOPS at the spike − baseline"
        )
    }

    private func addBackups(to builder: inout CostBuilder) {
        let database = sizing.database
        let name = request.application.database.name
        // A day changes about 2 % of the data; as much as is provisioned is free.
        let data = request.application.database.sizeGiB * (isProductionLike ? 1 : 0.05)
        let kept = data * (1 + 0.02 * Double(database.backupRetentionDays))
        builder.add(
            scope,
            .database,
            name,
            "database backups beyond the free share",
            price: "rds.backup",
            quantity: kept - Double(database.storageGiB),
            "data × (1 + 2 % × days kept) − provisioned",
            from: [databaseSize]
        )
        if sizing.name == .production {
            builder.add(
                scope,
                .database,
                name,
                "monthly restore test",
                price: "rds.\(database.engine)." + database.instanceClass.name,
                quantity: 4,
                "1 instance × 4 h"
            )
        }
    }

    private func addCache(to builder: inout CostBuilder) {
        let cache = sizing.cache
        guard cache.isUsed else { return }
        let cacheName = request.application.cache.name
        builder.add(
            scope,
            .cache,
            cacheName,
            "cache \(cache.node.name)",
            price: "elasticache.\(cache.engine).\(cache.node.name)",
            quantity: Double(cache.nodes) * Self.hours,
            "\(cache.nodes) \(cache.nodes == 1 ? "node" : "nodes") × 730 h, cannot be stopped",
            discount: "elasticache",
            from: [workingSet, TrafficModel.hoursPerMonth]
        )
        if isProductionLike {
            builder.add(
                scope,
                .cache,
                cacheName,
                "cache snapshots",
                price: "elasticache.backup",
                quantity: request.application.cache.workingSetGiB * 4,
                "working set × 4 (the first of 5 is free)",
                from: [workingSet]
            )
        }
    }
}
