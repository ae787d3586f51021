# Everything here lives in the recovery region: the caller hands in that region's provider.
data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  name       = "${var.name}-recovery"
  account_id = data.aws_caller_identity.current.account_id

  # A pilot light keeps a replica and an empty cluster; a warm standby has nodes as well.
  has_standby = contains(["pilot-light", "warm-standby"], var.strategy)
  has_cluster = local.has_standby && var.cluster != null
  purposes    = toset(["assets", "backups", "logs"])
}

module "kms" {
  source = "../kms"

  name     = local.name
  region   = var.region
  purposes = ["data", "logs", "secrets", "cluster"]
}

resource "aws_backup_vault" "this" {
  name          = local.name
  kms_key_arn   = module.kms.key_arns["data"]
  force_destroy = !var.deletion_protection
}

resource "aws_backup_vault_lock_configuration" "this" {
  count = var.deletion_protection ? 1 : 0

  backup_vault_name  = aws_backup_vault.this.name
  min_retention_days = 7
  max_retention_days = 365
}

# Carries the transaction logs over too, so the loss of a region costs minutes and not a day.
resource "aws_db_instance_automated_backups_replication" "this" {
  count = var.strategy == "backup-restore" ? 1 : 0

  source_db_instance_arn = var.database.source_arn
  kms_key_id             = module.kms.key_arns["data"]
  retention_period       = var.database.backup_retention_days
}

# Workloads leave through NAT gateways only where some run.
module "network" {
  source = "../network"
  count  = local.has_standby ? 1 : 0

  name                    = local.name
  region                  = var.region
  vpc_cidr                = var.network.vpc_cidr
  zones                   = var.network.zones
  nat_gateways            = var.standby_nodes > 0 ? length(var.network.zones) : 0
  application_port        = var.network.application_port
  database_port           = module.database[0].port
  cache_port              = var.network.cache_port
  flow_log_retention_days = var.log_retention_days
  log_key_arn             = module.kms.key_arns["logs"]
}

module "database" {
  source = "../database"
  count  = local.has_standby ? 1 : 0

  name                      = local.name
  engine                    = var.database.engine
  engine_version            = var.database.engine_version
  instance_class            = var.database.instance_class
  database_name             = var.database.name
  allocated_storage_gib     = var.database.allocated_storage_gib
  max_allocated_storage_gib = var.database.max_allocated_storage_gib
  iops                      = var.database.iops
  multi_az                  = false
  backup_retention_days     = var.database.backup_retention_days
  deletion_protection       = var.deletion_protection
  subnet_ids                = module.network[0].data_subnet_ids
  security_group_id         = module.network[0].security_group_ids["database"]
  data_key_arn              = module.kms.key_arns["data"]
  monitoring_role_arn       = var.database.monitoring_role_arn
  log_key_arn               = module.kms.key_arns["logs"]
  log_retention_days        = var.log_retention_days
  replicate_source_arn      = var.database.source_arn
}

# The promoted replica's password is made at promotion, so its secret is known by its prefix only.
module "workload_policy" {
  source = "../workload-policy"

  secret_arns      = ["arn:${data.aws_partition.current.partition}:secretsmanager:${var.region}:${local.account_id}:secret:rds!db-*"]
  asset_bucket_arn = aws_s3_bucket.this["assets"].arn
  key_arns         = [module.kms.key_arns["data"], module.kms.key_arns["secrets"]]
}

# The load balancer of this region is made when it is needed; its target groups have this prefix.
module "eks" {
  source = "../eks"
  count  = local.has_cluster ? 1 : 0

  name                          = local.name
  cluster_version               = var.cluster.version
  subnet_ids                    = module.network[0].private_subnet_ids
  application_security_group_id = module.network[0].security_group_ids["application"]
  instance_type                 = var.cluster.instance_type
  min_nodes                     = var.standby_nodes
  max_nodes                     = var.cluster.max_nodes
  node_zones                    = length(var.network.zones)
  disk_gib                      = var.cluster.disk_gib
  logging                       = { instance_type = var.cluster.instance_type, nodes = 0 }
  cluster_key_arn               = module.kms.key_arns["cluster"]
  log_key_arn                   = module.kms.key_arns["logs"]
  log_retention_days            = var.log_retention_days
  administrator_role_arns       = var.administrator_role_arns
  workload                      = merge(var.workload, { policy = module.workload_policy.json })
  target_group_arn              = "arn:${data.aws_partition.current.partition}:elasticloadbalancing:${var.region}:${local.account_id}:targetgroup/app-*/*"
  deletion_protection           = var.deletion_protection
}

resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_18:the buckets of the first region log the access; copies are written by the service alone
  #checkov:skip=CKV_AWS_144:this is the copy
  #checkov:skip=CKV2_AWS_62:nobody consumes object events
  for_each = local.purposes

  bucket        = "${local.name}-${each.key}-${local.account_id}"
  force_destroy = !var.deletion_protection

  tags = {
    Name = "${local.name}-${each.key}"
  }
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = local.purposes

  bucket = aws_s3_bucket.this[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = local.purposes

  bucket = aws_s3_bucket.this[each.key].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = module.kms.key_arns["data"]
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = local.purposes

  bucket                  = aws_s3_bucket.this[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "transport" {
  for_each = aws_s3_bucket.this

  statement {
    sid       = "EncryptedTransportOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [each.value.arn, "${each.value.arn}/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = local.purposes

  bucket = aws_s3_bucket.this[each.key].id
  policy = data.aws_iam_policy_document.transport[each.key].json

  depends_on = [aws_s3_bucket_public_access_block.this]
}

# Deletions by lifecycle are not replicated, so the copies end by their own rule.
resource "aws_s3_bucket_lifecycle_configuration" "archived" {
  for_each = toset(["backups", "logs"])

  bucket = aws_s3_bucket.this[each.key].id

  rule {
    id     = "archive-then-expire"
    status = "Enabled"

    filter {}

    transition {
      days          = var.retention.archive_after_days
      storage_class = "GLACIER"
    }

    expiration {
      days = var.retention.expire_after_days
    }

    noncurrent_version_expiration {
      noncurrent_days = var.retention.archive_after_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "assets" {
  bucket = aws_s3_bucket.this["assets"].id

  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 90
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}
