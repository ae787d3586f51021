variable "project" {
  description = "Name of the product."
  type        = string
}

variable "environment" {
  description = "Name of the environment."
  type        = string
}

variable "account_id" {
  description = "Account of the environment; every other one is refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must have twelve digits."
  }
}

variable "owner" {
  description = "Team that answers for the environment."
  type        = string
}

variable "cost_center" {
  description = "Cost centre that pays for the environment."
  type        = string
}

variable "data_classification" {
  description = "Most sensitive class of data that the environment holds."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
}

variable "deletion_protection" {
  description = "Refuse deletion of whatever holds data."
  type        = bool
}

variable "repository" {
  description = "Repository that the pipeline roles trust, as owner/name."
  type        = string
}

variable "administrator_role_arns" {
  description = "Roles that administer the cluster."
  type        = set(string)
}

variable "state" {
  description = "Where the Terraform state is kept, for the pipeline's roles."
  type = object({
    bucket_arn               = string
    key_alias                = string
    permissions_boundary_arn = string
  })
}

variable "network" {
  description = "Network: address range, zones, number of NAT gateways."
  type = object({
    vpc_cidr         = string
    zones            = list(string)
    nat_gateways     = number
    application_port = number
  })
}

variable "cluster" {
  description = "Kubernetes: version, nodes for workloads and nodes for the log store; zero of those when logs are kept elsewhere."
  type = object({
    version       = string
    instance_type = string
    min_nodes     = number
    max_nodes     = number
    zones         = number
    disk_gib      = number

    logging = object({
      instance_type = string
      nodes         = number
    })
  })
}

variable "database" {
  description = "Database."
  type = object({
    name                      = string
    engine                    = string
    engine_version            = string
    instance_class            = string
    allocated_storage_gib     = number
    max_allocated_storage_gib = number
    iops                      = number
    multi_az                  = bool
    backup_retention_days     = number
  })
}

variable "cache" {
  description = "Cache."
  type = object({
    engine                  = string
    engine_version          = string
    node_type               = string
    shards                  = number
    replicas_per_shard      = number
    snapshot_retention_days = number
  })
}

variable "retention" {
  description = "Days that logs are kept at hand, moved to the archive and deleted."
  type = object({
    hot_days     = number
    archive_days = number
  })
}

variable "requests_per_five_minutes" {
  description = "Requests of one client within five minutes above which it is blocked."
  type        = number
}

variable "recovery_region" {
  description = "Region that backups are copied to; empty copies nothing."
  type        = string
  default     = ""
}
