output "repository_urls" {
  description = "Address of each service's images."
  value       = { for service, repository in aws_ecr_repository.this : service => repository.repository_url }
}

output "artifact_bucket_name" {
  description = "Bucket of build artifacts."
  value       = aws_s3_bucket.artifacts.bucket
}

output "build_role_arn" {
  description = "Role of the pipeline's build job."
  value       = aws_iam_role.build.arn
}
