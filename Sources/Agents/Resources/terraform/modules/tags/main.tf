locals {
  mandatory = {
    Environment        = var.environment
    Project            = var.project
    Owner              = var.owner
    CostCenter         = var.cost_center
    ManagedBy          = "terraform"
    DataClassification = var.data_classification
  }

  tags = merge(var.extra, local.mandatory)
}
