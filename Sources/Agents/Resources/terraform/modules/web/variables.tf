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
  description = "Type of the instances."
  type        = string
}

variable "min_size" {
  description = "Instances that are always there."
  type        = number
}

variable "max_size" {
  description = "Instances that a spike may reach."
  type        = number

  validation {
    condition     = var.max_size >= var.min_size
    error_message = "max_size must not be below min_size."
  }
}

variable "disk_gib" {
  description = "Root volume of an instance."
  type        = number
}

# The steps of a first boot add up to about five minutes: the system 45 s, packages and agent 60 s, Ansible 30 s, the
# roles 120 s with their packages, the processes and two good answers 45 s. That is a sum of estimates, and a group
# that gives up too early replaces its hosts for ever: so twice that, until a host of one's own has been measured.
variable "grace_seconds" {
  description = "Time from the start of an instance until it is configured and serves."
  type        = number
  default     = 600
}

variable "subnet_ids" {
  description = "Private subnets, one per zone."
  type        = list(string)
}

variable "security_group_id" {
  description = "Security group of the workloads."
  type        = string
}

variable "target_group_arn" {
  description = "Target group that instances are registered with."
  type        = string
}

variable "load_balancer_arn_suffix" {
  description = "Part of the load balancer's ARN that its metrics are named by."
  type        = string
}

variable "target_group_arn_suffix" {
  description = "Part of the target group's ARN that its metrics are named by."
  type        = string
}

variable "workload_policy" {
  description = "What the workload may do, as an IAM policy in JSON."
  type        = string
}

variable "cpu_target_percent" {
  description = "CPU that the group is held at."
  type        = number
  default     = 70

  validation {
    condition     = var.cpu_target_percent >= 20 && var.cpu_target_percent <= 80
    error_message = "cpu_target_percent must be between 20 and 80: above it there is no room until an instance is up."
  }
}

variable "requests_per_target" {
  description = "Requests a minute of one instance that the group is held at."
  type        = number
  default     = 1000
}

variable "schedules" {
  description = "Planned sizes by name. A schedule without a time zone would silently be UTC, so the zone is required."
  type = map(object({
    recurrence = string
    time_zone  = string
    min_size   = number
    max_size   = number
  }))
  default = {}

  validation {
    condition     = alltrue([for plan in var.schedules : plan.time_zone == "UTC" || strcontains(plan.time_zone, "/")])
    error_message = "time_zone must be an IANA name such as Europe/Berlin, or UTC."
  }
}

variable "spot" {
  description = "Mixed instances with spot capacity; null, as in production, is on demand only."
  type = object({
    on_demand_base    = number
    on_demand_percent = number
    instance_types    = list(string)
  })
  default = null
}

variable "configuration_bucket" {
  description = "Bucket with the roles, the inventories and the release, below hosts/."
  type        = string
}

variable "data_key_arn" {
  description = "KMS key of the bucket."
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

variable "tags" {
  description = "Tags of instances and volumes, which a provider's default tags do not reach."
  type        = map(string)
}
