import Workflow

/// Checks that each secret that pods wait for is brought by something.
package struct ClusterSecretCheck: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    /// What cert-manager writes for every certificate of an authority.
    private static let certificateKeys: Set<String> = ["tls.crt", "tls.key", "ca.crt"]

    private struct Use {
        let name: String
        let key: String?
        let file: String
    }

    package var check: RuleCheck {
        RuleCheck(
            "cluster-secrets",
            "Every secret that a pod refers to is made by an ExternalSecret or a Certificate in its"
                + " namespace, with that key, and the page of secrets names it."
        ) { [parse] subject in
            guard try subject.requirements().technology.usesCluster else {
                return CheckResult(.notApplicable)
            }
            let manifests = try ClusterManifests(subject, parse)
            let page = try subject.requiredText("docs/secrets.md")
            let made = Self.made(manifests)
            let uses =
                try Self.uses(manifests) + Self.chart(subject, parse)
                + Self.grafana(subject, parse)
            var findings: [Finding] = []
            func report(_ code: String, _ message: String, _ file: String) {
                findings.append(
                    Finding(
                        .high,
                        code: code,
                        message,
                        file: file,
                        fix: "bring it in kubernetes/secrets/, name it in docs/secrets.md"
                    )
                )
            }
            for use in uses {
                guard let keys = made[use.name] else {
                    report("secret.missing", "nothing makes the secret '\(use.name)'", use.file)
                    continue
                }
                if let key = use.key, !keys.contains(key) {
                    report("secret.key", "secret '\(use.name)' has no key '\(key)'", use.file)
                }
                if !page.contains("`\(use.name)`") {
                    report("secret.page", "'\(use.name)' is not on the page", "docs/secrets.md")
                }
            }
            return .judged(findings, measured: ["secrets": .int(Set(uses.map(\.name)).count)])
        }
    }

    private static func made(_ manifests: ClusterManifests) -> [String: Set<String>] {
        var made: [String: Set<String>] = [:]
        for secret in manifests.all("ExternalSecret") {
            let name = secret.value.string("spec.target.name") ?? secret.name
            made["\(secret.namespace)/\(name)"] = Set(
                secret.value.list("spec.data").compactMap { $0.string("secretKey") }
            )
        }
        for certificate in manifests.all("Certificate") {
            let name = certificate.value.string("spec.secretName") ?? "?"
            made["\(certificate.namespace)/\(name)"] = certificateKeys
        }
        return made
    }

    private static func uses(_ manifests: ClusterManifests) -> [Use] {
        manifests.workloads.flatMap { workload -> [Use] in
            let pod = workload.pod ?? [:]
            let mounted = pod.list("spec.volumes").compactMap { $0["secret"] }
                .filter { $0["optional"]?.boolValue != true }
                .compactMap { $0.string("secretName") }
                .map { Use(name: "\(workload.namespace)/\($0)", key: nil, file: workload.file) }
            let keys = pod.list("spec.containers").flatMap { $0.list("env") }
                .compactMap { $0.at("valueFrom.secretKeyRef") }
                .map { reference in
                    Use(
                        name: "\(workload.namespace)/\(reference.string("name") ?? "?")",
                        key: reference.string("key"),
                        file: workload.file
                    )
                }
            return mounted + keys
        }
    }

    private static func grafana(_ subject: CheckSubject, _ parse: YAMLParser) throws -> [Use] {
        let path = GrafanaValues.path
        let values = try subject.yaml(path, parse).first ?? [:]
        let name = values.string("admin.existingSecret") ?? "?"
        return ["userKey", "passwordKey"].map { key in
            Use(name: "monitoring/\(name)", key: values.string("admin.\(key)"), file: path)
        }
            + values.list("extraSecretMounts").map {
                Use(name: "monitoring/\($0.string("secretName") ?? "?")", key: nil, file: path)
            }
    }

    /// Files that Alertmanager's configuration reads out of the mounted secret.
    private static func chart(_ subject: CheckSubject, _ parse: YAMLParser) throws -> [Use] {
        let path = "kubernetes/monitoring/prometheus-values.yaml"
        let values = try subject.yaml(path, parse).first ?? [:]
        let text = JSONWriter.compact(values.at("alertmanager.config") ?? .null)
        return values.list("alertmanager.extraSecretMounts").flatMap { mount -> [Use] in
            let name = "monitoring/\(mount.string("secretName") ?? "?")"
            let folder = (mount.string("mountPath") ?? "?") + "/"
            let keys = text.ranges(of: folder).map { range in
                String(text[range.upperBound...].prefix { $0 != "\"" })
            }
            return Set(keys).sorted().map { Use(name: name, key: $0, file: path) }
        }
    }
}
