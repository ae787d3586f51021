import Workflow

/// Checks over who may do what in the cluster.
package struct ClusterPolicyChecks: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    static let folder = "kubernetes/policies/"

    package var check: RuleCheck {
        RuleCheck(
            "cluster-policies",
            "Roles name what they allow, namespaces deny by default and restrict pods, images come"
                + " from one registry, and the policies of services select their pods."
        ) { [parse] subject in
            let request = try subject.requirements()
            guard request.technology.usesCluster else {
                return .judged([], measured: ["roles": 0])
            }
            let access = try subject.yaml(Self.folder + "rbac.yaml", parse)
            let admission = try subject.yaml(Self.folder + "pod-security.yaml", parse)
            let network = try subject.yaml(Self.folder + "networkpolicy.yaml", parse)
            let spaces = try subject.yaml("kubernetes/base/namespaces.yaml", parse)
            var findings = Self.access(access) + Self.admission(admission)
            findings += Self.spaces(spaces, network)
            for service in request.application.services {
                let path = "kubernetes/apps/\(service.name).yaml"
                let labels = try subject.yaml(path, parse)
                    .first { $0.string("kind") == "Deployment" }?
                    .at("spec.template.metadata.labels")?.objectValue
                let isSelected = network.contains { policy in
                    policy.string("metadata.namespace") == "apps"
                        && Workload.selects(
                            policy.at("spec.podSelector.matchLabels"),
                            labels ?? [:]
                        )
                        && policy.list("spec.ingress").contains { rule in
                            rule.list("ports").contains {
                                $0.number("port") == Double(service.port)
                            }
                        }
                }
                if !isSelected {
                    findings.append(
                        Finding(
                            .high,
                            code: "network.selector",
                            "no policy lets anybody reach '\(service.name)' on \(service.port)",
                            file: Self.folder + "networkpolicy.yaml"
                        )
                    )
                }
            }
            let roles = access.filter { ($0.string("kind") ?? "").hasSuffix("Role") }.count
            return .judged(findings, measured: ["roles": .int(roles)])
        }
    }

    private static func access(_ documents: [Value]) -> [Finding] {
        var found = Findings(folder + "rbac.yaml")
        let roles = documents.filter { ["Role", "ClusterRole"].contains($0.string("kind")) }
        for role in roles {
            let name = role.string("metadata.name") ?? "?"
            for rule in role.list("rules") {
                for member in ["apiGroups", "resources", "verbs"] {
                    found.expect(
                        !rule.strings(member).contains("*"),
                        "rbac.wildcard",
                        "role '\(name)' allows every entry of \(member)"
                    )
                }
                found.expect(
                    !rule.strings("resources").contains("secrets"),
                    "rbac.secrets",
                    "role '\(name)' reads secrets"
                )
                let escalating = ["bind", "escalate", "impersonate"]
                found.expect(
                    !rule.strings("verbs").contains(where: escalating.contains),
                    "rbac.escalation",
                    "role '\(name)' can give itself more"
                )
            }
        }
        for binding in documents where (binding.string("kind") ?? "").hasSuffix("Binding") {
            let name = binding.string("metadata.name") ?? "?"
            let target = binding.string("roleRef.name") ?? "?"
            found.expect(
                roles.contains { $0.string("metadata.name") == target },
                "rbac.binding",
                "'\(name)' binds '\(target)', which is not here"
            )
            for subject in binding.list("subjects").compactMap({ $0.string("name") })
            where subject.hasPrefix("system:") {
                found.add("rbac.subject", "'\(name)' is for everybody in '\(subject)'")
            }
        }
        found.expect(!roles.isEmpty, "rbac.none", "no role")
        return found.all
    }

    private static func admission(_ documents: [Value]) -> [Finding] {
        var found = Findings(folder + "pod-security.yaml")
        let policies = documents.filter { $0.string("kind") == "ValidatingAdmissionPolicy" }
        let isByDigest = policies.flatMap { $0.list("spec.validations") }
            .contains { ($0.string("expression") ?? "").contains("@sha256:") }
        found.expect(isByDigest, "admission.image", "images need not be named by digest")
        for policy in policies {
            let name = policy.string("metadata.name") ?? "?"
            let isBound = documents.contains {
                $0.string("kind") == "ValidatingAdmissionPolicyBinding"
                    && $0.string("spec.policyName") == name
                    && $0.strings("spec.validationActions").contains("Deny")
            }
            found.expect(isBound, "admission.binding", "'\(name)' refuses nothing")
        }
        return found.all
    }

    private static func spaces(_ documents: [Value], _ network: [Value]) -> [Finding] {
        var found = Findings("kubernetes/base/namespaces.yaml")
        for space in documents {
            let name = space.string("metadata.name") ?? "?"
            let labels = space.at("metadata.labels")
            let level = labels?["pod-security.kubernetes.io/enforce"]?.stringValue
            found.expect(
                name == "apps" ? level == "restricted" : level != nil,
                "pod-security",
                "'\(name)' enforces '\(level ?? "nothing")'"
            )
            let denies = network.contains {
                $0.string("metadata.namespace") == name
                    && $0.at("spec.podSelector")?.objectValue?.isEmpty == true
                    && Set($0.strings("spec.policyTypes")) == ["Ingress", "Egress"]
                    && $0.list("spec.ingress").isEmpty && $0.list("spec.egress").isEmpty
            }
            found.expect(denies, "network.default-deny", "'\(name)' allows by default")
        }
        found.expect(
            documents.contains { $0.string("metadata.name") == "apps" },
            "pod-security",
            "there is no namespace for the services"
        )
        return found.all
    }
}
