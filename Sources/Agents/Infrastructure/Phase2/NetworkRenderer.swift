package import Workflow

/// D2.3: the address plan, the security groups and who reaches whom, read from the very module that
/// is delivered.
package struct NetworkRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D2.3"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let isCluster = plan.request.technology.usesCluster
        let modules = ["network"] + (isCluster ? [] : ["monitoring-host"])
        let groups = SecurityGroups(
            bodies: try modules.map {
                try HCLReader.body(of: resources.text("terraform/modules/\($0)/security.tf"))
            },
            ports: try ports(plan),
            lists: ["scrape_ports": MonitoringHostSizing.scrapePorts(plan.request)]
        )
        return [
            RenderedFile(path: "network/cidr-plan.json", json: addresses(plan)),
            RenderedFile(path: "network/security-groups.json", json: groups.json),
            RenderedFile(path: "network/reachability.json", json: groups.reachability),
        ]
    }

    private func ports(_ plan: InfrastructurePlan) throws -> [String: Int] {
        let production = try plan.production
        return [
            "application_port": plan.request.application.services.first?.port ?? 8080,
            "database_port": production.database.port, "cache_port": production.cache.port,
        ]
    }

    private func addresses(_ plan: InfrastructurePlan) -> Value {
        let headroom = plan.request.assumptions[.addressesPerNodeHeadroom]
        return [
            "schema": 1, "supernet": .string(plan.network.supernet.description),
            "headroom": .number(headroom),
            "networks": .array(
                plan.network.networks.map { network in
                    [
                        "environment": .string(network.name), "region": .string(network.region),
                        "cidr": .string(network.cidr.description),
                        "demand": network.demand.json,
                        "subnets": .array(network.subnets.map { subnet($0, network, headroom) }),
                    ]
                }
            ),
            "spare": .strings(plan.network.spare.map(\.description)),
        ]
    }

    private func subnet(
        _ subnet: NetworkPlan.Subnet,
        _ network: NetworkPlan.Network,
        _ headroom: Double
    ) -> Value {
        // Load balancers want eight free addresses a subnet; stores have a few members a zone.
        let demand = subnet.tier == .private ? (network.demand.value / headroom).rounded(.up) : 16
        return [
            "tier": .string(subnet.tier.rawValue), "zone": .string(subnet.zone),
            "cidr": .string(subnet.cidr.description),
            "usableAddresses": .int(subnet.cidr.usableAddresses),
            "demandAddresses": .number(demand),
        ]
    }
}

/// Security groups and their rules, from a Terraform file.
struct SecurityGroups {
    struct Rule {
        let group: String
        let isIngress: Bool
        let peer: String
        let fromPort: Int
        let toPort: Int
        let description: String
    }

    static let tiers = [
        "edge": "public", "application": "private", "endpoints": "private", "database": "data",
        "cache": "data",
    ]

    let groups: [String]
    let rules: [Rule]

    /// Of several files; `ports` and `lists` are the values of their variables.
    init(bodies: [HCLBody], ports: [String: Int], lists: [String: [Int]]) {
        let resources = bodies.flatMap { $0.blocks("resource") }
        groups = resources.filter { $0.labels.first == "aws_security_group" }
            .compactMap(\.labels.last)
        rules = resources.flatMap { block -> [Rule] in
            let loop = block.body["for_each"]?.expression.references.first?.path.dropFirst().first
            guard let loop, let values = lists[loop] else {
                return [Self.rule(block, ports)].compactMap(\.self)
            }
            return values.compactMap { value in
                Self.rule(block, ports.merging(["value": value]) { $1 })
            }
        }
    }

    private static func rule(_ block: HCLBlock, _ ports: [String: Int]) -> Rule? {
        let type = block.labels.first ?? ""
        guard type.hasPrefix("aws_vpc_security_group_"), type.hasSuffix("_rule") else { return nil }
        func port(_ name: String) -> Int {
            guard let expression = block.body[name]?.expression else { return 0 }
            return expression.literal?.intValue
                ?? expression.references.first.flatMap { ports[$0.path[1]] } ?? 0
        }
        func group(_ name: String) -> String? {
            // A group of another module comes as a variable of its name.
            (block.body[name]?.expression.references.first?.path.dropFirst().first).map {
                $0.replacing(/_security_group_id$/, with: "")
            }
        }
        let cidr = block.body["cidr_ipv4"]?.expression.stringLiteral
        let peer =
            group("referenced_security_group_id").map { "group:" + $0 }
            ?? cidr.map { $0 == "0.0.0.0/0" ? "internet" : $0 } ?? "cloudfront"
        return Rule(
            group: group("security_group_id") ?? "?",
            isIngress: type.contains("ingress"),
            peer: peer,
            fromPort: port("from_port"),
            toPort: port("to_port"),
            description: block.body["description"]?.expression.stringLiteral ?? ""
        )
    }

    private func json(_ rule: Rule) -> Value {
        [
            rule.isIngress ? "source" : "destination": .string(rule.peer), "protocol": "tcp",
            "fromPort": .int(rule.fromPort), "toPort": .int(rule.toPort),
            "description": .string(rule.description),
        ]
    }

    var json: Value {
        [
            "schema": 1,
            "groups": .array(
                groups.map { name in
                    let own = rules.filter { $0.group == name }
                    return [
                        "name": .string(name), "tier": .string(Self.tiers[name] ?? "private"),
                        "ingress": .array(own.filter(\.isIngress).map(json)),
                        "egress": .array(own.filter { !$0.isIngress }.map(json)),
                    ]
                }
            ),
        ]
    }

    /// Every pair, the ones that do not reach each other too.
    var reachability: Value {
        let pairs = (["internet"] + groups).flatMap { from in
            groups.filter { $0 != from }.map { to in
                let sources = from == "internet" ? ["internet", "cloudfront"] : ["group:" + from]
                let open = rules.filter {
                    $0.isIngress && $0.group == to && sources.contains($0.peer)
                }
                return Value.object([
                    "from": .string(from), "to": .string(to),
                    "ports": .array(open.map { .int($0.fromPort) }),
                ])
            }
        }
        return [
            "schema": 1, "source": "terraform/modules/network/security.tf", "pairs": .array(pairs),
        ]
    }
}
