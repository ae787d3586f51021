variable "name" {
  description = "Prefix of resource names."
  type        = string
}

variable "services" {
  description = "Services that are built, each with a repository of images."
  type        = set(string)

  validation {
    condition     = length(var.services) > 0
    error_message = "services must name at least one."
  }
}

variable "repository" {
  description = "Repository whose pipeline may push, as owner/name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "repository must be owner/name, without a wildcard."
  }
}

variable "branch" {
  description = "Branch that is released."
  type        = string
  default     = "main"

  validation {
    condition     = can(regex("^[A-Za-z0-9._/-]+$", var.branch))
    error_message = "branch must name one branch, without a wildcard."
  }
}

variable "data_key_arn" {
  description = "KMS key of images and artifacts."
  type        = string
}

variable "log_key_arn" {
  description = "KMS key of the build logs."
  type        = string
}

variable "log_retention_days" {
  description = "Days that build logs are kept."
  type        = number
  default     = 90
}

variable "log_bucket_name" {
  description = "Bucket of the access logs; its policy lets S3 write below buckets/artifacts/."
  type        = string
}

variable "permissions_boundary_arn" {
  description = "Boundary of the pipeline's roles."
  type        = string
}

variable "kept_images" {
  description = "Images of a service that are kept."
  type        = number
  default     = 30

  validation {
    condition     = var.kept_images >= 5
    error_message = "fewer than five images leave nothing to go back to."
  }
}

variable "codebuild" {
  description = "Machine of a CodeBuild project; null builds on the repository's own runners."
  type = object({
    compute_type = string
    image        = string
  })
  default = null
}

variable "deletion_protection" {
  description = "Refuse to destroy repositories and buckets that hold something."
  type        = bool
}
