import Workflow

/// Compares what Terraform and CloudFormation say, as both were written.
package struct TwinsCheck: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    static let folder = "cloudformation/"

    package var check: RuleCheck {
        RuleCheck(
            "twins-agree",
            "Terraform and CloudFormation agree on ranges, zones, engines, versions, classes, storage,"
                + " retention, encryption, members and alarms."
        ) { [parse] subject in
            let tree = TerraformTree(subject)
            var findings: [Finding] = []
            var compared = 0
            let names = try ["network", "data", "observability"].map { name in
                let path = Self.folder + name + ".yaml"
                let documents = try subject.yaml(path, parse)
                guard documents.count == 1 else {
                    throw UnreadableFile(path: path, reason: "a template is one document")
                }
                return (path, documents[0])
            }
            let environments = try subject.requirements().environments.order.map(\.rawValue)
            for environment in environments {
                let path = "terraform/environments/\(environment)/terraform.tfvars"
                let twins = Twins(
                    environment: environment,
                    values: try subject.tfvars(path),
                    tree: tree,
                    templates: names.map { path, root in
                        CloudFormationTemplate(path: path, root: root, environment: environment)
                    }
                )
                for fact in twins.facts {
                    compared += 1
                    if let finding = fact.finding(environment) { findings.append(finding) }
                }
            }
            return .judged(
                findings,
                measured: [
                    "facts": .int(compared), "environments": .int(environments.count),
                ]
            )
        }
    }
}

/// One thing that both sides say.
struct SharedFact {
    let name: String
    /// Nil: the side says nothing, which is not the same as saying the same.
    let terraform: String?
    let cloudFormation: String?
    let file: String

    func finding(_ environment: String) -> Finding? {
        guard terraform == nil || terraform != cloudFormation else { return nil }
        return Finding(
            .high,
            code: "twins.differ",
            "\(environment): \(name) is '\(terraform ?? "nothing")' in Terraform and "
                + "'\(cloudFormation ?? "nothing")' in CloudFormation",
            file: file,
            fix: "render both from the same plan"
        )
    }
}

/// Both sides of one environment.
struct Twins {
    let environment: String
    let values: Value
    let tree: TerraformTree
    let templates: [CloudFormationTemplate]

    private var network: CloudFormationTemplate { templates[0] }
    private var data: CloudFormationTemplate { templates[1] }
    private var observability: CloudFormationTemplate { templates[2] }

    var facts: [SharedFact] { networkFacts + databaseFacts + cacheFacts + logFacts + alarmFacts }

    private func given(_ path: String) -> String? {
        values.at(path).flatMap(CloudFormationTemplate.text)
    }

    // MARK: Network

    private var networkFacts: [SharedFact] {
        let subnets = network.resources("AWS::EC2::Subnet")
        let vpc = network.resources("AWS::EC2::VPC").first?.properties ?? [:]
        let zones = values.strings("network.zones")
        var facts = [
            fact("VPC range", given("network.vpc_cidr"), network.text(vpc, "CidrBlock"), network),
            fact(
                "NAT gateways",
                given("network.nat_gateways"),
                String(network.resources("AWS::EC2::NatGateway").count),
                network
            ),
        ]
        for tier in NetworkPlan.Tier.allCases {
            let own = subnets.filter { $0.name.lowercased().hasPrefix(tier.rawValue) }
            let placed = own.map { subnet in
                (network.text(subnet.properties, "AvailabilityZone") ?? "?") + "="
                    + (network.text(subnet.properties, "CidrBlock") ?? "?")
            }
            facts.append(
                fact(
                    "\(tier.rawValue) subnets",
                    ranges(tier, zones),
                    placed.sorted().joined(separator: " "),
                    network
                )
            )
        }
        return facts
    }

    /// The ranges that the module `cidr` cuts, from its own expressions.
    private func ranges(_ tier: NetworkPlan.Tier, _ zones: [String]) -> String? {
        let local = tree["terraform/modules/cidr"]?.locals
            .first { $0.attribute.name == tier.rawValue }
        guard let tokens = local?.attribute.expression.tokens,
            let call = tokens.firstIndex(where: { $0.identifier == "cidrsubnet" }),
            let vpc = given("network.vpc_cidr").flatMap(CIDR.init)
        else { return nil }
        let numbers = tokens[call...].compactMap { token -> Int? in
            if case .number(let number) = token.kind { Int(exactly: number) } else { nil }
        }
        guard let bits = numbers.first else { return nil }
        let offset = numbers.dropFirst().first ?? 0
        return zones.enumerated().map { index, zone in
            let range = vpc.subnet(prefix: vpc.prefix + bits, index: offset + index)
            return zone + "=" + (range?.description ?? "?")
        }.sorted().joined(separator: " ")
    }

    // MARK: Stores

    private var databaseFacts: [SharedFact] {
        let database = data.resources("AWS::RDS::DBInstance").first?.properties ?? [:]
        let pairs = [
            ("database name", "name", "DBName"), ("database engine", "engine", "Engine"),
            ("database version", "engine_version", "EngineVersion"),
            ("database class", "instance_class", "DBInstanceClass"),
            ("database storage", "allocated_storage_gib", "AllocatedStorage"),
            ("database storage limit", "max_allocated_storage_gib", "MaxAllocatedStorage"),
            ("database standby", "multi_az", "MultiAZ"),
            ("backup retention", "backup_retention_days", "BackupRetentionPeriod"),
        ]
        let iops = given("database.iops")
        return pairs.map { name, variable, property in
            fact(name, given("database." + variable), data.text(database, property), data)
        } + [
            fact("database IOPS", iops, data.text(database, "Iops") ?? "0", data),
            fact(
                "deletion protection",
                given("deletion_protection"),
                data.text(database, "DeletionProtection"),
                data
            ),
            fact(
                "database encryption",
                setting("database", "aws_db_instance", "storage_encrypted"),
                data.text(database, "StorageEncrypted"),
                data
            ),
            fact(
                "database password out of sight",
                passwordIsManaged,
                data.text(database, "ManageMasterUserPassword"),
                data
            ),
        ]
    }

    private var cacheFacts: [SharedFact] {
        let caches = data.resources("AWS::ElastiCache::ReplicationGroup")
        let shards = values.number("cache.shards") ?? 0
        guard shards > 0 else {
            return [fact("caches", "0", String(caches.count), data)]
        }
        let cache = caches.first?.properties ?? [:]
        let members =
            data.text(cache, "NumCacheClusters")
            ?? Self.members(
                data.text(cache, "NumNodeGroups"),
                data.text(cache, "ReplicasPerNodeGroup")
            )
        let replicas = values.number("cache.replicas_per_shard") ?? 0
        let pairs = [
            ("cache engine", "engine", "Engine"),
            ("cache version", "engine_version", "EngineVersion"),
            ("cache node type", "node_type", "CacheNodeType"),
            ("cache snapshots", "snapshot_retention_days", "SnapshotRetentionLimit"),
        ]
        return pairs.map { name, variable, property in
            fact(name, given("cache." + variable), data.text(cache, property), data)
        } + [
            fact("cache members", NumberText.plain(shards * (1 + replicas)), members, data)
        ]
            + [
                ("encrypted at rest", "at_rest_encryption_enabled", "AtRestEncryptionEnabled"),
                ("encrypted in transit", "transit_encryption_enabled", "TransitEncryptionEnabled"),
            ].map { name, attribute, property in
                fact(
                    "cache " + name,
                    setting("cache", "aws_elasticache_replication_group", attribute),
                    data.text(cache, property),
                    data
                )
            }
    }

    private static func members(_ shards: String?, _ replicas: String?) -> String? {
        guard let shards = shards.flatMap(Int.init), let replicas = replicas.flatMap(Int.init)
        else { return nil }
        return String(shards * (1 + replicas))
    }

    // MARK: Logs and alarms

    private var logFacts: [SharedFact] {
        let wanted = values.number("retention.hot_days")
        let lengths = tree.modules.flatMap(\.locals)
            .first { $0.attribute.name == "log_retentions" }?
            .attribute.expression.literal?.arrayValue?.compactMap(\.numberValue)
        let days = wanted.flatMap { wanted in lengths?.first { $0 >= wanted } ?? wanted }
        return templates.flatMap { template in
            template.resources("AWS::Logs::LogGroup").map { group in
                fact(
                    "retention of \(group.name)",
                    days.map { NumberText.plain($0) },
                    template.text(group.properties, "RetentionInDays"),
                    template
                )
            }
        }
    }

    /// What CloudFormation watches, Terraform watches too.
    private var alarmFacts: [SharedFact] {
        let blocks = tree["terraform/modules/monitoring"]?.entries.map(\.block) ?? []
        let tokens = blocks.flatMap(\.body.expressions).flatMap(\.tokens)
        let words = Set(tokens.compactMap(\.text))
        let alarms = observability.resources("AWS::CloudWatch::Alarm")
        let count = fact(
            "alarms",
            alarms.isEmpty ? "some" : String(alarms.count),
            String(alarms.count),
            observability
        )
        return [count]
            + alarms.map { alarm in
                let metric = observability.text(alarm.properties, "MetricName")
                let isThere = metric.map(words.contains) ?? false
                return fact(
                    "metric of \(alarm.name)",
                    isThere ? metric : nil,
                    metric,
                    observability
                )
            }
    }

    private func setting(_ module: String, _ type: String, _ attribute: String) -> String? {
        tree["terraform/modules/\(module)"]?.resources(type).first?
            .block.body[attribute]?.expression.literal.flatMap(CloudFormationTemplate.text)
    }

    private func fact(
        _ name: String,
        _ terraform: String?,
        _ cloudFormation: String?,
        _ template: CloudFormationTemplate
    ) -> SharedFact {
        SharedFact(
            name: name,
            terraform: terraform,
            cloudFormation: cloudFormation,
            file: template.path
        )
    }
}
