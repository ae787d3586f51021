# One trail for all regions, with digests that show whether a file was changed afterwards.
resource "aws_cloudtrail" "this" {
  #checkov:skip=CKV_AWS_252:the bucket is read by the log pipeline, nobody waits for single files
  #checkov:skip=CKV2_AWS_10:alarms come from the log store, which gets the trail from the bucket
  name                          = var.name
  s3_bucket_name                = var.log_bucket_name
  s3_key_prefix                 = "trail"
  kms_key_id                    = var.log_key_arn
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
}

resource "aws_guardduty_detector" "this" {
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
