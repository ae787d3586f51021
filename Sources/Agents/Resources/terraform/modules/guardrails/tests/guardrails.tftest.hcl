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

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/acme-test-config" }
  }
}

variables {
  name              = "acme-test"
  log_bucket_name   = "acme-test-logs-123456789012"
  log_key_arn       = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  finding_topic_arn = "arn:aws:sns:us-east-1:123456789012:acme-test-critical"
}

run "the_account_is_watched" {
  assert {
    condition     = aws_cloudtrail.this.is_multi_region_trail && aws_cloudtrail.this.enable_log_file_validation && aws_cloudtrail.this.kms_key_id == var.log_key_arn
    error_message = "the trail must cover all regions, prove its files and encrypt them"
  }

  assert {
    condition     = aws_cloudtrail.this.s3_bucket_name == var.log_bucket_name
    error_message = "without a log account the trail stays here"
  }

  assert {
    condition     = aws_config_configuration_recorder_status.this.is_enabled && one(aws_config_configuration_recorder.this.recording_group).all_supported
    error_message = "every resource must be recorded"
  }

  assert {
    condition     = aws_guardduty_detector.this.enable && aws_ebs_encryption_by_default.this.enabled
    error_message = "threat detection and disk encryption must be on"
  }

  assert {
    condition     = aws_iam_account_password_policy.this.minimum_password_length >= 14 && aws_iam_account_password_policy.this.password_reuse_prevention == 24
    error_message = "passwords must be long and new"
  }

  assert {
    condition     = length(aws_cloudwatch_event_target.findings) == 2 && alltrue([for target in aws_cloudwatch_event_target.findings : target.arn == var.finding_topic_arn])
    error_message = "grave findings must reach somebody"
  }

  assert {
    condition     = length(aws_shield_protection.this) == 0 && length(aws_ssm_patch_baseline.this) == 0
    error_message = "what nobody asked for must not cost"
  }
}

run "a_log_account_takes_the_trail" {
  variables {
    archive_bucket_name = "acme-log-archive"
  }

  assert {
    condition     = aws_cloudtrail.this.s3_bucket_name == "acme-log-archive" && aws_config_delivery_channel.this.s3_bucket_name == "acme-log-archive"
    error_message = "the log account's bucket must be used"
  }
}

run "machines_are_patched" {
  variables {
    patching = { schedule = "cron(0 4 ? * SUN *)", time_zone = "Etc/UTC" }
  }

  assert {
    condition     = aws_ssm_maintenance_window_task.this[0].task_arn == "AWS-RunPatchBaseline" && one(aws_ssm_maintenance_window_target.this[0].targets).values == tolist(["acme-test"])
    error_message = "the window must patch the machines of this environment"
  }

  assert {
    condition     = aws_ssm_patch_baseline.this[0].operating_system == "DEBIAN" && one(one(aws_ssm_patch_baseline.this[0].approval_rule).patch_filter).key == "PRIORITY"
    error_message = "the baseline must be one that the machines' packages have"
  }
}

run "a_schedule_without_a_form_is_refused" {
  command = plan

  variables {
    patching = { schedule = "every sunday", time_zone = "Etc/UTC" }
  }

  expect_failures = [var.patching]
}

run "an_unknown_inspection_is_refused" {
  command = plan

  variables {
    inspected_resource_types = ["MAINFRAME"]
  }

  expect_failures = [var.inspected_resource_types]
}
