import Workflow

/// What the build orchestrator must see before its pipelines use the accounts.
package struct BuildCriteria: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    package var all: [any Criterion] { [tree, trust, Self.retention, targets] }

    package var tree: MeasuredCriterion {
        MeasuredCriterion(
            "B1",
            "The workflows are well-formed and pinned, and every root that they run reads, refers and"
                + " calls correctly."
        ) { [parse] bundle in
            try await .rerun(
                [
                    DeliveryWorkflowChecks(parseYAML: parse).check, TerraformChecks.references,
                    TerraformChecks.versions, TerraformChecks.state,
                ],
                bundle.whole
            )
        }
    }

    package var trust: MeasuredCriterion {
        MeasuredCriterion(
            "B2",
            "The pipeline's roles trust one repository, applying a protected environment only, and"
                + " each job takes the least of them."
        ) { [parse] bundle in
            let trust = try Self.trust(bundle)
            let workflows = try ["plan", "apply"].map { try GitHubWorkflow($0, bundle, parse) }
            let wrong = workflows.flatMap(\.findings)
                .filter { ["workflow.role", "workflow.identity"].contains($0.code) }
            return Measurement(
                trust.isMet && wrong.isEmpty,
                trust.evidence + "; jobs with too wide a role: \(wrong.count)"
            )
        }
    }

    private static func trust(_ bundle: CheckSubject) throws -> Measurement {
        let path = "terraform/modules/iam/main.tf"
        let body: HCLBody
        do {
            body = try HCLReader.body(of: try bundle.requiredText(path))
        } catch let error as HCLError {
            throw UnreadableFile(path: path, reason: error.description)
        }
        let subjects = body.blocks("locals").compactMap { $0.body["subjects"] }.first
        let texts = (subjects?.expression.tokens ?? []).compactMap { token in
            if case .string(let text, _) = token.kind { text } else { nil }
        }
        let isBound =
            !texts.isEmpty
            && texts.allSatisfy { $0.hasPrefix("repo:${var.repository}:") && !$0.contains("*") }
        let conditions = body.blocks("data").flatMap(\.body.allBlocks)
            .filter { $0.type == "condition" }
            .compactMap { $0.body["variable"]?.expression.stringLiteral }
        let hasBoth = ["aud", "sub"].allSatisfy { name in
            conditions.contains { $0.hasSuffix(":" + name) }
        }
        let hasEnvironment = texts.contains { $0.contains(":environment:") }
        return Measurement(
            isBound && hasBoth && hasEnvironment,
            "\(texts.count) subjects, each bound to the repository: \(isBound); audience and "
                + "subject are compared: \(hasBoth)"
        )
    }

    package static let retention = MeasuredCriterion(
        "B3",
        "Artifact buckets are versioned, encrypted, closed, and expire."
    ) { bundle in
        let folder = "terraform/modules/object-storage"
        guard let module = TerraformTree(bundle)[folder] else {
            throw UnreadableFile(path: folder, reason: "the module was not received")
        }
        let resources = module.entries("resource")
        let buckets = Set(
            resources.filter { $0.block.labels.first == "aws_s3_bucket" }
                .compactMap(\.block.labels.last)
        )
        /// The buckets that a type of setting is made for.
        func covered(_ type: String) -> Set<String> {
            let own = resources.filter { $0.block.labels.first == type }
            let arguments = own.flatMap { entry in
                ["bucket", "for_each"].compactMap { entry.block.body[$0]?.expression }
            }
            let paths = arguments.flatMap(\.references).map(\.path)
            return Set(paths.filter { $0[0] == "aws_s3_bucket" }.map { $0[1] })
        }
        let needed = [
            "aws_s3_bucket_versioning", "aws_s3_bucket_server_side_encryption_configuration",
            "aws_s3_bucket_public_access_block", "aws_s3_bucket_lifecycle_configuration",
        ]
        let missing = needed.filter { buckets.isEmpty || !buckets.isSubset(of: covered($0)) }
        return Measurement(
            missing.isEmpty,
            "\(needed.count - missing.count) of \(needed.count) settings"
                + (missing.isEmpty ? "" : ", missing: \(missing.joined(separator: ", "))")
        )
    }

    package var targets: MeasuredCriterion {
        MeasuredCriterion(
            "B4",
            "Provisioning stays within its target, and the job that applies is given the time."
        ) { [parse] bundle in
            var worst = 0.0
            var target = Double.infinity
            for name in EnvironmentChecks.names(bundle) {
                let record = try bundle.json("environments/\(name)/provisioning-record.json")
                worst = max(worst, record.number("estimatedMinutes") ?? .infinity)
                target = min(target, record.number("targetMinutes") ?? 0)
            }
            let job = try GitHubWorkflow("apply", bundle, parse).job("apply")
            let limit = job?.value.number("timeout-minutes") ?? 0
            return Measurement(
                worst <= target && worst <= limit,
                "\(NumberText.plain(worst)) min by estimate, target "
                    + "\(NumberText.plain(target)) min, the job's limit "
                    + "\(NumberText.plain(limit)) min"
            )
        }
    }
}
