import Workflow

/// Kubernetes network policies: nothing is let in or out that is not named.
enum NetworkPolicies {
    static func documents(_ plan: InfrastructurePlan) throws -> [Value] {
        let production = try plan.production
        let denials = ["apps", "monitoring", "logging"].map { namespace in
            policy("default-deny", namespace, ["podSelector": [:], "policyTypes": types])
        }
        let names = ["apps", "monitoring", "logging"].map { namespace in
            policy(
                "allow-dns",
                namespace,
                [
                    "podSelector": [:], "policyTypes": ["Egress"],
                    "egress": [
                        [
                            "to": [namespaceSelector("kube-system")],
                            "ports": [port(53, "UDP"), port(53, "TCP")],
                        ]
                    ],
                ]
            )
        }
        return try denials + names
            + plan.request.application.services.map { try service($0, plan, production) }
            + NetworkFlow.all(plan).flatMap(policies)
    }

    /// The way in at one end and the way out at the other, where the end is a pod's.
    private static func policies(_ flow: NetworkFlow) -> [Value] {
        let ports = flow.ports.map { port($0.number, $0.isUDP ? "UDP" : "TCP") }
        var found: [Value] = []
        if case .pods(let namespace, let labels) = flow.to {
            found.append(
                policy(
                    "in-" + flow.name,
                    namespace,
                    [
                        "podSelector": selector(labels), "policyTypes": ["Ingress"],
                        "ingress": [["from": peers(flow.from), "ports": .array(ports)]],
                    ]
                )
            )
        }
        if case .pods(let namespace, let labels) = flow.from {
            found.append(
                policy(
                    "out-" + flow.name,
                    namespace,
                    [
                        "podSelector": selector(labels), "policyTypes": ["Egress"],
                        "egress": [["to": peers(flow.to), "ports": .array(ports)]],
                    ]
                )
            )
        }
        return found
    }

    private static func peers(_ end: NetworkFlow.End) -> Value {
        switch end {
        case .blocks(let blocks):
            .array(blocks.map { ["ipBlock": ["cidr": .string($0)]] })
        case .pods(let namespace, let labels):
            [
                [
                    "namespaceSelector": [
                        "matchLabels": ["kubernetes.io/metadata.name": .string(namespace)]
                    ],
                    "podSelector": selector(labels),
                ]
            ]
        }
    }

    private static func selector(_ labels: [String: String]) -> Value {
        guard !labels.isEmpty else { return [:] }
        let members = labels.sorted { $0.key < $1.key }.map { ($0.key, Value.string($0.value)) }
        return ["matchLabels": .object(Members(members))]
    }

    private static let types: Value = ["Ingress", "Egress"]

    private static func service(
        _ service: InfrastructureRequest.Service,
        _ plan: InfrastructurePlan,
        _ production: EnvironmentSizing
    ) throws -> Value {
        let application = plan.request.application
        var egress: [Value] = []
        for dependency in service.dependsOn {
            if dependency == application.database.name {
                egress.append(dataTier(plan, production.database.port))
            } else if dependency == application.cache.name {
                egress.append(dataTier(plan, production.cache.port))
            } else if let other = application.services.first(where: { $0.name == dependency }) {
                egress.append(["to": [pods(other.name)], "ports": [port(other.port)]])
            }
        }
        let callers = application.services.filter { $0.dependsOn.contains(service.name) }
        let sources =
            (plan.network.primary?.subnets(.public) ?? [])
            .map { subnet -> Value in ["ipBlock": ["cidr": .string(subnet.cidr.description)]] }
            + callers.map { pods($0.name) } + [namespaceSelector("monitoring")]
        return policy(
            "allow-\(service.name)",
            "apps",
            [
                "podSelector": ["matchLabels": ["app": .string(service.name)]],
                "policyTypes": types,
                "ingress": [["from": .array(sources), "ports": [port(service.port)]]],
                "egress": .array(egress),
            ]
        )
    }

    private static func dataTier(_ plan: InfrastructurePlan, _ number: Int) -> Value {
        let blocks = (plan.network.primary?.subnets(.data) ?? [])
            .map { subnet -> Value in ["ipBlock": ["cidr": .string(subnet.cidr.description)]] }
        return ["to": .array(blocks), "ports": [port(number)]]
    }

    private static func policy(_ name: String, _ namespace: String, _ spec: Value) -> Value {
        [
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
            "metadata": ["name": .string(name), "namespace": .string(namespace)],
            "spec": spec,
        ]
    }

    private static func port(_ number: Int, _ protocolName: String = "TCP") -> Value {
        ["protocol": .string(protocolName), "port": .int(number)]
    }

    private static func pods(_ app: String) -> Value {
        ["podSelector": ["matchLabels": ["app": .string(app)]]]
    }

    private static func namespaceSelector(_ name: String) -> Value {
        [
            "namespaceSelector": [
                "matchLabels": ["kubernetes.io/metadata.name": .string(name)]
            ]
        ]
    }
}
