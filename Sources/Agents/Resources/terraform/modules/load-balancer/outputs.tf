output "arn" {
  description = "ARN of the load balancer."
  value       = aws_lb.this.arn
}

output "arn_suffix" {
  description = "Part of the ARN that metrics are named by."
  value       = aws_lb.this.arn_suffix
}

output "dns_name" {
  description = "Name of the load balancer itself."
  value       = aws_lb.this.dns_name
}

output "domain_name" {
  description = "Name that the certificate holds; CloudFront's origin."
  value       = aws_route53_record.this.name
}

output "target_group_arn" {
  description = "Target group that pods or instances are registered with."
  value       = aws_lb_target_group.this.arn

  # A group without a listener counts no requests, so who scales on them waits for it.
  depends_on = [aws_lb_listener.https]
}

output "target_group_arn_suffix" {
  description = "Part of the target group's ARN that metrics are named by."
  value       = aws_lb_target_group.this.arn_suffix
}
