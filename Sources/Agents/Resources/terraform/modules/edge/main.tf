# What people reach first: key, firewall, distribution and its alarms. All of it lives in us-east-1, wherever
# the platform is: the caller hands in that region's provider.
module "kms" {
  source = "../kms"

  name     = "${var.name}-edge"
  region   = "us-east-1"
  purposes = ["logs"]
}

module "waf" {
  source = "../waf"

  name                      = "${var.name}-edge"
  scope                     = "CLOUDFRONT"
  requests_per_five_minutes = var.requests_per_five_minutes
  log_key_arn               = module.kms.key_arns["logs"]
  log_retention_days        = var.log_retention_days
}

module "cdn" {
  source = "../cdn"

  name                 = "${var.name}-edge"
  domain               = var.domain
  zone                 = var.zone
  certificate_arn      = var.certificate_arn
  api_origin_domain    = var.api_origin_domain
  assets_bucket_domain = var.assets_bucket_domain
  web_acl_arn          = module.waf.web_acl_arn
  log_key_arn          = module.kms.key_arns["logs"]
  archive_after_days   = var.retention.hot_days
  expire_after_days    = var.retention.archive_days
  deletion_protection  = var.deletion_protection
}

module "monitoring" {
  source = "../monitoring"

  name               = "${var.name}-edge"
  log_key_arn        = module.kms.key_arns["logs"]
  log_retention_days = var.log_retention_days
  distributions      = { site = module.cdn.distribution_id }
  web_acls           = { site = module.waf.web_acl_name }
  receivers          = var.receivers
}
