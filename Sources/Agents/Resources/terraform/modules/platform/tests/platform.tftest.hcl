mock_provider "aws" {
  source = "../testing"
}

variables {
  name                    = "example-staging"
  environment             = "staging"
  region                  = "us-east-1"
  deletion_protection     = true
  repository              = "platform/example"
  administrator_role_arns = ["arn:aws:iam::123456789012:role/administrator"]
  budget_usd              = 5000
  services                = ["api", "web"]
  tags                    = { Environment = "staging" }

  state = {
    bucket_arn               = "arn:aws:s3:::example-staging-terraform-state"
    key_alias                = "alias/example-terraform-state"
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/example-pipeline-boundary"
  }

  network = {
    vpc_cidr            = "10.1.0.0/16"
    zones               = ["us-east-1a", "us-east-1b", "us-east-1c"]
    nat_gateways        = 3
    application_port    = 8080
    interface_endpoints = ["sts"]
  }

  edge = {
    domain_name = "staging.example.com"
    health_path = "/healthz"
  }

  cluster = {
    version       = "1.36"
    instance_type = "m5.xlarge"
    min_nodes     = 3
    max_nodes     = 30
    zones         = 3
    disk_gib      = 100

    logging = {
      instance_type = "r5.xlarge"
      nodes         = 0
    }
  }

  database = {
    name                      = "db"
    engine                    = "postgres"
    engine_version            = "17.11"
    instance_class            = "db.r5.large"
    allocated_storage_gib     = 100
    max_allocated_storage_gib = 200
    iops                      = 0
    multi_az                  = true
    backup_retention_days     = 30
  }

  cache = {
    engine                  = "valkey"
    engine_version          = "8.2"
    node_type               = "cache.r5.large"
    shards                  = 1
    replicas_per_shard      = 2
    snapshot_retention_days = 1
  }

  retention = {
    hot_days     = 90
    archive_days = 400
  }
}

run "a_cluster_with_a_cache" {
  assert {
    condition     = length(module.eks) == 1 && length(module.web) == 0 && length(module.monitoring_host) == 0 && length(module.cache) == 1
    error_message = "pods on a cluster, and a cache"
  }

  assert {
    condition     = output.log_retention_days == 90
    error_message = "the length of the hot logs is one that CloudWatch accepts"
  }
}

run "instances_without_a_cache" {
  variables {
    compute = "asg"
    cluster = null
    cache   = null

    web = {
      instance_type       = "m5.xlarge"
      min_size            = 3
      max_size            = 30
      disk_gib            = 50
      requests_per_target = 1000
      schedules           = {}
      spot                = null
    }

    monitoring = {
      instance_type = "m5.large"
      volume_gib    = 40
      root_gib      = 20
      scrape_ports  = [2020, 8080, 9100]
      schedules     = {}
    }
  }

  assert {
    condition     = length(module.monitoring_host) == 1 && output.monitoring_group_name == "example-staging-monitoring"
    error_message = "what is no pod of a cluster needs a machine"
  }

  assert {
    condition     = length(module.eks) == 0 && length(module.web) == 1 && length(module.cache) == 0
    error_message = "instances, no cluster and no cache"
  }

  assert {
    condition     = output.cluster_name == null && output.cache_endpoint == null && output.autoscaling_group_name == "example-staging-web"
    error_message = "the outputs say what there is"
  }
}

run "instances_without_their_values_are_refused" {
  command = plan

  variables {
    compute = "asg"
  }

  expect_failures = [var.compute]
}
