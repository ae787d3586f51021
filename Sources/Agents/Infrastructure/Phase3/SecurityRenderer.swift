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
        return try [
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
            ),
            RenderedFile(path: "security/siem.md", text: DetectionPage.text(plan)),
            RenderedFile(path: SecurityMonitoringChecks.path, json: Detection(plan).json),
        ] + policies(plan)
    }

    /// What stands between the pods of a cluster; hosts have security groups instead.
    ///
    /// Roles and pod security are in `ClusterPoliciesRenderer`.
    private func policies(_ plan: InfrastructurePlan) throws -> [RenderedFile] {
        guard plan.request.technology.usesCluster else { return [] }
        return [
            RenderedFile(
                path: "kubernetes/policies/networkpolicy.yaml",
                text: YAMLWriter.documents(try NetworkPolicies.documents(plan))
            )
        ]
    }

    /// Statements that must be wide, each with why.
    ///
    /// A new one without a reason fails the check.
    static let reasons = [
        "terraform/modules/eks:autoscaler#Look": "describing calls take no resource",
        "terraform/modules/eks:load_balancer#Look": "describing calls take no resource",
        "terraform/modules/monitoring-host:host#FindHosts": "describing calls take no resource",
        "terraform/modules/platform:exporters#ReadMetricsAndState":
            "reading metrics and states of resources that are not known beforehand",
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
            entries[path.folderPart, default: []] += try HCLReader.body(
                of: try resources.text(path)
            ).blocks
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
