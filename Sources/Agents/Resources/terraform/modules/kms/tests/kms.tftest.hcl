mock_provider "aws" {
  source = "../testing"
}

variables {
  name   = "example-production"
  region = "us-east-1"
}

run "every_purpose_has_a_rotated_key" {
  assert {
    condition     = toset(keys(output.key_arns)) == toset(["cluster", "data", "logs", "secrets"])
    error_message = "four purposes, four keys"
  }

  assert {
    condition     = alltrue([for key in aws_kms_key.this : key.enable_key_rotation && key.deletion_window_in_days == 30])
    error_message = "keys rotate and are deleted late"
  }
}

run "a_short_window_is_refused" {
  command = plan

  variables {
    deletion_window_days = 3
  }

  expect_failures = [var.deletion_window_days]
}

run "an_unknown_purpose_is_refused" {
  command = plan

  variables {
    purposes = ["data", "fun"]
  }

  expect_failures = [var.purposes]
}
