package import Workflow

/// D1.5: what happens in a disaster, how long it takes, and who does what.
package struct RecoveryRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D1.5"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        [
            RenderedFile(path: "dr/dr-plan.json", json: json(plan)),
            RenderedFile(path: "dr/dr-plan.md", text: page(plan)),
        ]
            + RecoveryRunbooks.all(plan).map {
                RenderedFile(path: "dr/runbooks/\($0.name).md", text: $0.text)
            }
    }

    private func json(_ plan: InfrastructurePlan) -> Value {
        let recovery = plan.recovery
        return .object([
            "schema": 1, "strategy": .string(recovery.strategy.rawValue),
            "region": .string(plan.request.cloud.region),
            "recoveryRegion": .optional(recovery.region),
            "targets": .object([
                "rtoMinutes": .number(recovery.targetRtoMinutes),
                "rpoMinutes": .number(recovery.targetRpoMinutes),
                "recoveryCapacityPercent": .number(recovery.recoveryCapacityPercent),
            ]),
            "scenarios": .array(recovery.scenarios.map(scenario)),
            "stores": .array(
                recovery.stores.map {
                    .object([
                        "store": .string($0.store), "zoneLoss": .string($0.zoneLoss),
                        "regionLoss": .string($0.regionLoss),
                        "corruption": .string($0.corruption), "rpoMinutes": .number($0.rpoMinutes),
                        "terraformModule": .string($0.terraformModule),
                    ])
                }
            ),
            "backups": .object([
                "retentionDays": .int(recovery.backupRetentionDays),
                "copyRegion": .optional(recovery.region), "pointInTime": true,
                "restoreTestCron": .string(recovery.restoreTestCron),
                "failoverTestCron": .string(recovery.failoverTestCron),
            ]),
            "procedure": .strings(RecoveryRunbooks.names.map { "dr/runbooks/\($0).md" }),
        ])
    }

    private func scenario(_ scenario: DisasterRecoveryModel.Scenario) -> Value {
        .object([
            "kind": .string(scenario.kind.rawValue), "summary": .string(scenario.summary),
            "steps": .array(
                scenario.steps.map {
                    .object([
                        "id": .string($0.id),
                        "minutes": .number(NumberText.rounded($0.value, places: 3)),
                    ])
                }
            ),
            "rtoMinutes": .number(NumberText.rounded(scenario.rto.value, places: 3)),
            "rtoFormula": .string(scenario.rto.formula),
            "rpoMinutes": .number(scenario.rpo.value),
            "rpoReason": .string(scenario.rpo.formula),
            "capacityPercent": .number(NumberText.rounded(scenario.capacity.value, places: 3)),
        ])
    }

    private func page(_ plan: InfrastructurePlan) -> String {
        let recovery = plan.recovery
        let rows = recovery.scenarios.map {
            [
                $0.kind.rawValue, $0.summary, $0.rto.text, "\($0.rpo.text): \($0.rpo.formula)",
                $0.capacity.text,
            ]
        }
        return Page.page([
            "# Disaster recovery and business continuity",
            "Strategy: **\(recovery.strategy.rawValue)**"
                + (recovery.region.map { " in \($0)" } ?? "") + ". Targets: back within "
                + "\(NumberText.plain(recovery.targetRtoMinutes)) min, at most "
                + "\(NumberText.plain(recovery.targetRpoMinutes)) min of data lost, "
                + "\(NumberText.plain(recovery.recoveryCapacityPercent)) % of the daily peak served.",
            "## Scenarios",
            Page.table(["scenario", "what happens", "recovery", "data lost", "capacity"], rows),
            "Recovery = detection + decision + the longer of data and infrastructure + DNS + "
                + "validation. \"Zero data loss\" holds for the loss of an instance or a zone only.",
            Page.list(recovery.scenarios.map { "\($0.kind.rawValue): \($0.rto.formula)" }),
            "## Stores",
            Page.table(
                ["store", "a zone is lost", "the region is lost", "data is damaged"],
                recovery.stores.map {
                    ["`\($0.store)`", $0.zoneLoss, $0.regionLoss, $0.corruption]
                }
            ),
            "## Procedure",
            Page.numbered(RecoveryRunbooks.names.map { "[\($0)](runbooks/\($0).md)" }),
            "## Tests",
            Page.list(
                [
                    "restore into an empty instance, row counts asserted: `\(recovery.restoreTestCron)`"
                ]
                    + (recovery.region == nil
                        ? []
                        : [
                            "failover to the recovery region, in working hours: "
                                + "`\(recovery.failoverTestCron)`"
                        ])
            ),
            "## Way back",
            recovery.region == nil
                ? "Nothing is kept in a second region: what is restored stays where it is."
                : Page.numbered([
                    "Rebuild the lost region from the same Terraform state and commit.",
                    "Replicate the database back and wait until the lag is below a minute.",
                    "Stop writes, promote, move DNS, validate; keep the other side for a week.",
                ]),
        ])
    }
}
