output "autoscaling_group_name" {
  description = "Name of the autoscaling group."
  value       = aws_autoscaling_group.this.name
}

output "role_arn" {
  description = "Role of the workload."
  value       = aws_iam_role.this.arn
}
