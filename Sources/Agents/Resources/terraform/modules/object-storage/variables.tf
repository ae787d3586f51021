variable "name" {
  description = "Prefix of the bucket names; the account id is appended."
  type        = string
}

variable "data_key_arn" {
  description = "KMS key of the objects."
  type        = string
}

variable "archive_after_days" {
  description = "Days until backups and logs move to the archive class."
  type        = number

  validation {
    condition     = var.archive_after_days >= 1
    error_message = "archive_after_days must be at least one."
  }
}

variable "expire_after_days" {
  description = "Days until backups and logs are deleted."
  type        = number

  validation {
    condition     = var.expire_after_days > var.archive_after_days
    error_message = "objects must be archived before they are deleted."
  }
}

variable "deletion_protection" {
  description = "Refuse to destroy buckets that hold objects."
  type        = bool
}

variable "replica" {
  description = "Buckets of the recovery region by purpose, and the KMS key of the copies; null copies nothing."
  type = object({
    bucket_arns = map(string)
    key_arn     = string
  })
  default = null
}
