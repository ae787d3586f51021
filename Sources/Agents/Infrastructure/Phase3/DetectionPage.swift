import Workflow

/// How what the provider sees reaches people: the wiring of detection, on one page.
enum DetectionPage {
    static func text(_ plan: InfrastructurePlan) -> String {
        let compliance = plan.request.compliance
        let logging = try? plan.production.logging
        let hot = logging?.hotDays ?? compliance.hotLogDays
        let archive = logging?.archiveDays ?? compliance.archiveLogDays
        let store = plan.request.technology.logging
        let rows = [
            [
                "CloudTrail, all regions", "`aws_cloudtrail` in guardrails",
                "log bucket, then "
                    + store, "AuditTrailStopped",
            ],
            [
                "GuardDuty, every 15 minutes", "`aws_guardduty_detector` in guardrails",
                "Security Hub; open findings of severity 7 and above through the platform probe",
                "ThreatDetected",
            ],
            [
                "Security Hub, default standards", "`aws_securityhub_account` in guardrails",
                "collects GuardDuty, Inspector and Config in one form", "weekly review",
            ],
            [
                "ECR and Inspector scans", "scan on push", "platform probe, Security Hub",
                "ImageVulnerable",
            ],
            ["VPC flow logs", "`aws_flow_log` in network", "log group, encrypted", "on demand"],
            [
                "Web application firewall", "`aws_wafv2_web_acl` in waf", "CloudWatch metrics",
                "WafBlockSpike",
            ],
            ["Keys", "KMS", "platform probe", "KeyUnusable"],
            [
                "Shield Standard", "always on at CloudFront and Route 53", "provider",
                "WafBlockSpike",
            ],
            [
                "Host and container logs", "fluent-bit", "\(store), \(hot) days",
                "LogPipelineStalled",
            ],
        ]
        return Markdown.page(
            "Detection and its wiring",
            [
                "What sees an attack, where it is collected, and the alert that wakes somebody. "
                    + "Each alert has a runbook under `incident/runbooks/`.",
                Markdown.table(["source", "made by", "goes to", "alert"], rows),
                "## Collection",
                Markdown.list([
                    "Records are searchable for \(hot) days and archived for \(archive) days.",
                    "The region is \(plan.request.cloud.region); the trail covers every region, "
                        + "because intruders look for the forgotten ones.",
                    "An outside SIEM subscribes to the log bucket with a role that reads only; "
                        + "nothing is sent with a key that would have to be stored.",
                ]),
                "## Order of an investigation",
                Markdown.steps([
                    "Open the finding and write down the time of detection.",
                    "Name the principal and search its calls in CloudTrail for the last 24 hours.",
                    "Search the flow logs for its addresses, the application logs for its sessions.",
                    "Contain: deactivate credentials, isolate the host, keep its disk.",
                    "Follow `incident/escalation.json` for who must be told by when.",
                ]),
            ]
        )
    }
}
