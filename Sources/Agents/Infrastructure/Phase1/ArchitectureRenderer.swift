package import Workflow

/// D1.1: the architecture as data, as a page, as a diagram, and the sizes with their formulas.
package struct ArchitectureRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D1.1"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let diagram = TopologyDiagram.mermaid(plan.architecture)
        return try RequestRenderer().files(for: plan, resources: resources) + [
            RenderedFile(
                path: "architecture/architecture.json",
                json: ArchitectureJSON.value(plan)
            ),
            RenderedFile(path: "architecture/topology.mmd", text: diagram),
            RenderedFile(path: "architecture/topology.svg", text: TopologySVG.text(plan)),
            RenderedFile(path: "architecture/figures.json", json: FigureJSON.value(plan)),
            RenderedFile(path: "architecture/data-flows.json", json: dataFlows(plan)),
            RenderedFile(path: "architecture/architecture.md", text: page(plan, diagram)),
            RenderedFile(path: "architecture/sizing.md", text: SizingPage.text(plan)),
        ]
    }

    private func dataFlows(_ plan: InfrastructurePlan) -> Value {
        .object([
            "schema": 1,
            "flows": .array(
                plan.architecture.edges.map { edge in
                    .object([
                        "from": .string(edge.from), "to": .string(edge.to),
                        "port": .int(edge.port), "protocol": .string(edge.protocol),
                        "purpose": .string(edge.purpose),
                    ])
                }
            ),
        ])
    }

    private func page(_ plan: InfrastructurePlan, _ diagram: String) -> String {
        let availability = plan.availability
        let components = plan.architecture.components.map {
            [
                "`\($0.id)`", $0.title, $0.tier, $0.technology, $0.size,
                $0.zones.map(String.init) ?? "regional",
            ]
        }
        return Page.page([
            "# Architecture of \(plan.request.metadata.name)",
            summary(plan),
            "## Topology",
            "![The components and their connections](topology.svg)",
            "The same as text:",
            "```mermaid\n\(diagram)```",
            "## Components",
            Page.table(["id", "component", "tier", "technology", "size", "zones"], components),
            "## Environments",
            Page.table(
                ["environment", "zones", "nodes", "database", "cache", "hours a month"],
                plan.sizing.environments.map(environmentRow)
            ),
            "## Networks",
            Page.table(
                ["network", "region", "block", "private subnets", "addresses needed and usable"],
                plan.network.networks.map(networkRow)
            ),
            "## Availability",
            availabilityText(availability),
            Page.table(
                ["service", "agreement"],
                availability.services.map {
                    [$0.name, NumberText.plain($0.slaPercent) + " %"]
                }
            ),
            "## Conflicts",
            plan.conflicts.isEmpty
                ? "None: the plan keeps what the requirements ask for."
                : Page.list(
                    plan.conflictsWithWaysOut.map {
                        "**\($0.code)** \($0.message). \($0.fix ?? "")"
                    }
                ),
            "Sizes and their formulas: [sizing.md](sizing.md). "
                + "Technology: [technology-selection.md](technology-selection.md).",
        ])
    }

    private func summary(_ plan: InfrastructurePlan) -> String {
        let traffic = plan.sizing.traffic
        return "\(traffic.users.text) at the daily peak make \(traffic.peakRps.text) and "
            + "\(traffic.inFlight.text) in flight; a spike makes \(traffic.spikeRps.text). "
            + "\(plan.primaryTitle) runs in \(plan.request.cloud.region)"
            + (plan.recovery.region.map { " and recovers in \($0)" } ?? "")
            + " (\(plan.recovery.strategy.rawValue))."
    }

    private func environmentRow(_ sizing: EnvironmentSizing) -> [String] {
        [
            sizing.name.rawValue, String(sizing.zones),
            "\(sizing.nodes.minimum.whole) to \(sizing.nodes.maximum.whole) × \(sizing.nodes.type.name)",
            sizing.database.instanceClass.name + (sizing.database.isMultiAZ ? ", Multi-AZ" : ""),
            sizing.cache.isUsed ? "\(sizing.cache.nodes) × \(sizing.cache.node.name)" : "none",
            NumberText.plain(sizing.runningHours.value, places: 0),
        ]
    }

    private func networkRow(_ network: NetworkPlan.Network) -> [String] {
        [
            network.name, network.region, network.cidr.description,
            network.subnets(.private).map(\.cidr.description).joined(separator: ", "),
            "\(NumberText.grouped(network.demand.value, places: 0)) of "
                + NumberText.grouped(network.usable.value, places: 0),
        ]
    }

    private func availabilityText(_ availability: AvailabilityModel) -> String {
        let path = NumberText.plain(availability.dynamicPathPercent.value)
        let target = NumberText.plain(availability.targetPercent)
        let promise =
            availability.isContractual
            ? "The provider's agreements on a dynamic request multiply to \(path) %, which carries "
                + "the target of \(target) %."
            : "The provider's agreements on a dynamic request multiply to \(path) % "
                + "(\(NumberText.plain(availability.staticPathPercent.value)) % with object "
                + "storage), below the target of \(target) %: the target is an engineering goal "
                + "that redundancy serves, not something the agreements promise (T07)."
        return promise
            + " The error budget is \(availability.errorBudgetMinutes.text); the slowest recovery "
            + "would spend \(NumberText.plain(availability.disasterBudgetMonths.value, places: 1)) "
            + "months of it (T06)."
    }
}

/// The sizes, number by number.
enum SizingPage {
    static func text(_ plan: InfrastructurePlan) -> String {
        let rows = plan.figures.map {
            ["`\($0.id)`", $0.text, $0.formula.isEmpty ? "given" : $0.formula]
        }
        return Page.page(
            "# Sizes and their formulas",
            "Every number of the plan. Ids say whether a load is of the daily peak, of a spike "
                + "above it, or the average.",
            Page.table(["id", "value", "formula"], rows)
        )
    }
}
