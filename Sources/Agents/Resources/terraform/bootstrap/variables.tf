variable "project" {
  description = "Name of the product."
  type        = string
}

variable "environment" {
  description = "Environment whose account is prepared; run once in each account."
  type        = string
}

variable "region" {
  description = "Region of the state bucket."
  type        = string
}

variable "owner" {
  description = "Team that answers for the state."
  type        = string
}

variable "cost_center" {
  description = "Cost centre that pays for the state."
  type        = string
}

variable "deletion_protection" {
  description = "Refuse to destroy the state bucket while it holds states."
  type        = bool
  default     = true
}
