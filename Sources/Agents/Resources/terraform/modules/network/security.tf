# CloudFront's published ranges: the load balancer answers nobody else.
data "aws_ec2_managed_prefix_list" "cloudfront" {
  name = "com.amazonaws.global.cloudfront.origin-facing"
}

resource "aws_security_group" "edge" {
  #checkov:skip=CKV2_AWS_5:attached by the module that gets its id from this one's outputs
  name        = "${var.name}-edge"
  description = "Load balancer: HTTPS from CloudFront only"
  vpc_id      = aws_vpc.this.id

  tags = {
    Name = "${var.name}-edge"
  }
}

resource "aws_security_group" "application" {
  #checkov:skip=CKV2_AWS_5:attached by the module that gets its id from this one's outputs
  name        = "${var.name}-application"
  description = "Workloads: the application port from the load balancer"
  vpc_id      = aws_vpc.this.id

  tags = {
    Name = "${var.name}-application"
  }
}

resource "aws_security_group" "database" {
  #checkov:skip=CKV2_AWS_5:attached by the module that gets its id from this one's outputs
  name        = "${var.name}-database"
  description = "Database: its port from the workloads"
  vpc_id      = aws_vpc.this.id

  tags = {
    Name = "${var.name}-database"
  }
}

resource "aws_security_group" "cache" {
  #checkov:skip=CKV2_AWS_5:attached by the module that gets its id from this one's outputs
  count = var.cache_port == null ? 0 : 1

  name        = "${var.name}-cache"
  description = "Cache: its port from the workloads"
  vpc_id      = aws_vpc.this.id

  tags = {
    Name = "${var.name}-cache"
  }
}

resource "aws_security_group" "endpoints" {
  name        = "${var.name}-endpoints"
  description = "VPC endpoints: HTTPS from the workloads"
  vpc_id      = aws_vpc.this.id

  tags = {
    Name = "${var.name}-endpoints"
  }
}

resource "aws_vpc_security_group_ingress_rule" "edge_https" {
  security_group_id = aws_security_group.edge.id
  description       = "HTTPS from CloudFront"
  prefix_list_id    = data.aws_ec2_managed_prefix_list.cloudfront.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "edge_application" {
  security_group_id            = aws_security_group.edge.id
  description                  = "Requests to the workloads"
  referenced_security_group_id = aws_security_group.application.id
  ip_protocol                  = "tcp"
  from_port                    = var.application_port
  to_port                      = var.application_port
}

resource "aws_vpc_security_group_ingress_rule" "application_edge" {
  security_group_id            = aws_security_group.application.id
  description                  = "Requests from the load balancer"
  referenced_security_group_id = aws_security_group.edge.id
  ip_protocol                  = "tcp"
  from_port                    = var.application_port
  to_port                      = var.application_port
}

resource "aws_vpc_security_group_egress_rule" "application_database" {
  security_group_id            = aws_security_group.application.id
  description                  = "Queries"
  referenced_security_group_id = aws_security_group.database.id
  ip_protocol                  = "tcp"
  from_port                    = var.database_port
  to_port                      = var.database_port
}

resource "aws_vpc_security_group_egress_rule" "application_cache" {
  count = var.cache_port == null ? 0 : 1

  security_group_id            = aws_security_group.application.id
  description                  = "Cache look-ups"
  referenced_security_group_id = aws_security_group.cache[0].id
  ip_protocol                  = "tcp"
  from_port                    = var.cache_port
  to_port                      = var.cache_port
}

resource "aws_vpc_security_group_egress_rule" "application_https" {
  security_group_id = aws_security_group.application.id
  description       = "HTTPS to third parties through the NAT gateways"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_ingress_rule" "database_application" {
  security_group_id            = aws_security_group.database.id
  description                  = "Queries from the workloads"
  referenced_security_group_id = aws_security_group.application.id
  ip_protocol                  = "tcp"
  from_port                    = var.database_port
  to_port                      = var.database_port
}

resource "aws_vpc_security_group_ingress_rule" "cache_application" {
  count = var.cache_port == null ? 0 : 1

  security_group_id            = aws_security_group.cache[0].id
  description                  = "Look-ups from the workloads"
  referenced_security_group_id = aws_security_group.application.id
  ip_protocol                  = "tcp"
  from_port                    = var.cache_port
  to_port                      = var.cache_port
}

resource "aws_vpc_security_group_ingress_rule" "endpoints_application" {
  security_group_id            = aws_security_group.endpoints.id
  description                  = "AWS APIs from the workloads"
  referenced_security_group_id = aws_security_group.application.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

# A second wall in front of the data tier: a mistake in a security group alone opens nothing.
resource "aws_network_acl" "data" {
  vpc_id     = aws_vpc.this.id
  subnet_ids = [for subnet in aws_subnet.data : subnet.id]

  dynamic "ingress" {
    for_each = { for index, zone in var.zones : zone => index }

    content {
      rule_no    = 100 + ingress.value
      action     = "allow"
      protocol   = "tcp"
      cidr_block = local.private[ingress.key]
      from_port  = var.database_port
      to_port    = var.database_port
    }
  }

  dynamic "ingress" {
    for_each = { for index, zone in var.zones : zone => index if var.cache_port != null }

    content {
      rule_no    = 200 + ingress.value
      action     = "allow"
      protocol   = "tcp"
      cidr_block = local.private[ingress.key]
      from_port  = var.cache_port
      to_port    = var.cache_port
    }
  }

  dynamic "egress" {
    for_each = { for index, zone in var.zones : zone => index }

    content {
      rule_no    = 100 + egress.value
      action     = "allow"
      protocol   = "tcp"
      cidr_block = local.private[egress.key]
      from_port  = 1024
      to_port    = 65535
    }
  }

  tags = {
    Name = "${var.name}-data"
  }
}
