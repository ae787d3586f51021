mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/acme-test-build" }
  }
}

variables {
  name                     = "acme-test"
  services                 = ["web", "api"]
  repository               = "acme/infrastructure"
  data_key_arn             = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  log_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-1111-1111-1111-111111111111"
  log_bucket_name          = "acme-test-logs-123456789012"
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/acme-pipeline-boundary"
  deletion_protection      = true
}

run "images_are_scanned_encrypted_and_final" {
  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.image_scanning_configuration[0].scan_on_push && repository.encryption_configuration[0].encryption_type == "KMS" && repository.image_tag_mutability == "IMMUTABLE"])
    error_message = "every image must be scanned, encrypted and unchangeable"
  }

  assert {
    condition     = length(aws_ecr_repository.this) == 2 && alltrue([for repository in aws_ecr_repository.this : !repository.force_delete])
    error_message = "each service has a repository that is not lost by accident"
  }

  assert {
    condition     = jsondecode(aws_ecr_lifecycle_policy.this["api"].policy).rules[1].selection.countNumber == 30
    error_message = "old images must go"
  }
}

run "only_the_released_branch_may_push" {
  assert {
    condition     = local.subjects == ["repo:acme/infrastructure:ref:refs/heads/main"]
    error_message = "no other branch may be trusted"
  }

  assert {
    condition     = alltrue([for statement in data.aws_iam_policy_document.build.statement : !contains(statement.resources, "*") || statement.sid == "RegistryLogin"])
    error_message = "only the log-in has no resource"
  }

  assert {
    condition     = aws_iam_role.build.permissions_boundary == var.permissions_boundary_arn && length(aws_codebuild_project.this) == 0
    error_message = "the role must be bounded, and no project made that nobody asked for"
  }
}

run "a_build_reaches_its_own_folder_and_only_that_expires" {
  assert {
    condition     = alltrue([for statement in data.aws_iam_policy_document.build.statement : alltrue([for resource in statement.resources : endswith(resource, "/builds/*")]) if statement.sid == "Artifacts"])
    error_message = "a build must not write the configuration of a host"
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.artifacts.rule : one(rule.filter).prefix if length(rule.expiration) > 0] == ["builds/"]
    error_message = "what a host is configured by does not expire"
  }
}

run "codebuild_on_request" {
  variables {
    codebuild = { compute_type = "BUILD_GENERAL1_SMALL", image = "aws/codebuild/amazonlinux-x86_64-standard:5.0" }
  }

  assert {
    condition     = aws_codebuild_project.this[0].encryption_key == var.data_key_arn && aws_cloudwatch_log_group.build[0].kms_key_id == var.log_key_arn
    error_message = "what is built and what is logged must be encrypted"
  }
}

run "a_wildcard_in_the_repository_is_refused" {
  command = plan

  variables {
    repository = "acme/*"
  }

  expect_failures = [var.repository]
}

run "a_wildcard_branch_is_refused" {
  command = plan

  variables {
    branch = "*"
  }

  expect_failures = [var.branch]
}
