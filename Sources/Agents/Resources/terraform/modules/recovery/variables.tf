variable "name" {
  description = "Prefix of resource names; `-recovery` is appended."
  type        = string
}

variable "region" {
  description = "Recovery region, which the provider must be of."
  type        = string
}

variable "strategy" {
  description = "backup-restore keeps copies, pilot-light a replica and an empty cluster, warm-standby nodes too."
  type        = string

  validation {
    condition     = contains(["backup-restore", "pilot-light", "warm-standby"], var.strategy)
    error_message = "strategy must be backup-restore, pilot-light or warm-standby."
  }
}

variable "standby_nodes" {
  description = "Nodes that run all the time; zero but for a warm standby."
  type        = number

  validation {
    condition     = var.strategy == "warm-standby" ? var.standby_nodes > 0 : var.standby_nodes == 0
    error_message = "a warm standby has nodes, every other strategy has none."
  }
}

variable "network" {
  description = "Network in the recovery region."
  type = object({
    vpc_cidr         = string
    zones            = list(string)
    application_port = number
    cache_port       = number
  })
}

variable "database" {
  description = "Database that is copied or replicated here."
  type = object({
    source_arn                = string
    name                      = string
    engine                    = string
    engine_version            = string
    instance_class            = string
    allocated_storage_gib     = number
    max_allocated_storage_gib = number
    iops                      = number
    backup_retention_days     = number
    monitoring_role_arn       = string
  })
}

variable "cluster" {
  description = "Kubernetes in the recovery region; null where the workloads are instances."
  type = object({
    version       = string
    instance_type = string
    max_nodes     = number
    disk_gib      = number
  })
  default = null
}

variable "workload" {
  description = "Service accounts of the application, one for each service."
  type = object({
    namespace        = string
    service_accounts = set(string)
  })
}

variable "administrator_role_arns" {
  description = "Roles that administer the recovery cluster."
  type        = set(string)
}

variable "retention" {
  description = "Days until copies move to the archive class, and until they are deleted."
  type = object({
    archive_after_days = number
    expire_after_days  = number
  })

  validation {
    condition     = var.retention.expire_after_days > var.retention.archive_after_days
    error_message = "objects must be archived before they are deleted."
  }
}

variable "log_retention_days" {
  description = "Days that logs are kept in CloudWatch."
  type        = number
}

variable "deletion_protection" {
  description = "Refuse deletion of whatever holds data."
  type        = bool
}
