# What every resource looked like at every moment, and whether it broke a rule.
data "aws_iam_policy_document" "recorder_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

data "aws_iam_policy_document" "recorder_delivery" {
  statement {
    actions   = ["s3:GetBucketAcl", "s3:ListBucket"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${local.trail_bucket_name}"]
  }

  statement {
    actions   = ["s3:PutObject"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::${local.trail_bucket_name}/config/*"]
  }

  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.log_key_arn]
  }
}

resource "aws_iam_role" "recorder" {
  name               = "${var.name}-config"
  description        = "Lets AWS Config read what is there and write its history"
  assume_role_policy = data.aws_iam_policy_document.recorder_trust.json
}

resource "aws_iam_role_policy_attachment" "recorder" {
  role       = aws_iam_role.recorder.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWS_ConfigRole"
}

resource "aws_iam_role_policy" "recorder" {
  name   = "delivery"
  role   = aws_iam_role.recorder.id
  policy = data.aws_iam_policy_document.recorder_delivery.json
}

resource "aws_config_configuration_recorder" "this" {
  name     = var.name
  role_arn = aws_iam_role.recorder.arn

  recording_group {
    all_supported                 = true
    include_global_resource_types = true
  }
}

resource "aws_config_delivery_channel" "this" {
  name           = var.name
  s3_bucket_name = local.trail_bucket_name
  s3_key_prefix  = "config"
  s3_kms_key_arn = var.log_key_arn

  snapshot_delivery_properties {
    delivery_frequency = "TwentyFour_Hours"
  }

  depends_on = [aws_config_configuration_recorder.this, aws_iam_role_policy.recorder]
}

resource "aws_config_configuration_recorder_status" "this" {
  name       = aws_config_configuration_recorder.this.name
  is_enabled = true

  depends_on = [aws_config_delivery_channel.this]
}

resource "aws_config_config_rule" "this" {
  for_each = {
    disk-encrypted       = "ENCRYPTED_VOLUMES"
    database-encrypted   = "RDS_STORAGE_ENCRYPTED"
    database-closed      = "RDS_INSTANCE_PUBLIC_ACCESS_CHECK"
    bucket-read-closed   = "S3_BUCKET_PUBLIC_READ_PROHIBITED"
    bucket-write-closed  = "S3_BUCKET_PUBLIC_WRITE_PROHIBITED"
    remote-login-closed  = "INCOMING_SSH_DISABLED"
    second-factor        = "IAM_USER_MFA_ENABLED"
    root-has-no-key      = "IAM_ROOT_ACCESS_KEY_CHECK"
    trail-is-on          = "CLOUD_TRAIL_ENABLED"
    key-rotation         = "CMK_BACKING_KEY_ROTATION_ENABLED"
    metadata-needs-token = "EC2_IMDSV2_CHECK"
  }

  name = "${var.name}-${each.key}"

  source {
    owner             = "AWS"
    source_identifier = each.value
  }

  depends_on = [aws_config_configuration_recorder.this]
}
