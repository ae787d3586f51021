# What the parts of the platform that call the provider may do. In a cluster each has a service
# account; on hosts the instance's role has the shipper's rights.
locals {
  identities = {
    exporters = {
      namespace       = "monitoring"
      service_account = "platform-exporters"
      policy          = data.aws_iam_policy_document.exporters.json
    }
    alertmanager = {
      namespace       = "monitoring"
      service_account = "alertmanager"
      policy          = data.aws_iam_policy_document.alertmanager.json
    }
    log-shipper = {
      namespace       = "logging"
      service_account = "fluent-bit"
      policy          = data.aws_iam_policy_document.log_shipper.json
    }
    log-store = {
      namespace       = "logging"
      service_account = "loki"
      policy          = data.aws_iam_policy_document.log_store.json
    }
    log-snapshots = {
      namespace       = "logging"
      service_account = "elasticsearch"
      policy          = data.aws_iam_policy_document.log_store.json
    }
    external-secrets = {
      namespace       = "external-secrets"
      service_account = "external-secrets"
      policy          = data.aws_iam_policy_document.external_secrets.json
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

# Logs that are kept in CloudWatch, when that is the store.
resource "aws_cloudwatch_log_group" "platform" {
  name              = "/${var.name}/platform"
  retention_in_days = local.log_retention_days
  kms_key_id        = module.kms.key_arns["logs"]
  skip_destroy      = var.deletion_protection
}

# The same actions stand in monitoring/exporters/permissions.json, for hosts.
data "aws_iam_policy_document" "exporters" {
  #checkov:skip=CKV_AWS_356:reading metrics and states of resources that are not known beforehand
  statement {
    sid = "ReadMetricsAndState"
    actions = [
      "backup:ListBackupVaults", "backup:ListRecoveryPointsByBackupVault", "cloudtrail:DescribeTrails",
      "cloudtrail:GetTrailStatus", "cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics",
      "cloudwatch:ListMetrics", "ecr:DescribeImages", "ecr:DescribeRepositories",
      "eks:DescribeCluster", "eks:ListClusters", "guardduty:ListDetectors",
      "guardduty:ListFindings", "kms:DescribeKey", "kms:ListAliases",
      "rds:DescribeDBInstances", "s3:GetBucketPublicAccessBlock", "s3:GetBucketVersioning",
      "s3:ListAllMyBuckets", "secretsmanager:ListSecrets", "tag:GetResources",
    ]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "alertmanager" {
  statement {
    sid       = "ReportHeartbeat"
    actions   = ["sns:Publish"]
    resources = [module.monitoring.heartbeat_topic_arn]
  }

  statement {
    sid       = "UseTopicKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [module.kms.key_arns["logs"]]
  }
}

data "aws_iam_policy_document" "log_shipper" {
  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = [aws_cloudwatch_log_group.platform.arn, "${aws_cloudwatch_log_group.platform.arn}:*"]
  }

  statement {
    sid       = "ArchiveLogs"
    actions   = ["s3:PutObject"]
    resources = ["${module.object_storage.bucket_arns["logs"]}/logs/*"]
  }

  statement {
    sid       = "UseArchiveKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [module.kms.key_arns["data"]]
  }
}

data "aws_iam_policy_document" "log_store" {
  statement {
    sid       = "FindChunks"
    actions   = ["s3:ListBucket"]
    resources = [module.object_storage.bucket_arns["logs"]]
  }

  statement {
    sid       = "KeepChunks"
    actions   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    resources = ["${module.object_storage.bucket_arns["logs"]}/*"]
  }

  statement {
    sid       = "UseChunkKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [module.kms.key_arns["data"]]
  }
}

# Only what is kept for the platform: never the database's credentials.
data "aws_iam_policy_document" "external_secrets" {
  statement {
    sid       = "ReadPlatformSecrets"
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    resources = ["arn:${data.aws_partition.current.partition}:secretsmanager:${var.region}:${data.aws_caller_identity.current.account_id}:secret:${var.name}/platform/*"]
  }

  statement {
    sid       = "UseSecretKey"
    actions   = ["kms:Decrypt"]
    resources = [module.kms.key_arns["secrets"]]
  }
}

# A host runs the application and the shipper under one role.
data "aws_iam_policy_document" "host" {
  source_policy_documents = [module.workload_policy.json, data.aws_iam_policy_document.log_shipper.json]
}
