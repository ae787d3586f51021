import Workflow

/// What one environment's Terraform files say of its sizes.
struct TerraformInventory {
    private let leaves: [(path: String, value: Value)]
    private let resources: TerraformResources
    /// Hours a month in which what can be stopped runs.
    let hours: Double

    init(values: Value, resources: TerraformResources, hours: Double) {
        leaves = Self.leaves(values, "")
        self.resources = resources
        self.hours = hours
    }

    private static func leaves(_ value: Value, _ path: String) -> [(path: String, value: Value)] {
        guard let members = value.objectValue else { return [(path, value)] }
        return members.pairs.flatMap {
            leaves($0.value, path.isEmpty ? $0.key : path + "." + $0.key)
        }
    }

    /// The value of the first of `names` that a path ends with; a cluster and a scaling group have their own.
    private func value(_ names: String...) -> Value? {
        for name in names {
            for leaf in leaves where leaf.path == name || leaf.path.hasSuffix("." + name) {
                return leaf.value
            }
        }
        return nil
    }

    private func number(_ names: String...) -> Double? {
        for name in names {
            if let found = value(name)?.numberValue { return found }
        }
        return nil
    }

    /// Nil when the files do not say it.
    func parts(_ service: EstimateComparison.Service) -> [EstimateComparison.Part]? {
        switch service {
        case .instances: instances
        case .disks: disks
        case .monitoringDisks: monitoringDisks
        case .database: database
        case .databaseStorage: storage
        case .cache: cache
        case .gateways:
            number("nat_gateways").map {
                [.init(item: "nat.hour", quantity: resources.has("aws_nat_gateway") ? $0 * 730 : 0)]
            }
        case .addresses: []
        case .cluster:
            [.init(item: "eks.cluster", quantity: hasCluster ? 730 : 0)]
        case .firewall:
            resources.count("aws_wafv2_web_acl").map {
                [.init(item: "waf.acl", quantity: Double($0))]
            }
        case .rules: rules
        case .keys:
            resources.count("aws_kms_key").map { [.init(item: "kms.key", quantity: Double($0))] }
        case .endpoints: endpoints
        }
    }

    /// A root that can do without one gives null.
    private var hasCluster: Bool {
        resources.has("aws_eks_cluster") && value("cluster") != .some(.null)
    }

    /// Its own table, or one beside others.
    private var nodeType: String? {
        value("cluster.instance_type", "web.instance_type")?.stringValue
    }
    private var nodes: Double? {
        number("cluster.min_nodes", "web.min_size")
    }

    private var instances: [EstimateComparison.Part]? {
        guard let nodeType, let nodes else { return nil }
        var parts: [EstimateComparison.Part] = [
            .init(item: "ec2." + nodeType, quantity: nodes * hours, discount: "ec2")
        ]
        if let type = value("logging.instance_type")?.stringValue,
            let count = number("logging.nodes")
        {
            parts.append(.init(item: "ec2." + type, quantity: count * hours, discount: "ec2"))
        }
        // A group of one, which sleeps with the others.
        if let type = value("monitoring.instance_type")?.stringValue {
            guard let count = monitoringHosts else { return nil }
            parts.append(.init(item: "ec2." + type, quantity: count * hours, discount: "ec2"))
        }
        return parts
    }

    /// The sizes of the groups of the modules that are called with `var.monitoring`.
    private var monitoringHosts: Double? {
        let sizes = resources.all("aws_autoscaling_group")
            .filter { $0.folder.hasSuffix("/monitoring-host") }
            .map { $0.block.body["desired_capacity"]?.expression.literal?.numberValue }
        return sizes.reduce(0) { sum, size in sum.flatMap { sum in size.map { sum + $0 } } }
    }

    /// In a cluster the volume is a claim of a chart, which is not in these files.
    private var monitoringDisks: [EstimateComparison.Part]? {
        guard let data = number("monitoring.volume_gib"), let root = number("monitoring.root_gib"),
            let hosts = monitoringHosts
        else { return nil }
        let volumes = resources.all("aws_ebs_volume")
            .filter { $0.folder.hasSuffix("/monitoring-host") }.count
        return [
            .init(item: "ebs.gp3", quantity: data * Double(volumes)),
            .init(item: "ebs.gp3", quantity: root * hosts * hours / 730),
        ]
    }

    private var disks: [EstimateComparison.Part]? {
        guard let nodes, let gib = number("disk_gib") else {
            return nil
        }
        return [.init(item: "ebs.gp3", quantity: nodes * gib * hours / 730)]
    }

    private var engine: String? {
        value("database.engine")?.stringValue
    }
    private var suffix: String? {
        value("multi_az")?.boolValue.map { $0 ? "-multi-az" : "" }
    }

    private var database: [EstimateComparison.Part]? {
        guard let engine, let suffix,
            let type = value("instance_class")?.stringValue
        else { return nil }
        return [.init(item: "rds.\(engine)\(suffix).\(type)", quantity: hours, discount: "rds")]
    }

    private var storage: [EstimateComparison.Part]? {
        guard let suffix, let gib = number("allocated_storage_gib") else {
            return nil
        }
        return [.init(item: "rds.storage.gp3" + suffix, quantity: gib)]
    }

    private var cache: [EstimateComparison.Part]? {
        guard resources.has("aws_elasticache_replication_group"), value("cache") != .some(.null)
        else { return [] }
        guard let engine = value("cache.engine")?.stringValue,
            let type = value("node_type")?.stringValue,
            let shards = number("shards"),
            let replicas = number("replicas_per_shard")
        else { return nil }
        return [
            .init(
                item: "elasticache.\(engine).\(type)",
                quantity: shards * (1 + replicas) * 730,
                discount: "elasticache"
            )
        ]
    }

    private var rules: [EstimateComparison.Part]? {
        guard resources.count("aws_wafv2_web_acl") != nil else { return nil }
        var count = 0
        for list in resources.all("aws_wafv2_web_acl") {
            count += list.block.body.blocks("rule").count
            for block in list.block.body.blocks("dynamic") where block.labels.first == "rule" {
                guard let loop = block.body["for_each"]?.expression,
                    let length = list.length(loop)
                else { return nil }
                count += length
            }
        }
        return [.init(item: "waf.rule", quantity: Double(count))]
    }

    private var endpoints: [EstimateComparison.Part]? {
        // Which ones there are is a value of the environment; a fixed list is the same everywhere.
        guard let count = value("interface_endpoints")?.arrayValue?.count else { return nil }
        guard
            let zones = value("network.zones")?.arrayValue?.count
        else { return nil }
        return [.init(item: "endpoint.hour", quantity: Double(count * zones) * 730)]
    }
}
