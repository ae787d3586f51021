/// The renderers of phase 1, one a deliverable.
package enum Phase1Renderers {
    package static let all: [any DeliverableRenderer] = [
        ArchitectureRenderer(), TechnologyRenderer(), SecurityArchitectureRenderer(),
        EstimateRenderer(), RecoveryRenderer(),
    ]
}
