variable "name" {
  description = "Prefix of resource names."
  type        = string
}

variable "region" {
  description = "Region of the VPC endpoints."
  type        = string
}

variable "vpc_cidr" {
  description = "Address range of the VPC."
  type        = string
}

variable "zones" {
  description = "Names of the availability zones."
  type        = list(string)

  validation {
    condition     = length(var.zones) >= 2 && length(var.zones) <= 4 && length(distinct(var.zones)) == length(var.zones)
    error_message = "zones must name two to four different availability zones."
  }
}

variable "nat_gateways" {
  description = "NAT gateways, at most one a zone. With fewer than zones, the loss of a zone takes the egress of others; with none there is no egress."
  type        = number

  validation {
    condition     = var.nat_gateways >= 0 && var.nat_gateways <= length(var.zones)
    error_message = "nat_gateways must be between 0 and the number of zones."
  }
}

variable "interface_endpoints" {
  description = "AWS services that are reached by an interface endpoint instead of the NAT gateways."
  type        = set(string)
  default     = []
}

variable "application_port" {
  description = "Port that the services listen on behind the load balancer."
  type        = number
  default     = 8080
}

variable "database_port" {
  description = "Port of the database."
  type        = number
}

variable "cache_port" {
  description = "Port of the cache; null when there is none."
  type        = number
  default     = 6379
}

variable "flow_log_retention_days" {
  description = "Days that flow logs are kept."
  type        = number
}

variable "log_key_arn" {
  description = "KMS key of the flow logs."
  type        = string
}
