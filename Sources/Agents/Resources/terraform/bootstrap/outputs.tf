output "state_bucket" {
  description = "Bucket for the backends of the environments."
  value       = aws_s3_bucket.state.bucket
}

output "state_key_arn" {
  description = "KMS key of the state."
  value       = aws_kms_key.state.arn
}

output "permissions_boundary_arn" {
  description = "Boundary of the pipeline's roles."
  value       = aws_iam_policy.boundary.arn
}

output "oidc_provider_arn" {
  description = "Identity provider of the pipeline."
  value       = aws_iam_openid_connect_provider.github.arn
}
