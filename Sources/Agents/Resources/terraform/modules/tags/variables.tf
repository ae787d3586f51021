variable "environment" {
  description = "Environment that the resources belong to."
  type        = string

  validation {
    condition     = contains(["development", "integration", "staging", "production"], var.environment)
    error_message = "environment must be development, integration, staging or production."
  }
}

variable "project" {
  description = "Name of the product, used as a prefix of resource names."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,30}$", var.project))
    error_message = "project must be lower-case kebab case of 3 to 31 characters."
  }
}

variable "owner" {
  description = "Team that answers for the resources."
  type        = string
}

variable "cost_center" {
  description = "Cost centre that pays for the resources."
  type        = string
}

variable "data_classification" {
  description = "Most sensitive class of data that the environment holds."
  type        = string
  default     = "internal"
}

variable "extra" {
  description = "Further tags; they never override a mandatory one."
  type        = map(string)
  default     = {}
}
