mock_provider "aws" {
  source = "../testing"
}

variables {
  name                    = "example-production"
  region                  = "us-west-2"
  strategy                = "pilot-light"
  standby_nodes           = 0
  administrator_role_arns = ["arn:aws:iam::123456789012:role/administrator"]
  log_retention_days      = 30
  deletion_protection     = true

  network = {
    vpc_cidr         = "10.4.0.0/16"
    zones            = ["us-west-2a", "us-west-2b", "us-west-2c"]
    application_port = 8080
    cache_port       = 6379
  }

  database = {
    source_arn                = "arn:aws:rds:us-east-1:123456789012:db:source"
    name                      = "db"
    engine                    = "postgres"
    engine_version            = "17.11"
    instance_class            = "db.r5.large"
    allocated_storage_gib     = 100
    max_allocated_storage_gib = 200
    iops                      = 0
    backup_retention_days     = 30
    monitoring_role_arn       = "arn:aws:iam::123456789012:role/monitoring"
  }

  cluster = {
    version       = "1.36"
    instance_type = "m5.xlarge"
    max_nodes     = 30
    disk_gib      = 100
  }

  workload = {
    namespace        = "apps"
    service_accounts = ["api", "web"]
  }

  retention = {
    archive_after_days = 30
    expire_after_days  = 400
  }
}

run "pilot_light_has_a_replica_and_an_empty_cluster" {
  assert {
    condition     = length(module.database) == 1 && length(module.eks) == 1 && length(module.network) == 1
    error_message = "a replica and a cluster wait in a network of their own"
  }

  assert {
    condition     = length(aws_db_instance_automated_backups_replication.this) == 0
    error_message = "a replica makes copied backups superfluous"
  }

  assert {
    condition     = length(output.replica.bucket_arns) == 3
    error_message = "every bucket has its copy"
  }
}

run "backup_and_restore_keeps_copies_alone" {
  variables {
    strategy = "backup-restore"
  }

  assert {
    condition     = length(aws_db_instance_automated_backups_replication.this) == 1 && length(module.database) == 0 && length(module.eks) == 0
    error_message = "only the backups are in the other region"
  }
}

run "warm_standby_has_nodes" {
  variables {
    strategy      = "warm-standby"
    standby_nodes = 6
  }

  assert {
    condition     = length(module.eks) == 1 && length(module.database) == 1
    error_message = "a replica and a cluster with nodes"
  }
}

run "a_warm_standby_without_nodes_is_refused" {
  command = plan

  variables {
    strategy = "warm-standby"
  }

  expect_failures = [var.standby_nodes]
}

run "an_unknown_strategy_is_refused" {
  command = plan

  variables {
    strategy = "hope"
  }

  expect_failures = [var.strategy]
}
