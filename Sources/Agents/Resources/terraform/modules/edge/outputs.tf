output "distribution_id" {
  description = "Id of the distribution, for invalidations."
  value       = module.cdn.distribution_id
}

output "distribution_arn" {
  description = "ARN of the distribution."
  value       = module.cdn.distribution_arn
}

output "distribution_domain" {
  description = "CloudFront's own name of the distribution."
  value       = module.cdn.distribution_domain
}

output "web_acl_arn" {
  description = "Web ACL of the distribution."
  value       = module.waf.web_acl_arn
}

output "log_bucket_name" {
  description = "Bucket of the access logs."
  value       = module.cdn.log_bucket_name
}

output "alarm_topic_arns" {
  description = "Topics of the edge's alarms by severity."
  value       = module.monitoring.alarm_topic_arns
}

output "alarm_names" {
  description = "Names of the edge's alarms."
  value       = module.monitoring.alarm_names
}
