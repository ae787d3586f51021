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

  name                      = module.tags.name
  environment               = var.environment
  region                    = var.region
  deletion_protection       = var.deletion_protection
  repository                = var.repository
  administrator_role_arns   = var.administrator_role_arns
  state                     = var.state
  network                   = var.network
  cluster                   = var.cluster
  database                  = var.database
  cache                     = var.cache
  retention                 = var.retention
  requests_per_five_minutes = var.requests_per_five_minutes
  backup_copy_vault_arns    = module.recovery[*].vault_arn
}

module "recovery" {
  source = "../../modules/recovery"
  count  = var.recovery_region == "" ? 0 : 1

  name                = module.tags.name
  database_arn        = module.platform.database_arn
  retention_days      = var.database.backup_retention_days
  deletion_protection = var.deletion_protection

  providers = {
    aws = aws.recovery
  }
}
