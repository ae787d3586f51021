import Workflow

/// Fills the CloudFormation templates and the pieces that are repeated in them.
struct CloudFormationTemplates {
    let facts: CloudFormationFacts
    let resources: any ResourceLibrary

    func network() throws -> String {
        let zones = facts.zones
        let subnets = { (tier: String) in
            zones.indices.map { "{Ref: \(tier)Subnet\($0 + 1)}" }.joined(separator: ", ")
        }
        let pieces = try zones.indices.map(zone)
        return try filled(
            "network",
            common.merging([
                "zoneCount": String(zones.count),
                "mapping": try facts.mapping(facts.network), "perZone": pieces.joined(),
                "rules": try rules().joined(separator: "\n"),
                "endpoints": try endpoints(subnets("Private")).joined(separator: "\n"),
                "privateRouteTables": zones.indices
                    .map { "        - {Ref: PrivateRouteTable\($0 + 1)}" }.joined(separator: "\n"),
                "dataSubnets": subnets("Data"),
            ]) { _, new in new }
        )
    }

    private func zone(_ offset: Int) throws -> String {
        let index = String(offset + 1)
        let own = "{Ref: NatGateway\(index)}"
        let shared = "{Fn::If: [NatInEveryZone, \(own), {Ref: NatGateway1}]}"
        return try filled(
            "network-zone",
            [
                "index": index, "tags": tags,
                "natCondition": offset == 0 ? "" : "\n    Condition: NatInEveryZone",
                "natGateway": offset == 0 ? own : shared,
                "databaseRule": String(100 + offset), "cacheRule": String(200 + offset),
                "databasePort": databasePort, "cachePort": cachePort,
            ]
        )
    }

    private func rules() throws -> [String] {
        let application = try facts.reference.value("applicationPort")
        return try [
            ("Edge", "Application", application, "Requests to the workloads"),
            ("Application", "Database", databasePort, "Queries"),
            ("Application", "Cache", cachePort, "Look-ups"),
            ("Application", "Endpoints", "443", "APIs of the provider"),
        ].map { from, to, port, description in
            try filled(
                "network-rule",
                ["from": from, "to": to, "port": port, "description": description]
            )
        }
    }

    private func endpoints(_ subnets: String) throws -> [String] {
        try [
            ("EcrApi", "ecr.api"), ("EcrDkr", "ecr.dkr"), ("SecretsManager", "secretsmanager"),
            ("Sts", "sts"), ("Logs", "logs"),
        ].map { name, service in
            try filled(
                "network-endpoint",
                ["name": name, "service": service, "privateSubnets": subnets]
            )
        }
    }

    func data() throws -> String {
        let database = facts.reference.sizing.database
        let isPostgres = database.engine == "postgres"
        let parts = database.version.split(separator: ".")
        let major = parts.prefix(isPostgres ? 1 : 2).joined(separator: ".")
        let parameters =
            isPostgres
            ? ["rds.force_ssl: \"1\"", "log_min_duration_statement: \"500\""]
            : ["require_secure_transport: \"1\"", "slow_query_log: \"1\""]
        let sharded = """

              CacheIsSharded:
                Fn::Not:
                  - Fn::Equals: [{Fn::FindInMap: [Environments, {Ref: Environment}, CacheShards]}, "1"]

            """
        return try filled(
            "data",
            common.merging([
                "mapping": try facts.mapping(facts.data),
                "conditions": facts.cache == nil ? "" : sharded, "cache": try cache(),
                "databaseFamily": database.engine + major,
                "databaseParameters": parameters.map { "        " + $0 }.joined(separator: "\n"),
                "databaseName": facts.plan.request.application.database.firstDatabase,
                "databaseEngine": database.engine, "databaseVersion": database.version,
                "databaseLogs": isPostgres ? "postgresql, upgrade" : "error, slowquery",
            ]) { _, new in new }
        )
    }

    private func cache() throws -> String {
        guard let cache = facts.cache else { return "" }
        let major = cache.version.prefix { $0 != "." }
        return try filled(
            "data-cache",
            [
                "project": facts.plan.project, "tags": tags, "cacheEngine": cache.engine,
                "cacheVersion": cache.version, "cacheFamily": cache.engine + major,
                "cachePort": String(cache.port),
            ]
        )
    }

    func observability() throws -> String {
        let alarms = CloudFormationAlarm.all.filter { $0.isForDatabase || facts.cache != nil }
        let logs = [
            ("Firewall", "aws-waf-logs-\(facts.plan.project)-${Environment}"),
            ("Application", "/app/\(facts.plan.project)-${Environment}"),
        ]
        return try filled(
            "observability",
            common.merging([
                "mapping": try facts.mapping(facts.observability),
                "alarms": try alarms.map { alarm in
                    try filled(
                        "observability-alarm",
                        alarm.values.merging([
                            "project": facts.plan.project, "tags": tags,
                        ]) { _, new in new }
                    )
                }.joined(),
                "logGroups": try logs.map { name, path in
                    try filled(
                        "observability-log-group",
                        [
                            "name": name, "path": path, "project": facts.plan.project,
                            "tags": tags,
                        ]
                    )
                }.joined(),
            ]) { _, new in new }
        )
    }

    private var common: [String: String] {
        [
            "project": facts.plan.project, "tags": tags,
            "environments": facts.environments.map(\.name.rawValue).joined(separator: ", "),
        ]
    }

    /// CloudFormation reads no aliases, so every resource spells its tags out.
    private var tags: String {
        let metadata = facts.plan.request.metadata
        return """
                  Tags:
                    - {Key: Name, Value: {Fn::Sub: "\(facts.plan.project)-${Environment}"}}
                    - {Key: Environment, Value: {Ref: Environment}}
                    - {Key: Owner, Value: \(YAMLWriter.scalar(metadata.owner))}
                    - {Key: CostCenter, Value: \(YAMLWriter.scalar(metadata.costCenter))}
                    - {Key: ManagedBy, Value: cloudformation}
            """
    }

    private var databasePort: String { String(facts.reference.sizing.database.port) }

    /// Without a cache its group still stands, empty, on the port that it would have.
    private var cachePort: String { String(facts.cache?.port ?? 6379) }

    private func filled(_ name: String, _ values: [String: String]) throws -> String {
        try resources.filled("cloudformation/\(name).yaml", with: values)
    }
}

/// An alarm outside the cluster, as terraform/modules/monitoring has it.
struct CloudFormationAlarm {
    let values: [String: String]
    let isForDatabase: Bool

    static let all = [
        database("DatabaseCpu", "database-cpu", "CPUUtilization", "GreaterThan", "80", "CPU"),
        database(
            "DatabaseStorage",
            "database-storage",
            "FreeStorageSpace",
            "LessThan",
            "{Fn::FindInMap: [Environments, {Ref: Environment}, DatabaseStorageAlarmBytes]}",
            "free storage"
        ),
        cache("CacheMemory", "cache-memory", "DatabaseMemoryUsagePercentage", "85", "memory"),
        cache("CacheEvictions", "cache-evictions", "Evictions", "1000", "evictions"),
    ]

    private static func database(
        _ name: String,
        _ id: String,
        _ metric: String,
        _ comparison: String,
        _ threshold: String,
        _ what: String
    ) -> CloudFormationAlarm {
        CloudFormationAlarm(
            values: [
                "name": name, "id": id, "namespace": "AWS/RDS", "metric": metric,
                "dimension": "DBInstanceIdentifier", "comparison": comparison + "Threshold",
                "threshold": threshold, "description": "Database, \(what)",
            ],
            isForDatabase: true
        )
    }

    private static func cache(
        _ name: String,
        _ id: String,
        _ metric: String,
        _ threshold: String,
        _ what: String
    ) -> CloudFormationAlarm {
        CloudFormationAlarm(
            values: [
                "name": name, "id": id, "namespace": "AWS/ElastiCache", "metric": metric,
                "dimension": "ReplicationGroupId", "comparison": "GreaterThanThreshold",
                "threshold": threshold, "description": "Cache, \(what)",
            ],
            isForDatabase: false
        )
    }
}
