output "private" {
  description = "One range per zone for workloads."
  value       = local.private
}

output "public" {
  description = "One range per zone for load balancers and NAT gateways."
  value       = local.public
}

output "data" {
  description = "One range per zone for databases and caches."
  value       = local.data
}
