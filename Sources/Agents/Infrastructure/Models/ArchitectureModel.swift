/// The components and who talks to whom: what diagram, documents, prices and monitoring agree on.
package struct ArchitectureModel: Sendable, Hashable {
    package struct Component: Sendable, Hashable {
        /// Unique; used by diagram, estimate, monitoring and controls.
        package let id: String
        package let title: String
        /// `edge`, `public`, `app`, `data`, `operations`, `recovery`.
        package let tier: String
        /// The provider's service, or the software.
        package let technology: String
        package let isStateful: Bool
        /// Zones in production; nil for what is regional or global.
        package let zones: Int?
        package let isPriced: Bool
        /// Number and shape in production, in words.
        package let size: String
    }

    package struct Edge: Sendable, Hashable {
        package let from: String
        package let to: String
        package let port: Int
        package let `protocol`: String
        package let purpose: String
    }

    package struct Choice: Sendable, Hashable {
        package let component: String
        package let reason: String
    }

    package let components: [Component]
    package let edges: [Edge]
    /// Components of which there is one, with the reason why it is accepted or not one.
    package let singlePoints: [Choice]

    package func component(_ id: String) -> Component? { components.first { $0.id == id } }

    init(request: InfrastructureRequest, core: PlanCore) {
        let builder = ArchitectureBuilder(request: request, core: core)
        components = builder.components
        edges = builder.edges
        // Every stateful tier spans zones, so none is expected; a waiver at the gate accepts more.
        // Without production there is nobody whom a lost zone would keep waiting.
        let isRedundant = request.environments.order.contains(.production)
        singlePoints =
            (isRedundant ? components : [])
            .filter { component in component.zones.map { $0 < 2 } ?? false }
            .map { Choice(component: $0.id, reason: "runs in one zone only") }
    }
}
