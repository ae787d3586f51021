variable "name" {
  description = "Name of the load balancer."
  type        = string

  validation {
    condition     = length(var.name) <= 32
    error_message = "name must have at most 32 characters, which is the service's limit."
  }
}

variable "vpc_id" {
  description = "VPC of the targets."
  type        = string
}

variable "subnet_ids" {
  description = "Public subnets, one per zone."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "a load balancer needs subnets in two zones."
  }
}

variable "security_group_id" {
  description = "Security group that lets CloudFront in and nobody else."
  type        = string
}

variable "domain_name" {
  description = "Name that CloudFront reaches the load balancer by."
  type        = string
}

variable "zone_id" {
  description = "Hosted zone of the name."
  type        = string
}

variable "application_port" {
  description = "Port of the targets."
  type        = number
}

variable "target_type" {
  description = "ip for pods, instance for an autoscaling group."
  type        = string

  validation {
    condition     = contains(["ip", "instance"], var.target_type)
    error_message = "target_type must be ip or instance."
  }
}

variable "health_path" {
  description = "Path that answers 200 when a target can serve."
  type        = string

  validation {
    condition     = startswith(var.health_path, "/")
    error_message = "health_path must begin with a slash."
  }
}

variable "log_bucket_name" {
  description = "Bucket of the access logs; its policy lets the service write."
  type        = string
}

variable "deletion_protection" {
  description = "Refuse deletion of the load balancer."
  type        = bool
}

variable "web_acl_arn" {
  description = "Regional web ACL in front of the load balancer; null where only the CDN reaches it, whose own ACL has seen every request."
  type        = string
  default     = null
}
