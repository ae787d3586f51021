output "connection_id" {
  description = "Id of the VPN connection, null without one; its configuration for the company's gateway is downloaded with it."
  value       = one(aws_vpn_connection.this[*].id)
}

output "tunnel_addresses" {
  description = "Public addresses of this side's two tunnels; empty without a connection."
  value       = flatten([for vpn in aws_vpn_connection.this : [vpn.tunnel1_address, vpn.tunnel2_address]])
}
