output "plan_role_arn" {
  description = "Role of the pipeline's plan job; reads only."
  value       = aws_iam_role.plan.arn
}

output "apply_role_arn" {
  description = "Role of the pipeline's apply job."
  value       = aws_iam_role.apply.arn
}

output "database_monitoring_role_arn" {
  description = "Role of the database's enhanced monitoring."
  value       = aws_iam_role.database_monitoring.arn
}
