/// Layers of defence, who may reach whom, and what could go wrong.
package struct SecurityModel: Sendable, Hashable {
    package struct Layer: Sendable, Hashable {
        /// `physical`, `network`, `host`, `application`, `data`, `identity`.
        package let name: String
        package let controls: [String]
    }

    /// A security group: who may connect, from which group or block, to which port.
    package struct Group: Sendable, Hashable {
        package let name: String
        package let ingress: [Rule]
        package let egress: [Rule]
    }

    package struct Rule: Sendable, Hashable {
        /// A group's name, `internet`, `cdn-prefix-list`, or a CIDR.
        package let peer: String
        package let port: Int
        package let purpose: String
    }

    package struct Threat: Sendable, Hashable {
        package let id: String
        /// STRIDE.
        package let category: String
        package let component: String
        package let threat: String
        package let mitigation: String
        package let residual: String
    }

    package struct Reach: Sendable, Hashable {
        package let from: String
        package let to: String
        package let port: Int
        package let isAllowed: Bool
        package let reason: String
    }

    package let layers: [Layer]
    package let groups: [Group]
    package let threats: [Threat]
    package let reachability: [Reach]

    init(request: InfrastructureRequest, architecture: ArchitectureModel) {
        layers = SecurityCatalogue.layers(request)
        groups = GroupCatalogue.groups(request)
        threats = SecurityCatalogue.threats(request)
        reachability = GroupCatalogue.reachability(request)
    }
}

enum GroupCatalogue {
    typealias Group = SecurityModel.Group
    typealias Rule = SecurityModel.Rule

    static func databasePort(_ request: InfrastructureRequest) -> Int {
        request.application.database.engine == "mysql" ? 3306 : 5432
    }

    /// One group for each tier; a rule names a group, so that no address has to be known.
    static func groups(_ request: InfrastructureRequest) -> [Group] {
        let ports = Set(request.application.services.map(\.port)).sorted()
        let database = databasePort(request)
        var nodes = ports.map { Rule(peer: "load-balancer", port: $0, purpose: "requests") }
        nodes += ports.map { Rule(peer: "nodes", port: $0, purpose: "calls between services") }
        if request.technology.usesCluster {
            nodes.append(Rule(peer: "cluster", port: 10_250, purpose: "kubelet"))
        }
        let all = [
            Group(
                name: "load-balancer",
                ingress: [Rule(peer: "cdn-prefix-list", port: 443, purpose: "the CDN only")],
                egress: ports.map { Rule(peer: "nodes", port: $0, purpose: "requests") }
            ),
            Group(
                name: "nodes",
                ingress: nodes,
                egress: [
                    Rule(peer: "database", port: database, purpose: "queries"),
                    Rule(peer: "cache", port: 6379, purpose: "cache"),
                    Rule(peer: "endpoints", port: 443, purpose: "the provider's services"),
                    Rule(peer: "internet", port: 443, purpose: "updates, through NAT"),
                ]
            ),
            Group(
                name: "database",
                ingress: [Rule(peer: "nodes", port: database, purpose: "queries")],
                egress: []
            ),
            Group(
                name: "cache",
                ingress: [Rule(peer: "nodes", port: 6379, purpose: "cache")],
                egress: []
            ),
            Group(
                name: "endpoints",
                ingress: [Rule(peer: "nodes", port: 443, purpose: "the provider's services")],
                egress: []
            ),
        ]
        let groups = request.technology.usesCluster ? all : withMonitoring(all, request)
        return request.application.cache.isUsed ? groups : groups.compactMap(withoutCache)
    }

    /// The host of the monitoring is another machine, so that its way to the others needs rules.
    private static func withMonitoring(
        _ groups: [Group],
        _ request: InfrastructureRequest
    ) -> [Group] {
        let ports = MonitoringHostSizing.scrapePorts(request)
        let traces = MonitoringHostSizing.tracePorts.map { ($0, "traces") }
        var result = groups.map { group in
            switch group.name {
            case "nodes":
                Group(
                    name: group.name,
                    ingress: group.ingress
                        + ports.map { Rule(peer: "monitoring", port: $0, purpose: "metrics") },
                    egress: group.egress
                        + traces.map { Rule(peer: "monitoring", port: $0.0, purpose: $0.1) }
                )
            case "endpoints":
                Group(
                    name: group.name,
                    ingress: group.ingress + [
                        Rule(peer: "monitoring", port: 443, purpose: "the provider's services")
                    ],
                    egress: group.egress
                )
            default: group
            }
        }
        result.append(
            Group(
                name: "monitoring",
                ingress: traces.map { Rule(peer: "nodes", port: $0.0, purpose: $0.1) },
                egress: ports.map { Rule(peer: "nodes", port: $0, purpose: "metrics") } + [
                    Rule(peer: "endpoints", port: 443, purpose: "the provider's services"),
                    Rule(peer: "internet", port: 443, purpose: "alerts and updates, through NAT"),
                ]
            )
        )
        return result
    }

    private static func withoutCache(_ group: Group) -> Group? {
        group.name == "cache"
            ? nil
            : Group(
                name: group.name,
                ingress: group.ingress,
                egress: group.egress.filter { $0.peer != "cache" }
            )
    }

    static func reachability(_ request: InfrastructureRequest) -> [SecurityModel.Reach] {
        typealias Reach = SecurityModel.Reach
        let database = databasePort(request)
        let port = request.application.services.first?.port ?? 8080
        let rows: [(String, String, Int, Bool, String)] = [
            ("internet", "cdn", 443, true, "the only way in"),
            ("internet", "cdn", 80, true, "answered by a redirect to 443"),
            ("internet", "load-balancer", 443, false, "the group takes the CDN's prefix list only"),
            ("internet", "nodes", port, false, "private subnets"),
            ("internet", "database", database, false, "data subnets without a default route"),
            ("internet", "cache", 6379, false, "data subnets without a default route"),
            ("cdn", "load-balancer", 443, true, "prefix list and a secret header"),
            ("load-balancer", "nodes", port, true, "security group"),
            ("load-balancer", "database", database, false, "no rule"),
            ("nodes", "database", database, true, "security group, TLS, own credentials"),
            ("nodes", "cache", 6379, true, "security group, TLS, access list"),
            ("nodes", "internet", 443, true, "through NAT, logged"),
            ("database", "internet", 443, false, "no egress rule, no route"),
            ("development", "production", 443, false, "no peering between environments"),
        ]
        let host: [(String, String, Int, Bool, String)] = [
            ("monitoring", "nodes", 9100, true, "security group, the ports that serve metrics"),
            ("nodes", "monitoring", 4317, true, "security group, traces"),
            ("internet", "monitoring", 3000, false, "private subnets; people forward a port"),
            ("monitoring", "database", database, false, "no rule"),
        ]
        let hasCache = request.application.cache.isUsed
        return (rows + (request.technology.usesCluster ? [] : host)).filter {
            hasCache || ($0.0 != "cache" && $0.1 != "cache")
        }
        .map { Reach(from: $0.0, to: $0.1, port: $0.2, isAllowed: $0.3, reason: $0.4) }
    }
}
