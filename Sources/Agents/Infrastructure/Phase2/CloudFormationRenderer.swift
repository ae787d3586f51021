package import Workflow

/// D2.1: the CloudFormation twins of the network, the stores and what watches them.
///
/// One template holds every environment, in a mapping, so that they cannot grow apart.
package struct CloudFormationRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D2.1"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let facts = try CloudFormationFacts(plan: plan)
        let templates = CloudFormationTemplates(facts: facts, resources: resources)
        return [
            RenderedFile(path: "cloudformation/network.yaml", text: try templates.network()),
            RenderedFile(path: "cloudformation/data.yaml", text: try templates.data()),
            RenderedFile(
                path: "cloudformation/observability.yaml",
                text: try templates.observability()
            ),
        ]
    }
}

/// What the templates say of a plan: the same values that the Terraform roots are given.
struct CloudFormationFacts {
    struct Environment {
        let name: EnvironmentName
        let sizing: EnvironmentSizing
        let network: NetworkPlan.Network
        /// The values of the environment's Terraform variables.
        let values: [String: String]

        func value(_ name: String) throws -> String {
            guard let value = values[name] else { throw PlanIncomplete(what: "'\(name)'") }
            return value
        }
    }

    let plan: InfrastructurePlan
    let environments: [Environment]
    /// The environment that the others are measured by: production, or the last one.
    let reference: Environment
    let cache: CacheSizing?

    init(plan: InfrastructurePlan) throws {
        self.plan = plan
        environments = try plan.request.environments.order.map { name in
            guard let sizing = plan.sizing[name], let network = plan.network[name.rawValue] else {
                throw PlanIncomplete(what: "'\(name.rawValue)'")
            }
            return Environment(
                name: name,
                sizing: sizing,
                network: network,
                values: try EnvironmentValues(plan: plan, environment: name).variables
            )
        }
        let primary = plan.request.environments.primary
        guard let reference = environments.first(where: { $0.name == primary }) else {
            throw PlanIncomplete(what: "an environment")
        }
        self.reference = reference
        cache = reference.sizing.cache.isUsed ? reference.sizing.cache : nil
    }

    /// Zones that every network has subnets in.
    var zones: [String] { reference.network.subnets(.private).map(\.zone) }

    /// The `Mappings` entries of all environments, indented below `Environments:`.
    func mapping(_ members: (Environment) throws -> [(String, String)]) throws -> String {
        try environments.map { environment in
            let lines = try members(environment).map { "      \($0.0): \($0.1)" }
            return (["    \(environment.name.rawValue):"] + lines).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    func network(_ environment: Environment) -> [(String, String)] {
        var members = [
            ("VpcCidr", environment.network.cidr.description),
            ("NatGateways", "\"\(environment.sizing.natGateways)\""),
            ("LogRetentionDays", logDays(environment)),
        ]
        for (index, subnet) in environment.network.subnets(.private).enumerated() {
            members.append(("Zone\(index + 1)", subnet.zone))
        }
        let tiers: [(String, NetworkPlan.Tier)] = [
            ("Public", .public), ("Private", .private), ("Data", .data),
        ]
        for (prefix, tier) in tiers {
            for (index, subnet) in environment.network.subnets(tier).enumerated() {
                members.append((prefix + String(index + 1), subnet.cidr.description))
            }
        }
        return members
    }

    func data(_ environment: Environment) throws -> [(String, String)] {
        var members = [
            ("DatabaseClass", try environment.value("databaseClass")),
            ("DatabaseStorageGib", quoted(try environment.value("databaseStorageGib"))),
            ("DatabaseMaxStorageGib", try environment.value("databaseMaxStorageGib")),
            ("DatabaseIops", quoted(try environment.value("databaseIops"))),
            ("DatabaseMultiAz", try environment.value("databaseMultiAz")),
            ("BackupRetentionDays", try environment.value("backupRetentionDays")),
            ("DeletionProtection", try environment.value("deletionProtection")),
        ]
        let cache = environment.sizing.cache.isUsed ? environment.sizing.cache : nil
        if let cache {
            let isSharded = cache.shards > 1
            members += [
                ("CacheNodeType", cache.node.name),
                ("CacheShards", quoted(String(cache.shards))),
                ("CacheReplicas", String(cache.replicasPerShard)),
                ("CacheNodes", String(cache.nodes)),
                ("CacheFailover", String(isSharded || cache.replicasPerShard > 0)),
                ("CacheMultiAz", String(cache.isMultiAZ)),
                (
                    "CacheSnapshotDays",
                    String(EnvironmentBlocks.cacheSnapshotDays(environment.sizing))
                ),
                ("LogRetentionDays", logDays(environment)),
            ]
        }
        return members
    }

    func observability(_ environment: Environment) -> [(String, String)] {
        let storage = Double(environment.sizing.database.storageGiB)
        let alarmBytes = (storage / 10).rounded(.up) * 1_073_741_824
        return [
            ("LogRetentionDays", logDays(environment)),
            ("DatabaseStorageAlarmBytes", NumberText.plain(alarmBytes)),
        ]
    }

    private func logDays(_ environment: Environment) -> String {
        String(LogRetention.days(atLeast: environment.sizing.logging.hotDays))
    }

    private func quoted(_ text: String) -> String { "\"\(text)\"" }
}

/// How long CloudWatch can keep logs.
enum LogRetention {
    /// The lengths that it accepts, in days.
    static let lengths = [
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
        3288, 3653,
    ]

    /// The first length that is long enough, else the longest.
    static func days(atLeast days: Int) -> Int {
        lengths.first { $0 >= days } ?? lengths[lengths.count - 1]
    }
}
