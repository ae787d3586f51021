variable "name" {
  description = "Name of the trail and prefix of resource names."
  type        = string
}

variable "log_bucket_name" {
  description = "Bucket of the trail; its policy lets this trail write."
  type        = string
}

variable "log_key_arn" {
  description = "KMS key of the trail's files."
  type        = string
}

variable "archive_bucket_name" {
  description = "Bucket in a log account that takes the trail and the history; null keeps them in log_bucket_name."
  type        = string
  default     = null
}

variable "finding_topic_arn" {
  description = "Topic that grave findings are published to."
  type        = string
}

variable "inspected_resource_types" {
  description = "What Inspector looks through for known vulnerabilities."
  type        = list(string)
  default     = ["EC2", "ECR"]

  validation {
    condition     = length(var.inspected_resource_types) > 0 && alltrue([for type in var.inspected_resource_types : contains(["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"], type)])
    error_message = "inspected_resource_types must name at least one of EC2, ECR, LAMBDA, LAMBDA_CODE."
  }
}

variable "shield_resource_arns" {
  description = "What Shield Advanced protects, by any name; the account's subscription is made by hand first."
  type        = map(string)
  default     = {}
}

variable "patching" {
  description = "Patching of Debian machines that carry the tag PatchGroup with this name; null where there are none."
  type = object({
    schedule  = string
    time_zone = string
  })
  default = null

  validation {
    condition     = var.patching == null || can(regex("^(cron|rate)\\(.+\\)$", var.patching.schedule))
    error_message = "patching.schedule must be cron(...) or rate(...)."
  }
}
