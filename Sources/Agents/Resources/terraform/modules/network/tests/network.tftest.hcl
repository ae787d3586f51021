mock_provider "aws" {
  source = "../testing"
}

variables {
  name        = "example-production"
  region      = "us-east-1"
  log_key_arn = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"

  vpc_cidr                = "10.0.0.0/16"
  zones                   = ["us-east-1a", "us-east-1b", "us-east-1c"]
  nat_gateways            = 3
  database_port           = 5432
  interface_endpoints     = ["sts"]
  flow_log_retention_days = 30
}

run "three_tiers_in_three_zones" {
  assert {
    condition     = length(aws_subnet.public) == 3 && length(aws_subnet.private) == 3 && length(aws_subnet.data) == 3
    error_message = "every zone needs a public, a private and a data subnet"
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.public : !subnet.map_public_ip_on_launch])
    error_message = "nothing gets a public address by itself"
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 3 && length(aws_route.private_egress) == 3
    error_message = "every zone leaves through its own NAT gateway"
  }

  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL"
    error_message = "flow logs must hold accepted and rejected traffic"
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.edge_https.prefix_list_id == data.aws_ec2_managed_prefix_list.cloudfront.id && aws_vpc_security_group_ingress_rule.edge_https.from_port == 443
    error_message = "the load balancer answers CloudFront on 443 and nobody else"
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.database_application.from_port == 5432
    error_message = "the database answers on its own port"
  }

  assert {
    condition     = length(aws_network_acl.data.ingress) == 6
    error_message = "the data tier's network ACL lets three zones in on two ports"
  }
}

run "no_cache_and_one_nat_gateway_in_two_zones" {
  variables {
    zones        = ["us-east-1a", "us-east-1b"]
    nat_gateways = 1
    cache_port   = null
  }

  assert {
    condition     = length(aws_security_group.cache) == 0 && output.security_group_ids["cache"] == null
    error_message = "without a cache it has no security group"
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_route.private_egress) == 2
    error_message = "both zones leave through the one gateway"
  }

  assert {
    condition     = length(aws_network_acl.data.ingress) == 2
    error_message = "the network ACL lets two zones in on the database's port"
  }
}

run "one_zone_is_refused" {
  command = plan

  variables {
    zones        = ["us-east-1a"]
    nat_gateways = 1
  }

  expect_failures = [var.zones]
}

run "more_gateways_than_zones_are_refused" {
  command = plan

  variables {
    nat_gateways = 4
  }

  expect_failures = [var.nat_gateways]
}
