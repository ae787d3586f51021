mock_provider "aws" {
  mock_resource "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/acme-test/00000000-0000-0000-0000-000000000000" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-acme-test" }
  }
}

variables {
  name               = "acme-test"
  scope              = "CLOUDFRONT"
  log_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  log_retention_days = 30
}

run "a_distribution_counts_clients" {
  assert {
    condition     = one([for rule in aws_wafv2_web_acl.this.rule : rule.statement[0].rate_based_statement[0].aggregate_key_type if rule.name == "rate-per-client"]) == "IP"
    error_message = "CloudFront sees the client's own address"
  }

  assert {
    condition     = one([for rule in aws_wafv2_web_acl.this.rule : rule.statement[0].rate_based_statement[0].limit if rule.name == "rate-per-client"]) == 2000
    error_message = "the limit without another one is 2000 in five minutes"
  }

  assert {
    condition     = length([for rule in aws_wafv2_web_acl.this.rule : rule if length(rule.override_action) == 1]) == 5
    error_message = "all managed groups must be there"
  }

  assert {
    condition     = startswith(aws_cloudwatch_log_group.this.name, "aws-waf-logs-")
    error_message = "the service refuses log groups of another name"
  }

  assert {
    condition     = toset([for field in aws_wafv2_web_acl_logging_configuration.this.redacted_fields : field.single_header[0].name]) == toset(["authorization", "cookie"])
    error_message = "credentials must not be logged"
  }
}

run "a_load_balancer_behind_a_proxy_counts_forwarded_clients" {
  variables {
    scope              = "REGIONAL"
    is_behind_proxy    = true
    load_balancer_arns = { web = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0000000000000000" }
  }

  assert {
    condition     = one([for rule in aws_wafv2_web_acl.this.rule : rule.statement[0].rate_based_statement[0].aggregate_key_type if rule.name == "rate-per-client"]) == "FORWARDED_IP"
    error_message = "behind a proxy the limit must not count the proxy"
  }

  assert {
    condition     = one([for rule in aws_wafv2_web_acl.this.rule : rule.statement[0].rate_based_statement[0].forwarded_ip_config[0].header_name if rule.name == "rate-per-client"]) == "X-Forwarded-For"
    error_message = "the forwarded address must be read"
  }

  assert {
    condition     = length(aws_wafv2_web_acl_association.this) == 1
    error_message = "the load balancer must be protected"
  }
}

run "a_distribution_is_not_associated" {
  command = plan

  variables {
    load_balancer_arns = { web = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0000000000000000" }
  }

  expect_failures = [aws_wafv2_web_acl_association.this]
}

run "an_unknown_scope_is_refused" {
  command = plan

  variables {
    scope = "GLOBAL"
  }

  expect_failures = [var.scope]
}

run "a_limit_that_blocks_people_is_refused" {
  command = plan

  variables {
    requests_per_five_minutes = 50
  }

  expect_failures = [var.requests_per_five_minutes]
}
