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

  validation {
    condition     = var.retention_days >= 7 && var.retention_days <= 365
    error_message = "retention_days must be between 7 and 365, which is what the lock allows."
  }
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

variable "lock_grace_days" {
  description = "Days after which the lock can never be taken off; null keeps it in governance mode."
  type        = number
  default     = null

  validation {
    condition     = var.lock_grace_days == null ? true : var.lock_grace_days >= 3
    error_message = "the service allows no grace time below three days."
  }
}
