/// Which technical control of which framework is met by which setting.
package struct ControlsModel: Sendable, Hashable {
    package enum Status: String, Sendable, Hashable, CaseIterable {
        case implemented
        /// The provider's, shown by its audit reports.
        case inherited
        /// A person's work; never claimed by the program.
        case manual
        case gap
        case notApplicable = "not-applicable"
    }

    /// A part of the system that not every shape has.
    package enum Part: Sendable, Hashable {
        case cache
        case cluster
        case scalingGroup

        func isIn(_ request: InfrastructureRequest) -> Bool {
            switch self {
            case .cache: request.application.cache.isUsed
            case .cluster: request.technology.usesCluster
            case .scalingGroup: !request.technology.usesCluster
            }
        }
    }

    /// A setting that can be found again in the rendered files.
    package struct Evidence: Sendable, Hashable {
        /// Path in the workspace.
        package let artifact: String
        /// `aws_db_instance.this`, or a document's member.
        package let resource: String
        package let attribute: String
        package let value: String
        /// The part that it is a setting of; nil for what every shape has.
        package var requires: Part?
    }

    package struct Capability: Sendable, Hashable {
        package let id: String
        package let title: String
        package let evidence: [Evidence]
        let controls: [Framework: [String]]

        package func controls(_ framework: Framework) -> [String] { controls[framework] ?? [] }
    }

    package struct Control: Sendable, Hashable {
        package let framework: Framework
        /// `CC6.1`, `A.8.24`, `Art. 32`.
        package let id: String
        package let status: Status
        /// Ids of capabilities.
        package let capabilities: [String]
        package let evidence: [Evidence]
        package let note: String
    }

    package let capabilities: [Capability]
    /// Sorted by framework, then in the order of first mention.
    package let controls: [Control]

    package func controls(_ framework: Framework) -> [Control] {
        controls.filter { $0.framework == framework }
    }

    init(request: InfrastructureRequest) {
        let all = ControlCatalogue.capabilities
        let capabilities = all.compactMap { Self.fitted($0, to: request) }
        self.capabilities = capabilities
        controls = request.compliance.frameworks.flatMap { framework in
            let shown = Self.implemented(framework, capabilities)
            let rest = ControlCatalogue.manual(framework, request: request)
            return shown + Self.unshown(framework, all, shown: shown + rest) + rest
        }
    }

    /// The capability with the evidence that this shape of the system has; nil without any.
    private static func fitted(
        _ capability: Capability,
        to request: InfrastructureRequest
    ) -> Capability? {
        let evidence = capability.evidence.filter { $0.requires?.isIn(request) ?? true }
        return evidence.isEmpty
            ? nil
            : Capability(
                id: capability.id,
                title: capability.title,
                evidence: evidence,
                controls: capability.controls
            )
    }

    /// Controls whose settings this shape does not have: left to a person, never claimed.
    private static func unshown(
        _ framework: Framework,
        _ all: [Capability],
        shown: [Control]
    ) -> [Control] {
        all.flatMap { $0.controls(framework) }.unique
            .filter { id in !shown.contains { $0.id == id } }
            .map { id in
                Control(
                    framework: framework,
                    id: id,
                    status: .manual,
                    capabilities: [],
                    evidence: [],
                    note: "no setting of this system shows it; to be shown by a person"
                )
            }
    }

    private static func implemented(
        _ framework: Framework,
        _ capabilities: [Capability]
    ) -> [Control] {
        let ids = capabilities.flatMap { $0.controls(framework) }.unique
        return ids.map { id in
            let using = capabilities.filter { $0.controls(framework).contains(id) }
            return Control(
                framework: framework,
                id: id,
                status: .implemented,
                capabilities: using.map(\.id),
                evidence: using.flatMap(\.evidence),
                note: "technical part only; sufficiency is for an assessor to judge"
            )
        }
    }
}
