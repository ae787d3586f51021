package import Workflow

/// Checks over the workloads of the cluster.
package struct WorkloadChecks: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    package var all: [any Check] { [workloads, quotas] }

    package var workloads: RuleCheck {
        RuleCheck(
            "workloads",
            "Every service has a workload with probes, requests, a budget for disruptions and a spread"
                + " over zones, and what selects it finds it."
        ) { [parse] subject in
            let request = try subject.requirements()
            guard request.technology.usesCluster else {
                return .judged([], measured: ["services": 0])
            }
            var findings: [Finding] = []
            for service in request.application.services {
                let path = "kubernetes/apps/\(service.name).yaml"
                let documents = try subject.yaml(path, parse)
                findings += Workload(service: service, path: path, documents: documents).findings
            }
            return .judged(
                findings,
                measured: ["services": .int(request.application.services.count)]
            )
        }
    }

    package var quotas: RuleCheck {
        RuleCheck(
            "cluster-capacity",
            "At the autoscalers' maximum the services fit into the quota and onto the nodes of each"
                + " environment."
        ) { [parse] subject in
            let request = try subject.requirements()
            guard request.technology.usesCluster else {
                return .judged([], measured: ["environments": 0])
            }
            var findings: [Finding] = []
            var measured = Members()
            for environment in request.environments.order.map(\.rawValue) {
                let path = "kubernetes/overlays/\(environment)/kustomization.yaml"
                let overlay = try Overlay(
                    path: path,
                    value: subject.yaml(path, parse).first ?? [:],
                    parse: parse
                )
                let values = try subject.tfvars(
                    "terraform/environments/\(environment)/terraform.tfvars"
                )
                findings += overlay.findings(request.application.services, values)
                measured[environment] = .number(overlay.milliCpu(request.application.services))
            }
            return .judged(findings, measured: measured)
        }
    }
}

/// The manifests of one service.
struct Workload {
    let service: InfrastructureRequest.Service
    let path: String
    let documents: [Value]

    private func document(_ kind: String) -> Value? {
        documents.first { $0.string("kind") == kind && $0.string("metadata.name") == service.name }
    }

    var findings: [Finding] {
        var found = Findings(path)
        guard let deployment = document("Deployment"),
            let pod = deployment.at("spec.template.spec"),
            let container = pod.list("containers").first
        else {
            found.add("workload.missing", "'\(service.name)' has no Deployment")
            return found.all
        }
        let labels = deployment.at("spec.template.metadata.labels")?.objectValue ?? [:]
        selectors(deployment, labels, &found)
        probes(container, &found)
        resources(container, &found)
        security(pod, container, &found)
        let spread = pod.list("topologySpreadConstraints").contains {
            $0.string("topologyKey") == "topology.kubernetes.io/zone"
                && Self.selects($0.at("labelSelector.matchLabels"), labels)
        }
        found.expect(spread, "workload.spread", "nothing spreads '\(service.name)' over zones")
        found.expect(
            document("ServiceAccount") != nil
                && pod.string("serviceAccountName") == service.name,
            "T14",
            "'\(service.name)' has no identity of its own"
        )
        let image = container.string("image") ?? ""
        found.expect(
            image.contains(".dkr.ecr.") && image.contains("@sha256:"),
            "workload.image",
            "'\(image)' is not from the project's registry by digest"
        )
        return found.all
    }

    private func selectors(_ deployment: Value, _ labels: Members, _ found: inout Findings) {
        let all = [
            ("Deployment", deployment.at("spec.selector.matchLabels")),
            ("Service", document("Service")?.at("spec.selector")),
            (
                "PodDisruptionBudget",
                document("PodDisruptionBudget")?.at("spec.selector.matchLabels")
            ),
        ]
        for (kind, selector) in all {
            found.expect(
                Self.selects(selector, labels),
                "workload.selector",
                "the \(kind) of '\(service.name)' is missing or selects other pods"
            )
        }
        let budget = document("PodDisruptionBudget")
        found.expect(
            budget?.at("spec.maxUnavailable") != nil || budget?.at("spec.minAvailable") != nil,
            "workload.budget",
            "'\(service.name)' has no budget for disruptions"
        )
    }

    private func probes(_ container: Value, _ found: inout Findings) {
        let ports = container.list("ports")
        found.expect(
            ports.contains { $0.number("containerPort") == Double(service.port) },
            "workload.port",
            "'\(service.name)' does not listen on \(service.port)"
        )
        for probe in ["startupProbe", "readinessProbe", "livenessProbe"] {
            let path = container.string(probe + ".httpGet.path")
            found.expect(
                path == service.health,
                "workload.probe",
                "\(probe) of '\(service.name)' asks '\(path ?? "nothing")', not '\(service.health)'"
            )
        }
    }

    private func resources(_ container: Value, _ found: inout Findings) {
        let cpu = Quantity.milliCpu(container.string("resources.requests.cpu"))
        let memory = Quantity.mebibytes(container.string("resources.requests.memory"))
        found.expect(
            cpu == service.requestMilliCpu.rounded(.up)
                && memory == service.memoryMiBPerReplica.rounded(.up),
            "workload.requests",
            "'\(service.name)' asks for other CPU or memory than the requirements"
        )
        let limits = container.at("resources.limits")
        found.expect(
            (Quantity.milliCpu(limits?.string("cpu")) ?? 0) >= (cpu ?? .infinity)
                && (Quantity.mebibytes(limits?.string("memory")) ?? 0) >= (memory ?? .infinity),
            "workload.limits",
            "'\(service.name)' has no limits, or lower ones than its requests"
        )
    }

    private func security(_ pod: Value, _ container: Value, _ found: inout Findings) {
        let isRestricted =
            pod.at("securityContext.runAsNonRoot") == .bool(true)
            && pod.string("securityContext.seccompProfile.type") == "RuntimeDefault"
            && container.at("securityContext.allowPrivilegeEscalation") == .bool(false)
            && container.at("securityContext.readOnlyRootFilesystem") == .bool(true)
            && container.strings("securityContext.capabilities.drop") == ["ALL"]
        found.expect(
            isRestricted,
            "workload.security",
            "'\(service.name)' does not meet the restricted profile"
        )
    }

    /// Whether a selector is there, says something, and matches.
    static func selects(_ selector: Value?, _ labels: Members) -> Bool {
        guard let pairs = selector?.objectValue?.pairs, !pairs.isEmpty else { return false }
        return pairs.allSatisfy { labels[$0.key] == $0.value }
    }
}

/// What an environment's overlay sets.
struct Overlay {
    let path: String
    private let operations: [(kind: String, name: String, path: String, value: Value)]

    init(path: String, value: Value, parse: YAMLParser) throws {
        self.path = path
        operations = try value.list("patches").flatMap { patch in
            let kind = patch.string("target.kind") ?? "?"
            let name = patch.string("target.name") ?? "?"
            let steps = try parse(patch.string("patch") ?? "[]").arrayValue ?? []
            return steps.map { (kind, name, $0.string("path") ?? "?", $0["value"] ?? .null) }
        }
    }

    private func maximum(_ service: String) -> Double? {
        operations.first {
            $0.kind == "HorizontalPodAutoscaler" && $0.name == service
                && $0.path == "/spec/maxReplicas"
        }?.value.numberValue
    }

    private func quota(_ resource: String) -> String? {
        operations.first {
            $0.kind == "ResourceQuota" && $0.path == "/spec/hard/" + resource
        }?.value.stringValue
    }

    /// What the services ask for at the autoscalers' maximum.
    func milliCpu(_ services: [InfrastructureRequest.Service]) -> Double {
        services.reduce(0) { $0 + $1.requestMilliCpu * (maximum($1.name) ?? .infinity) }
    }

    func findings(_ services: [InfrastructureRequest.Service], _ values: Value) -> [Finding] {
        var found = Findings(path)
        let wanted = milliCpu(services)
        for service in services where maximum(service.name) == nil {
            found.add("cluster.autoscaler", "sets no maximum for '\(service.name)'")
        }
        let quota = Quantity.milliCpu(quota("requests.cpu")) ?? 0
        found.expect(
            quota >= wanted,
            "cluster.quota",
            "the quota of \(quota) mCPU refuses the services' \(wanted)"
        )
        let type = values.string("cluster.instance_type") ?? "?"
        let node = (Catalogue.nodes + Catalogue.smallNodes).first { $0.name == type }
        let room = (node?.usableVcpu ?? 0) * 1000 * (values.number("cluster.max_nodes") ?? 0)
        found.expect(
            room >= wanted,
            "cluster.capacity",
            "all nodes have \(room) mCPU for pods, the services want \(wanted)",
            fix: "raise max_nodes"
        )
        return found.all
    }
}

/// Amounts as Kubernetes writes them.
enum Quantity {
    static func milliCpu(_ text: String?) -> Double? {
        guard let text else { return nil }
        return text.hasSuffix("m") ? Double(text.dropLast()) : Double(text).map { $0 * 1000 }
    }

    static func mebibytes(_ text: String?) -> Double? {
        guard let text else { return nil }
        if text.hasSuffix("Gi") { return Double(text.dropLast(2)).map { $0 * 1024 } }
        return text.hasSuffix("Mi") ? Double(text.dropLast(2)) : nil
    }
}
