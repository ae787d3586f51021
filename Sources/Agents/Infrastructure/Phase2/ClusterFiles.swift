import Workflow

/// Fills the Kubernetes manifests.
struct ClusterFiles {
    /// A digest that no image has; it stands for one that is not named yet.
    static let unset = String(repeating: "0", count: 64)

    let plan: InfrastructurePlan
    let resources: any ResourceLibrary
    let facts: CloudFormationFacts

    init(plan: InfrastructurePlan, resources: any ResourceLibrary) throws {
        self.plan = plan
        self.resources = resources
        facts = try CloudFormationFacts(plan: plan)
    }

    func copy(_ name: String) throws -> RenderedFile {
        let path = "kubernetes/\(name)"
        return RenderedFile(path: path, text: try resources.text(path))
    }

    func filled(_ name: String, _ values: [String: String]) throws -> RenderedFile {
        RenderedFile(path: "kubernetes/\(name)", text: try text(name, values))
    }

    private func text(_ name: String, _ values: [String: String]) throws -> String {
        try resources.filled("kubernetes/\(name)", with: values)
    }

    var namespaces: [String: String] {
        let label =
            switch plan.request.technology.mesh {
            case "istio": "\n    istio-injection: enabled"
            case "consul": "\n    consul.hashicorp.com/connect-inject: \"true\""
            default: ""
            }
        return [
            "clusterVersion": version, "meshLabel": label,
        ]
    }

    /// Version of the cluster, and of what must be of the same one.
    var version: String { plan.technology.kubernetesVersion }

    /// The key of an environment's volumes, by the alias that Terraform gives it.
    func volumeKey(_ environment: EnvironmentName?) -> String {
        let name = environment ?? facts.reference.name
        let region = plan.request.cloud.region
        return "arn:aws:kms:\(region):\(plan.account(name)):alias/\(plan.resourceName(name))-data"
    }

    /// All services at the spike, and a quarter more for a rollout of them.
    func quota(of environment: EnvironmentName?) -> [String: String] {
        let chosen = facts.environments.first { $0.name == environment } ?? facts.reference
        var cpu = 0.0
        var memory = 0.0
        var pods = 0
        for service in chosen.sizing.services {
            let replicas = service.maximumReplicas.wholeUp
            let surged = replicas + (replicas + 3) / 4
            cpu += service.milliCpu * Double(surged)
            memory += service.memoryMiB * Double(surged)
            pods += surged
        }
        return [
            "quotaCpu": NumberText.plain(cpu.rounded(.up)),
            "quotaMemory": NumberText.plain(memory.rounded(.up)), "quotaPods": String(pods),
        ]
    }

    func image(_ service: String, _ environment: EnvironmentName) -> String {
        let registry =
            "\(plan.account(environment)).dkr.ecr.\(plan.request.cloud.region).amazonaws.com"
        return "\(registry)/\(plan.project)/\(service)"
    }

    func service(_ service: ServiceSizing) throws -> RenderedFile {
        let reference = facts.reference
        let text = try text(
            "apps/service.yaml",
            [
                "name": service.name, "tier": service.tier, "port": String(service.port),
                "health": service.health,
                "image": image(service.name, reference.name) + "@sha256:" + Self.unset,
                "cpu": NumberText.plain(service.milliCpu.rounded(.up)),
                "cpuLimit": NumberText.plain((service.milliCpu * 2).rounded(.up)),
                "memory": NumberText.plain(service.memoryMiB.rounded(.up)),
                // With one zone there is nothing to spread over.
                "zoneSpread": reference.sizing.zones > 1 ? "DoNotSchedule" : "ScheduleAnyway",
            ]
        )
        return RenderedFile(path: "kubernetes/apps/\(service.name).yaml", text: text)
    }

    // MARK: Overlays

    func overlay(_ environment: EnvironmentName) throws -> RenderedFile {
        guard let own = facts.environments.first(where: { $0.name == environment }) else {
            throw PlanIncomplete(what: "'\(environment.rawValue)'")
        }
        let images = own.sizing.services.map { service in
            """
              - name: \(image(service.name, facts.reference.name))
                newName: \(image(service.name, environment))
                digest: sha256:\(Self.unset)
            """
        }
        let scaling = own.sizing.services.map { service in
            patch(
                "HorizontalPodAutoscaler",
                service.name,
                [
                    ("/spec/minReplicas", String(service.minimumReplicas.wholeUp)),
                    ("/spec/maxReplicas", String(service.maximumReplicas.wholeUp)),
                ]
            )
        }
        let isMeshed = plan.request.technology.mesh != "none"
        let text = try text(
            "overlay.yaml",
            quota(of: environment).merging([
                "environment": environment.rawValue, "images": images.joined(separator: "\n"),
                "volumeKey": volumeKey(environment),
                "meshResource": isMeshed ? ", ../../mesh" : "",
                "patches": (scaling + (try ranges(own))).joined(separator: "\n"),
            ]) { _, new in new }
        )
        return RenderedFile(
            path: "kubernetes/overlays/\(environment.rawValue)/kustomization.yaml",
            text: text
        )
    }

    private func patch(_ kind: String, _ name: String, _ values: [(String, String)]) -> String {
        let lines = values.map { "      - {op: replace, path: \($0.0), value: \($0.1)}" }
        let head = "  - target: {kind: \(kind), name: \(name)}\n    patch: |-"
        return ([head] + lines).joined(separator: "\n")
    }

    /// The network policies name the reference's subnets; here are those of the environment.
    private func ranges(
        _ environment: CloudFormationFacts.Environment
    ) throws -> [String] {
        guard environment.name != facts.reference.name else { return [] }
        var mapped: [String: String] = [:]
        for tier in NetworkPlan.Tier.allCases {
            let pairs = zip(
                facts.reference.network.subnets(tier),
                environment.network.subnets(tier)
            )
            for (old, new) in pairs { mapped[old.cidr.description] = new.cidr.description }
        }
        return try NetworkPolicies.documents(plan).compactMap { policy in
            let found = Self.places(policy, mapped, at: "")
            guard !found.isEmpty, let name = policy.string("metadata.name") else { return nil }
            return patch("NetworkPolicy", name, found)
        }
    }

    /// JSON pointers of the strings that are mapped, with what they become.
    private static func places(
        _ value: Value,
        _ mapped: [String: String],
        at path: String
    ) -> [(String, String)] {
        switch value {
        case .object(let members):
            members.pairs.flatMap { places($0.value, mapped, at: path + "/" + $0.key) }
        case .array(let elements):
            elements.enumerated().flatMap { places($0.element, mapped, at: path + "/\($0.offset)") }
        case .string(let text): mapped[text].map { [(path, $0)] } ?? []
        default: []
        }
    }

    // MARK: Mesh

    /// Who may call whom, when the request wants a service mesh.
    func mesh() throws -> [RenderedFile] {
        let kind = plan.request.technology.mesh
        guard kind != "none" else { return [] }
        let services = plan.request.application.services
        let rules = try services.map { service in
            let callers = services.filter { $0.dependsOn.contains(service.name) }.map(\.name)
            // The load balancer stands outside the mesh and reaches the first service only.
            let isFront = service.name == services.first?.name
            return try text(
                "mesh/\(kind)-service.yaml",
                kind == "istio"
                    ? [
                        "name": service.name, "port": String(service.port),
                        "sources": istioSources(callers, isFront),
                    ]
                    : ["name": service.name, "sources": consulSources(callers, isFront)]
            )
        }
        return [
            RenderedFile(
                path: "kubernetes/mesh/kustomization.yaml",
                text: try resources.text("kubernetes/apps/kustomization.yaml")
                    .replacing("{{resources}}", with: "mesh.yaml")
            ),
            RenderedFile(
                path: "kubernetes/mesh/mesh.yaml",
                text: try resources.text("kubernetes/mesh/\(kind).yaml") + rules.joined()
            ),
        ]
    }

    private func istioSources(_ callers: [String], _ isFront: Bool) -> String {
        let accounts = callers.map { "cluster.local/ns/apps/sa/\($0)" }
        let blocks = (plan.network.primary?.subnets(.public) ?? []).map(\.cidr.description)
        var lines = ["        - source: {namespaces: [monitoring]}"]
        if !accounts.isEmpty {
            lines.append("        - source: {principals: [\(accounts.joined(separator: ", "))]}")
        }
        if isFront, !blocks.isEmpty {
            lines.append("        - source: {ipBlocks: [\(blocks.joined(separator: ", "))]}")
        }
        return lines.joined(separator: "\n")
    }

    private func consulSources(_ callers: [String], _ isFront: Bool) -> String {
        ((isFront ? ["ingress-gateway"] : []) + callers + ["prometheus"])
            .map { "    - {name: \($0), action: allow}" }.joined(separator: "\n")
    }
}
