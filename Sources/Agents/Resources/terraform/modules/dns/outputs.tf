output "zone_id" {
  description = "Id of the hosted zone."
  value       = aws_route53_zone.this.zone_id
}

output "name_servers" {
  description = "Name servers that the parent zone delegates to."
  value       = aws_route53_zone.this.name_servers
}
