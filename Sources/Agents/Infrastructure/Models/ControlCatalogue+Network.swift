extension ControlCatalogue {
    static let networkProtection: [Capability] = [
        capability(
            "segmentation",
            "three tiers of subnets, security groups that deny by default, no public database",
            soc2: "CC6.1; CC6.6",
            iso: "A.8.20; A.8.21; A.8.22",
            gdpr: "Art. 25",
            hipaa: "312(a)(1); 312(e)(1)",
            pci: "1.2.8; 1.3.1; 1.3.2; 1.4.2",
            [setting("database", "aws_db_instance.this", "publicly_accessible", "false")]
        ),
        capability(
            "web-firewall",
            "a web application firewall in front of the CDN",
            soc2: "CC6.6; CC6.8",
            iso: "A.8.23; A.8.26",
            gdpr: "Art. 32",
            pci: "6.4.2",
            [setting("waf", "aws_wafv2_web_acl.this", "scope", "CLOUDFRONT")]
        ),
        capability(
            "flow-logs",
            "all connections are logged",
            soc2: "CC7.2; CC7.3",
            iso: "A.8.15; A.8.16; A.8.20",
            gdpr: "Art. 32",
            hipaa: "308(a)(1)(ii)(D); 312(b)",
            pci: "10.2.1",
            [
                setting(
                    "network",
                    file: "flow-logs.tf",
                    "aws_flow_log.this",
                    "traffic_type",
                    "ALL"
                )
            ]
        ),
    ]

    static let operations: [Capability] = [
        capability(
            "audit-trail",
            "a validated trail of all regions in a log account",
            soc2: "CC2.1; CC7.2; CC7.3; A1.1; PI1.3",
            iso: "A.8.15; A.8.16",
            gdpr: "Art. 32",
            hipaa: "312(b); 312(c)(1)",
            pci: "10.2.1; 10.3.2; 10.3.3; 10.3.4",
            [setting("guardrails", "aws_cloudtrail.this", "enable_log_file_validation", "true")]
        ),
        capability(
            "log-retention",
            "logs are kept as long as the strictest framework wants",
            soc2: "CC7.2; CC7.3; C1.2",
            iso: "A.8.15",
            gdpr: "Art. 32",
            hipaa: "312(b)",
            pci: "10.5.1",
            [
                setting(
                    "object-storage",
                    "aws_s3_bucket_lifecycle_configuration.archived",
                    "expiration.days",
                    "var.expire_after_days"
                )
            ]
        ),
        capability(
            "threat-detection",
            "threats, configuration changes and posture are watched",
            soc2: "CC3.2; CC7.1; CC7.2; CC7.3; CC7.4; CC8.1",
            iso: "A.5.25; A.8.7; A.8.9; A.5.22",
            gdpr: "Art. 32(1)(d)",
            hipaa: "308(a)(1)(ii)(D); 308(a)(6); 308(a)(8)",
            pci: "11.5.1; 10.4.1; 10.7.2",
            [setting("guardrails", "aws_guardduty_detector.this", "enable", "true")]
        ),
        capability(
            "least-privilege",
            "roles with the permissions of one task, per environment",
            soc2: "CC6.3",
            iso: "A.5.15; A.5.18; A.8.2",
            gdpr: "Art. 25",
            hipaa: "308(a)(3)(i); 308(a)(4)(i); 312(a)(1)",
            pci: "7.2.1; 7.2.2; 7.2.5",
            [
                setting(
                    "iam",
                    "aws_iam_role.apply",
                    "permissions_boundary",
                    "var.permissions_boundary_arn"
                )
            ]
        ),
        capability(
            "strong-authentication",
            "single sign-on with a second factor, a strict password policy",
            soc2: "CC6.1",
            iso: "A.5.17; A.8.5",
            gdpr: "Art. 25",
            hipaa: "312(d); 308(a)(5)(ii)(D)",
            pci: "8.4.1; 8.4.2; 8.4.3",
            [
                setting(
                    "guardrails",
                    "aws_iam_account_password_policy.this",
                    "minimum_password_length",
                    "14"
                )
            ]
        ),
        capability(
            "vulnerability-management",
            "images and nodes are scanned, metadata v2 only, supported versions",
            soc2: "CC7.1; CC3.2",
            iso: "A.8.8; A.8.27; A.5.26",
            gdpr: "Art. 32(1)(d)",
            hipaa: "308(a)(5)(ii)(B)",
            pci: "6.3.3; 11.3.1",
            [
                setting(
                    "eks",
                    "aws_launch_template.node",
                    "http_tokens",
                    "required",
                    requires: .cluster
                ),
                setting(
                    "web",
                    "aws_launch_template.this",
                    "http_tokens",
                    "required",
                    requires: .scalingGroup
                ),
                setting(
                    "web",
                    "aws_launch_template.this",
                    "http_put_response_hop_limit",
                    "1",
                    requires: .scalingGroup
                ),
                setting(
                    "monitoring-host",
                    "aws_launch_template.this",
                    "http_tokens",
                    "required",
                    requires: .scalingGroup
                ),
            ]
        ),
        capability(
            "cluster-hardening",
            "secrets of the cluster are encrypted, its control plane is logged, its endpoint private",
            soc2: "CC6.1; CC7.2",
            iso: "A.8.3; A.8.15; A.8.20; A.8.24",
            gdpr: "Art. 32",
            hipaa: "312(a)(2)(iv)",
            pci: "10.2.1; 1.4.2",
            [
                setting(
                    "eks",
                    "aws_eks_cluster.this",
                    "endpoint_public_access",
                    "false",
                    requires: .cluster
                )
            ]
        ),
        capability(
            "change-control",
            "gates, review and a journal chained by hashes",
            soc2: "CC8.1",
            iso: "A.8.32; A.8.25; A.5.3",
            gdpr: "Art. 5(2)",
            hipaa: "312(b)",
            pci: "6.5.1; 6.5.2",
            [
                Evidence(
                    artifact: "terraform/bootstrap/main.tf",
                    resource: "aws_s3_bucket_versioning.state",
                    attribute: "status",
                    value: "Enabled"
                )
            ]
        ),
        capability(
            "incident-response",
            "alerts with severities, runbooks, escalation",
            soc2: "CC7.3; CC7.4; CC7.5",
            iso: "A.5.24; A.5.25; A.5.26",
            gdpr: "Art. 33; Art. 34",
            hipaa: "308(a)(6)(ii)",
            pci: "12.10.1; 12.10.5",
            [
                Evidence(
                    artifact: "incident/response-matrix.json",
                    resource: "severities",
                    attribute: "response",
                    value: "immediately*"
                )
            ]
        ),
    ]
}
