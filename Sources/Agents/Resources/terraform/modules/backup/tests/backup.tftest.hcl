mock_provider "aws" {
  source = "../testing"
}

variables {
  name                = "example-production"
  data_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  retention_days      = 30
  resource_arns       = ["arn:aws:rds:us-east-1:123456789012:db:test"]
  copy_vault_arns     = ["arn:aws:backup:us-west-2:123456789012:backup-vault:test"]
  deletion_protection = true
}

run "locked_and_copied" {
  assert {
    condition     = length(aws_backup_vault_lock_configuration.this) == 1 && aws_backup_vault_lock_configuration.this[0].changeable_for_days == null
    error_message = "the vault is locked, in governance mode"
  }

  assert {
    condition     = length(one(aws_backup_plan.this.rule).copy_action) == 1
    error_message = "recovery points are copied to the other vault"
  }
}

run "too_short_a_retention_is_refused" {
  command = plan

  variables {
    retention_days = 3
  }

  expect_failures = [var.retention_days]
}

run "too_short_a_grace_time_is_refused" {
  command = plan

  variables {
    lock_grace_days = 1
  }

  expect_failures = [var.lock_grace_days]
}
