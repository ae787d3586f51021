provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = module.tags.tags
  }
}

provider "aws" {
  alias               = "recovery"
  region              = var.recovery == null ? var.region : var.recovery.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = module.tags.tags
  }
}
