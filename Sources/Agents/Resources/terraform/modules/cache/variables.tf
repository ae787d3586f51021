variable "name" {
  description = "Prefix of resource names."
  type        = string
}

variable "engine" {
  description = "Cache engine."
  type        = string

  validation {
    condition     = contains(["redis", "valkey"], var.engine)
    error_message = "engine must be redis or valkey."
  }
}

variable "engine_version" {
  description = "Version of the engine."
  type        = string
}

variable "node_type" {
  description = "Type of the nodes."
  type        = string
}

variable "shards" {
  description = "Shards, each with a part of the keys."
  type        = number
}

variable "replicas_per_shard" {
  description = "Replicas beside each shard's primary; with none there is no failover."
  type        = number

  validation {
    condition     = var.replicas_per_shard >= 0 && var.replicas_per_shard <= 5
    error_message = "replicas_per_shard must be between 0 and 5."
  }
}

variable "snapshot_retention_days" {
  description = "Days that snapshots are kept."
  type        = number
}

variable "subnet_ids" {
  description = "Data subnets."
  type        = list(string)
}

variable "security_group_id" {
  description = "Security group of the cache."
  type        = string
}

variable "data_key_arn" {
  description = "KMS key at rest."
  type        = string
}

variable "log_key_arn" {
  description = "KMS key of the slow log."
  type        = string
}

variable "log_retention_days" {
  description = "Days that the slow log is kept."
  type        = number
}
