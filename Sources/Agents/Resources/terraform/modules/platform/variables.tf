variable "name" {
  description = "Prefix of resource names, from the module tags."
  type        = string
}

variable "environment" {
  description = "Environment, as the pipeline and the state name it."
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

    interface_endpoints = set(string)
  })
}

variable "edge" {
  description = "Domain of the environment, and the path that tells whether a target can serve."
  type = object({
    domain_name = string
    health_path = string
  })
}

variable "compute" {
  description = "eks for pods on a cluster, asg for instances in an autoscaling group."
  type        = string
  default     = "eks"

  validation {
    condition     = contains(["eks", "asg"], var.compute)
    error_message = "compute must be eks or asg."
  }

  validation {
    condition     = var.compute == "eks" ? var.cluster != null : var.web != null && var.monitoring != null
    error_message = "compute eks needs cluster, compute asg needs web and monitoring."
  }
}

variable "cluster" {
  description = "Kubernetes: version, nodes for workloads and nodes for the log store; zero of those when logs are kept elsewhere. Null without a cluster."
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
  default = null
}

variable "web" {
  description = "Autoscaling group: type and number of instances, schedules, spot capacity. Null with a cluster."
  type = object({
    instance_type       = string
    min_size            = number
    max_size            = number
    disk_gib            = number
    requests_per_target = number

    schedules = map(object({
      recurrence = string
      time_zone  = string
      min_size   = number
      max_size   = number
    }))

    spot = object({
      on_demand_base    = number
      on_demand_percent = number
      instance_types    = list(string)
    })
  })
  default = null
}

variable "monitoring" {
  description = "Monitoring host: type, volumes, ports that it scrapes, when it sleeps. Null with a cluster."
  type = object({
    instance_type = string
    volume_gib    = number
    root_gib      = number
    scrape_ports  = set(number)

    schedules = map(object({
      recurrence = string
      time_zone  = string
      min_size   = number
      max_size   = number
    }))
  })
  default = null
}

variable "tags" {
  description = "The environment's tags, for what a provider's default tags do not reach."
  type        = map(string)
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
  description = "Cache; null when the application has none."
  type = object({
    engine                  = string
    engine_version          = string
    node_type               = string
    shards                  = number
    replicas_per_shard      = number
    snapshot_retention_days = number
  })
  default = null
}

variable "retention" {
  description = "Days that logs are kept at hand, moved to the archive and deleted."
  type = object({
    hot_days     = number
    archive_days = number
  })
}

variable "backup_copy_vault_arns" {
  description = "Vaults in other regions or accounts that recovery points are copied to."
  type        = list(string)
  default     = []
}

variable "backup_lock_grace_days" {
  description = "Days after which the vault's lock can never be taken off; null keeps it in governance mode."
  type        = number
  default     = null
}

variable "replica" {
  description = "Buckets of the recovery region and the KMS key of the copies; null copies no object."
  type = object({
    bucket_arns = map(string)
    key_arn     = string
  })
  default = null
}

variable "budget_usd" {
  description = "Budget of a month in US dollars."
  type        = number
}

variable "services" {
  description = "Services whose images the pipeline builds."
  type        = set(string)
}

variable "archive_bucket_name" {
  description = "Bucket in a log account that takes the trail; null keeps it in the environment's own."
  type        = string
  default     = null
}

variable "receivers" {
  description = "Who is told of alarms: severity, protocol and endpoint by any name."
  type = map(object({
    severity = string
    protocol = string
    endpoint = string
  }))
  default = {}
}

variable "hybrid" {
  description = "The company's own VPN gateway, whose address is null until it is known; null without a connection to its network."
  type = object({
    peer_address = string
    peer_asn     = number
  })
  default = null
}
