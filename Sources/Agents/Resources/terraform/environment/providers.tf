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

# CloudFront, its firewall and its certificate exist in this region only.
provider "aws" {
  alias               = "global"
  region              = "us-east-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = module.tags.tags
  }
}
