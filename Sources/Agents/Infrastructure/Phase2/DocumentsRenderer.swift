package import Workflow

/// D2.5: where to begin, how environments and changes are handled, and what to do when state breaks.
package struct DocumentsRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D2.5"

    private static let pages = [
        "README.md", "environment-strategy.md", "delivery.md", "self-service.md",
        "runbooks/state-lock.md", "runbooks/state-recovery.md",
    ]
    private static let clusterPage = "runbooks/cluster-upgrade.md"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let values = try values(plan)
        let isCluster = plan.request.technology.compute == "eks"
        return try (Self.pages + (isCluster ? [Self.clusterPage] : [])).map { page in
            let path = "documents/\(page)"
            let template = ResourceTemplate(path: path, text: try resources.text(path))
            let used = values.filter { template.placeholders.contains($0.key) }
            return RenderedFile(path: "docs/\(page)", text: try template.filled(with: used))
        }
    }

    private func values(_ plan: InfrastructurePlan) throws -> [String: String] {
        let facts = try CloudFormationFacts(plan: plan)
        let names = facts.environments.map(\.name.rawValue)
        let isCluster = plan.request.technology.compute == "eks"
        let version = SupportTable.kubernetes(on: plan.asOf)
        let upgrade =
            "| The cluster's version grows old. | [upgrade](\(Self.clusterPage)) |\n"
        let kubernetes =
            "| `kubernetes/` | workloads, policies and overlays of the environments |\n"
        return [
            "project": plan.project, "owner": plan.request.metadata.owner,
            "order": names.joined(separator: " → "),
            "runner": plan.resourceName(facts.reference.name),
            "environmentPages": names.map { "[\($0)](environments/\($0).md)" }
                .joined(separator: ", "),
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
