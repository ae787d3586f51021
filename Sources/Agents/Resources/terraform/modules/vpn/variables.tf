variable "name" {
  description = "Prefix of resource names."
  type        = string
}

variable "vpc_id" {
  description = "VPC that is connected."
  type        = string
}

variable "route_table_ids" {
  description = "Route tables that learn the company's routes, by zone."
  type        = map(string)
}

variable "peer_address" {
  description = "Public address of the company's gateway; null until it is known, and then there is no connection."
  type        = string

  validation {
    condition     = var.peer_address == null || can(cidrhost("${coalesce(var.peer_address, "-")}/32", 0)) && !can(regex("^(10\\.|192\\.168\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|127\\.)", coalesce(var.peer_address, "-")))
    error_message = "peer_address must be a public IPv4 address."
  }
}

variable "peer_asn" {
  description = "BGP number of the company's gateway."
  type        = number

  validation {
    condition     = var.peer_asn >= 1 && var.peer_asn <= 4294967294
    error_message = "peer_asn must be a BGP number."
  }
}

variable "amazon_asn" {
  description = "BGP number of this side; it differs from the company's."
  type        = number
  default     = 64512

  validation {
    condition     = var.amazon_asn != var.peer_asn
    error_message = "the two sides need different BGP numbers."
  }
}

variable "log_key_arn" {
  description = "KMS key of the tunnels' logs."
  type        = string
}

variable "log_retention_days" {
  description = "Days that the tunnels' logs are kept."
  type        = number
}

variable "alarm_topic_arns" {
  description = "Topic by severity; high and critical are used."
  type        = map(string)
}
