locals {
  # CloudWatch accepts only these lengths; the first that is long enough is taken.
  log_retentions     = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]
  log_retention_days = [for days in local.log_retentions : days if days >= var.retention.hot_days][0]
  has_cluster        = var.compute == "eks"
}

module "kms" {
  source = "../kms"

  name   = var.name
  region = var.region
}

module "network" {
  source = "../network"

  name                    = var.name
  region                  = var.region
  vpc_cidr                = var.network.vpc_cidr
  zones                   = var.network.zones
  nat_gateways            = var.network.nat_gateways
  application_port        = var.network.application_port
  database_port           = module.database.port
  cache_port              = var.cache == null ? null : 6379
  interface_endpoints     = var.network.interface_endpoints
  flow_log_retention_days = local.log_retention_days
  log_key_arn             = module.kms.key_arns["logs"]
}

module "iam" {
  source = "../iam"

  name                     = var.name
  repository               = var.repository
  environment              = var.environment
  state_bucket_arn         = var.state.bucket_arn
  state_key_alias          = var.state.key_alias
  permissions_boundary_arn = var.state.permissions_boundary_arn
}

module "dns" {
  source = "../dns"

  domain_name         = var.edge.domain_name
  deletion_protection = var.deletion_protection
}

module "load_balancer" {
  source = "../load-balancer"

  name                = var.name
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.public_subnet_ids
  security_group_id   = module.network.security_group_ids["edge"]
  domain_name         = "origin.${var.edge.domain_name}"
  zone_id             = module.dns.zone_id
  application_port    = var.network.application_port
  target_type         = local.has_cluster ? "ip" : "instance"
  health_path         = var.edge.health_path
  log_bucket_name     = module.object_storage.access_log_bucket_name
  deletion_protection = var.deletion_protection
}

module "workload_policy" {
  source = "../workload-policy"

  secret_arns      = [module.database.secret_arn]
  asset_bucket_arn = module.object_storage.bucket_arns["assets"]
  key_arns         = [module.kms.key_arns["data"], module.kms.key_arns["secrets"]]
}

module "eks" {
  source = "../eks"
  count  = local.has_cluster ? 1 : 0

  name                          = var.name
  cluster_version               = var.cluster.version
  subnet_ids                    = module.network.private_subnet_ids
  application_security_group_id = module.network.security_group_ids["application"]
  instance_type                 = var.cluster.instance_type
  min_nodes                     = var.cluster.min_nodes
  max_nodes                     = var.cluster.max_nodes
  node_zones                    = var.cluster.zones
  disk_gib                      = var.cluster.disk_gib
  logging                       = var.cluster.logging
  cluster_key_arn               = module.kms.key_arns["cluster"]
  log_key_arn                   = module.kms.key_arns["logs"]
  log_retention_days            = local.log_retention_days
  administrator_role_arns       = var.administrator_role_arns
  identities                    = local.identities
  target_group_arn              = module.load_balancer.target_group_arn
  deletion_protection           = var.deletion_protection

  workload = {
    namespace        = "apps"
    service_accounts = var.services
    policy           = module.workload_policy.json
  }
}

module "web" {
  source = "../web"
  count  = local.has_cluster ? 0 : 1

  name                     = var.name
  environment              = var.environment
  region                   = var.region
  instance_type            = var.web.instance_type
  min_size                 = var.web.min_size
  max_size                 = var.web.max_size
  disk_gib                 = var.web.disk_gib
  requests_per_target      = var.web.requests_per_target
  schedules                = var.web.schedules
  spot                     = var.web.spot
  subnet_ids               = module.network.private_subnet_ids
  security_group_id        = module.network.security_group_ids["application"]
  target_group_arn         = module.load_balancer.target_group_arn
  load_balancer_arn_suffix = module.load_balancer.arn_suffix
  target_group_arn_suffix  = module.load_balancer.target_group_arn_suffix
  workload_policy          = data.aws_iam_policy_document.host.json
  configuration_bucket     = module.ci_build.artifact_bucket_name
  data_key_arn             = module.kms.key_arns["data"]
  log_key_arn              = module.kms.key_arns["logs"]
  log_retention_days       = local.log_retention_days
  tags                     = merge(var.tags, { PatchGroup = var.name })
}

# In a cluster the monitoring is pods, elsewhere it has a machine.
module "monitoring_host" {
  source = "../monitoring-host"
  count  = local.has_cluster ? 0 : 1

  name                          = var.name
  environment                   = var.environment
  region                        = var.region
  instance_type                 = var.monitoring.instance_type
  volume_gib                    = var.monitoring.volume_gib
  root_gib                      = var.monitoring.root_gib
  schedules                     = var.monitoring.schedules
  scrape_ports                  = var.monitoring.scrape_ports
  zone                          = var.network.zones[0]
  subnet_id                     = module.network.private_subnet_ids[0]
  vpc_id                        = module.network.vpc_id
  application_security_group_id = module.network.security_group_ids["application"]
  endpoints_security_group_id   = module.network.security_group_ids["endpoints"]
  configuration_bucket          = module.ci_build.artifact_bucket_name
  data_key_arn                  = module.kms.key_arns["data"]
  log_key_arn                   = module.kms.key_arns["logs"]
  log_retention_days            = local.log_retention_days
  backup_vault_name             = module.backup.vault_name
  backup_role_arn               = module.backup.role_arn
  tags                          = var.tags

  policies = [
    data.aws_iam_policy_document.exporters.json,
    data.aws_iam_policy_document.alertmanager.json,
    data.aws_iam_policy_document.external_secrets.json,
    data.aws_iam_policy_document.log_shipper.json,
  ]
}

module "database" {
  source = "../database"

  name                      = var.name
  engine                    = var.database.engine
  engine_version            = var.database.engine_version
  instance_class            = var.database.instance_class
  database_name             = var.database.name
  allocated_storage_gib     = var.database.allocated_storage_gib
  max_allocated_storage_gib = var.database.max_allocated_storage_gib
  iops                      = var.database.iops
  multi_az                  = var.database.multi_az
  backup_retention_days     = var.database.backup_retention_days
  deletion_protection       = var.deletion_protection
  subnet_ids                = module.network.data_subnet_ids
  security_group_id         = module.network.security_group_ids["database"]
  data_key_arn              = module.kms.key_arns["data"]
  secret_key_arn            = module.kms.key_arns["secrets"]
  monitoring_role_arn       = module.iam.database_monitoring_role_arn
  log_key_arn               = module.kms.key_arns["logs"]
  log_retention_days        = local.log_retention_days
}

module "cache" {
  source = "../cache"
  count  = var.cache == null ? 0 : 1

  name                    = var.name
  engine                  = var.cache.engine
  engine_version          = var.cache.engine_version
  node_type               = var.cache.node_type
  shards                  = var.cache.shards
  replicas_per_shard      = var.cache.replicas_per_shard
  snapshot_retention_days = var.cache.snapshot_retention_days
  subnet_ids              = module.network.data_subnet_ids
  security_group_id       = module.network.security_group_ids["cache"]
  data_key_arn            = module.kms.key_arns["data"]
  log_key_arn             = module.kms.key_arns["logs"]
  log_retention_days      = local.log_retention_days
}

module "object_storage" {
  source = "../object-storage"

  name                = var.name
  data_key_arn        = module.kms.key_arns["data"]
  archive_after_days  = var.retention.hot_days
  expire_after_days   = var.retention.archive_days
  replica             = var.replica
  deletion_protection = var.deletion_protection
}

module "backup" {
  source = "../backup"

  name                = var.name
  data_key_arn        = module.kms.key_arns["data"]
  retention_days      = var.database.backup_retention_days
  resource_arns       = [module.database.arn]
  copy_vault_arns     = var.backup_copy_vault_arns
  lock_grace_days     = var.backup_lock_grace_days
  deletion_protection = var.deletion_protection
}
