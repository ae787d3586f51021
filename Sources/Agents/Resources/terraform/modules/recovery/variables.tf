variable "name" {
  description = "Prefix of resource names."
  type        = string
}

variable "database_arn" {
  description = "Database whose automated backups are copied here."
  type        = string
}

variable "retention_days" {
  description = "Days of point-in-time recovery in this region."
  type        = number
}

variable "deletion_protection" {
  description = "Refuse to destroy the vault while it holds recovery points."
  type        = bool
}
