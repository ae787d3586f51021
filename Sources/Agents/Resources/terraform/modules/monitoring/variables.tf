variable "name" {
  description = "Prefix of resource names."
  type        = string
}

variable "log_key_arn" {
  description = "KMS key of the topics and log groups."
  type        = string
}

variable "log_retention_days" {
  description = "Days that log groups are kept."
  type        = number
  default     = 30
}

variable "log_group_names" {
  description = "Log groups to make, below the name."
  type        = set(string)
  default     = []
}

variable "databases" {
  description = "Databases to watch: identifier by any name."
  type        = map(string)
  default     = {}
}

variable "database_free_storage_gib" {
  description = "Free storage of a database, in GiB, below which somebody must look."
  type        = number
  default     = 10
}

variable "database_connection_limit" {
  description = "Connections to a database above which somebody must look."
  type        = number
  default     = 1000
}

variable "caches" {
  description = "Cache nodes to watch: cluster id by any name."
  type        = map(string)
  default     = {}
}

variable "clusters" {
  description = "Kubernetes clusters to watch: name by any name."
  type        = map(string)
  default     = {}
}

variable "autoscaling_groups" {
  description = "Autoscaling groups to watch: name by any name."
  type        = map(string)
  default     = {}
}

variable "load_balancers" {
  description = "Load balancers to watch: ARN suffix by any name."
  type        = map(string)
  default     = {}
}

variable "latency_p95_seconds" {
  description = "95th percentile of a load balancer's answers, in seconds, above which somebody must look."
  type        = number
  default     = 0.2
}

variable "distributions" {
  description = "CloudFront distributions to watch: id by any name. Their figures are in us-east-1 only."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for id in values(var.distributions) : !startswith(id, "arn:")])
    error_message = "distributions takes ids, not ARNs."
  }
}

variable "web_acls" {
  description = "Web ACLs to watch: name by any name."
  type        = map(string)
  default     = {}
}

variable "nat_gateways" {
  description = "NAT gateways to watch: id by any name."
  type        = map(string)
  default     = {}
}

variable "heartbeat_log_groups" {
  description = "Log groups that always speak, by any name; silence for five minutes is critical."
  type        = map(string)
  default     = {}
}

variable "receivers" {
  description = "Who is told: severity, protocol and endpoint by any name. An endpoint that holds a token does not belong here."
  type = map(object({
    severity = string
    protocol = string
    endpoint = string
  }))
  default = {}

  validation {
    condition     = alltrue([for receiver in values(var.receivers) : contains(["critical", "high", "medium", "low"], receiver.severity) && contains(["email", "https", "lambda", "sqs"], receiver.protocol)])
    error_message = "a receiver's severity is critical, high, medium or low; its protocol email, https, lambda or sqs."
  }
}
