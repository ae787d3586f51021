import Workflow

/// Checks that what calls the provider from the cluster has a role there.
package struct ClusterIdentityCheck: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    /// Words of configurations that only what calls the provider has.
    private static let signs = [
        "--cloud-provider=aws", "bucketnames:", "s3_key_format", "cloudwatch_logs", "sts-region:",
        "PROBE_REGION",
    ]

    package var check: RuleCheck {
        RuleCheck(
            "cluster-identities",
            "Each service account whose pods call the provider has a pod identity association in"
                + " Terraform, under that very name and namespace."
        ) { [parse] subject in
            guard try subject.requirements().technology.usesCluster else {
                return CheckResult(.notApplicable)
            }
            let manifests = try ClusterManifests(subject, parse)
            let tree = TerraformTree(subject)
            let associated = try Self.associations(subject, tree)
            var findings: [Finding] = []
            var count = 0
            for workload in manifests.workloads where Self.calls(workload, manifests) {
                count += 1
                let account = workload.pod?.string("spec.serviceAccountName") ?? "default"
                let name = "\(workload.namespace)/\(account)"
                if !associated.contains(name) {
                    findings.append(Self.finding(name, workload.file))
                }
                let exists = manifests.all("ServiceAccount").contains {
                    $0.namespace == workload.namespace && $0.name == account
                }
                if !exists {
                    findings.append(
                        Finding(
                            .high,
                            code: "identity.account",
                            "'\(workload.name)' runs as '\(name)', which nothing makes",
                            file: workload.file
                        )
                    )
                }
            }
            findings += try Self.chart(subject, parse, associated)
            findings += try Self.probe(subject, tree)
            return .judged(findings, measured: ["callers": .int(count)])
        }
    }

    private static func finding(_ name: String, _ file: String) -> Finding {
        Finding(
            .high,
            code: "identity.association",
            "Terraform associates no role with '\(name)'",
            file: file,
            fix: "add it to the identities of terraform/modules/platform"
        )
    }

    /// Services read their credentials; of the rest the configuration tells.
    private static func calls(
        _ workload: ClusterManifests.Document,
        _ manifests: ClusterManifests
    ) -> Bool {
        if workload.namespace == "apps" { return true }
        let pod = JSONWriter.compact(workload.pod ?? .null)
        let maps = manifests.all("ConfigMap").filter {
            $0.namespace == workload.namespace && pod.contains("\"name\":\"\($0.name)\"")
        }
        let texts = [pod] + maps.map { JSONWriter.compact($0.value) }
        return signs.contains { sign in texts.contains { $0.contains(sign) } }
    }

    /// Alertmanager reports its heartbeat to a topic of the provider.
    private static func chart(
        _ subject: CheckSubject,
        _ parse: YAMLParser,
        _ associated: Set<String>
    ) throws -> [Finding] {
        let path = "kubernetes/monitoring/prometheus-values.yaml"
        let values = try subject.yaml(path, parse).first ?? [:]
        let publishes = values.list("alertmanager.config.receivers")
            .contains { !$0.list("sns_configs").isEmpty }
        let name = "monitoring/\(values.string("alertmanager.serviceAccount.name") ?? "default")"
        return publishes && !associated.contains(name) ? [finding(name, path)] : []
    }

    /// The role of the exporters is told twice: to the cluster by Terraform, to hosts by a file.
    private static func probe(
        _ subject: CheckSubject,
        _ tree: TerraformTree
    ) throws -> [Finding] {
        let path = "monitoring/exporters/permissions.json"
        let wanted = Set(
            try subject.json(path).list("Statement").flatMap { $0.strings("Action") }
        )
        let statements = IAMStatements.all(in: tree.modules)
        let given = Set(
            statements.filter { $0.address.hasSuffix(":exporters#ReadMetricsAndState") }
                .flatMap(\.actions)
        )
        return wanted.symmetricDifference(given).sorted().map { action in
            Finding(
                .high,
                code: "identity.permissions",
                "'\(action)' is not in both the exporters' role and this file",
                file: path
            )
        }
    }

    // MARK: - Terraform

    /// Pairs of namespace and service account that the modules name, as `namespace/account`.
    private static func associations(
        _ subject: CheckSubject,
        _ tree: TerraformTree
    ) throws -> Set<String> {
        let roots = tree.modules.map(\.folder).filter { $0.hasPrefix("terraform/environments/") }
        let services = try roots.map {
            Set(try subject.tfvars($0 + "/terraform.tfvars").strings("services"))
        }
        // A service must have its role in every environment.
        let common = services.dropFirst().reduce(services.first ?? []) { $0.intersection($1) }
        guard !tree.resources("aws_eks_pod_identity_association").isEmpty else { return [] }
        var found: Set<String> = []
        for entry in tree.modules.flatMap(\.entries) {
            for expression in entry.block.body.expressions {
                var space: String?
                let tokens = expression.tokens.filter { $0.kind != .newline }
                for (index, token) in tokens.enumerated() where index + 2 < tokens.count {
                    let value = tokens[index + 2]
                    guard tokens[index + 1].isSymbol("=") else { continue }
                    switch (token.identifier, value.kind) {
                    case ("namespace", .string(let text, _)): space = text
                    case ("service_account", .string(let text, _)):
                        found.insert("\(space ?? "?")/\(text)")
                    case ("service_accounts", .identifier("var")):
                        found.formUnion(common.map { "\(space ?? "?")/\($0)" })
                    default: break
                    }
                }
            }
        }
        return found
    }
}
