variable "environment" {
  description = "Environment, as the inventory names it."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
}

variable "bucket" {
  description = "Bucket of the configuration."
  type        = string
}

variable "key" {
  description = "Archive with the folder ansible/ and what its roles need beside it."
  type        = string

  validation {
    condition     = !startswith(var.key, "builds/")
    error_message = "key must not lie below builds/: whoever builds would be root on the hosts."
  }
}

variable "group" {
  description = "Group of the inventory that the host is in, under a name with a local connection."
  type        = string
}

variable "playbook" {
  description = "Playbook below ansible/ that the host applies to itself."
  type        = string
}

variable "log_group" {
  description = "Log group of the boots and of every change of the configuration."
  type        = string
}

variable "prepare" {
  description = "Commands before the roles, such as those of a volume."
  type        = string
  default     = ""
}

variable "mount" {
  description = "Folder that must be mounted before the roles are applied; null when there is none."
  type        = string
  default     = null
}

variable "must_apply" {
  description = "Whether a host whose first configuration fails is broken; otherwise it tries again."
  type        = bool
  default     = true
}

variable "agent_version" {
  description = "Version of the Session Manager's agent, which Debian's image does not have."
  type        = string
  default     = "3.3.1611.0"
}

variable "ansible_version" {
  description = "Version of ansible-core that applies the roles."
  type        = string
  default     = "2.19.14"
}
