import Workflow

/// `architecture/architecture.json`: the typed source of what the other files say.
enum ArchitectureJSON {
    static func value(_ plan: InfrastructurePlan) -> Value {
        .object([
            "schema": 1, "name": .string(plan.request.metadata.name),
            "provider": "aws", "region": .string(plan.request.cloud.region),
            "recoveryRegion": .optional(plan.recovery.region),
            "recoveryStrategy": .string(plan.recovery.strategy.rawValue),
            "zones": .int(plan.request.cloud.zones),
            "compute": .string(plan.request.technology.compute),
            "traffic": traffic(plan.sizing.traffic),
            "components": .array(plan.architecture.components.map(component)),
            "edges": .array(plan.architecture.edges.map(edge)),
            "singlePoints": .array(
                plan.architecture.singlePoints.map {
                    .object(["component": .string($0.component), "reason": .string($0.reason)])
                }
            ),
            "environments": .array(plan.sizing.environments.map(environment)),
            "networks": .array(plan.network.networks.map(network)),
            "spareBlocks": .strings(plan.network.spare.map(\.description)),
            "latency": latency(plan.sizing.latency),
            "availability": availability(plan.availability),
            "conflicts": .array(plan.conflictsWithWaysOut.map(conflict)),
        ])
    }

    private static func traffic(_ model: TrafficModel) -> Value {
        .object(
            Members(model.figures.map { ($0.id, .number(NumberText.rounded($0.value, places: 6))) })
        )
    }

    private static func component(_ component: ArchitectureModel.Component) -> Value {
        .object([
            "id": .string(component.id), "title": .string(component.title),
            "tier": .string(component.tier), "technology": .string(component.technology),
            "stateful": .bool(component.isStateful),
            "zones": component.zones.map(Value.int) ?? .null,
            "priced": .bool(component.isPriced), "size": .string(component.size),
        ])
    }

    private static func edge(_ edge: ArchitectureModel.Edge) -> Value {
        .object([
            "from": .string(edge.from), "to": .string(edge.to), "port": .int(edge.port),
            "protocol": .string(edge.protocol),
        ])
    }

    private static func cache(_ cache: CacheSizing) -> Value {
        guard cache.isUsed else { return .null }
        return .object([
            "engine": .string(cache.engine), "version": .string(cache.version),
            "node": .string(cache.node.name), "shards": .int(cache.shards),
            "nodes": .int(cache.nodes),
        ])
    }

    private static func environment(_ sizing: EnvironmentSizing) -> Value {
        let nodes = sizing.nodes
        let database = sizing.database
        return .object([
            "name": .string(sizing.name.rawValue), "profile": .string(sizing.profile),
            "zones": .int(sizing.zones),
            "nodes": .object([
                "type": .string(nodes.type.name),
                "usableVcpu": .number(NumberText.rounded(nodes.usable.vcpu, places: 6)),
                "addresses": .int(nodes.usable.addresses),
                "minimum": .int(nodes.minimum.whole), "maximum": .int(nodes.maximum.whole),
                "peakVcpu": .number(NumberText.rounded(nodes.peakVcpu.value, places: 6)),
                "spikeVcpu": .number(NumberText.rounded(nodes.spikeVcpu.value, places: 6)),
            ]),
            "services": .array(sizing.services.map(service)),
            "database": .object([
                "engine": .string(database.engine), "version": .string(database.version),
                "class": .string(database.instanceClass.name),
                "vcpu": .int(database.instanceClass.vcpu),
                "spikeVcpu": .number(NumberText.rounded(database.spikeVcpu.value, places: 6)),
                "multiAZ": .bool(database.isMultiAZ), "storageGiB": .int(database.storageGiB),
                "backupRetentionDays": .int(database.backupRetentionDays),
                "connections": .number(database.connections.value),
                "maxConnections": .int(database.maxConnections),
            ]),
            "cache": cache(sizing.cache),
            "logging": logging(sizing.logging),
        ])
    }

    private static func service(_ service: ServiceSizing) -> Value {
        .object([
            "name": .string(service.name), "port": .int(service.port),
            "milliCpu": .number(service.milliCpu),
            "minimumReplicas": .int(service.minimumReplicas.whole),
            "maximumReplicas": .int(service.maximumReplicas.whole),
        ])
    }

    private static func logging(_ logging: LoggingSizing) -> Value {
        .object([
            "kind": .string(logging.kind),
            "gbPerDay": .number(NumberText.rounded(logging.gbPerDay.value, places: 6)),
            "hotDays": .int(logging.hotDays), "archiveDays": .int(logging.archiveDays),
            "copies": .int(logging.copies), "nodes": .int(logging.nodes),
            "diskGBPerNode": .int(logging.diskGBPerNode),
        ])
    }

    private static func network(_ network: NetworkPlan.Network) -> Value {
        .object([
            "name": .string(network.name), "region": .string(network.region),
            "cidr": .string(network.cidr.description),
            "subnets": .array(
                network.subnets.map {
                    .object([
                        "tier": .string($0.tier.rawValue), "zone": .string($0.zone),
                        "cidr": .string($0.cidr.description),
                    ])
                }
            ),
        ])
    }

    private static func latency(_ model: LatencyModel) -> Value {
        .object([
            "law": "exponential service times (M/M/c); the sum of percentiles is an upper bound",
            "hops": .array(model.hops.map(\.json)), "p95Ms": model.total.json,
            "targetMs": .number(model.targetMs),
        ])
    }

    private static func availability(_ model: AvailabilityModel) -> Value {
        .object([
            "targetPercent": .number(model.targetPercent),
            "services": .array(
                model.services.map {
                    .object([
                        "name": .string($0.name), "slaPercent": .number($0.slaPercent),
                        "onDynamicPath": .bool($0.isOnDynamicPath),
                    ])
                }
            ),
            "dynamicPathPercent": .number(
                NumberText.rounded(model.dynamicPathPercent.value, places: 4)
            ),
            "errorBudgetMinutes": .number(
                NumberText.rounded(model.errorBudgetMinutes.value, places: 3)
            ),
            "disasterBudgetMonths": .number(
                NumberText.rounded(model.disasterBudgetMonths.value, places: 3)
            ),
            "isContractual": .bool(model.isContractual),
        ])
    }

    static func conflict(_ finding: Finding) -> Value {
        .object([
            "severity": .string(finding.severity.rawValue), "code": .string(finding.code),
            "message": .string(finding.message), "waysOut": .optional(finding.fix),
        ])
    }
}
