package import Workflow

/// D3.3: what identities may do, read from the delivered Terraform, and which workloads talk.
package struct SecurityRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D3.3"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let statements = try statements(resources)
        let policies =
            plan.request.technology.usesCluster
            ? [
                RenderedFile(
                    path: "kubernetes/policies/networkpolicy.yaml",
                    text: YAMLWriter.documents(try NetworkPolicies.documents(plan))
                )
            ] : []
        return policies + [
            RenderedFile(
                path: "security/iam-analysis.json",
                json: [
                    "schema": 1,
                    "statements": .array(statements.map(Self.json)),
                    "allowList": .array(
                        statements.filter(\.isWild).map { statement in
                            [
                                "statement": .string(statement.address),
                                "reason": .string(Self.reasons[statement.address] ?? ""),
                            ]
                        }
                    ),
                ]
            )
        ]
    }

    /// Statements that must be wide, each with why.
    ///
    /// A new one without a reason fails the check.
    static let reasons = [
        "terraform/modules/eks:autoscaler#Look": "describing calls take no resource",
        "terraform/modules/eks:load_balancer#Look": "describing calls take no resource",
        "terraform/modules/iam:identities#PasswordPolicy": "the calls take no resource",
        "terraform/bootstrap:boundary#EverythingButIdentities":
            "a boundary limits and grants nothing",
        "terraform/bootstrap:state_key#AccountAdministration":
            "a key policy is attached to its key: its resource is that key alone",
        "terraform/modules/kms:key#AccountAdministration":
            "a key policy is attached to its key: its resource is that key alone",
        "terraform/modules/kms:key#LogDelivery":
            "a key policy is attached to its key, and the condition names the log groups",
        "terraform/modules/kms:key#TrailDelivery":
            "a key policy is attached to its key, and the condition names the trail",
        "terraform/modules/kms:key#AccessLogDelivery":
            "a key policy is attached to its key, and the condition names the account",
        "terraform/modules/kms:key#DistributionRead":
            "a key policy is attached to its key, and the condition names the distributions",
        "terraform/modules/ci-build:build#RegistryLogin":
            "a registry's log-in token has no resource",
        "terraform/modules/kms:key#AlarmDelivery":
            "a key policy is attached to its key, and the condition names the account",
    ]

    private func statements(_ resources: any ResourceLibrary) throws -> [IAMStatement] {
        var entries: [String: [TerraformModule.Entry]] = [:]
        let paths = try resources.list("terraform/modules") + resources.list("terraform/bootstrap")
        for path in paths where path.hasSuffix(".tf") {
            let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
            entries[folder, default: []] += try HCLReader.body(of: try resources.text(path)).blocks
                .map { TerraformModule.Entry(file: path, block: $0) }
        }
        return IAMStatements.all(
            in: entries.keys.sorted().map {
                TerraformModule(folder: $0, entries: entries[$0] ?? [])
            }
        )
    }

    private static func json(_ statement: IAMStatement) -> Value {
        [
            "statement": .string(statement.address), "file": .string(statement.file),
            "effect": .string(statement.effect), "actions": .strings(statement.actions),
            "resources": .strings(statement.resources), "isWild": .bool(statement.isWild),
        ]
    }
}

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
