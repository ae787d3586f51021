mock_provider "aws" {
  source = "../testing"
}

variables {
  name                    = "example-production"
  engine                  = "valkey"
  engine_version          = "8.2"
  node_type               = "cache.r5.large"
  shards                  = 1
  replicas_per_shard      = 2
  snapshot_retention_days = 5
  subnet_ids              = ["subnet-a", "subnet-b", "subnet-c"]
  security_group_id       = "sg-0123456789abcdef0"
  data_key_arn            = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  log_key_arn             = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
  log_retention_days      = 30
}

run "one_shard_fails_over_and_is_encrypted" {
  assert {
    condition     = aws_elasticache_replication_group.this.num_cache_clusters == 3 && aws_elasticache_replication_group.this.automatic_failover_enabled && aws_elasticache_replication_group.this.multi_az_enabled
    error_message = "a primary and two replicas, over zones"
  }

  assert {
    condition     = aws_elasticache_replication_group.this.transit_encryption_enabled && tobool(aws_elasticache_replication_group.this.at_rest_encryption_enabled)
    error_message = "encrypted on the way and at rest"
  }
}

run "several_shards_run_in_cluster_mode" {
  variables {
    shards             = 3
    replicas_per_shard = 1
  }

  assert {
    condition     = aws_elasticache_replication_group.this.num_node_groups == 3 && local.is_sharded
    error_message = "three node groups"
  }
}

run "too_many_replicas_are_refused" {
  command = plan

  variables {
    replicas_per_shard = 6
  }

  expect_failures = [var.replicas_per_shard]
}
