terraform {
  required_version = ">= 1.11.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.80, < 7.0"
    }
  }

  backend "s3" {
    bucket       = "{{stateBucket}}"
    key          = "{{environment}}/terraform.tfstate"
    region       = "{{region}}"
    encrypt      = true
    kms_key_id   = "alias/{{project}}-terraform-state"
    use_lockfile = true
  }
}
