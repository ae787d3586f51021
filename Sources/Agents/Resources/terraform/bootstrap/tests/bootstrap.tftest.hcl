mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000" }
  }

  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/boundary" }
  }
}

variables {
  project     = "acme"
  environment = "production"
  region      = "us-east-1"
  owner       = "platform"
  cost_center = "engineering"
}

run "states_and_plans_are_encrypted_and_kept_back" {
  assert {
    condition     = output.state_bucket == "acme-production-terraform-state" && output.plan_bucket == "acme-production-terraform-plans"
    error_message = "each environment has its own buckets"
  }

  assert {
    condition     = alltrue([for rules in [aws_s3_bucket_server_side_encryption_configuration.state.rule, aws_s3_bucket_server_side_encryption_configuration.plans.rule] : one(rules).apply_server_side_encryption_by_default[0].kms_master_key_id == aws_kms_key.state.arn])
    error_message = "a plan holds secrets as a state does"
  }

  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled" && !aws_s3_bucket.state.force_destroy
    error_message = "a state must be found again"
  }

  assert {
    condition     = aws_s3_bucket_logging.state.target_bucket == aws_s3_bucket.log.id && aws_kms_key.state.enable_key_rotation
    error_message = "reading a state must leave a trace"
  }
}
