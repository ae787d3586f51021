package import Workflow

/// Checks over backups and over how long things are kept.
package enum StorageChecks {
    package static let all: [any Check] = [backups, encryption, TestDataCheck.check]

    package static let backups = RuleCheck(
        "backup-plan",
        "Every store that matters can be restored to a point in time within the objectives, and"
            + " nothing expires before it is archived."
    ) { subject in
        let path = "storage/backup-plan.json"
        let plan = try subject.json(path)
        let scenarios = subject.inputs.at("requirements.cloud.drScenarios")?.arrayValue ?? []
        // A standby takes over what an instance or a zone takes along, and loses nothing; that
        // there is none is a finding of the design.
        let isRestored = !scenarios.allSatisfy { ["instance", "zone"].contains($0) }
        let objective =
            scenarios.isEmpty || isRestored
            ? subject.inputs.number("requirements.objectives.rpoMinutes")
                ?? plan.number("rpoMinutes") ?? 0
            : .infinity
        var findings: [Finding] = []
        func report(_ code: String, _ message: String) {
            findings.append(Finding(.high, code: code, message, file: path))
        }
        let stores = plan.list("stores")
        for store in stores {
            let id = store.string("id") ?? "?"
            if store.at("encryption.kms") != .bool(true) { report("T25", "'\(id)' has no KMS key") }
            if store["isDerivable"] == .bool(true) { continue }
            for (code, message) in restorePoints(store, id, objective) { report(code, message) }
            for rule in store.list("lifecycle") {
                let archive = rule.number("archiveAfterDays") ?? .infinity
                let expire = rule.number("expireAfterDays") ?? .infinity
                if archive >= expire {
                    report("T13", "'\(id)' expires after \(expire) d, archived after \(archive) d")
                }
            }
        }
        if stores.isEmpty { report("backup.none", "no store is planned") }
        if scenarios.contains("region"),
            !stores.contains(where: { $0.string("copyRegion") != nil })
        {
            report("backup.region", "the loss of the region is to be survived, no store is copied")
        }
        let cadence = plan.number("restoreTest.everyDays") ?? .infinity
        if cadence > 92 { report("backup.test", "restores are tested every \(cadence) days") }
        if plan.strings("restoreTest.asserts").isEmpty {
            report("backup.test", "the restore test asserts nothing")
        }
        let worst = stores.compactMap { $0.number("recoveryPointMinutes") }.max() ?? 0
        return .judged(
            findings,
            measured: ["stores": .int(stores.count), "worstRecoveryPointMinutes": .number(worst)]
        )
    }

    private static func restorePoints(
        _ store: Value,
        _ id: String,
        _ objective: Double
    ) -> [(String, String)] {
        var found: [(String, String)] = []
        let interval = store.number("logBackupMinutes") ?? .infinity
        let lag = store.number("replicationLagMinutes") ?? 0
        if interval + lag > objective {
            found.append(
                ("R202", "'\(id)' may lose \(interval + lag) min, at most \(objective) are allowed")
            )
        }
        if let claimed = store.number("recoveryPointMinutes"), claimed != interval + lag {
            found.append(("R202", "'\(id)' claims \(claimed) min, \(interval + lag) follow"))
        }
        if store.string("kind") == "database" {
            if store["pointInTimeRecovery"] != .bool(true) {
                found.append(("backup.pitr", "'\(id)' has no point-in-time recovery"))
            }
            let days = store.number("retentionDays") ?? 0
            let minimum = store.number("policyDays") ?? 7
            if days < minimum || days > 35 {
                found.append(
                    ("backup.retention", "'\(id)' keeps \(days) days, not \(minimum) to 35")
                )
            }
        }
        return found
    }

    /// Reads the delivered modules: what stores data is encrypted with a key of its own.
    package static let encryption = RuleCheck(
        "storage-encryption",
        "Every rendered store is encrypted with a KMS key, and no bucket is public."
    ) { subject in
        let tree = TerraformTree(subject)
        var findings: [Finding] = []
        var stores = 0
        let flags: [String: [(argument: String, isFlag: Bool)]] = [
            "aws_db_instance": [("storage_encrypted", true), ("kms_key_id", false)],
            "aws_elasticache_replication_group": [
                ("at_rest_encryption_enabled", true), ("transit_encryption_enabled", true),
                ("kms_key_id", false),
            ],
            "aws_backup_vault": [("kms_key_arn", false)],
            "aws_cloudwatch_log_group": [("kms_key_id", false)],
            "aws_sns_topic": [("kms_master_key_id", false)],
            "aws_s3_bucket_public_access_block": [
                ("block_public_acls", true), ("block_public_policy", true),
                ("ignore_public_acls", true), ("restrict_public_buckets", true),
            ],
        ]
        for module in tree.modules {
            for entry in module.entries("resource") {
                guard let rules = flags[entry.block.labels.first ?? ""] else { continue }
                stores += 1
                for rule in rules {
                    let value = entry.block.body[rule.argument]?.expression
                    let isMet = rule.isFlag ? value?.literal == .bool(true) : value != nil
                    if !isMet {
                        findings.append(
                            Finding(
                                .high,
                                code: "R216",
                                "'\(entry.block.address)' needs '\(rule.argument)'",
                                file: entry.file,
                                line: entry.block.line
                            )
                        )
                    }
                }
            }
            findings += bucketFindings(module)
        }
        guard stores > 0 else { return CheckResult(.notApplicable) }
        return .judged(findings, measured: ["stores": .int(stores)])
    }

    /// S3 delivers access logs only where its own key encrypts: their bucket is let off.
    private static func bucketFindings(_ module: TerraformModule) -> [Finding] {
        let logs = module.resources("aws_s3_bucket_logging")
            .compactMap { $0.block.body["target_bucket"]?.expression.references.first?.path }
            .map { Array($0.prefix(2)) }
        let encryption = module.resources("aws_s3_bucket_server_side_encryption_configuration")
        return encryption.compactMap { entry in
            let algorithms = entry.block.body.allBlocks.compactMap { $0.body["sse_algorithm"] }
            let isKMS = algorithms.allSatisfy { $0.expression.stringLiteral == "aws:kms" }
            let bucket = entry.block.body["bucket"]?.expression.references.first?.path ?? []
            guard algorithms.isEmpty || !isKMS, !logs.contains(Array(bucket.prefix(2))) else {
                return nil
            }
            return Finding(
                .high,
                code: "T25",
                "a bucket is not encrypted with KMS",
                file: entry.file,
                line: entry.block.line,
                fix: "set sse_algorithm = \"aws:kms\" and kms_master_key_id"
            )
        }
    }
}
