package import Workflow

/// D2.4: how each store is backed up, copied and tested, and what tests may hold of its data.
package struct StorageRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D2.4"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let production = try plan.production
        let application = plan.request.application
        return [
            RenderedFile(
                path: "storage/backup-plan.json",
                json: [
                    "schema": 1, "rpoMinutes": .number(plan.request.objectives.rpoMinutes),
                    "rtoMinutes": .number(plan.request.objectives.rtoMinutes),
                    "stores": .array(
                        [database(plan, production, application.database.name)]
                            + (application.cache.isUsed ? [cache(application.cache.name)] : [])
                            + [
                                bucket("assets", archives: nil),
                                bucket("backups", archives: production.logging),
                                bucket("logs", archives: production.logging),
                            ]
                    ),
                    "restoreTest": restoreTest(plan),
                ]
            )
        ] + TestDataFiles(plan: plan).files
    }

    private func database(
        _ plan: InfrastructurePlan,
        _ production: EnvironmentSizing,
        _ name: String
    ) -> Value {
        let point = plan.recovery.stores.first { $0.store == name }?.rpoMinutes ?? 5
        var members: Members = [
            "id": .string(name), "kind": "database",
            "module": "terraform/modules/database", "pointInTimeRecovery": true,
            "retentionDays": .int(production.database.backupRetentionDays),
            "policyDays": production.isProductionLike ? 30 : 7,
            "snapshotCron": "0 2 * * *", "logBackupMinutes": .number(point),
            // The logs are restored where they were written.
            "replicationLagMinutes": 0, "recoveryPointMinutes": .number(point),
            "encryption": ["kms": true, "key": "data"],
        ]
        if let region = plan.request.cloud.drRegion { members["copyRegion"] = .string(region) }
        return .object(members)
    }

    private func cache(_ name: String) -> Value {
        [
            "id": .string(name), "kind": "cache", "module": "terraform/modules/cache",
            "isDerivable": true, "reason": "filled again from the database",
            "encryption": ["kms": true, "key": "data"],
        ]
    }

    private func bucket(_ name: String, archives logging: LoggingSizing?) -> Value {
        var members: Members = [
            "id": .string(name), "kind": "object-storage",
            "module": "terraform/modules/object-storage", "versioning": true,
            // Every write is kept at once, in three zones; a version is a restore point.
            "logBackupMinutes": 0, "replicationLagMinutes": 0, "recoveryPointMinutes": 0,
            "encryption": ["kms": true, "key": "data"],
        ]
        if let logging {
            members["lifecycle"] = [
                [
                    "archiveAfterDays": .int(logging.hotDays),
                    "expireAfterDays": .int(logging.archiveDays),
                ]
            ]
        }
        return .object(members)
    }

    private func restoreTest(_ plan: InfrastructurePlan) -> Value {
        [
            "cron": .string(plan.recovery.restoreTestCron), "everyDays": 31,
            "steps": [
                "restore the latest point into an isolated network",
                "run the assertions",
                "record the duration",
                "destroy the copy",
            ],
            "asserts": [
                "every table of the source exists in the copy",
                "row counts differ from the source's at that point by less than 0.1 %",
                "the newest row is younger than the recovery point objective",
                "the restore took no longer than half the recovery time objective",
            ],
        ]
    }
}
