mock_provider "aws" {
  source = "../testing"
}

variables {
  secret_arns      = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:test"]
  asset_bucket_arn = "arn:aws:s3:::example-production-assets-123456789012"
  key_arns         = ["arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"]
}

run "only_what_is_named" {
  assert {
    condition     = data.aws_iam_policy_document.this.statement[0].resources == toset(var.secret_arns)
    error_message = "only the named secrets are read"
  }

  assert {
    condition     = !contains(flatten([for statement in data.aws_iam_policy_document.this.statement : statement.resources]), "*")
    error_message = "no statement reaches every resource"
  }
}

run "every_secret_is_refused" {
  command = plan

  variables {
    secret_arns = ["*"]
  }

  expect_failures = [var.secret_arns]
}
