import Workflow

/// What sees an attack or a weakness, what makes it, where it goes and who hears of it.
struct Detection {
    struct Source {
        let id: String
        let title: String
        /// Module and type of the Terraform resource, nil for what the provider or a host does.
        let resource: (module: String, type: String)?
        let madeBy: String
        let goesTo: String
        /// The alert that wakes somebody.
        var alert: String?
        /// How it is looked at where no alert tells.
        var review: String?
    }

    let hotDays: Int
    let archiveDays: Int
    let sources: [Source]

    init(_ plan: InfrastructurePlan) {
        let compliance = plan.request.compliance
        let logging = try? plan.production.logging
        hotDays = logging?.hotDays ?? compliance.hotLogDays
        archiveDays = logging?.archiveDays ?? compliance.archiveLogDays
        sources = Self.sources(store: plan.request.technology.logging, hotDays: hotDays)
    }

    private static func sources(store: String, hotDays: Int) -> [Source] {
        [
            made(
                "audit-trail",
                "CloudTrail, all regions",
                "guardrails",
                "aws_cloudtrail",
                "log bucket, then \(store)",
                alert: "AuditTrailStopped"
            ),
            made(
                "threat-detection",
                "GuardDuty, every 15 minutes",
                "guardrails",
                "aws_guardduty_detector",
                "Security Hub; open findings of severity 7 and above through the platform probe",
                alert: "ThreatDetected"
            ),
            made(
                "posture",
                "Security Hub, default standards",
                "guardrails",
                "aws_securityhub_account",
                "collects GuardDuty, Inspector and Config in one form",
                review: "weekly"
            ),
            made(
                "image-scan",
                "Scan of images as they are pushed",
                "ci-build",
                "aws_ecr_repository",
                "platform probe, Security Hub",
                alert: "ImageVulnerable"
            ),
            made(
                "vulnerability-scan",
                "Inspector, hosts and images",
                "guardrails",
                "aws_inspector2_enabler",
                "Security Hub",
                alert: "ImageVulnerable"
            ),
            made(
                "network-flows",
                "VPC flow logs",
                "network",
                "aws_flow_log",
                "log group, encrypted",
                review: "on demand"
            ),
            made(
                "web-firewall",
                "Web application firewall",
                "waf",
                "aws_wafv2_web_acl",
                "CloudWatch metrics",
                alert: "WafBlockSpike"
            ),
            made("keys", "Keys", "kms", "aws_kms_key", "platform probe", alert: "KeyUnusable"),
            Source(
                id: "denial-of-service",
                title: "Shield Standard",
                resource: nil,
                madeBy: "always on at CloudFront and Route 53",
                goesTo: "provider",
                alert: "WafBlockSpike"
            ),
            Source(
                id: "logs",
                title: "Host and container logs",
                resource: nil,
                madeBy: "fluent-bit",
                goesTo: "\(store), \(hotDays) days",
                alert: "LogPipelineStalled"
            ),
        ]
    }

    private static func made(
        _ id: String,
        _ title: String,
        _ module: String,
        _ type: String,
        _ goesTo: String,
        alert: String? = nil,
        review: String? = nil
    ) -> Source {
        Source(
            id: id,
            title: title,
            resource: ("terraform/modules/\(module)", type),
            madeBy: "`\(type)` in \(module)",
            goesTo: goesTo,
            alert: alert,
            review: review
        )
    }

    /// `security/detection.json`.
    var json: Value {
        [
            "schema": 1,
            "collection": ["hotDays": .int(hotDays), "archiveDays": .int(archiveDays)],
            "sources": .array(
                sources.map { source in
                    [
                        "id": .string(source.id), "title": .string(source.title),
                        "module": .optional(source.resource?.module),
                        "resource": .optional(source.resource?.type),
                        "goesTo": .string(source.goesTo), "alert": .optional(source.alert),
                        "review": .optional(source.review),
                    ]
                }
            ),
        ]
    }
}
