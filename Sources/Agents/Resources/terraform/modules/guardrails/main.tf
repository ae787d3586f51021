data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  # A log account's bucket is out of reach of whoever takes over this account.
  trail_bucket_name = coalesce(var.archive_bucket_name, var.log_bucket_name)
}

# One trail for all regions, with digests that show whether a file was changed afterwards.
resource "aws_cloudtrail" "this" {
  #checkov:skip=CKV_AWS_252:the bucket is read by the log pipeline, nobody waits for single files
  #checkov:skip=CKV2_AWS_10:alarms come from the log store, which gets the trail from the bucket
  name                          = var.name
  s3_bucket_name                = local.trail_bucket_name
  s3_key_prefix                 = "trail"
  kms_key_id                    = var.log_key_arn
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
}

resource "aws_guardduty_detector" "this" {
  #checkov:skip=CKV2_AWS_3:the account of one environment; an organisation enrols its members from its own administrator account
  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
}

resource "aws_securityhub_account" "this" {
  enable_default_standards = true
}

# People sign in through the identity provider; this binds whoever makes a user all the same.
resource "aws_iam_account_password_policy" "this" {
  minimum_password_length        = 14
  require_lowercase_characters   = true
  require_numbers                = true
  require_symbols                = true
  require_uppercase_characters   = true
  allow_users_to_change_password = true
  max_password_age               = 90
  password_reuse_prevention      = 24
}

# Names whatever somebody outside the account can reach.
resource "aws_accessanalyzer_analyzer" "this" {
  analyzer_name = var.name
  type          = "ACCOUNT"

  tags = {
    Name = var.name
  }
}

resource "aws_inspector2_enabler" "this" {
  account_ids    = [data.aws_caller_identity.current.account_id]
  resource_types = var.inspected_resource_types
}

resource "aws_ebs_encryption_by_default" "this" {
  enabled = true
}

resource "aws_s3_account_public_access_block" "this" {
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# Costs $3,000 a month for a year: off unless somebody decides for it.
resource "aws_shield_protection" "this" {
  for_each = var.shield_resource_arns

  name         = "${var.name}-${each.key}"
  resource_arn = each.value
}

# Findings that need somebody tonight.
resource "aws_cloudwatch_event_rule" "findings" {
  for_each = {
    threats = jsonencode({
      source      = ["aws.guardduty"]
      detail-type = ["GuardDuty Finding"]
      detail      = { severity = [{ numeric = [">=", 7] }] }
    })
    posture = jsonencode({
      source      = ["aws.securityhub"]
      detail-type = ["Security Hub Findings - Imported"]
      detail      = { findings = { Severity = { Label = ["CRITICAL"] }, Workflow = { Status = ["NEW"] } } }
    })
  }

  name          = "${var.name}-${each.key}"
  description   = "Grave findings of ${each.key == "threats" ? "GuardDuty" : "Security Hub"}"
  event_pattern = each.value
}

resource "aws_cloudwatch_event_target" "findings" {
  for_each = aws_cloudwatch_event_rule.findings

  rule      = each.value.name
  target_id = "topic"
  arn       = var.finding_topic_arn
}
