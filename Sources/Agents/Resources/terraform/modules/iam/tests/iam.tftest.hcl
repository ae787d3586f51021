mock_provider "aws" {
  source = "../testing"
}

variables {
  name                     = "example-production"
  repository               = "platform/example"
  environment              = "production"
  state_bucket_arn         = "arn:aws:s3:::example-production-terraform-state"
  state_key_alias          = "alias/example-terraform-state"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/example-pipeline-boundary"
}

run "planning_reads_and_applying_is_bounded" {
  assert {
    condition     = endswith(aws_iam_role_policy_attachment.plan_read.policy_arn, "/ReadOnlyAccess")
    error_message = "the plan role may only read"
  }

  assert {
    condition     = aws_iam_role.apply.permissions_boundary == var.permissions_boundary_arn
    error_message = "the apply role carries the boundary"
  }

  assert {
    condition     = local.subjects["apply"] == ["repo:platform/example:environment:production"]
    error_message = "only a job of the protected environment applies"
  }
}

run "a_repository_without_owner_is_refused" {
  command = plan

  variables {
    repository = "example"
  }

  expect_failures = [var.repository]
}
