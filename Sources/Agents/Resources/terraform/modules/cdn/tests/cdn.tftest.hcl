mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_resource "aws_acm_certificate" {
    defaults = {
      arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
      domain_validation_options = [{
        domain_name           = "app.example.com"
        resource_record_name  = "_a.app.example.com"
        resource_record_type  = "CNAME"
        resource_record_value = "_b.acm-validations.aws"
      }]
    }
  }

  mock_resource "aws_acm_certificate_validation" {
    defaults = { certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000" }
  }
}

variables {
  name                 = "acme-test"
  domain               = "app.example.com"
  zone                 = { id = "Z0000000000000000000" }
  api_origin_domain    = "origin.app.example.com"
  assets_bucket_domain = "acme-test-assets-123456789012.s3.us-east-1.amazonaws.com"
  web_acl_arn          = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/acme-test/00000000-0000-0000-0000-000000000000"
  log_key_arn          = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"
  archive_after_days   = 30
  expire_after_days    = 400
  deletion_protection  = true
}

run "the_api_takes_every_method_and_keeps_nothing" {
  assert {
    condition     = length(setsubtract(["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"], aws_cloudfront_distribution.this.default_cache_behavior[0].allowed_methods)) == 0
    error_message = "the API's methods must pass"
  }

  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    error_message = "answers of the API must not be kept"
  }

  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].origin_request_policy_id == "216adef6-5c7f-47e4-b989-5492eafa07d3"
    error_message = "cookies, headers and query strings must reach the API"
  }

  assert {
    condition     = aws_cloudfront_distribution.this.ordered_cache_behavior[0].path_pattern == "/static/*" && aws_cloudfront_distribution.this.ordered_cache_behavior[0].target_origin_id == "assets"
    error_message = "static files come from the bucket"
  }
}

run "the_edge_is_closed_and_logged" {
  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "old protocols must be refused"
  }

  assert {
    condition     = aws_cloudfront_distribution.this.web_acl_id == var.web_acl_arn
    error_message = "the web ACL must be on the distribution"
  }

  assert {
    condition     = aws_cloudfront_origin_access_control.assets.signing_behavior == "always"
    error_message = "every request to the bucket must be signed"
  }

  assert {
    condition     = one(aws_cloudfront_distribution.this.logging_config).prefix == "cdn/"
    error_message = "requests must be logged"
  }

  assert {
    condition     = alltrue([for origin in aws_cloudfront_distribution.this.origin : length(origin.custom_header) == 0])
    error_message = "a secret header would stand in the state"
  }

  assert {
    condition     = toset(keys(aws_route53_record.site)) == toset(["A", "AAAA"])
    error_message = "the site must be reached over both protocols"
  }
}

run "without_a_zone_it_takes_a_certificate" {
  variables {
    zone            = null
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-1111-1111-1111-111111111111"
  }

  assert {
    condition     = length(aws_route53_record.site) == 0 && aws_cloudfront_distribution.this.viewer_certificate[0].acm_certificate_arn == var.certificate_arn
    error_message = "the given certificate must be used and no record made"
  }
}

run "neither_zone_nor_certificate_is_refused" {
  command = plan

  variables {
    zone = null
  }

  expect_failures = [aws_cloudfront_distribution.this]
}

run "an_address_as_origin_is_refused" {
  command = plan

  variables {
    api_origin_domain = "203.0.113.7"
  }

  expect_failures = [var.api_origin_domain]
}

run "expiry_before_archive_is_refused" {
  command = plan

  variables {
    expire_after_days = 30
  }

  expect_failures = [var.expire_after_days]
}
