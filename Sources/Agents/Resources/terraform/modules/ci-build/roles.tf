# The provider is one an account and is made by the bootstrap root; plan and apply have roles of their own in the module iam.
data "aws_iam_openid_connect_provider" "github" {
  url = "https://token.actions.githubusercontent.com"
}

data "aws_iam_policy_document" "build_trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [data.aws_iam_openid_connect_provider.github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = local.subjects
    }
  }

  dynamic "statement" {
    for_each = var.codebuild == null ? [] : ["codebuild"]

    content {
      actions = ["sts:AssumeRole"]

      principals {
        type        = "Service"
        identifiers = ["codebuild.amazonaws.com"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [data.aws_caller_identity.current.account_id]
      }
    }
  }
}

data "aws_iam_policy_document" "build" {
  #checkov:skip=CKV_AWS_356:a registry's log-in has no resource; every other action names its own
  statement {
    sid       = "RegistryLogin"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    sid = "PushImages"
    actions = [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:DescribeImageScanFindings",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ]
    resources = [for repository in aws_ecr_repository.this : repository.arn]
  }

  statement {
    sid       = "Artifacts"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.artifacts.arn}/builds/*"]
  }

  statement {
    sid       = "EncryptArtifacts"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.data_key_arn]
  }

  dynamic "statement" {
    for_each = var.codebuild == null ? [] : ["logs"]

    content {
      sid       = "BuildLogs"
      actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      resources = ["${aws_cloudwatch_log_group.build[0].arn}:*"]
    }
  }
}

resource "aws_iam_role" "build" {
  name                 = "${var.name}-build"
  description          = "Pushes images and artifacts of the released branch; changes nothing else"
  assume_role_policy   = data.aws_iam_policy_document.build_trust.json
  permissions_boundary = var.permissions_boundary_arn
  max_session_duration = 3600
}

resource "aws_iam_role_policy" "build" {
  name   = "build"
  role   = aws_iam_role.build.id
  policy = data.aws_iam_policy_document.build.json
}

resource "aws_cloudwatch_log_group" "build" {
  count = var.codebuild == null ? 0 : 1

  name              = "/aws/codebuild/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_key_arn
}

resource "aws_codebuild_project" "this" {
  count = var.codebuild == null ? 0 : 1

  #checkov:skip=CKV_AWS_316:an image cannot be built without the daemon's privilege; the machine lives for one build
  name           = var.name
  description    = "Builds and pushes images where the repository's own runners may not"
  service_role   = aws_iam_role.build.arn
  encryption_key = var.data_key_arn
  build_timeout  = 30

  artifacts {
    type      = "S3"
    location  = aws_s3_bucket.artifacts.bucket
    path      = "builds"
    packaging = "ZIP"
  }

  environment {
    compute_type    = var.codebuild.compute_type
    image           = var.codebuild.image
    type            = "LINUX_CONTAINER"
    privileged_mode = true
  }

  source {
    type            = "GITHUB"
    location        = "https://github.com/${var.repository}.git"
    git_clone_depth = 1
  }

  logs_config {
    cloudwatch_logs {
      group_name = aws_cloudwatch_log_group.build[0].name
    }
  }
}
