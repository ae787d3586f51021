package import Workflow

/// The native checks of phase 1, by deliverable.
package enum Phase1Checks {
    package static let byDeliverable: [(deliverable: DeliverableID, checks: [any Check])] = [
        (
            "D1.1",
            ArchitectureChecks.all
                + [DiagramChecks.picture, DiagramChecks.flows, DiagramChecks.figures]
        ),
        ("D1.2", TechnologyChecks.all + [DecisionRecordChecks.records]),
        ("D1.3", ControlChecks.all), ("D1.4", EstimateChecks.all), ("D1.5", RecoveryChecks.all),
    ]

    package static let all: [any Check] = byDeliverable.flatMap(\.checks)
}
