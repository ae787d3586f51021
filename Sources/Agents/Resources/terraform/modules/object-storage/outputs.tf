output "bucket_names" {
  description = "Name of each bucket by purpose: assets, backups, logs."
  value       = { for purpose, bucket in aws_s3_bucket.this : purpose => bucket.bucket }

  # Whoever writes into a bucket must find its policy in place.
  depends_on = [aws_s3_bucket_policy.this]
}

output "access_log_bucket_name" {
  description = "Bucket of the load balancer's and the buckets' access logs."
  value       = aws_s3_bucket.access.bucket

  depends_on = [aws_s3_bucket_policy.access, aws_s3_bucket_ownership_controls.access]
}

output "bucket_arns" {
  description = "ARN of each bucket by purpose."
  value       = { for purpose, bucket in aws_s3_bucket.this : purpose => bucket.arn }
}

output "assets_bucket_domain" {
  description = "Regional domain name of the assets, for the distribution."
  value       = aws_s3_bucket.this["assets"].bucket_regional_domain_name
}
