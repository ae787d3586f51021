/// The six steps of a recovery, one page each.
enum RecoveryRunbooks {
    static let names = [
        "incident-detection", "assessment", "activation", "recovery", "communication",
        "post-incident",
    ]

    struct Runbook {
        let name: String
        let text: String
    }

    static func all(_ plan: InfrastructurePlan) -> [Runbook] {
        let pages = [
            detection(plan), assessment(plan), activation(plan), recovery(plan),
            communication(plan), afterwards(plan),
        ]
        return zip(names, pages).map(Runbook.init)
    }

    private static func minutes(_ plan: InfrastructurePlan, _ key: AssumptionKey) -> String {
        NumberText.plain(plan.request.assumptions[key]) + " min"
    }

    private static func detection(_ plan: InfrastructurePlan) -> String {
        Page.page(
            "# 1. Incident detection",
            "Within \(minutes(plan, .detectionMinutes)): the alert fires and somebody acknowledges.",
            Page.numbered([
                "Acknowledge the page; you are the incident lead until you hand over.",
                "Confirm from outside: `curl -sS -o /dev/null -w '%{http_code} %{time_total}' "
                    + "https://\(plan.request.cloud.domain)\(health(plan))`.",
                "Look at the operations dashboard: which component turned red first?",
                "Open the incident channel and write the time of the first symptom.",
            ]),
            "Next: [assessment](assessment.md)."
        )
    }

    private static func health(_ plan: InfrastructurePlan) -> String {
        plan.request.application.services.first?.health ?? "/"
    }

    private static func assessment(_ plan: InfrastructurePlan) -> String {
        let region = plan.request.cloud.region
        return Page.page(
            "# 2. Assessment",
            "Within \(minutes(plan, .decisionMinutes)) of the acknowledgement: decide.",
            Page.table(
                ["what you see", "scenario", "what to do"],
                [
                    [
                        "one instance, or what runs on it", "instance",
                        "nothing: it is replaced; watch",
                    ],
                    ["one zone", "zone", "nothing: failover is automatic; watch capacity"],
                    ["wrong or missing data", "data-corruption", "stop writes, then activate"],
                    ["several services of the region", "region", "activate"],
                ]
            ),
            Page.numbered([
                "The provider's own view: `aws health describe-events --region us-east-1 --filter "
                    + "eventStatusCodes=open`.",
                "The database: `aws rds describe-db-instances --region \(region) "
                    + "--db-instance-identifier \(plan.resourceName(plan.primary))`.",
                "Lag of the replica: it is the data that would be lost.",
                "Decide with the owner (\(plan.request.metadata.owner)); write down who and when.",
            ]),
            "Next: [activation](activation.md)."
        )
    }

    private static func activation(_ plan: InfrastructurePlan) -> String {
        Page.page(
            "# 3. Activation",
            Page.numbered([
                "Announce: \"recovery begins, nobody deploys\"; freeze the pipelines.",
                "Use the break-glass role; its use raises an alarm, which is expected.",
                "For damaged data: set the service to read only and note the last good moment.",
                "For a lost region: lower nothing in the old region; it may come back half way.",
                "Start the clock: the target is "
                    + "\(NumberText.plain(plan.recovery.targetRtoMinutes)) min from the first symptom.",
            ]),
            "Next: [recovery](recovery.md)."
        )
    }

    private static func recovery(_ plan: InfrastructurePlan) -> String {
        let name = plan.request.metadata.name
        let region = plan.recovery.region ?? plan.request.cloud.region
        let nodes = plan.sizing.primary?.nodes
        let data =
            plan.recovery.replicaClass != nil
            ? "Promote the replica: `aws rds promote-read-replica --region \(region) "
                + "--db-instance-identifier \(name)-recovery`."
            : "Restore the newest copy: `aws rds restore-db-instance-to-point-in-time --region "
                + "\(region) --use-latest-restorable-time "
                + "--target-db-instance-identifier \(name)-recovery "
                + "--source-db-instance-automated-backups-arn ARN`."
        return Page.page(
            "# 4. Recovery",
            "## The region is lost",
            Page.numbered([
                data,
                "At the same time, bring up \(nodes?.minimum.whole ?? 3) nodes: `terraform -chdir="
                    + "terraform/environments/\(plan.primary.rawValue) apply -var recovery_active=true`.",
                "Deploy the release that was running: its digest is in the last handoff.",
                "Validate: health endpoints, one read, one write, one sign-in.",
                "Move DNS to \(region) and watch errors for 15 min.",
            ]),
            "## Data is damaged",
            Page.numbered([
                "Restore beside the damaged instance, to the last good moment: `aws rds "
                    + "restore-db-instance-to-point-in-time --source-db-instance-identifier "
                    + "\(plan.resourceName(plan.primary)) --target-db-instance-identifier \(name)-restored "
                    + "--restore-time TIME`.",
                "Compare row counts of the ten largest tables with the last backup test.",
                "Switch the service over to the restored instance; keep the damaged one.",
            ]),
            "Next: [communication](communication.md)."
        )
    }

    private static func communication(_ plan: InfrastructurePlan) -> String {
        var duties = [
            "Every 30 min: what is known, what is being done, when the next message comes.",
            "Status page: first entry within 15 min of the acknowledgement.",
            "Customers: when service is back, what was lost, in plain words.",
        ]
        if plan.request.compliance.frameworks.contains(.gdpr) {
            duties.append(
                "Personal data touched: the supervisory authority within 72 hours (GDPR Art. 33), "
                    + "people concerned without undue delay (Art. 34). The decision is the "
                    + "data protection officer's."
            )
        }
        if plan.request.compliance.frameworks.contains(.hipaa) {
            duties.append("Health data touched: notice within 60 days (45 CFR 164.404).")
        }
        return Page.page(
            "# 5. Communication",
            Page.list(duties),
            "Next: [post-incident](post-incident.md)."
        )
    }

    private static func afterwards(_ plan: InfrastructurePlan) -> String {
        Page.page(
            "# 6. After the incident",
            Page.numbered([
                "Within five working days: a review without blame, with the timeline.",
                "Compare each step with its estimate in ../dr-plan.json; put measured minutes into "
                    + "`assumptions` of the requirements and run the workflow again.",
                "Go back to \(plan.request.cloud.region) by the way back in ../dr-plan.md.",
                "Close the break-glass session, rotate what was used.",
                "Turn every finding into an entry of the improvement backlog with an owner.",
            ])
        )
    }
}
