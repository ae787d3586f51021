package import Workflow

/// D4.5: the workflows that look after what runs, at the times that the backlog names.
package struct MaintenanceWorkflowsRenderer: DeliverableRenderer {
    package let deliverable: DeliverableID = "D4.5"

    package init() {}

    package func files(
        for plan: InfrastructurePlan,
        resources: any ResourceLibrary
    ) throws -> [RenderedFile] {
        let files = WorkflowFiles(plan: plan, resources: resources)
        let reference = plan.request.environments.primary
        let recovery = recovery(plan, files, reference)
        let region = plan.request.cloud.drRegion.map { recovery.merging(["drRegion": $0]) { $1 } }
        let regionJob = try region.map { try files.text("github/dr-test-region.yml", $0) } ?? ""
        let test = recovery.merging(["regionJob": regionJob]) { _, new in new }
        return [
            try files.workflow("drift", ["cron": cron("drift-detection")]),
            try files.workflow("security-scan", ["cron": cron("vulnerability-scan")]),
            try files.workflow("cost-review", ["cron": cron("cost-review")]),
            try files.workflow("dr-test", test),
            try files.script("cost-review.sh"), try files.script("restore-test.sh"),
        ] + (region == nil ? [] : [try files.script("region-test.sh")])
    }

    private func cron(_ activity: String) -> String {
        ImprovementRenderer.cron(of: activity)
    }

    private func recovery(
        _ plan: InfrastructurePlan,
        _ files: WorkflowFiles,
        _ reference: EnvironmentName
    ) -> [String: String] {
        let objectives = plan.request.objectives
        let crons = [
            plan.recovery.restoreTestCron,
            plan.request.cloud.drRegion == nil ? "" : cron("failover-test"),
        ].filter { !$0.isEmpty }
        return [
            "schedules": crons.map { "    - cron: \"\($0)\"" }.joined(separator: "\n"),
            "failoverCron": cron("failover-test"), "environment": reference.rawValue,
            "runner": plan.resourceName(reference), "account": plan.account(reference),
            "database": plan.request.application.database.name,
            // The copy must be there in half the time, so that the rest is left for people.
            "halfRtoMinutes": NumberText.plain((objectives.rtoMinutes / 2).rounded()),
            "rtoMinutes": NumberText.plain(objectives.rtoMinutes.rounded()),
            "rpoMinutes": NumberText.plain(objectives.rpoMinutes.rounded()),
            "minutes": NumberText.plain((objectives.rtoMinutes * 2).rounded()),
        ]
    }
}
