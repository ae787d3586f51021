variable "name" {
  description = "Prefix of resource names; -edge is appended."
  type        = string
}

variable "domain" {
  description = "Name that people type."
  type        = string
}

variable "zone" {
  description = "Route 53 zone of the domain; null when the domain's records are kept elsewhere."
  type = object({
    id = string
  })
  default = null
}

variable "certificate_arn" {
  description = "Issued certificate in us-east-1, when there is no zone to prove one with."
  type        = string
  default     = null
}

variable "api_origin_domain" {
  description = "Name under which CloudFront reaches the load balancer."
  type        = string
}

variable "assets_bucket_domain" {
  description = "Regional domain name of the bucket with the static files."
  type        = string
}

variable "requests_per_five_minutes" {
  description = "Requests of one client within five minutes above which it is blocked."
  type        = number
}

variable "log_retention_days" {
  description = "Days that the firewall's log group is kept."
  type        = number
}

variable "retention" {
  description = "Days that access logs are kept at hand, moved to the archive and deleted."
  type = object({
    hot_days     = number
    archive_days = number
  })
}

variable "receivers" {
  description = "Who is told of the edge's alarms: severity, protocol and endpoint by any name."
  type = map(object({
    severity = string
    protocol = string
    endpoint = string
  }))
  default = {}
}

variable "deletion_protection" {
  description = "Refuse to destroy the log bucket while it holds logs."
  type        = bool
}
