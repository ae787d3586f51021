variable "name" {
  description = "Prefix of resource names."
  type        = string
}

variable "data_key_arn" {
  description = "KMS key of the vault."
  type        = string
}

variable "retention_days" {
  description = "Days that a recovery point is kept."
  type        = number
}

variable "resource_arns" {
  description = "What is backed up."
  type        = list(string)
}

variable "copy_vault_arns" {
  description = "Vaults in other regions or accounts that every recovery point is copied to."
  type        = list(string)
  default     = []
}

variable "deletion_protection" {
  description = "Lock the vault against early deletion, and refuse to destroy it with recovery points."
  type        = bool
}
