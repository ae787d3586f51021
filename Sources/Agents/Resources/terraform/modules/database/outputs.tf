output "identifier" {
  description = "Identifier of the instance."
  value       = aws_db_instance.this.identifier
}

output "arn" {
  description = "ARN of the instance, for backup copies."
  value       = aws_db_instance.this.arn
}

output "endpoint" {
  description = "Host and port."
  value       = aws_db_instance.this.endpoint
}

output "secret_arn" {
  description = "Secret that holds the master credentials; null for a replica."
  value       = local.is_replica ? null : aws_db_instance.this.master_user_secret[0].secret_arn
}

output "port" {
  description = "Port of the engine."
  value       = local.port
}
