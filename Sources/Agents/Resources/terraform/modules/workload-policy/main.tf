# What the application may do, wherever it runs: read its own credentials and keep its own objects.
data "aws_iam_policy_document" "this" {
  statement {
    sid       = "ReadCredentials"
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    resources = var.secret_arns
  }

  statement {
    sid       = "ListAssets"
    actions   = ["s3:ListBucket"]
    resources = [var.asset_bucket_arn]
  }

  statement {
    sid       = "KeepAssets"
    actions   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    resources = ["${var.asset_bucket_arn}/*"]
  }

  statement {
    sid       = "UseKeys"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = var.key_arns
  }
}
