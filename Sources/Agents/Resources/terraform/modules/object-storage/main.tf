data "aws_caller_identity" "current" {}

locals {
  purposes = toset(["assets", "backups", "logs"])
  archived = toset(["backups", "logs"])
  trail    = "arn:*:cloudtrail:*:${data.aws_caller_identity.current.account_id}:trail/${var.name}"
}

resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_144:only what the recovery plan names is copied to the second region
  #checkov:skip=CKV2_AWS_62:nobody consumes object events
  for_each = local.purposes

  bucket        = "${var.name}-${each.key}-${data.aws_caller_identity.current.account_id}"
  force_destroy = !var.deletion_protection

  tags = {
    Name = "${var.name}-${each.key}"
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
      kms_master_key_id = var.data_key_arn
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

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = local.purposes

  bucket = aws_s3_bucket.this[each.key].id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
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

  # The distributions of this account; naming the one would close a circle, since it names this bucket.
  dynamic "statement" {
    for_each = each.key == "assets" ? ["cdn"] : []

    content {
      sid       = "DistributionRead"
      actions   = ["s3:GetObject"]
      resources = ["${each.value.arn}/static/*"]

      principals {
        type        = "Service"
        identifiers = ["cloudfront.amazonaws.com"]
      }

      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = ["arn:*:cloudfront::${data.aws_caller_identity.current.account_id}:distribution/*"]
      }
    }
  }

  dynamic "statement" {
    for_each = each.key == "logs" ? ["trail"] : []

    content {
      sid       = "TrailAclCheck"
      actions   = ["s3:GetBucketAcl"]
      resources = [each.value.arn]

      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }

      condition {
        test     = "StringLike"
        variable = "aws:SourceArn"
        values   = [local.trail]
      }
    }
  }

  dynamic "statement" {
    for_each = each.key == "logs" ? ["trail"] : []

    content {
      sid       = "TrailDelivery"
      actions   = ["s3:PutObject"]
      resources = ["${each.value.arn}/trail/*"]

      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }

      condition {
        test     = "StringLike"
        variable = "aws:SourceArn"
        values   = [local.trail]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = local.purposes

  bucket = aws_s3_bucket.this[each.key].id
  policy = data.aws_iam_policy_document.transport[each.key].json

  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_logging" "this" {
  for_each = local.purposes

  bucket        = aws_s3_bucket.this[each.key].id
  target_bucket = aws_s3_bucket.access.id
  target_prefix = "buckets/${each.key}/"

  depends_on = [aws_s3_bucket_policy.access]
}

resource "aws_s3_bucket_lifecycle_configuration" "archived" {
  for_each = local.archived

  bucket = aws_s3_bucket.this[each.key].id

  rule {
    id     = "archive-then-expire"
    status = "Enabled"

    filter {}

    transition {
      days          = var.archive_after_days
      storage_class = "GLACIER"
    }

    expiration {
      days = var.expire_after_days
    }

    noncurrent_version_expiration {
      noncurrent_days = var.archive_after_days
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
