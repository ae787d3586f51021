# Everything here lives in the recovery region: the caller hands in that region's provider.
resource "aws_kms_key" "this" {
  #checkov:skip=CKV2_AWS_64:the default policy leaves the key to the account's IAM policies
  description             = "${var.name} recovery"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}-recovery"
  target_key_id = aws_kms_key.this.key_id
}

resource "aws_backup_vault" "this" {
  name          = "${var.name}-recovery"
  kms_key_arn   = aws_kms_key.this.arn
  force_destroy = !var.deletion_protection
}

# Carries the transaction logs over too, so the loss of a region costs minutes and not a day.
resource "aws_db_instance_automated_backups_replication" "this" {
  source_db_instance_arn = var.database_arn
  kms_key_id             = aws_kms_key.this.arn
  retention_period       = var.retention_days
}
