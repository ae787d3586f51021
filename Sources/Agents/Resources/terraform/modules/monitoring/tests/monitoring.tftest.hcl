mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_region" {
    defaults = { name = "us-east-1" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:123456789012:topic" }
  }

  mock_resource "aws_cloudwatch_metric_alarm" {
    defaults = { arn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:alarm" }
  }
}

variables {
  name        = "acme-test"
  log_key_arn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
}

run "every_kind_is_watched" {
  variables {
    databases            = { primary = "acme-test" }
    caches               = { first = "acme-test-001" }
    clusters             = { main = "acme-test" }
    autoscaling_groups   = { web = "acme-test-web" }
    load_balancers       = { web = "app/acme-test/0000000000000000" }
    distributions        = { site = "E0000000000000" }
    web_acls             = { site = "acme-test" }
    nat_gateways         = { a = "nat-00000000000000000" }
    heartbeat_log_groups = { cluster = "/aws/eks/acme-test/cluster" }
    log_group_names      = ["application"]
  }

  assert {
    condition     = toset([for alarm in aws_cloudwatch_metric_alarm.this : alarm.namespace]) == toset(["AWS/RDS", "AWS/ElastiCache", "AWS/EKS", "AWS/EC2", "AWS/AutoScaling", "AWS/ApplicationELB", "AWS/CloudFront", "AWS/WAFV2", "AWS/NATGateway"])
    error_message = "every kind of component needs an alarm"
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.evaluation_periods == 1 if startswith(alarm.alarm_description, "Severity critical")])
    error_message = "a critical alarm must not wait longer than a minute"
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : length(alarm.alarm_actions) == 1 && alarm.period == 60])
    error_message = "an alarm without a receiver is none"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["balancer-web-latency"].extended_statistic == "p95" && aws_cloudwatch_metric_alarm.this["balancer-web-latency"].threshold == 0.2
    error_message = "latency is judged at the 95th percentile against the objective"
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.silence["cluster"].treat_missing_data == "breaching"
    error_message = "silence must be a breach"
  }

  assert {
    condition     = aws_cloudwatch_log_group.this["application"].kms_key_id == var.log_key_arn && aws_cloudwatch_log_group.this["application"].retention_in_days == 30
    error_message = "logs must be encrypted and end some day"
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets) == length(aws_cloudwatch_metric_alarm.this) + 1
    error_message = "every alarm needs a graph"
  }
}

run "each_severity_has_an_encrypted_topic" {
  assert {
    condition     = toset(keys(aws_sns_topic.severity)) == toset(["critical", "high", "medium", "low"]) && alltrue([for topic in aws_sns_topic.severity : topic.kms_master_key_id == var.log_key_arn])
    error_message = "four severities, four encrypted topics"
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.this) == 0
    error_message = "an empty dashboard helps nobody"
  }
}

run "an_unknown_severity_is_refused" {
  command = plan

  variables {
    receivers = { somebody = { severity = "warning", protocol = "email", endpoint = "somebody@example.com" } }
  }

  expect_failures = [var.receivers]
}

run "an_arn_for_a_distribution_is_refused" {
  command = plan

  variables {
    distributions = { site = "arn:aws:cloudfront::123456789012:distribution/E0000000000000" }
  }

  expect_failures = [var.distributions]
}
