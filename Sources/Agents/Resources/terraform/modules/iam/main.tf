data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_iam_openid_connect_provider" "github" {
  url = "https://token.actions.githubusercontent.com"
}

locals {
  account = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}"

  # Planning reads; only a job of the protected environment may change anything.
  subjects = {
    plan  = ["repo:${var.repository}:pull_request", "repo:${var.repository}:ref:refs/heads/main"]
    apply = ["repo:${var.repository}:environment:${var.environment}"]
  }
}

data "aws_iam_policy_document" "pipeline_trust" {
  for_each = local.subjects

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
      values   = each.value
    }
  }
}

data "aws_iam_policy_document" "state_read" {
  statement {
    actions   = ["s3:ListBucket"]
    resources = [var.state_bucket_arn]
  }

  statement {
    actions   = ["s3:GetObject"]
    resources = ["${var.state_bucket_arn}/${var.environment}/*"]
  }

  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["arn:${data.aws_partition.current.partition}:kms:*:${data.aws_caller_identity.current.account_id}:key/*"]

    condition {
      test     = "ForAnyValue:StringEquals"
      variable = "kms:ResourceAliases"
      values   = [var.state_key_alias]
    }
  }
}

# A plan takes the lock too; the lock is all that it may write.
data "aws_iam_policy_document" "state_plan" {
  source_policy_documents = [data.aws_iam_policy_document.state_read.json]

  statement {
    actions   = ["s3:PutObject", "s3:DeleteObject"]
    resources = ["${var.state_bucket_arn}/${var.environment}/*.tflock"]
  }
}

data "aws_iam_policy_document" "state_write" {
  source_policy_documents = [data.aws_iam_policy_document.state_read.json]

  statement {
    actions   = ["s3:PutObject", "s3:DeleteObject"]
    resources = ["${var.state_bucket_arn}/${var.environment}/*"]
  }
}

resource "aws_iam_role" "plan" {
  name                 = "${var.name}-plan"
  description          = "Reads what is there, to compare it with what is wanted"
  assume_role_policy   = data.aws_iam_policy_document.pipeline_trust["plan"].json
  max_session_duration = 3600
}

resource "aws_iam_role_policy_attachment" "plan_read" {
  role       = aws_iam_role.plan.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_role_policy" "plan_state" {
  name   = "state"
  role   = aws_iam_role.plan.id
  policy = data.aws_iam_policy_document.state_plan.json
}

resource "aws_iam_role" "apply" {
  name                 = "${var.name}-apply"
  description          = "Applies an approved plan"
  assume_role_policy   = data.aws_iam_policy_document.pipeline_trust["apply"].json
  permissions_boundary = var.permissions_boundary_arn
  max_session_duration = 3600
}

resource "aws_iam_role_policy_attachment" "apply_power" {
  role       = aws_iam_role.apply.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/PowerUserAccess"
}

resource "aws_iam_role_policy" "apply_state" {
  name   = "state"
  role   = aws_iam_role.apply.id
  policy = data.aws_iam_policy_document.state_write.json
}

# PowerUserAccess leaves identities out; these are the environment's own, by their prefix.
data "aws_iam_policy_document" "identities" {
  #checkov:skip=CKV_AWS_356:the calls of the third statement take no resource
  #checkov:skip=CKV_AWS_109:limited to the environment's own roles, and by the boundary that the role carries
  #checkov:skip=CKV_AWS_111:the calls of the third statement take no resource
  #checkov:skip=CKV2_AWS_40:no action is a wildcard over identities; roles are limited by their prefix
  statement {
    sid = "OwnRoles"
    actions = [
      "iam:AddRoleToInstanceProfile", "iam:AttachRolePolicy", "iam:CreateInstanceProfile",
      "iam:CreateRole", "iam:DeleteInstanceProfile", "iam:DeleteRole", "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy", "iam:PassRole", "iam:PutRolePolicy", "iam:RemoveRoleFromInstanceProfile",
      "iam:TagInstanceProfile", "iam:TagRole", "iam:UntagInstanceProfile", "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription",
    ]
    resources = [
      "${local.account}:role/${var.name}-*",
      "${local.account}:instance-profile/${var.name}-*",
    ]
  }

  statement {
    sid       = "ServiceLinkedRoles"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["${local.account}:role/aws-service-role/*"]
  }

  statement {
    sid       = "PasswordPolicy"
    actions   = ["iam:UpdateAccountPasswordPolicy", "iam:DeleteAccountPasswordPolicy"]
    resources = ["*"]
  }

  # Whoever applies must not widen the roles it applies with: an administrator changes those.
  statement {
    sid    = "NeverItself"
    effect = "Deny"
    actions = [
      "iam:AttachRolePolicy", "iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy",
    ]
    resources = ["${local.account}:role/${var.name}-apply", "${local.account}:role/${var.name}-plan"]
  }
}

resource "aws_iam_role_policy" "apply_identities" {
  name   = "identities"
  role   = aws_iam_role.apply.id
  policy = data.aws_iam_policy_document.identities.json
}

data "aws_iam_policy_document" "monitoring_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["monitoring.rds.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "database_monitoring" {
  name               = "${var.name}-database-monitoring"
  assume_role_policy = data.aws_iam_policy_document.monitoring_trust.json
}

resource "aws_iam_role_policy_attachment" "database_monitoring" {
  role       = aws_iam_role.database_monitoring.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}
