package import Workflow

/// Checks over the four environments: how far they differ, and what their records claim.
package enum EnvironmentChecks {
    package static let all: [any Check] = [parity, records]

    /// The environments that the requirements ask for; all four when there are none to ask.
    static func names(_ subject: CheckSubject) -> [String] {
        (try? subject.requirements().environments.order.map(\.rawValue))
            ?? EnvironmentName.allCases.map(\.rawValue)
    }

    /// What staging may have otherwise than production: names, places, counts and sizes.
    static let allowed: Set<String> = [
        "environment", "account_id", "deletion_protection", "edge.domain_name",
        "administrator_role_arns", "requests_per_five_minutes", "state.bucket_arn",
        "state.key_alias", "state.permissions_boundary_arn", "network.vpc_cidr",
        "web.requests_per_target", "web.instance_type", "web.min_size", "web.max_size",
        "monitoring.instance_type", "monitoring.volume_gib", "cluster.instance_type",
        "cluster.min_nodes", "cluster.max_nodes",
        "cluster.logging.instance_type", "cluster.logging.nodes", "database.iops", "cache.shards",
        "database.instance_class", "database.allocated_storage_gib",
        "database.max_allocated_storage_gib", "database.backup_retention_days",
        "cache.node_type", "cache.nodes", "cache.snapshot_retention_days",
        "retention.hot_days", "retention.archive_days", "budget_usd",
    ]

    /// Production never stops; staging does when the requirements give it hours.
    private static func isAllowed(_ key: String) -> Bool {
        allowed.contains(key)
            || ["web.schedules", "monitoring.schedules"].contains { isPart(key, of: $0) }
    }

    package static let parity = RuleCheck(
        "environment-parity",
        "Environments share their code; staging differs from production in allowed values only."
    ) { subject in
        var findings: [Finding] = []
        let names = names(subject)
        for file in ["main.tf", "variables.tf", "outputs.tf", "providers.tf"] {
            let texts = try names.map {
                try subject.requiredText("terraform/environments/\($0)/\(file)")
            }
            if Set(texts).count > 1 {
                findings.append(
                    Finding(
                        .high,
                        code: "parity.code",
                        "'\(file)' is not the same in all environments",
                        file: "terraform/environments/",
                        fix: "move the difference into a variable"
                    )
                )
            }
        }
        guard names.contains("staging"), names.contains("production") else {
            return .judged(findings, measured: ["environments": .int(names.count)])
        }
        let path = "terraform/environments/staging/terraform.tfvars"
        let staging = flattened(try subject.tfvars(path))
        let production = flattened(
            try subject.tfvars("terraform/environments/production/terraform.tfvars")
        )
        let single = EnvironmentBlocks.productionOnly
        for name in single.keys.sorted()
        where staging.keys.contains(where: { isPart($0, of: name) }) {
            guard staging[name] != .null else { continue }
            findings.append(
                Finding(
                    .high,
                    code: "parity.production-only",
                    "staging has '\(name)', which only production has: \(single[name] ?? "")",
                    file: path,
                    fix: "\(name) = null"
                )
            )
        }
        func isAllowed(_ key: String) -> Bool {
            Self.isAllowed(key) || single.keys.contains { isPart(key, of: $0) }
        }
        let differing = Set(staging.keys).union(production.keys)
            .filter { staging[$0] != production[$0] }.sorted()
        for key in differing where !isAllowed(key) {
            findings.append(
                Finding(
                    .high,
                    code: "parity.value",
                    "'\(key)' differs between staging and production",
                    file: path,
                    fix: "give both the same value"
                )
            )
        }
        return .judged(
            findings,
            measured: [
                "differences": .int(differing.count),
                "outsideAllowList": .int(differing.filter { !isAllowed($0) }.count),
                "productionOnly": .strings(
                    single.keys.sorted().filter { production[$0] != .null }
                ),
            ]
        )
    }

    private static func isPart(_ key: String, of name: String) -> Bool {
        key == name || key.hasPrefix(name + ".")
    }

    static func flattened(_ value: Value, prefix: String = "") -> [String: Value] {
        var result: [String: Value] = [:]
        for (key, member) in value.objectValue?.pairs ?? [] {
            if member.objectValue != nil {
                result.merge(flattened(member, prefix: prefix + key + ".")) { first, _ in first }
            } else {
                result[prefix + key] = member
            }
        }
        return result
    }

    package static let records = RuleCheck(
        "provisioning-records",
        "Each environment has a record that claims no more than was done, over these very files."
    ) { subject in
        var findings: [Finding] = []
        var measured = Members()
        var orders: [Double] = []
        for name in names(subject) {
            let path = "environments/\(name)/provisioning-record.json"
            let record = try subject.json(path)
            func report(_ code: String, _ message: String) {
                findings.append(Finding(.high, code: code, message, file: path))
            }
            let mode = record.string("mode") ?? ""
            measured[name] = .string(mode)
            if !["rendered", "planned", "applied"].contains(mode) {
                report("record.mode", "mode '\(mode)' is none of rendered, planned, applied")
            }
            if mode == "planned", record.string("planDigest") == nil {
                report("record.claim", "planned without the digest of a plan")
            }
            if mode == "applied", record.number("applyExitCode") != 0,
                record.string("evidence") != "re-plan" || record.number("changesAfterApply") != 0
            {
                report("record.claim", "applied without an apply that succeeded")
            }
            if mode == "rendered", record["planDigest"] != nil || record["applyExitCode"] != nil {
                report("record.claim", "rendered, but it claims a plan or an apply")
            }
            let files = record.list("files")
            if files.isEmpty { report("record.files", "names no file") }
            for file in files {
                let target = file.string("path") ?? ""
                let actual = subject.read(target).map { Digest(of: $0).hex }
                if actual == nil || actual != file.string("sha256") {
                    report("record.digest", "'\(target)' is not the file that was recorded")
                }
            }
            orders.append(record.number("order") ?? -1)
            let target = record.number("targetMinutes") ?? 0
            let estimate = record.number("estimatedMinutes") ?? .infinity
            if estimate > target {
                report("R209", "takes \(estimate) min by estimate, more than \(target)")
            }
        }
        if Set(orders).count != orders.count {
            findings.append(
                Finding(.high, code: "record.order", "two environments have the same place")
            )
        }
        return .judged(findings, measured: measured)
    }
}
