import Workflow

/// Checks over what is done again and again.
package struct MaintenanceWorkflowChecks: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    /// Workflow, the backlog's activity, days that may pass between two runs.
    static let cadences = [
        ("drift", "drift-detection", 1), ("security-scan", "vulnerability-scan", 31),
        ("cost-review", "cost-review", 31), ("dr-test", "recovery-test", 92),
    ]

    package var check: RuleCheck {
        RuleCheck(
            "maintenance-workflows",
            "Drift is looked for daily, vulnerabilities and cost monthly, a restore is tested with its"
                + " row counts; each at the time that the backlog names."
        ) { [parse] subject in
            let activities = try subject.json("improvement/backlog.json").list("activities")
            var findings: [Finding] = []
            for (name, activity, limit) in Self.cadences {
                let workflow = try GitHubWorkflow(name, subject, parse)
                findings += workflow.findings
                var found = Findings(workflow.path)
                let shortest = workflow.crons.compactMap(CronInterval.days).min()
                found.expect(
                    shortest.map { $0 <= limit } ?? false,
                    "workflow.cadence",
                    "runs every \(shortest.map(String.init) ?? "never") days, at most \(limit)"
                )
                let planned = activities.first { $0.string("id") == activity }?.string("cron")
                found.expect(
                    planned.map(workflow.crons.contains) ?? false,
                    "workflow.cadence",
                    "does not run at '\(planned ?? "?")', as the backlog says"
                )
                findings += found.all
            }
            findings += try Self.drift(GitHubWorkflow("drift", subject, parse), subject)
            findings += try Self.restore(GitHubWorkflow("dr-test", subject, parse), subject)
            return .judged(findings, measured: ["workflows": .int(Self.cadences.count)])
        }
    }

    private static func drift(
        _ workflow: GitHubWorkflow,
        _ subject: CheckSubject
    ) throws -> [Finding] {
        var found = Findings(workflow.path)
        let script = workflow.jobs.map(\.script).joined(separator: "\n")
        found.expect(
            script.contains("-detailed-exitcode"),
            "workflow.drift",
            "a difference does not fail the run"
        )
        let wanted = try subject.requirements().environments.order.map(\.rawValue)
        let listed = workflow.jobs.flatMap { $0.value.list("strategy.matrix.include") }
            .compactMap { $0.string("environment") }
        found.expect(listed == wanted, "workflow.environments", "leaves an environment out")
        return found.all
    }

    /// A restore that nobody looked into proves that a copy can be made, not that it is one.
    private static func restore(
        _ workflow: GitHubWorkflow,
        _ subject: CheckSubject
    ) throws -> [Finding] {
        let path = "scripts/restore-test.sh"
        var found = Findings(workflow.path)
        found.expect(
            workflow.jobs.contains { $0.script.contains(path) },
            "workflow.restore",
            "does not restore anything"
        )
        let script = try subject.requiredText(path)
        var rows = Findings(path)
        let counts = script.ranges(of: "select count(*) from").count
        rows.expect(
            counts >= 2,
            "workflow.row-counts",
            "the rows of source and copy are not both counted"
        )
        rows.expect(
            script.contains("difference * 1000"),
            "workflow.row-counts",
            "the row counts are not compared"
        )
        rows.expect(
            script.contains("trap remove_copy EXIT"),
            "workflow.restore",
            "the copy outlives a failure"
        )
        return found.all + rows.all
    }
}
