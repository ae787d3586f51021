output "connection_id" {
  description = "Id of the VPN connection; its configuration for the company's gateway is downloaded with it."
  value       = aws_vpn_connection.this.id
}

output "tunnel_addresses" {
  description = "Public addresses of this side's two tunnels."
  value       = [aws_vpn_connection.this.tunnel1_address, aws_vpn_connection.this.tunnel2_address]
}
