import Workflow

/// Checks over how a change reaches the environments.
package struct DeliveryWorkflowChecks: Sendable {
    let parse: YAMLParser

    package init(parseYAML: @escaping YAMLParser) { self.parse = parseYAML }

    package var check: RuleCheck {
        RuleCheck(
            "delivery-workflows",
            "Actions are pinned, rights are least, a reader plans, what is applied is the sealed plan"
                + " that reviewers saw, and environments follow in their order."
        ) { [parse] subject in
            let plan = try GitHubWorkflow("plan", subject, parse)
            let apply = try GitHubWorkflow("apply", subject, parse)
            let promote = try GitHubWorkflow("promote", subject, parse)
            let order = try subject.requirements().environments.order.map(\.rawValue)
            let findings =
                [plan, apply, promote].flatMap(\.findings) + Self.planned(plan, order)
                + Self.applied(apply) + Self.promoted(promote, order)
            return .judged(findings, measured: ["environments": .int(order.count)])
        }
    }

    private static func planned(_ workflow: GitHubWorkflow, _ order: [String]) -> [Finding] {
        var found = Findings(workflow.path)
        let job = workflow.job("plan")
        let listed = job?.value.list("strategy.matrix.include").compactMap {
            $0.string("environment")
        }
        found.expect(listed == order, "workflow.environments", "does not plan every environment")
        found.expect(
            job?.script.contains(" validate") ?? false,
            "workflow.plan",
            "does not validate before it plans"
        )
        found.expect(
            job?.environment == nil,
            "workflow.role",
            "planning needs no environment's rights"
        )
        return found.all
    }

    private static func applied(_ workflow: GitHubWorkflow) -> [Finding] {
        var found = Findings(workflow.path)
        guard let plan = workflow.job("plan"), let apply = workflow.job("apply") else {
            found.add("workflow.apply", "has no job that plans or none that applies")
            return found.all
        }
        found.expect(
            apply.environment != nil,
            "workflow.reviewers",
            "applies without an environment, so nobody is asked",
            .critical
        )
        let commands = apply.script.split(separator: "\n").filter { $0.contains(" apply ") }
        found.expect(
            !commands.isEmpty && commands.allSatisfy { $0.contains("/tfplan\"") },
            "workflow.apply",
            "does not apply the saved plan",
            .critical,
            fix: "terraform apply PLANFILE"
        )
        found.expect(
            !apply.script.contains("auto-approve") && !apply.script.contains(" plan "),
            "workflow.apply",
            "makes a plan that nobody saw"
        )
        found.expect(
            apply.uses.contains("actions/download-artifact")
                && apply.script.contains("sha256sum --check"),
            "workflow.apply",
            "does not prove that the plan is the one that was made"
        )
        let uploads = plan.steps.filter {
            $0.string("uses")?.hasPrefix("actions/upload-artifact") == true
        }
        let isSealed =
            plan.script.contains("kms generate-data-key") && plan.script.contains("openssl enc")
            && uploads.allSatisfy { ($0.string("with.path") ?? "").hasSuffix("/sealed") }
        found.expect(
            !uploads.isEmpty && isSealed,
            "workflow.plan",
            "the plan leaves the job in the clear; it may hold secrets",
            .critical,
            fix: "encrypt it with a data key before it is uploaded"
        )
        return found.all
    }

    private static func promoted(_ workflow: GitHubWorkflow, _ order: [String]) -> [Finding] {
        var found = Findings(workflow.path)
        found.expect(
            workflow.jobs.map { $0.value.string("with.environment") ?? "?" } == order,
            "workflow.order",
            "goes through \(workflow.jobs.map(\.name)), the order is \(order)"
        )
        for (index, job) in workflow.jobs.enumerated().dropFirst() {
            found.expect(
                job.value.string("needs") == workflow.jobs[index - 1].name,
                "workflow.order",
                "'\(job.name)' does not wait for '\(workflow.jobs[index - 1].name)'"
            )
        }
        for job in workflow.jobs {
            found.expect(
                job.value.string("uses")?.hasSuffix(GitHubWorkflow.folder + "apply.yml") ?? false,
                "workflow.order",
                "'\(job.name)' is applied in a way of its own"
            )
        }
        return found.all
    }
}
