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
