/// The lines of the recovery region, and a decision that is made by price.
struct RecoveryCost {
    let request: InfrastructureRequest
    let sizing: SizingModel
    let recovery: DisasterRecoveryModel

    private var databaseSize: Figure {
        .input("database.sizeGiB", request.application.database.sizeGiB, "GiB")
    }

    func add(to builder: inout CostBuilder) {
        guard let region = recovery.region, recovery.strategy != .singleRegion,
            let production = sizing.primary
        else { return }
        let scope = CostBuilder.Scope(environment: "recovery", region: region, isCommitted: true)
        addDatabase(to: &builder, scope, production)
        addCompute(to: &builder, scope, production)
        addNetwork(to: &builder, scope)
        addReplicas(to: &builder, scope)
        addObjects(to: &builder, scope)
    }

    private func addDatabase(
        to builder: inout CostBuilder,
        _ scope: CostBuilder.Scope,
        _ production: EnvironmentSizing
    ) {
        let database = production.database
        if let replica = recovery.replicaClass {
            builder.add(
                scope,
                .recovery,
                "recovery-database",
                "database replica \(replica.name)",
                price: "rds.\(database.engine).\(replica.name)",
                quantity: EnvironmentCost.hours,
                "1 × 730 h",
                discount: "rds"
            )
            builder.add(
                scope,
                .recovery,
                "recovery-database",
                "database replica's storage",
                price: "rds.storage.gp3",
                quantity: Double(database.storageGiB),
                "provisioned GiB"
            )
        }
        builder.add(
            scope,
            .recovery,
            "backup-vault",
            "copies of backups",
            price: "backup.copy",
            quantity: request.application.database.sizeGiB * 1.6,
            "data × 1.6 (30 days of changes of 2 %)",
            from: [databaseSize]
        )
        builder.add(
            scope,
            .recovery,
            "recovery-database",
            "replication traffic",
            price: "transfer.cross-region",
            quantity: 50 + request.application.database.sizeGiB * 0.6,
            "50 GB + 2 % of the data a day",
            from: [databaseSize]
        )
    }

    private func addCompute(
        to builder: inout CostBuilder,
        _ scope: CostBuilder.Scope,
        _ production: EnvironmentSizing
    ) {
        guard recovery.strategy != .restore else { return }
        if request.technology.usesCluster {
            builder.add(
                scope,
                .recovery,
                "recovery-cluster",
                "Kubernetes control plane",
                price: "eks.cluster",
                quantity: EnvironmentCost.hours,
                "730 h"
            )
        }
        builder.add(
            scope,
            .recovery,
            "recovery-cluster",
            "standby nodes \(production.nodes.type.name)",
            price: "ec2." + production.nodes.type.name,
            quantity: Double(recovery.standbyNodes) * EnvironmentCost.hours,
            "\(recovery.standbyNodes) × 730 h",
            discount: "ec2"
        )
        if request.technology.usesCluster {
            builder.add(
                scope,
                .recovery,
                "recovery-cluster",
                "standby nodes' disks",
                price: "ebs.gp3",
                quantity: Double(recovery.standbyNodes * production.nodes.diskGiB),
                "\(recovery.standbyNodes) × \(production.nodes.diskGiB) GiB"
            )
        }
        builder.add(
            scope,
            .recovery,
            "recovery-cluster",
            "failover test, nodes",
            price: "ec2." + production.nodes.type.name,
            quantity: production.nodes.minimum.value * 2,
            "a quarterly test of 6 h, a third each month: \(production.nodes.minimum.text) × 2 h"
        )
    }

    /// Nodes that run must get out; where none waits there is no gateway, and no balancer before it is
    /// needed.
    private func addNetwork(to builder: inout CostBuilder, _ scope: CostBuilder.Scope) {
        guard recovery.standbyNodes > 0 else { return }
        let zones = request.cloud.zones
        builder.add(
            scope,
            .recovery,
            "recovery-cluster",
            "NAT gateways",
            price: "nat.hour",
            quantity: Double(zones) * EnvironmentCost.hours,
            "\(zones) × 730 h, for the nodes that wait",
            from: [TrafficModel.hoursPerMonth]
        )
        builder.add(
            scope,
            .recovery,
            "recovery-cluster",
            "NAT traffic",
            price: "nat.gb",
            quantity: 50,
            "50 GB of updates"
        )
        builder.add(
            scope,
            .recovery,
            "recovery-cluster",
            "public IPv4 addresses",
            price: "ipv4.hour",
            quantity: Double(zones) * EnvironmentCost.hours,
            "\(zones) × 730 h (NAT gateways)",
            from: [TrafficModel.hoursPerMonth]
        )
    }

    private func addReplicas(to builder: inout CostBuilder, _ scope: CostBuilder.Scope) {
        // The copies are encrypted there, whatever else waits.
        builder.add(
            scope,
            .recovery,
            "keys",
            "keys",
            price: "kms.key",
            quantity: Double(EnvironmentCost.keys - 1),
            "a key each purpose; the edge has no second region"
        )
        guard recovery.strategy != .restore else { return }
        builder.add(
            scope,
            .recovery,
            "recovery-cluster",
            "container images, replicated",
            price: "ecr.storage",
            quantity: 50,
            "GB"
        )
        builder.add(
            scope,
            .recovery,
            "secrets",
            "secrets",
            price: "secrets.secret",
            quantity: 6,
            "replicas of secrets"
        )
    }

    private func addObjects(to builder: inout CostBuilder, _ scope: CostBuilder.Scope) {
        let assets = request.application.assetsGiB
        let changed = (assets + request.application.backupsGiB) * 0.2
        builder.add(
            scope,
            .recovery,
            "assets",
            "replicated assets",
            price: "s3.standard-ia",
            quantity: assets * 1.2,
            "GiB × 1.2"
        )
        builder.add(
            scope,
            .recovery,
            "backups",
            "replicated exports and backups",
            price: "s3.glacier-instant",
            quantity: request.application.backupsGiB,
            "GiB"
        )
        builder.add(
            scope,
            .recovery,
            "assets",
            "replication time control",
            price: "s3.replication-time-control",
            quantity: changed,
            "a fifth changes in a month"
        )
        builder.add(
            scope,
            .recovery,
            "assets",
            "replication traffic",
            price: "transfer.cross-region",
            quantity: changed,
            "a fifth changes in a month"
        )
        builder.add(
            scope,
            .recovery,
            "files",
            "replicated file system",
            price: "efs.standard",
            quantity: request.application.fileStorageGiB,
            "GiB"
        )
    }
}

/// Interface endpoints against sending the same bytes through NAT gateways.
enum EndpointDecision {
    static func make(
        _ request: InfrastructureRequest,
        _ sizing: SizingModel,
        _ prices: PriceTable
    ) -> CostModel.Decision? {
        let region = request.cloud.region
        guard let production = sizing.primary,
            let hour = prices.unitPrice("endpoint.hour", in: region),
            let endpointGB = prices.unitPrice("endpoint.gb", in: region),
            let natGB = prices.unitPrice("nat.gb", in: region)
        else { return nil }
        let count = EnvironmentCost.interfaceEndpoints.count * production.zones
        let endpoints = hour * Int64(count * 730) + endpointGB * 100
        return CostModel.Decision(
            title: "Private endpoints against NAT for the provider's own services (production)",
            chosen: "interface endpoints",
            options: [
                CostModel.Decision.Option(
                    name: "interface endpoints",
                    monthly: endpoints.roundedToCents,
                    remark: "traffic stays inside the provider's network; policies on each endpoint"
                ),
                CostModel.Decision.Option(
                    name: "through NAT",
                    monthly: (natGB * 100).roundedToCents,
                    remark:
                        "cheaper below \(count) endpoint-zones, but leaves by the internet gateway"
                ),
            ]
        )
    }
}
