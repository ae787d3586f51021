variable "name" {
  description = "Prefix of resource names."
  type        = string
}

variable "scope" {
  description = "REGIONAL for a load balancer; CLOUDFRONT, in us-east-1, for a distribution."
  type        = string

  validation {
    condition     = contains(["REGIONAL", "CLOUDFRONT"], var.scope)
    error_message = "scope must be REGIONAL or CLOUDFRONT."
  }
}

variable "requests_per_five_minutes" {
  description = "Requests of one client within five minutes above which it is blocked."
  type        = number
  default     = 2000

  validation {
    condition     = var.requests_per_five_minutes >= 100
    error_message = "a limit below 100 blocks ordinary people."
  }
}

variable "log_key_arn" {
  description = "KMS key of the logs."
  type        = string
}

variable "log_retention_days" {
  description = "Days that the logs are kept."
  type        = number
}

variable "is_behind_proxy" {
  description = "A proxy stands in front, so the client's address is in X-Forwarded-For; REGIONAL only."
  type        = bool
  default     = false
}

variable "load_balancer_arns" {
  description = "Load balancers that a REGIONAL web ACL protects, by any name."
  type        = map(string)
  default     = {}
}
