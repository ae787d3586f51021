output "web_acl_arn" {
  description = "ARN of the web ACL, for whatever it protects."
  value       = aws_wafv2_web_acl.this.arn
}
