variable "domain_name" {
  description = "Domain of the environment."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain_name))
    error_message = "domain_name must be a lower-case domain name without a dot at its end."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete the zone while it holds foreign records."
  type        = bool
}
