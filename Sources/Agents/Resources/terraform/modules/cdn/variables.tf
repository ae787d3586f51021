variable "name" {
  description = "Prefix of resource names."
  type        = string
}

variable "domain" {
  description = "Name that people type."
  type        = string
}

variable "zone" {
  description = "Route 53 zone of the domain; null when the domain's records are kept elsewhere."
  type = object({
    id = string
  })
  default = null
}

variable "certificate_arn" {
  description = "Issued certificate in us-east-1 for the domain, when there is no zone to prove one with."
  type        = string
  default     = null
}

variable "api_origin_domain" {
  description = "Name under which CloudFront reaches the load balancer."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9.-]+\\.[a-z]+$", var.api_origin_domain))
    error_message = "api_origin_domain must be a host name; CloudFront takes no address."
  }
}

variable "assets_bucket_domain" {
  description = "Regional domain name of the bucket with the static files."
  type        = string

  validation {
    condition     = !strcontains(var.assets_bucket_domain, "s3-website")
    error_message = "a website endpoint cannot be signed for; give the bucket's regional domain name."
  }
}

variable "web_acl_arn" {
  description = "Web ACL of scope CLOUDFRONT."
  type        = string
}

variable "log_key_arn" {
  description = "KMS key, in us-east-1, of the access logs."
  type        = string
}

variable "archive_after_days" {
  description = "Days until access logs move to the archive class."
  type        = number
}

variable "expire_after_days" {
  description = "Days until access logs are deleted."
  type        = number

  validation {
    condition     = var.expire_after_days > var.archive_after_days
    error_message = "logs must be archived before they are deleted."
  }
}

variable "price_class" {
  description = "Edge locations that answer; PriceClass_All is all of them."
  type        = string
  default     = "PriceClass_All"

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "price_class must be PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "origin_read_timeout_seconds" {
  description = "Seconds that CloudFront waits for an answer of the load balancer."
  type        = number
  default     = 30

  validation {
    condition     = var.origin_read_timeout_seconds >= 1 && var.origin_read_timeout_seconds <= 60
    error_message = "origin_read_timeout_seconds must be between 1 and 60."
  }
}

variable "content_security_policy" {
  description = "Content-Security-Policy of answers that bring none of their own."
  type        = string
  default     = "default-src 'self'; frame-ancestors 'none'; object-src 'none'; base-uri 'self'"
}

variable "deletion_protection" {
  description = "Refuse to destroy the log bucket while it holds logs."
  type        = bool
}
