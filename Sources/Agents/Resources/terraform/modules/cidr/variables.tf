variable "vpc_cidr" {
  description = "Address range of the VPC; the tiers below assume a /16."
  type        = string

  validation {
    condition     = can(cidrhost(var.vpc_cidr, 0)) && tonumber(split("/", var.vpc_cidr)[1]) == 16
    error_message = "vpc_cidr must be a valid IPv4 /16."
  }
}

variable "zones" {
  description = "Number of availability zones."
  type        = number

  validation {
    condition     = var.zones >= 2 && var.zones <= 4
    error_message = "zones must be between 2 and 4."
  }
}
