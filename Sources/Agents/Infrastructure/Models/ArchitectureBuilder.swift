/// Makes the components of an architecture from its sizes.
struct ArchitectureBuilder {
    typealias Component = ArchitectureModel.Component
    typealias Edge = ArchitectureModel.Edge

    let request: InfrastructureRequest
    let core: PlanCore

    private var zones: Int { core.sizing.primary?.zones ?? request.cloud.zones }
    private var application: InfrastructureRequest.Application { request.application }

    var components: [Component] {
        edge + application.services.map(service) + platform + data + operations + recovery
    }

    func make(
        _ id: String,
        _ title: String,
        _ tier: String,
        _ technology: String,
        stateful: Bool = false,
        zones: Int? = nil,
        priced: Bool = true,
        _ size: String
    ) -> Component {
        Component(
            id: id,
            title: title,
            tier: tier,
            technology: technology,
            isStateful: stateful,
            zones: zones,
            isPriced: priced,
            size: size
        )
    }

    private var edge: [Component] {
        [
            make("dns", "DNS", "edge", "Route 53", "a zone an environment"),
            make("cdn", "Content delivery", "edge", "CloudFront", "1 distribution"),
            make(
                "waf",
                "Web application firewall",
                "edge",
                "WAFv2, scope CLOUDFRONT",
                "\(EnvironmentCost.firewallRules) rules"
            ),
            make(
                "load-balancer",
                "Load balancer",
                "public",
                "Application Load Balancer",
                zones: zones,
                "accepts the CDN only, TLS 1.2 or later"
            ),
            make(
                "nat",
                "Outbound gateway",
                "public",
                "NAT gateway",
                zones: zones,
                "one a zone in production"
            ),
        ]
    }

    private func service(_ service: InfrastructureRequest.Service) -> Component {
        let sized = core.sizing.primary?.services.first { $0.name == service.name }
        let low = sized?.minimumReplicas.whole ?? 0
        let high = sized?.maximumReplicas.whole ?? 0
        return make(
            service.name,
            "Service \(service.name)",
            "app",
            "\(request.technology.usesCluster ? "container" : "process") on port \(service.port)",
            zones: zones,
            priced: false,
            "\(low) to \(high) replicas"
        )
    }

    private var platform: [Component] {
        let nodes = core.sizing.primary?.nodes
        let range = "\(nodes?.minimum.whole ?? 0) to \(nodes?.maximum.whole ?? 0)"
        let isCluster = request.technology.usesCluster
        var result: [Component] = []
        if isCluster {
            result.append(
                make("cluster", "Kubernetes control plane", "app", "EKS", "private endpoint")
            )
        }
        result += [
            make(
                "nodes",
                "Nodes",
                "app",
                isCluster ? "managed node group" : "Auto Scaling group",
                zones: zones,
                "\(range) × \(nodes?.type.name ?? "")"
            ),
            make("network", "Network", "public", "VPC", priced: true, "1 VPC an environment"),
            make(
                "endpoints",
                "Private endpoints",
                "app",
                "VPC interface endpoints",
                zones: zones,
                // Elsewhere the NAT gateway carries what endpoints carry here.
                priced: core.sizing.primary?.isProductionLike ?? true,
                EnvironmentCost.interfaceEndpoints.joined(separator: ", ")
            ),
        ]
        if request.cloud.hybrid != nil {
            result.append(
                make("vpn", "Hybrid connection", "public", "Site-to-Site VPN", "2 tunnels")
            )
        }
        return result
    }

    private var data: [Component] {
        let sizing = core.sizing.primary
        let database = sizing?.database
        let cache = sizing?.cache
        var result = [
            make(
                application.database.name,
                "Database",
                "data",
                "RDS \(application.database.engine) \(database?.version ?? "")",
                stateful: true,
                zones: database?.isMultiAZ == true ? min(2, zones) : 1,
                (database?.instanceClass.name ?? "")
                    + (database?.isMultiAZ == true ? " with a standby" : "")
                    + ", \(database?.storageGiB ?? 0) GiB"
            ),
            make(
                "assets",
                "Assets",
                "data",
                "S3",
                stateful: true,
                NumberText.grouped(application.assetsGiB) + " GiB"
            ),
            make(
                "backups",
                "Exports and backups",
                "data",
                "S3",
                stateful: true,
                NumberText.grouped(application.backupsGiB) + " GiB"
            ),
        ]
        if let cache, cache.isUsed {
            result.insert(
                make(
                    application.cache.name,
                    "Cache",
                    "data",
                    "ElastiCache \(cache.engine) \(cache.version)",
                    stateful: true,
                    zones: min(zones, 1 + cache.replicasPerShard),
                    "\(cache.nodes) × \(cache.node.name)"
                ),
                at: 1
            )
        }
        if application.fileStorageGiB > 0 {
            result.append(
                make(
                    "files",
                    "Shared files",
                    "data",
                    "EFS",
                    stateful: true,
                    NumberText.grouped(application.fileStorageGiB) + " GiB"
                )
            )
        }
        return result
    }

    private var operations: [Component] {
        let logging = core.sizing.primary?.logging
        let metrics = core.sizing.primary?.metrics
        let volume = "\(metrics?.volumeGB ?? 0) GB"
        let logSize = "\(logging?.nodes ?? 0) × \(logging?.diskGBPerNode ?? 0) GB"
        return [
            make(
                "monitoring",
                "Monitoring and alerting",
                "operations",
                request.technology.monitoring == "prometheus"
                    ? "Prometheus, Alertmanager, Grafana" : request.technology.monitoring,
                stateful: true,
                metrics?.host.map { "1 × \($0.type.name), \(volume), one zone at a time" } ?? volume
            ),
            make(
                "logs",
                "Central logs",
                "operations",
                request.technology.logging,
                stateful: true,
                zones: logging?.kind == "cloudwatch" ? nil : min(zones, 3),
                logSize
            ),
            make(
                "audit",
                "Audit and threat detection",
                "operations",
                "CloudTrail, Config, GuardDuty, Security Hub, Inspector",
                "all regions"
            ),
            make(
                "keys",
                "Keys",
                "operations",
                "KMS",
                "\(EnvironmentCost.keys) keys, yearly rotation"
            ),
            make(
                "secrets",
                "Secrets",
                "operations",
                "Secrets Manager",
                stateful: true,
                "6 secrets"
            ),
            make(
                "registry",
                "Container images",
                "operations",
                "ECR",
                stateful: true,
                "scan on push"
            ),
            make(
                "terraform-state",
                "Infrastructure state",
                "operations",
                "S3 with lock file",
                stateful: true,
                "one bucket an account"
            ),
        ]
    }
}
