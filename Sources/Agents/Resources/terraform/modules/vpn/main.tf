# The way to the company's own network: two encrypted tunnels, so that the maintenance of one is not noticed.
# Until the address of the other side is known there is only this side's gateway, which costs nothing.
locals {
  is_connected = var.peer_address != null
}

resource "aws_customer_gateway" "this" {
  count = local.is_connected ? 1 : 0

  type       = "ipsec.1"
  ip_address = var.peer_address
  bgp_asn    = tostring(var.peer_asn)

  tags = {
    Name = var.name
  }
}

resource "aws_vpn_gateway" "this" {
  vpc_id          = var.vpc_id
  amazon_side_asn = tostring(var.amazon_asn)

  tags = {
    Name = var.name
  }
}

resource "aws_cloudwatch_log_group" "tunnels" {
  count = local.is_connected ? 1 : 0

  name              = "/${var.name}/vpn"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_key_arn
}

# The keys are made by AWS: none is written here. They stand in the state, which is encrypted.
resource "aws_vpn_connection" "this" {
  count = local.is_connected ? 1 : 0

  type                = "ipsec.1"
  customer_gateway_id = aws_customer_gateway.this[0].id
  vpn_gateway_id      = aws_vpn_gateway.this.id

  tunnel1_ike_versions                 = ["ikev2"]
  tunnel1_phase1_encryption_algorithms = ["AES256-GCM-16"]
  tunnel1_phase1_integrity_algorithms  = ["SHA2-384"]
  tunnel1_phase1_dh_group_numbers      = [20]
  tunnel1_phase2_encryption_algorithms = ["AES256-GCM-16"]
  tunnel1_phase2_integrity_algorithms  = ["SHA2-384"]
  tunnel1_phase2_dh_group_numbers      = [20]

  tunnel2_ike_versions                 = ["ikev2"]
  tunnel2_phase1_encryption_algorithms = ["AES256-GCM-16"]
  tunnel2_phase1_integrity_algorithms  = ["SHA2-384"]
  tunnel2_phase1_dh_group_numbers      = [20]
  tunnel2_phase2_encryption_algorithms = ["AES256-GCM-16"]
  tunnel2_phase2_integrity_algorithms  = ["SHA2-384"]
  tunnel2_phase2_dh_group_numbers      = [20]

  tunnel1_log_options {
    cloudwatch_log_options {
      log_enabled       = true
      log_group_arn     = aws_cloudwatch_log_group.tunnels[0].arn
      log_output_format = "json"
    }
  }

  tunnel2_log_options {
    cloudwatch_log_options {
      log_enabled       = true
      log_group_arn     = aws_cloudwatch_log_group.tunnels[0].arn
      log_output_format = "json"
    }
  }

  tags = {
    Name = var.name
  }
}

# Routes are learnt from the other side; the data subnets get none.
resource "aws_vpn_gateway_route_propagation" "this" {
  for_each = var.route_table_ids

  vpn_gateway_id = aws_vpn_gateway.this.id
  route_table_id = each.value
}

# One of two tunnels still carries everything: somebody must look. Without both nothing gets through.
resource "aws_cloudwatch_metric_alarm" "tunnels" {
  for_each = local.is_connected ? {
    degraded = { threshold = 1, severity = "high" }
    down     = { threshold = 0.5, severity = "critical" }
  } : {}

  alarm_name          = "${var.name}-vpn-${each.key}"
  alarm_description   = "Severity ${each.value.severity}: fewer VPN tunnels are up than there should be"
  namespace           = "AWS/VPN"
  metric_name         = "TunnelState"
  dimensions          = { VpnId = aws_vpn_connection.this[0].id }
  statistic           = each.key == "down" ? "Maximum" : "Average"
  comparison_operator = "LessThanThreshold"
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = each.key == "down" ? 1 : 5
  treat_missing_data  = "breaching"
  alarm_actions       = [var.alarm_topic_arns[each.value.severity]]
  ok_actions          = [var.alarm_topic_arns[each.value.severity]]
}
