extension ControlCatalogue {
    static let dataProtection: [Capability] = [
        capability(
            "encryption-at-rest",
            "every store is encrypted with a customer managed key",
            soc2: "PI1.4; PI1.5; CC6.1; C1.1",
            iso: "A.8.24",
            gdpr: "Art. 32",
            hipaa: "312(a)(2)(iv); 312(e)(2)(ii); 308(a)(1)(ii)(B)",
            pci: "3.5.1.2",
            [
                setting("database", "aws_db_instance.this", "storage_encrypted", "true"),
                setting(
                    "cache",
                    "aws_elasticache_replication_group.this",
                    "at_rest_encryption_enabled",
                    "true",
                    requires: .cache
                ),
                setting(
                    "object-storage",
                    "aws_s3_bucket_server_side_encryption_configuration.this",
                    "sse_algorithm",
                    "aws:kms"
                ),
                setting("eks", "aws_launch_template.node", "encrypted", "true", requires: .cluster),
                setting(
                    "web",
                    "aws_launch_template.this",
                    "encrypted",
                    "true",
                    requires: .scalingGroup
                ),
                setting(
                    "monitoring-host",
                    "aws_ebs_volume.data",
                    "encrypted",
                    "true",
                    requires: .scalingGroup
                ),
            ]
        ),
        capability(
            "key-rotation",
            "keys are rotated every year",
            soc2: "PI1.5",
            iso: "A.8.24",
            gdpr: "Art. 32",
            hipaa: "312(a)(2)(iv)",
            pci: "3.7.4; 3.7.5",
            [setting("kms", "aws_kms_key.this", "enable_key_rotation", "true")]
        ),
        capability(
            "tls-in-transit",
            "TLS 1.2 or later on every connection",
            soc2: "CC6.7",
            iso: "A.8.24",
            gdpr: "Art. 32",
            hipaa: "312(e)(1); 312(e)(2)(i)",
            pci: "2.2.7; 4.2.1",
            [
                setting(
                    "load-balancer",
                    "aws_lb_listener.https",
                    "ssl_policy",
                    "ELBSecurityPolicy-TLS13-1-2-2021-06"
                ),
                setting(
                    "cdn",
                    "aws_cloudfront_distribution.this",
                    "minimum_protocol_version",
                    "TLSv1.2_2021"
                ),
                setting(
                    "cache",
                    "aws_elasticache_replication_group.this",
                    "transit_encryption_enabled",
                    "true",
                    requires: .cache
                ),
            ]
        ),
        capability(
            "private-objects",
            "buckets refuse the public and plain HTTP",
            soc2: "CC6.1; CC6.6",
            iso: "A.8.3; A.8.20",
            gdpr: "Art. 32",
            hipaa: "308(a)(3)(i); 312(e)(1)",
            pci: "1.3.1; 1.3.2; 1.4.2",
            [
                setting(
                    "object-storage",
                    "aws_s3_bucket_public_access_block.this",
                    "restrict_public_buckets",
                    "true"
                )
            ]
        ),
        capability(
            "backups",
            "backups with point-in-time recovery, in a vault of their own, tested every month",
            soc2: "CC7.4; A1.1; A1.2; A1.3; PI1.5",
            iso: "A.8.13",
            gdpr: "Art. 32(1)(c)",
            hipaa: "308(a)(7)(i); 308(a)(7)(ii)",
            pci: "12.10.1",
            [
                setting(
                    "database",
                    "aws_db_instance.this",
                    "backup_retention_period",
                    "var.backup_retention_days"
                ),
                setting("backup", "aws_backup_plan.this", "schedule", "cron(*"),
            ]
        ),
        capability(
            "redundancy",
            "every tier of production runs in several zones",
            soc2: "A1.2",
            iso: "A.8.14; A.5.29; A.5.30",
            gdpr: "Art. 32(1)(b)",
            hipaa: "308(a)(7)(i)",
            [
                setting("database", "aws_db_instance.this", "multi_az", "true"),
                setting(
                    "cache",
                    "aws_elasticache_replication_group.this",
                    "multi_az_enabled",
                    "true",
                    requires: .cache
                ),
            ]
        ),
        capability(
            "versioning-and-deletion",
            "earlier versions are kept and deleted after their time",
            soc2: "CC7.4; C1.2",
            iso: "A.8.10",
            gdpr: "Art. 5(1)(e)",
            hipaa: "312(c)(1)",
            pci: "3.2.1",
            [setting("object-storage", "aws_s3_bucket_versioning.this", "status", "Enabled")]
        ),
        capability(
            "secrets",
            "secrets are stored in a manager and rotated; no file holds one",
            soc2: "CC6.1",
            iso: "A.5.17",
            gdpr: "Art. 32",
            hipaa: "308(a)(4)(ii)(C)",
            pci: "8.6.3",
            [setting("database", "aws_db_instance.this", "manage_master_user_password", "true")]
        ),
    ]
}
