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

output "plan_bucket" {
  description = "Bucket of the approved plans; they are encrypted and kept for a week."
  value       = aws_s3_bucket.plans.bucket
}

output "log_bucket" {
  description = "Bucket with who read or wrote a state or a plan."
  value       = aws_s3_bucket.log.bucket
}
