locals {
  # ElastiCache names the nodes of a group itself, by this pattern.
  cache_nodes = var.cache == null ? [] : flatten([
    for shard in range(1, var.cache.shards + 1) : [
      for node in range(1, var.cache.replicas_per_shard + 2) :
      var.cache.shards == 1 ? format("%s-%03d", var.name, node) : format("%s-%04d-%03d", var.name, shard, node)
    ]
  ])
}

module "monitoring" {
  source = "../monitoring"

  name                      = var.name
  log_key_arn               = module.kms.key_arns["logs"]
  log_retention_days        = local.log_retention_days
  database_free_storage_gib = ceil(var.database.allocated_storage_gib / 10)
  databases                 = { primary = module.database.identifier }
  caches                    = { for id in local.cache_nodes : trimprefix(id, "${var.name}-") => id }
  clusters                  = local.has_cluster ? { main = module.eks[0].cluster_name } : {}
  load_balancers            = { web = module.load_balancer.arn_suffix }
  heartbeat_log_groups      = local.has_cluster ? { cluster = "/aws/eks/${var.name}/cluster" } : {}
  receivers                 = var.receivers

  autoscaling_groups = local.has_cluster ? {} : {
    web        = module.web[0].autoscaling_group_name
    monitoring = module.monitoring_host[0].autoscaling_group_name
  }
}

module "guardrails" {
  source = "../guardrails"

  name                = var.name
  log_bucket_name     = module.object_storage.bucket_names["logs"]
  archive_bucket_name = var.archive_bucket_name
  log_key_arn         = module.kms.key_arns["logs"]
  finding_topic_arn   = module.monitoring.alarm_topic_arns["critical"]

  # Nodes of a cluster are replaced, instances of a group are patched, and restarted a quarter at a time.
  patching = local.has_cluster ? null : {
    schedule  = "cron(0 4 ? * SUN *)"
    time_zone = "Etc/UTC"
  }
}

module "budget" {
  source = "../budget"

  name        = var.name
  monthly_usd = var.budget_usd
  cost_tags   = { Environment = var.environment }
  topic_arn   = module.monitoring.alarm_topic_arns["medium"]
}

module "ci_build" {
  source = "../ci-build"

  name                     = var.name
  services                 = var.services
  repository               = var.repository
  data_key_arn             = module.kms.key_arns["data"]
  log_key_arn              = module.kms.key_arns["logs"]
  log_retention_days       = local.log_retention_days
  log_bucket_name          = module.object_storage.access_log_bucket_name
  permissions_boundary_arn = var.state.permissions_boundary_arn
  deletion_protection      = var.deletion_protection
}

module "vpn" {
  source = "../vpn"
  count  = var.hybrid == null ? 0 : 1

  name               = var.name
  vpc_id             = module.network.vpc_id
  route_table_ids    = zipmap(var.network.zones, module.network.private_route_table_ids)
  peer_address       = var.hybrid.peer_address
  peer_asn           = var.hybrid.peer_asn
  log_key_arn        = module.kms.key_arns["logs"]
  log_retention_days = local.log_retention_days
  alarm_topic_arns   = module.monitoring.alarm_topic_arns
}
