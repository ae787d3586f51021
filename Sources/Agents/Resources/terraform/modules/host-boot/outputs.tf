output "script" {
  description = "Script of the first boot. It holds no secret."
  value       = local.script
}
