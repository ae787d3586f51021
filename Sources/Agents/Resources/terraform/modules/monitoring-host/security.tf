# People come through Session Manager, so that the only thing let in is traces.
resource "aws_security_group" "monitoring" {
  name        = local.name
  description = "Monitoring host: traces from the workloads"
  vpc_id      = var.vpc_id

  tags = {
    Name = local.name
  }
}

resource "aws_vpc_security_group_ingress_rule" "monitoring_traces" {
  security_group_id            = aws_security_group.monitoring.id
  description                  = "Traces from the workloads"
  referenced_security_group_id = var.application_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 4317
  to_port                      = 4318
}

resource "aws_vpc_security_group_egress_rule" "application_traces" {
  security_group_id            = var.application_security_group_id
  description                  = "Traces"
  referenced_security_group_id = aws_security_group.monitoring.id
  ip_protocol                  = "tcp"
  from_port                    = 4317
  to_port                      = 4318
}

resource "aws_vpc_security_group_ingress_rule" "application_scrape" {
  for_each = { for port in var.scrape_ports : tostring(port) => port }

  security_group_id            = var.application_security_group_id
  description                  = "Metrics to the monitoring host"
  referenced_security_group_id = aws_security_group.monitoring.id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "aws_vpc_security_group_egress_rule" "monitoring_scrape" {
  for_each = { for port in var.scrape_ports : tostring(port) => port }

  security_group_id            = aws_security_group.monitoring.id
  description                  = "Metrics of the workloads"
  referenced_security_group_id = var.application_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}

resource "aws_vpc_security_group_ingress_rule" "endpoints_monitoring" {
  security_group_id            = var.endpoints_security_group_id
  description                  = "AWS APIs from the monitoring host"
  referenced_security_group_id = aws_security_group.monitoring.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "monitoring_https" {
  security_group_id = aws_security_group.monitoring.id
  description       = "HTTPS to AWS, packages and whoever is told of alerts, through the NAT gateways"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
