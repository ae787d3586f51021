variable "secret_arns" {
  description = "Secrets that the application reads."
  type        = list(string)

  validation {
    condition     = !contains(var.secret_arns, "*")
    error_message = "name the secrets: a workload must not read every one of the account."
  }
}

variable "asset_bucket_arn" {
  description = "Bucket of the application's objects."
  type        = string
}

variable "key_arns" {
  description = "KMS keys of the secrets and objects."
  type        = list(string)
}
