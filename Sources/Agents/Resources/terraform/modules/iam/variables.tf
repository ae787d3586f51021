variable "name" {
  description = "Prefix of role names."
  type        = string
}

variable "repository" {
  description = "Repository that the pipeline roles trust, as owner/name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", var.repository))
    error_message = "repository must be owner/name."
  }
}

variable "environment" {
  description = "Deployment environment that the apply role trusts."
  type        = string
}

variable "state_bucket_arn" {
  description = "Bucket of the Terraform state."
  type        = string
}

variable "state_key_alias" {
  description = "Alias of the KMS key of the Terraform state."
  type        = string
}

variable "permissions_boundary_arn" {
  description = "Upper limit of what the apply role can ever do."
  type        = string
}
