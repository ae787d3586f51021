variable "name" {
  description = "Prefix of resource names."
  type        = string
}

variable "monthly_usd" {
  description = "Budget of a month in US dollars."
  type        = number

  validation {
    condition     = var.monthly_usd > 0
    error_message = "monthly_usd must be more than nothing."
  }
}

variable "cost_tags" {
  description = "Tags of the resources that the budget counts; a resource with one of them is counted."
  type        = map(string)

  validation {
    condition     = length(var.cost_tags) > 0
    error_message = "cost_tags must name at least one tag, or the budget counts the whole account."
  }
}

variable "topic_arn" {
  description = "Topic of the alerts; its policy lets the budget and anomaly services publish."
  type        = string
}

variable "actual_thresholds_percent" {
  description = "Parts of the budget, in percent, that are told when they are spent."
  type        = set(number)
  default     = [50, 80, 100]

  validation {
    condition     = contains(var.actual_thresholds_percent, 100) && alltrue([for percent in var.actual_thresholds_percent : percent > 0])
    error_message = "the whole budget, 100, must be among the thresholds, and all must be positive."
  }
}

variable "anomaly_percent" {
  description = "Unexpected spending, in percent of the budget, that is told at once."
  type        = number
  default     = 5
}

variable "activated_tags" {
  description = "Tags to activate for cost allocation; empty everywhere but in the account that pays."
  type        = set(string)
  default     = []
}
