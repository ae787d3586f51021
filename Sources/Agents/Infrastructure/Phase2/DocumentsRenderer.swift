package import Workflow

/// D2.5: where to begin, how environments and changes are handled, and what to do when state breaks.
package struct DocumentsRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D2.5"

    private static let pages = [
        "README.md", "environment-strategy.md", "delivery.md", "self-service.md",
        "runbooks/state-lock.md", "runbooks/state-recovery.md", "secrets.md",
        "choices.md", "monitoring.md",
    ]
    private static let clusterPage = "runbooks/cluster-upgrade.md"
    private static let clusterPages = [clusterPage, "cluster.md"]

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        var values = try values(plan)
        values["charts"] = try VersionCatalogue(resources: resources).chartTable
        let isCluster = plan.request.technology.usesCluster
        return try (Self.pages + (isCluster ? Self.clusterPages : [])).map { page in
            let own =
                switch page {
                case "secrets.md": try secrets(plan)
                case "monitoring.md": try MonitoringPlace(plan: plan).values()
                default: [:] as [String: String]
                }
            return RenderedFile(
                path: "docs/\(page)",
                text: try resources.filled(
                    "documents/\(page)",
                    choosingFrom: values.merging(own) { _, new in new }
                )
            )
        }
    }

    private func values(_ plan: InfrastructurePlan) throws -> [String: String] {
        let facts = try CloudFormationFacts(plan: plan)
        let names = facts.environments.map(\.name.rawValue)
        let isCluster = plan.request.technology.usesCluster
        let version = SupportTable.kubernetes(on: plan.asOf)
        let upgrade =
            "| The cluster is new and empty. | [bring up a cluster](cluster.md) |\n"
            + "| The cluster's version grows old. | [upgrade](\(Self.clusterPage)) |\n"
        let kubernetes =
            "| `kubernetes/` | workloads, policies and overlays of the environments |\n"
        return [
            "project": plan.project, "owner": plan.request.metadata.owner,
            "order": names.joined(separator: " → "),
            "runner": plan.resourceName(plan.primary), "primary": plan.primary.rawValue,
            "environmentPages": names.map { "[\($0)](environments/\($0).md)" }
                .joined(separator: ", "),
            "mesh": plan.request.technology.mesh == "none"
                ? "network policies or security groups, TLS at the edge"
                : "\(plan.request.technology.mesh), in `kubernetes/mesh/`",
            "deployHow": isCluster
                ? "set the image's digest in the overlay of the environment"
                : "set the version of the application in the inventory of the environment",
            "deployWhere": isCluster ? "kubernetes/overlays/" : "ansible/inventory/",
            "service": plan.request.application.services.first?.name ?? "SERVICE",
            "port": String(plan.request.application.services.first?.port ?? 8080),
            "productionOnly": EnvironmentBlocks.productionOnly.keys.sorted()
                .map {
                    "- Only production has `\($0)`: \(EnvironmentBlocks.productionOnly[$0] ?? "")."
                }
                .joined(separator: "\n"),
            "upgradeRow": isCluster ? upgrade : "", "kubernetesRow": isCluster ? kubernetes : "",
            "rows": try facts.environments.map(row).joined(separator: "\n"),
            "buckets": Markdown.list(
                facts.environments.map { environment in
                    "\(environment.name.rawValue): `\(environment.values["stateBucket"] ?? "")`"
                }
            ),
            "clusterVersion": version.version,
            "supportEnd": version.endOfStandardSupport?.description ?? "no announced day",
        ]
    }

    private func secrets(_ plan: InfrastructurePlan) throws -> [String: String] {
        let secrets = ClusterSecrets(plan: plan)
        let rows = try secrets.rows().map { "| " + $0.joined(separator: " | ") + " |" }
        let isCluster = plan.request.technology.usesCluster
        let manifests =
            "\n`kubernetes/secrets/` has the manifests; `kubectl get externalsecrets,certificates "
            + "--all-namespaces` says\nwhich of them are ready."
        return [
            "rows": rows.joined(separator: "\n"), "prefix": secrets.prefix,
            "name": plan.resourceName(plan.primary), "cluster": isCluster ? manifests : "",
        ]
    }

    private func row(_ environment: CloudFormationFacts.Environment) throws -> String {
        let cells = [
            "[\(environment.name.rawValue)](environments/\(environment.name.rawValue).md)",
            Self.purpose(environment.name), try environment.value("accountId"),
            environment.network.cidr.description,
            environment.sizing.schedule?.description ?? "always",
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private static func purpose(_ name: EnvironmentName) -> String {
        switch name {
        case .development: "trying things; may be broken"
        case .integration: "shared: services of all teams together"
        case .staging: "as production, smaller: the last look, and the load tests"
        case .production: "customers"
        }
    }
}
