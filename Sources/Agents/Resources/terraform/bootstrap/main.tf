# What Terraform needs before it can keep a state: run once in each account by an administrator,
# with a local state that is then moved into the bucket it made.
module "tags" {
  source = "../modules/tags"

  environment = var.environment
  project     = var.project
  owner       = var.owner
  cost_center = var.cost_center
}

provider "aws" {
  region = var.region

  default_tags {
    tags = module.tags.tags
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

resource "aws_kms_key" "state" {
  description             = "Terraform state of ${module.tags.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.state_key.json
}

data "aws_iam_policy_document" "state_key" {
  #checkov:skip=CKV_AWS_109:a key policy is attached to its key, so its resource is that key alone
  #checkov:skip=CKV_AWS_111:a key policy is attached to its key, so its resource is that key alone
  #checkov:skip=CKV_AWS_356:a key policy is attached to its key, so its resource is that key alone
  statement {
    sid       = "AccountAdministration"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
}

resource "aws_kms_alias" "state" {
  name          = "alias/${var.project}-terraform-state"
  target_key_id = aws_kms_key.state.key_id
}

resource "aws_s3_bucket" "state" {
  #checkov:skip=CKV_AWS_144:a lost state is imported again; the runbook says how
  #checkov:skip=CKV2_AWS_62:nobody consumes object events
  bucket        = "${module.tags.name}-terraform-state"
  force_destroy = !var.deletion_protection
}

resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.state.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  bucket                  = aws_s3_bucket.state.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "state_bucket" {
  statement {
    sid       = "EncryptedTransportOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.state.arn, "${aws_s3_bucket.state.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "state" {
  bucket = aws_s3_bucket.state.id
  policy = data.aws_iam_policy_document.state_bucket.json

  depends_on = [aws_s3_bucket_public_access_block.state]
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    id     = "old-states"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days           = 365
      newer_noncurrent_versions = 20
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.state]
}

resource "aws_s3_bucket_logging" "state" {
  bucket        = aws_s3_bucket.state.id
  target_bucket = aws_s3_bucket.log.id
  target_prefix = "state/"

  depends_on = [aws_s3_bucket_policy.log]
}

# The pipeline may do what it is granted, but never make itself or others more powerful.
data "aws_iam_policy_document" "boundary" {
  #checkov:skip=CKV_AWS_356:a boundary only limits; what is granted is the role's own policy
  #checkov:skip=CKV_AWS_111:a boundary only limits; what is granted is the role's own policy
  #checkov:skip=CKV_AWS_109:a boundary only limits; what is granted is the role's own policy
  #checkov:skip=CKV_AWS_107:a boundary only limits; what is granted is the role's own policy
  #checkov:skip=CKV_AWS_108:a boundary only limits; what is granted is the role's own policy
  #checkov:skip=CKV_AWS_110:a boundary only limits; what is granted is the role's own policy
  statement {
    sid         = "EverythingButIdentities"
    not_actions = ["account:*", "organizations:*", "iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile"]
    resources   = ["*"]
  }

  statement {
    sid       = "KeepTheTrail"
    effect    = "Deny"
    actions   = ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "guardduty:DeleteDetector"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "boundary" {
  name        = "${var.project}-pipeline-boundary"
  description = "Upper limit of the pipeline's roles"
  policy      = data.aws_iam_policy_document.boundary.json
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}
