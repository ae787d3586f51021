locals {
  major = var.engine == "postgres" ? split(".", var.engine_version)[0] : join(".", slice(split(".", var.engine_version), 0, 2))

  is_replica = var.replicate_source_arn != null
  port       = var.engine == "postgres" ? 5432 : 3306

  required_parameters = var.engine == "postgres" ? {
    "rds.force_ssl"              = "1"
    "log_min_duration_statement" = "500"
    } : {
    "require_secure_transport" = "1"
    "slow_query_log"           = "1"
  }

  log_exports = var.engine == "postgres" ? ["postgresql", "upgrade"] : ["error", "slowquery"]
}

resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids

  tags = {
    Name = var.name
  }
}

resource "aws_db_parameter_group" "this" {
  name   = "${var.name}-${replace(local.major, ".", "-")}"
  family = "${var.engine}${local.major}"

  dynamic "parameter" {
    for_each = merge(var.parameters, local.required_parameters)

    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = "pending-reboot"
    }
  }

  # A group that is in use cannot be deleted first, so an upgrade makes the new one before.
  lifecycle {
    create_before_destroy = true
  }

  tags = {
    Name = var.name
  }
}

# Made here, since the service would make them without a key and without an end.
resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(local.log_exports)

  name              = "/aws/rds/instance/${var.name}/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_key_arn
}

resource "aws_db_instance" "this" {
  identifier = var.name

  engine         = var.engine
  engine_version = var.engine_version
  instance_class = var.instance_class
  db_name        = local.is_replica ? null : var.database_name
  port           = local.port

  # A replica has the users of its source.
  username                      = local.is_replica ? null : "administrator"
  manage_master_user_password   = local.is_replica ? null : true
  master_user_secret_kms_key_id = local.is_replica ? null : var.secret_key_arn
  replicate_source_db           = var.replicate_source_arn

  allocated_storage     = local.is_replica ? null : var.allocated_storage_gib
  max_allocated_storage = var.max_allocated_storage_gib
  storage_type          = "gp3"
  iops                  = var.iops == 0 ? null : var.iops
  storage_encrypted     = true
  kms_key_id            = var.data_key_arn

  multi_az               = var.multi_az
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [var.security_group_id]
  publicly_accessible    = false
  parameter_group_name   = aws_db_parameter_group.this.name

  backup_retention_period   = var.backup_retention_days
  backup_window             = "03:00-04:00"
  maintenance_window        = "sun:04:30-sun:05:30"
  copy_tags_to_snapshot     = true
  delete_automated_backups  = false
  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = !var.deletion_protection
  final_snapshot_identifier = var.deletion_protection ? "${var.name}-final" : null

  auto_minor_version_upgrade          = true
  iam_database_authentication_enabled = true
  performance_insights_enabled        = true
  performance_insights_kms_key_id     = var.data_key_arn
  monitoring_interval                 = 15
  monitoring_role_arn                 = var.monitoring_role_arn
  enabled_cloudwatch_logs_exports     = local.log_exports

  tags = {
    Name = var.name
  }

  depends_on = [aws_cloudwatch_log_group.this]
}
