variable "name" {
  description = "Prefix of resource names."
  type        = string
}

variable "log_key_arn" {
  description = "KMS key of the alarm topic."
  type        = string
}

variable "database_identifier" {
  description = "Database to watch."
  type        = string
}

variable "cache_name" {
  description = "Cache to watch."
  type        = string
}

variable "database_storage_alarm_gib" {
  description = "Free storage below which somebody must look."
  type        = number
}
