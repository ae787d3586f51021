variable "name" {
  description = "Prefix of resource names."
  type        = string
}

variable "environment" {
  description = "Environment, as the inventory names it."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
}

variable "instance_type" {
  description = "Type of the instance: half of its memory is Prometheus'."
  type        = string
}

variable "volume_gib" {
  description = "Volume of metrics, dashboards and traces."
  type        = number

  validation {
    condition     = var.volume_gib >= 20
    error_message = "volume_gib must be at least 20."
  }
}

variable "root_gib" {
  description = "Root volume, which goes with the instance."
  type        = number
  default     = 20
}

variable "snapshot_id" {
  description = "Snapshot that the volume is made of, when it moves to another zone; null makes it empty."
  type        = string
  default     = null
}

variable "snapshot_days" {
  description = "Days that the hourly snapshots are kept."
  type        = number
  default     = 7

  validation {
    condition     = var.snapshot_days >= 7 && var.snapshot_days <= 365
    error_message = "snapshot_days must be between 7 and 365, which is what the vault's lock allows."
  }
}

variable "zone" {
  description = "Zone of the volume, and so of the instance."
  type        = string
}

variable "subnet_id" {
  description = "Private subnet of that zone."
  type        = string
}

variable "vpc_id" {
  description = "VPC."
  type        = string
}

variable "application_security_group_id" {
  description = "Security group of the workloads, which are scraped and send traces."
  type        = string
}

variable "endpoints_security_group_id" {
  description = "Security group of the VPC endpoints."
  type        = string
}

variable "scrape_ports" {
  description = "Ports of the workloads that serve metrics."
  type        = set(number)

  validation {
    condition     = length(var.scrape_ports) > 0 && alltrue([for port in var.scrape_ports : port > 1023 && port < 65536])
    error_message = "scrape_ports must name unprivileged ports: those below 1024 are remote logins and the like."
  }
}

variable "schedules" {
  description = "When the instance sleeps, as the group of the workloads does."
  type = map(object({
    recurrence = string
    time_zone  = string
    min_size   = number
    max_size   = number
  }))
  default = {}

  validation {
    condition     = alltrue([for plan in var.schedules : plan.max_size <= 1])
    error_message = "there is one volume, so there is one instance."
  }
}

variable "grace_seconds" {
  description = "Time from the start of the instance until it scrapes."
  type        = number
  default     = 600
}

variable "policies" {
  description = "What the exporters, Alertmanager and the log shipper may do, as IAM policies in JSON."
  type        = list(string)
}

variable "configuration_bucket" {
  description = "Bucket with the roles and the rendered files, below monitoring/."
  type        = string
}

variable "data_key_arn" {
  description = "KMS key of the volume and of the bucket."
  type        = string
}

variable "log_key_arn" {
  description = "KMS key of the log group."
  type        = string
}

variable "log_retention_days" {
  description = "Days that the log of the boots is kept."
  type        = number
}

variable "backup_vault_name" {
  description = "Vault of the snapshots."
  type        = string
}

variable "backup_role_arn" {
  description = "Role that makes them."
  type        = string
}

variable "tags" {
  description = "Tags of instance and volumes, which a provider's default tags do not reach."
  type        = map(string)
}
