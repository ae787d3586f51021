output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "public_subnet_ids" {
  description = "Subnets of the load balancer, one per zone."
  value       = [for zone in var.zones : aws_subnet.public[zone].id]
}

output "private_subnet_ids" {
  description = "Subnets of the workloads, one per zone."
  value       = [for zone in var.zones : aws_subnet.private[zone].id]
}

output "data_subnet_ids" {
  description = "Subnets of databases and caches, one per zone."
  value       = [for zone in var.zones : aws_subnet.data[zone].id]
}

output "security_group_ids" {
  description = "Security groups by role: edge, application, endpoints, database, cache; the last is null without a cache."
  value = {
    edge        = aws_security_group.edge.id
    application = aws_security_group.application.id
    endpoints   = aws_security_group.endpoints.id
    database    = aws_security_group.database.id
    cache       = one(aws_security_group.cache[*].id)
  }
}

output "data_route_table_id" {
  description = "Route table of the data subnets, which has no default route."
  value       = aws_route_table.data.id
}

output "private_route_table_ids" {
  description = "Route tables of the workloads, one per zone."
  value       = [for zone in var.zones : aws_route_table.private[zone].id]
}
