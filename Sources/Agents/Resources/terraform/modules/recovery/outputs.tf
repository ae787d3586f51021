output "vault_arn" {
  description = "Vault that copies of recovery points go to."
  value       = aws_backup_vault.this.arn
}
