package import Workflow

/// Checks over identities and the paths between workloads.
package struct SecurityChecks: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    package var all: [any Check] { [iam, networkPolicies, keyRotation] }

    /// Whether the services run in a cluster, as far as the requirements say.
    static func isCluster(_ subject: CheckSubject) -> Bool {
        subject.inputs.at("requirements.technology")?.string("compute") != "asg"
    }

    static let analysisPath = "security/iam-analysis.json"

    /// Reads the policies again from the delivered Terraform and compares.
    package var iam: RuleCheck {
        RuleCheck(
            "iam-analysis",
            "No policy allows every action or every resource beyond the reasons that are listed, and"
                + " the analysis lists every statement."
        ) { subject in
            let analysis = try subject.json(Self.analysisPath)
            let allowed = Dictionary(
                analysis.list("allowList").map {
                    ($0.string("statement") ?? "", $0.string("reason") ?? "")
                },
                uniquingKeysWith: { first, _ in first }
            )
            let statements = IAMStatements.all(in: TerraformTree(subject).modules)
            var findings: [Finding] = []
            for statement in statements where statement.isWild {
                guard allowed[statement.address]?.isEmpty ?? true else { continue }
                findings.append(
                    Finding(
                        .high,
                        code: "iam.wildcard",
                        "'\(statement.address)' allows \(statement.actions) on "
                            + "\(statement.resources)",
                        file: statement.file,
                        line: statement.line,
                        fix: "name the actions and resources, or list the reason"
                    )
                )
            }
            let listed = Set(analysis.list("statements").compactMap { $0.string("statement") })
            let actual = Set(statements.map(\.address))
            for address in listed.symmetricDifference(actual).sorted() {
                let isMissing = actual.contains(address)
                findings.append(
                    Finding(
                        .high,
                        code: "iam.list",
                        "'\(address)' is \(isMissing ? "not listed" : "listed, but not there")",
                        file: Self.analysisPath
                    )
                )
            }
            for address in allowed.keys.sorted() where !actual.contains(address) {
                findings.append(
                    Finding(
                        .medium,
                        code: "iam.allow-list",
                        "the exception '\(address)' is for nothing",
                        file: Self.analysisPath
                    )
                )
            }
            let wild = statements.filter(\.isWild).count
            return .judged(
                findings,
                measured: ["statements": .int(statements.count), "wildcards": .int(wild)]
            )
        }
    }

    package var networkPolicies: RuleCheck {
        RuleCheck(
            "network-policies",
            "Every namespace denies by default, and what is let in names its source and port."
        ) { [parse] subject in
            // Instances have security groups; there is no cluster whose pods could be fenced.
            guard Self.isCluster(subject) else { return CheckResult(.notApplicable) }
            let path = "kubernetes/policies/networkpolicy.yaml"
            let policies = try subject.yaml(path, parse)
            var findings: [Finding] = []
            func report(_ code: String, _ message: String) {
                findings.append(Finding(.high, code: code, message, file: path))
            }
            let namespaces = Set(policies.compactMap { $0.string("metadata.namespace") })
            for namespace in namespaces.sorted() {
                let denies = policies.contains { policy in
                    policy.string("metadata.namespace") == namespace
                        && policy.at("spec.podSelector")?.objectValue?.isEmpty == true
                        && Set(policy.strings("spec.policyTypes")) == ["Ingress", "Egress"]
                        && policy.list("spec.ingress").isEmpty
                        && policy.list("spec.egress").isEmpty
                }
                if !denies { report("network.default-deny", "'\(namespace)' allows by default") }
            }
            if !namespaces.contains("apps") {
                report("network.default-deny", "namespace 'apps' has no policy")
            }
            for policy in policies {
                let name = policy.string("metadata.name") ?? "?"
                for rule in policy.list("spec.ingress")
                where rule.list("from").isEmpty || rule.list("ports").isEmpty {
                    report("network.open", "'\(name)' lets in anybody or on any port")
                }
            }
            return .judged(
                findings,
                measured: [
                    "policies": .int(policies.count), "namespaces": .int(namespaces.count),
                ]
            )
        }
    }
}
