variable "name" {
  description = "Name of the cluster."
  type        = string
}

variable "cluster_version" {
  description = "Kubernetes version."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets, one per zone."
  type        = list(string)
}

variable "application_security_group_id" {
  description = "Security group of the workloads."
  type        = string
}

variable "instance_type" {
  description = "Type of the nodes."
  type        = string
}

variable "min_nodes" {
  description = "Nodes that are always there; none in a cluster that waits for a disaster."
  type        = number
}

variable "max_nodes" {
  description = "Nodes that a spike may reach."
  type        = number

  validation {
    condition     = var.max_nodes >= var.min_nodes
    error_message = "max_nodes must not be below min_nodes."
  }
}

variable "node_zones" {
  description = "Zones that nodes are spread over, from the first subnet on."
  type        = number
}

variable "disk_gib" {
  description = "Disk of a workload node."
  type        = number
}

variable "logging" {
  description = "Nodes of the log store; zero of them when logs are kept elsewhere."
  type = object({
    instance_type = string
    nodes         = number
  })
}

variable "cluster_key_arn" {
  description = "KMS key of the cluster's secrets."
  type        = string
}

variable "log_key_arn" {
  description = "KMS key of the control plane's logs."
  type        = string
}

variable "log_retention_days" {
  description = "Days that the control plane's logs are kept."
  type        = number
}

variable "administrator_role_arns" {
  description = "Roles that administer the cluster; whoever made it has no rights by that alone."
  type        = set(string)
}

variable "deletion_protection" {
  description = "Refuse deletion of the cluster's logs."
  type        = bool
}

variable "workload" {
  description = "Service accounts of the application, one for each service, and what they may do, as an IAM policy in JSON."
  type = object({
    namespace        = string
    service_accounts = set(string)
    policy           = string
  })
}

variable "identities" {
  description = "Further service accounts that call the provider, each with an IAM policy in JSON."
  type = map(object({
    namespace       = string
    service_account = string
    policy          = string
  }))
  default = {}
}

variable "target_group_arn" {
  description = "Target group of the load balancer that pods are registered with."
  type        = string
}
