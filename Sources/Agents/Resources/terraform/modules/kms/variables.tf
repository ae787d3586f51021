variable "name" {
  description = "Prefix of the key aliases."
  type        = string
}

variable "region" {
  description = "Region of the log service that may use the log key."
  type        = string
}

variable "deletion_window_days" {
  description = "Days between a key's scheduled deletion and its end."
  type        = number
  default     = 30

  validation {
    condition     = var.deletion_window_days >= 7 && var.deletion_window_days <= 30
    error_message = "deletion_window_days must be between 7 and 30."
  }
}

variable "purposes" {
  description = "Kinds of data that get a key of their own."
  type        = set(string)
  default     = ["data", "logs", "secrets", "cluster"]

  validation {
    condition     = length(setsubtract(var.purposes, ["data", "logs", "secrets", "cluster"])) == 0
    error_message = "purposes may hold data, logs, secrets and cluster."
  }
}
