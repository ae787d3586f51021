output "tags" {
  description = "Tags for the provider's default_tags."
  value       = local.tags
}

output "name" {
  description = "Prefix of resource names."
  value       = "${var.project}-${var.environment}"
}
