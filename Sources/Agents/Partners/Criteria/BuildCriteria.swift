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
            let received = bundle.whole
            let shape = try WorkflowShape.mistakes(in: received, parse)
            let checks = try await Measurement.rerun(
                [
                    DeliveryWorkflowChecks(parseYAML: parse).check, TerraformChecks.references,
                    TerraformChecks.versions, TerraformChecks.state,
                ],
                received
            )
            return Measurement(
                checks.isMet && shape.files > 0 && shape.found.isEmpty,
                "\(shape.files) workflow files, \(shape.found.count) mistakes of form"
                    + (shape.found.first.map { " (\($0))" } ?? "") + "; " + checks.evidence
            )
        }
    }

    package var trust: MeasuredCriterion {
        MeasuredCriterion(
            "B2",
            "The pipeline's roles trust one repository, of it a branch or an environment, and each"
                + " job takes the least of them."
        ) { [parse] bundle in
            let tree = TerraformTree(bundle)
            if let unreadable = tree.findings.first {
                throw UnreadableFile(
                    path: unreadable.file ?? "terraform",
                    reason: unreadable.message
                )
            }
            let trust = PipelineTrust(tree)
            let hasEnvironment = trust.subjects.contains { $0.contains(":environment:") }
            let workflows = try ["plan", "apply"].map { try GitHubWorkflow($0, bundle, parse) }
            let wrong = workflows.flatMap(\.findings)
                .filter { ["workflow.role", "workflow.identity"].contains($0.code) }
            let first = trust.mistakes.first.map { " (\($0))" } ?? ""
            return Measurement(
                trust.documents > 0 && trust.mistakes.isEmpty && hasEnvironment && wrong.isEmpty,
                "\(trust.documents) trust documents with \(trust.subjects.count) subjects, "
                    + "\(trust.mistakes.count) too wide\(first); jobs with too wide a role: "
                    + "\(wrong.count)"
            )
        }
    }

    package static let retention = MeasuredCriterion(
        "B3",
        "Artifact buckets are versioned, encrypted, closed, and expire; images are scanned when they"
            + " are pushed, and expire."
    ) { bundle in
        let tree = TerraformTree(bundle)
        let folder = "terraform/modules/object-storage"
        guard let module = tree[folder] else {
            throw UnreadableFile(path: folder, reason: "the module was not received")
        }
        let buckets = StoredThings.uncovered("aws_s3_bucket", by: StoredThings.bucket, in: module)
        let build = tree["terraform/modules/ci-build"]
        let images = build.map(StoredThings.images)
        let needsImages = SecurityChecks.isCluster(bundle)
        let missing = buckets + (images?.missing ?? [])
        let registry =
            images.map { "\($0.repositories) registries, \($0.scanned) scan on push" }
            ?? "no registry was received"
        return Measurement(
            missing.isEmpty && (images?.repositories ?? 0 > 0 || !needsImages),
            "\(StoredThings.bucket.count) settings of buckets, \(registry)"
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
            let build = TerraformTree(bundle)["terraform/modules/ci-build"].flatMap(Self.buildLimit)
            let isTimely = build.map { $0 >= Self.buildMinutes + Self.testMinutes } ?? true
            let given = build.map { "within \(NumberText.plain($0)) min" } ?? "on hosted runners"
            let evidence = [
                "\(NumberText.plain(worst)) min by estimate",
                "target \(NumberText.plain(target)) min",
                "the job's limit \(NumberText.plain(limit)) min",
                "a build of \(NumberText.plain(Self.buildMinutes)) and tests of "
                    + "\(NumberText.plain(Self.testMinutes)) min \(given)",
            ]
            return Measurement(
                worst <= target && worst <= limit && isTimely,
                evidence.joined(separator: ", ")
            )
        }
    }

    /// What a build and its tests may take by the partner's contract.
    private static let buildMinutes = 10.0
    private static let testMinutes = 5.0

    /// The time that a build is given where it has a machine of its own; nil where it has none.
    private static func buildLimit(_ module: TerraformModule) -> Double? {
        module.entries("resource").first { $0.block.labels.first == "aws_codebuild_project" }?
            .block.body["build_timeout"]?.expression.literal?.numberValue
    }
}
