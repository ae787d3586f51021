mock_provider "aws" {
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:/acme-test/vpn" }
  }
}

variables {
  name               = "acme-test"
  vpc_id             = "vpc-00000000000000000"
  route_table_ids    = { a = "rtb-00000000000000000", b = "rtb-11111111111111111" }
  peer_address       = "198.51.100.1"
  peer_asn           = 65000
  log_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  log_retention_days = 30
  alarm_topic_arns = {
    critical = "arn:aws:sns:us-east-1:123456789012:acme-test-critical"
    high     = "arn:aws:sns:us-east-1:123456789012:acme-test-high"
  }
}

run "both_tunnels_are_strong_and_logged" {
  assert {
    condition     = alltrue([for versions in [aws_vpn_connection.this[0].tunnel1_ike_versions, aws_vpn_connection.this[0].tunnel2_ike_versions] : versions == toset(["ikev2"])])
    error_message = "the old key exchange must be refused"
  }

  assert {
    condition     = alltrue([for algorithms in [aws_vpn_connection.this[0].tunnel1_phase2_encryption_algorithms, aws_vpn_connection.this[0].tunnel2_phase2_encryption_algorithms] : algorithms == toset(["AES256-GCM-16"])])
    error_message = "traffic must be encrypted strongly"
  }

  assert {
    condition     = aws_vpn_connection.this[0].tunnel1_log_options[0].cloudwatch_log_options[0].log_enabled && aws_vpn_connection.this[0].tunnel2_log_options[0].cloudwatch_log_options[0].log_enabled
    error_message = "both tunnels must be logged"
  }

  assert {
    condition     = toset(keys(aws_vpn_gateway_route_propagation.this)) == toset(["a", "b"])
    error_message = "every zone must learn the routes"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.tunnels["down"].alarm_actions == toset([var.alarm_topic_arns["critical"]])
    error_message = "a lost connection is critical"
  }
}

run "a_private_peer_is_refused" {
  command = plan

  variables {
    peer_address = "10.0.0.1"
  }

  expect_failures = [var.peer_address]
}

run "equal_numbers_are_refused" {
  command = plan

  variables {
    amazon_asn = 65000
  }

  expect_failures = [var.amazon_asn]
}

run "an_unknown_peer_gives_no_connection" {
  command = plan

  variables {
    peer_address = null
  }

  assert {
    condition     = length(aws_vpn_connection.this) == 0 && length(aws_cloudwatch_metric_alarm.tunnels) == 0
    error_message = "nothing can be connected to, and nothing is to be watched"
  }

  assert {
    condition     = length(aws_vpn_gateway_route_propagation.this) == 2
    error_message = "the gateway is ready for the connection"
  }
}
