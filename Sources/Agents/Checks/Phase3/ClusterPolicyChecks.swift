import Workflow

extension SecurityChecks {
    /// What people and pods may do within a cluster.
    package var clusterPolicies: RuleCheck {
        RuleCheck(
            "cluster-policies",
            "No role of the cluster allows everything, nobody is cluster-admin, and pods that could"
                + " leave their bounds are denied."
        ) { [parse] subject in
            guard Self.isCluster(subject) else { return CheckResult(.notApplicable) }
            var findings: [Finding] = []
            func report(_ code: String, _ message: String, _ path: String, _ fix: String) {
                findings.append(Finding(.high, code: code, message, file: path, fix: fix))
            }
            let path = "kubernetes/policies/rbac.yaml"
            let documents = try subject.yaml(path, parse)
            for role in documents {
                let name = role.string("metadata.name") ?? "?"
                for rule in role.list("rules")
                where rule.strings("verbs").contains("*")
                    || rule.strings("resources").contains("*")
                {
                    report("rbac.wildcard", "'\(name)' allows '*'", path, "name what is needed")
                }
                if role.string("roleRef.name") == "cluster-admin" {
                    report("rbac.admin", "'\(name)' makes a cluster-admin", path, "bind a role")
                }
            }
            let security = "kubernetes/policies/pod-security.yaml"
            let policies = try subject.yaml(security, parse)
            let denied = policies.filter {
                $0.string("kind") == "ValidatingAdmissionPolicyBinding"
                    && $0.strings("spec.validationActions").contains("Deny")
            }
            .compactMap { $0.string("spec.policyName") }
            let rules = policies.filter { denied.contains($0.string("metadata.name") ?? "") }
                .flatMap { $0.list("spec.validations") }.compactMap { $0.string("expression") }
            for word in ["privileged", "runAsNonRoot", "hostPath", "hostNetwork", "limits"]
            where !rules.contains(where: { $0.contains(word) }) {
                report(
                    "pod.security",
                    "nothing denies a pod over '\(word)'",
                    security,
                    "add a rule"
                )
            }
            return .judged(
                findings,
                measured: ["roles": .int(documents.count), "rules": .int(rules.count)]
            )
        }
    }

    package var keyRotation: RuleCheck {
        RuleCheck("key-rotation", "Every symmetric key of Terraform is rotated by itself.") {
            subject in
            var findings: [Finding] = []
            var keys = 0
            for module in TerraformTree(subject).modules {
                for entry in module.entries("resource")
                where entry.block.labels.first == "aws_kms_key" {
                    keys += 1
                    let rotation = entry.block.body["enable_key_rotation"]?.expression.literal
                    guard rotation != .bool(true) else { continue }
                    findings.append(
                        Finding(
                            .high,
                            code: "kms.rotation",
                            "the key '\(entry.block.labels.last ?? "")' is not rotated",
                            file: entry.file,
                            line: entry.block.line,
                            fix: "enable_key_rotation = true"
                        )
                    )
                }
            }
            if keys == 0 {
                findings.append(
                    Finding(.high, code: "kms.none", "no key is made", file: "terraform/")
                )
            }
            return .judged(findings, measured: ["keys": .int(keys)])
        }
    }
}
