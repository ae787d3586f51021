module "tags" {
  source = "../../modules/tags"

  environment         = var.environment
  project             = var.project
  owner               = var.owner
  cost_center         = var.cost_center
  data_classification = var.data_classification
}

module "platform" {
  source = "../../modules/platform"

  name                    = module.tags.name
  environment             = var.environment
  region                  = var.region
  deletion_protection     = var.deletion_protection
  repository              = var.repository
  administrator_role_arns = var.administrator_role_arns
  state                   = var.state
  network                 = var.network
  cluster                 = var.cluster
  database                = var.database
  cache                   = var.cache
  retention               = var.retention
  edge                    = var.edge
  compute                 = var.compute
  web                     = var.web
  monitoring              = var.monitoring
  tags                    = module.tags.tags
  backup_copy_vault_arns  = concat(module.recovery[*].vault_arn, var.backup_copy_vault_arns)
  backup_lock_grace_days  = var.backup_lock_grace_days
  replica                 = one(module.recovery[*].replica)
  budget_usd              = var.budget_usd
  services                = var.services
  archive_bucket_name     = var.archive_bucket_name
  receivers               = var.receivers
  hybrid                  = var.hybrid
}

module "edge" {
  source = "../../modules/edge"

  name                      = module.tags.name
  domain                    = var.edge.domain_name
  zone                      = { id = module.platform.zone_id }
  api_origin_domain         = module.platform.origin_domain_name
  assets_bucket_domain      = module.platform.assets_bucket_domain
  requests_per_five_minutes = var.requests_per_five_minutes
  log_retention_days        = module.platform.log_retention_days
  retention                 = var.retention
  receivers                 = var.receivers
  deletion_protection       = var.deletion_protection

  providers = {
    aws = aws.global
  }
}

module "recovery" {
  source = "../../modules/recovery"
  count  = var.recovery == null ? 0 : 1

  name                    = module.tags.name
  region                  = var.recovery.region
  strategy                = var.recovery.strategy
  standby_nodes           = var.recovery.standby_nodes
  log_retention_days      = module.platform.log_retention_days
  administrator_role_arns = var.administrator_role_arns
  deletion_protection     = var.deletion_protection

  network = {
    vpc_cidr         = var.recovery.vpc_cidr
    zones            = var.recovery.zones
    application_port = var.network.application_port
    cache_port       = var.cache == null ? null : 6379
  }

  database = merge(var.database, {
    source_arn          = module.platform.database_arn
    monitoring_role_arn = module.platform.database_monitoring_role_arn
  })

  cluster = var.cluster

  workload = {
    namespace        = "apps"
    service_accounts = var.services
  }

  retention = {
    archive_after_days = var.retention.hot_days
    expire_after_days  = var.retention.archive_days
  }

  providers = {
    aws = aws.recovery
  }
}
