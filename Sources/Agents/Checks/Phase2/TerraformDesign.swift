import Workflow

/// Mistakes of design that Terraform itself accepts: each is a known contradiction with a number.
package enum TerraformDesign {
    package static let check = RuleCheck(
        "terraform-design",
        "Nothing is open to the world, objects are archived before they expire, workloads have"
            + " identities of their own, and each store has its groups.",
        facts: [
            CheckFact(
                "publicIngress",
                "rules that let 0.0.0.0/0 or ::/0 in on other ports than 80 and 443"
            )
        ]
    ) { subject in
        let tree = TerraformTree(subject)
        let own = tree.own(subject)
        let ingress = own.map { TerraformExposure.publicIngress(in: $0) }.reduce(0, +)
        // What cannot be read may open anything.
        let facts: Members = ["publicIngress": tree.findings.isEmpty ? .int(ingress) : .null]
        guard !own.isEmpty else { return CheckResult(.notApplicable, facts: facts) }
        var findings = own.flatMap { module in
            TerraformExposure.findings(in: module) + lifecycle(module)
                + TerraformIdentities.findings(in: module) + groups(module)
        }
        findings += try retention(subject)
        return .judged(findings, measured: ["modules": .int(own.count)], facts: facts)
    }

    /// A finding of a numbered contradiction, at a block.
    static func finding(
        _ code: String,
        _ message: String,
        _ entry: TerraformModule.Entry,
        fix: String,
        line: Int? = nil
    ) -> Finding {
        Finding(
            .high,
            code: code,
            message,
            file: entry.file,
            line: line ?? entry.block.line,
            fix: fix
        )
    }

    /// T13 where the days are written out; where they are variables, `retention` looks at values.
    private static func lifecycle(_ module: TerraformModule) -> [Finding] {
        module.resources("aws_s3_bucket_lifecycle_configuration")
            .flatMap { entry in
                entry.block.body.blocks("rule").compactMap { rule in
                    let expires = rule.body.blocks("expiration").first?.body["days"]
                    let moves = rule.body.blocks("transition")
                        .compactMap { $0.body["days"]?.expression }
                    guard let expires else { return nil }
                    let end = expires.expression
                    let isLate = moves.contains { move in
                        guard let moved = move.literal?.numberValue,
                            let ended = end.literal?.numberValue
                        else { return !move.references.isEmpty && same(move, end) }
                        return moved >= ended
                    }
                    guard isLate else { return nil }
                    return finding(
                        "T13",
                        "'\(entry.block.address)' deletes objects before it"
                            + " archives them",
                        entry,
                        fix: "expire after the last transition",
                        line: rule.line
                    )
                }
            }
    }

    private static func same(_ left: HCLExpression, _ right: HCLExpression) -> Bool {
        left.references.map(\.path) == right.references.map(\.path)
    }

    private static func retention(_ subject: CheckSubject) throws -> [Finding] {
        try subject.files.map(\.path).filter { $0.hasSuffix("/terraform.tfvars") }
            .compactMap { path in
                let values = try subject.tfvars(path)
                guard let hot = values.number("retention.hot_days"),
                    let archive = values.number("retention.archive_days"), hot >= archive
                else { return nil }
                return Finding(
                    .high,
                    code: "T13",
                    "logs are deleted after \(Int(archive)) days and archived after"
                        + " \(Int(hot))",
                    file: path,
                    fix: "raise retention.archive_days above retention.hot_days"
                )
            }
    }

    private static let members: [String: [String]] = [
        "aws_db_instance": [
            "vpc_security_group_ids", "db_subnet_group_name", "parameter_group_name",
        ],
        "aws_elasticache_replication_group": [
            "security_group_ids", "subnet_group_name", "parameter_group_name",
        ],
        "aws_rds_cluster": ["vpc_security_group_ids", "db_subnet_group_name"],
    ]

    /// T24: a store without them lands in the default group, subnets and parameters.
    private static func groups(_ module: TerraformModule) -> [Finding] {
        module.entries("resource").flatMap { entry -> [Finding] in
            let wanted = members[entry.block.labels.first ?? ""] ?? []
            return wanted.filter { entry.block.body[$0] == nil }.map { name in
                finding(
                    "T24",
                    "'\(entry.block.address)' has no '\(name)'",
                    entry,
                    fix: "give it one of its own: '\(name) = …'"
                )
            }
        }
    }
}
