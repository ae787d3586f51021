output "vault_arn" {
  description = "Vault that copies of recovery points go to."
  value       = aws_backup_vault.this.arn
}

output "replica" {
  description = "Buckets that objects are copied to, by purpose, and the KMS key of the copies."
  value = {
    bucket_arns = { for purpose, bucket in aws_s3_bucket.this : purpose => bucket.arn }
    key_arn     = module.kms.key_arns["data"]
  }

  # Replication starts only into a bucket that keeps versions.
  depends_on = [aws_s3_bucket_versioning.this]
}

output "database_endpoint" {
  description = "Host and port of the replica; null where there is none."
  value       = one(module.database[*].endpoint)
}

output "cluster_name" {
  description = "Name of the recovery cluster; null where there is none."
  value       = one(module.eks[*].cluster_name)
}

output "vpc_id" {
  description = "Network of the recovery region; null where only copies are kept."
  value       = one(module.network[*].vpc_id)
}
