output "distribution_id" {
  description = "Id of the distribution, for invalidations and alarms."
  value       = aws_cloudfront_distribution.this.id
}

output "distribution_arn" {
  description = "ARN of the distribution."
  value       = aws_cloudfront_distribution.this.arn
}

output "distribution_domain" {
  description = "CloudFront's own name of the distribution; the domain points to it."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "log_bucket_name" {
  description = "Bucket of the access logs."
  value       = aws_s3_bucket.logs.bucket
}
