locals {
  major  = split(".", var.engine_version)[0]
  family = "${var.engine}${local.major}"

  is_sharded = var.shards > 1
}

resource "aws_elasticache_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.subnet_ids
}

resource "aws_elasticache_parameter_group" "this" {
  name   = "${var.name}-${local.family}"
  family = local.family

  # The data can be made again, so a full cache drops what was used least instead of failing writes.
  parameter {
    name  = "maxmemory-policy"
    value = "allkeys-lru"
  }

  parameter {
    name  = "cluster-enabled"
    value = local.is_sharded ? "yes" : "no"
  }
}

resource "aws_cloudwatch_log_group" "slow" {
  name              = "/elasticache/${var.name}/slow"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_key_arn
}

resource "aws_elasticache_replication_group" "this" {
  #checkov:skip=CKV_AWS_31:authentication is by IAM users and groups; an auth token would enter the state
  replication_group_id = var.name
  description          = "Cache of ${var.name}"

  engine               = var.engine
  engine_version       = var.engine_version
  node_type            = var.node_type
  num_cache_clusters   = local.is_sharded ? null : 1 + var.replicas_per_shard
  port                 = 6379
  parameter_group_name = aws_elasticache_parameter_group.this.name

  num_node_groups         = local.is_sharded ? var.shards : null
  replicas_per_node_group = local.is_sharded ? var.replicas_per_shard : null

  # Cluster mode insists on failover, and failover on a replica.
  automatic_failover_enabled = local.is_sharded || var.replicas_per_shard > 0
  multi_az_enabled           = var.replicas_per_shard > 0

  subnet_group_name          = aws_elasticache_subnet_group.this.name
  security_group_ids         = [var.security_group_id]
  at_rest_encryption_enabled = true
  kms_key_id                 = var.data_key_arn
  transit_encryption_enabled = true

  snapshot_retention_limit = var.snapshot_retention_days
  snapshot_window          = "03:00-05:00"
  maintenance_window       = "sun:05:30-sun:06:30"

  log_delivery_configuration {
    destination      = aws_cloudwatch_log_group.slow.name
    destination_type = "cloudwatch-logs"
    log_format       = "json"
    log_type         = "slow-log"
  }

  tags = {
    Name = var.name
  }
}
