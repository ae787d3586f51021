mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000" }
  }

  mock_resource "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/acme-test-edge/00000000-0000-0000-0000-000000000000" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-acme-test-edge" }
  }

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:123456789012:topic" }
  }
}

variables {
  name                      = "acme-test"
  domain                    = "app.example.com"
  certificate_arn           = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
  api_origin_domain         = "origin.app.example.com"
  assets_bucket_domain      = "acme-test-assets-123456789012.s3.eu-central-1.amazonaws.com"
  requests_per_five_minutes = 2000
  log_retention_days        = 30
  retention                 = { hot_days = 30, archive_days = 400 }
  deletion_protection       = true
}

run "the_firewall_stands_before_the_distribution" {
  assert {
    condition     = output.web_acl_arn == "arn:aws:wafv2:us-east-1:123456789012:global/webacl/acme-test-edge/00000000-0000-0000-0000-000000000000"
    error_message = "the web ACL must be of global scope"
  }

  assert {
    condition     = output.log_bucket_name == "acme-test-edge-cdn-logs-123456789012"
    error_message = "requests must be logged"
  }

  assert {
    condition     = toset(output.alarm_names) == toset(["acme-test-edge-cdn-site-denied", "acme-test-edge-cdn-site-errors", "acme-test-edge-waf-site-blocked"])
    error_message = "the edge must be watched where its figures are"
  }
}
