provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = module.tags.tags
  }
}

provider "aws" {
  alias               = "recovery"
  region              = var.recovery_region == "" ? var.region : var.recovery_region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = module.tags.tags
  }
}
