output "autoscaling_group_name" {
  description = "Name of the group of one."
  value       = aws_autoscaling_group.this.name
}

output "role_arn" {
  description = "Role of the host."
  value       = aws_iam_role.this.arn
}

output "security_group_id" {
  description = "Security group of the host."
  value       = aws_security_group.monitoring.id
}

output "volume_id" {
  description = "Volume of the metrics."
  value       = aws_ebs_volume.data.id
}

output "log_group_name" {
  description = "Log of the boots and of every change of the configuration."
  value       = aws_cloudwatch_log_group.boot.name
}
