variable "name" {
  description = "Prefix of resource names."
  type        = string
}

variable "engine" {
  description = "Database engine."
  type        = string

  validation {
    condition     = contains(["postgres", "mysql"], var.engine)
    error_message = "engine must be postgres or mysql."
  }
}

variable "engine_version" {
  description = "Version of the engine; the parameter group follows its major version."
  type        = string
}

variable "instance_class" {
  description = "Class of the instance."
  type        = string
}

variable "database_name" {
  description = "Name of the first database."
  type        = string
}

variable "allocated_storage_gib" {
  description = "Storage at the start."
  type        = number
}

variable "max_allocated_storage_gib" {
  description = "Storage that autoscaling may reach."
  type        = number

  validation {
    condition     = var.max_allocated_storage_gib > var.allocated_storage_gib
    error_message = "max_allocated_storage_gib must leave autoscaling room above allocated_storage_gib."
  }
}

variable "iops" {
  description = "Operations a second beyond the volume's baseline; zero for the baseline."
  type        = number
}

variable "multi_az" {
  description = "Synchronous standby in another zone."
  type        = bool
}

variable "backup_retention_days" {
  description = "Days of point-in-time recovery."
  type        = number

  validation {
    condition     = var.backup_retention_days >= 1 && var.backup_retention_days <= 35
    error_message = "backup_retention_days must be between 1 and 35."
  }
}

variable "deletion_protection" {
  description = "Refuse deletion, and keep a last snapshot."
  type        = bool
}

variable "subnet_ids" {
  description = "Data subnets."
  type        = list(string)
}

variable "security_group_id" {
  description = "Security group of the database."
  type        = string
}

variable "data_key_arn" {
  description = "KMS key of the storage."
  type        = string
}

variable "secret_key_arn" {
  description = "KMS key of the master password, which RDS makes, keeps and rotates; a replica needs none."
  type        = string
  default     = null
}

variable "monitoring_role_arn" {
  description = "Role that enhanced monitoring writes with."
  type        = string
}

variable "parameters" {
  description = "Engine parameters beside the ones that this module insists on."
  type        = map(string)
  default     = {}
}

variable "replicate_source_arn" {
  description = "Instance of another region that this one is a replica of; null for one of its own."
  type        = string
  default     = null
}

variable "log_key_arn" {
  description = "KMS key of the exported logs."
  type        = string
}

variable "log_retention_days" {
  description = "Days that the exported logs are kept."
  type        = number
}
