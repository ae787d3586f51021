output "vault_arn" {
  description = "ARN of the vault."
  value       = aws_backup_vault.this.arn
}

output "vault_name" {
  description = "Name of the vault."
  value       = aws_backup_vault.this.name
}

output "role_arn" {
  description = "Role that makes and restores recovery points."
  value       = aws_iam_role.this.arn
}
