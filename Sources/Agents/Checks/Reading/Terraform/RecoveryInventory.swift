import Workflow

/// What waits in the recovery region: the values of the root that has it, and the module's own text.
struct RecoveryInventory {
    let region: String
    private let values: Value
    private let module: TerraformModule

    /// Nil when the root has no recovery region.
    init?(values: Value, tree: TerraformTree) {
        guard let region = values.string("recovery.region"),
            let module = tree["terraform/modules/recovery"]
        else { return nil }
        self.region = region
        self.values = values
        self.module = module
    }

    private var strategy: String { values.string("recovery.strategy") ?? "" }
    private var hasStandby: Bool { ["pilot-light", "warm-standby"].contains(strategy) }
    private var standby: Double { values.number("recovery.standby_nodes") ?? 0 }
    private var zones: Double { Double(values.list("recovery.zones").count) }
    /// Without a cluster the machines are made when they are needed: there is no such module.
    private var type: String? { values.string("cluster.instance_type") }

    private func argument(_ call: String, _ name: String) -> HCLExpression? {
        module.entries("module").first { $0.block.labels.first == call }?
            .block.body[name]?.expression
    }

    /// Nil when the files do not say it.
    func parts(_ service: EstimateComparison.Service) -> [EstimateComparison.Part]? {
        switch service {
        case .instances:
            type.map { [.init(item: "ec2." + $0, quantity: standby * 730, discount: "ec2")] }
        case .disks:
            type.flatMap { _ in values.number("cluster.disk_gib") }
                .map { [.init(item: "ebs.gp3", quantity: standby * $0)] }
        case .database: database
        case .databaseStorage:
            values.number("database.allocated_storage_gib").map {
                [.init(item: "rds.storage.gp3", quantity: hasStandby ? $0 : 0)]
            }
        case .gateways:
            gateways.map { [.init(item: "nat.hour", quantity: $0 * 730)] }
        case .addresses:
            gateways.map { [.init(item: "ipv4.hour", quantity: $0 * 730)] }
        case .cluster:
            [.init(item: "eks.cluster", quantity: hasStandby && type != nil ? 730 : 0)]
        case .keys:
            (argument("kms", "purposes")?.literal?.arrayValue?.count).map {
                [.init(item: "kms.key", quantity: Double($0))]
            }
        case .monitoringDisks, .cache, .firewall, .rules, .endpoints: []
        }
    }

    private var database: [EstimateComparison.Part]? {
        guard let engine = values.string("database.engine"),
            let type = values.string("database.instance_class")
        else { return nil }
        let item = "rds.\(engine).\(type)"
        return [.init(item: item, quantity: hasStandby ? 730 : 0, discount: "rds")]
    }

    /// One a zone where nodes wait, as the module says it; nil when it says anything else.
    private var gateways: Double? {
        guard let expression = argument("network", "nat_gateways") else { return nil }
        if let number = expression.literal?.numberValue { return hasStandby ? number : 0 }
        let names = expression.references.map { $0.path.joined(separator: ".") }
        guard names == ["var.standby_nodes", "var.network.zones"],
            expression.tokens.contains(where: { $0.isSymbol("?") }),
            expression.tokens.contains(where: { $0.isSymbol(">") }),
            expression.tokens.contains(where: { $0.identifier == "length" })
        else { return nil }
        return hasStandby && standby > 0 ? zones : 0
    }
}
