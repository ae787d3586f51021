output "web_acl_arn" {
  description = "ARN of the web ACL, for whatever it protects."
  value       = aws_wafv2_web_acl.this.arn
}

output "web_acl_name" {
  description = "Name of the web ACL, as its metrics have it."
  value       = aws_wafv2_web_acl.this.name
}
