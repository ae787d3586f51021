output "endpoint" {
  description = "Address for writes; it moves with a failover."
  value       = local.is_sharded ? aws_elasticache_replication_group.this.configuration_endpoint_address : aws_elasticache_replication_group.this.primary_endpoint_address
}

output "reader_endpoint" {
  description = "Address that spreads reads over the replicas."
  value       = local.is_sharded ? aws_elasticache_replication_group.this.configuration_endpoint_address : aws_elasticache_replication_group.this.reader_endpoint_address
}
