mock_provider "aws" {
  source = "../testing"
}

variables {
  name                = "example-production"
  vpc_id              = "vpc-0123456789abcdef0"
  subnet_ids          = ["subnet-a", "subnet-b", "subnet-c"]
  security_group_id   = "sg-0123456789abcdef0"
  domain_name         = "origin.example.com"
  zone_id             = "Z0123456789ABCDEFGHIJ"
  application_port    = 8080
  target_type         = "ip"
  health_path         = "/healthz"
  log_bucket_name     = "example-production-access-123456789012"
  web_acl_arn         = "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/test/12345678-1234-1234-1234-123456789012"
  deletion_protection = true
}

run "https_only_with_a_current_policy" {
  assert {
    condition     = aws_lb_listener.https.protocol == "HTTPS" && aws_lb_listener.https.port == 443
    error_message = "the load balancer speaks HTTPS"
  }

  assert {
    condition     = aws_lb_listener.https.ssl_policy == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    error_message = "TLS 1.2 and 1.3 only"
  }

  assert {
    condition     = aws_lb.this.enable_deletion_protection && aws_lb.this.drop_invalid_header_fields && aws_lb.this.access_logs[0].enabled
    error_message = "protected, strict and logged"
  }

  assert {
    condition     = aws_wafv2_web_acl_association.this[0].web_acl_arn == var.web_acl_arn
    error_message = "the web ACL stands in front"
  }
}

run "behind_the_cdn_it_has_no_acl_of_its_own" {
  command = plan

  variables {
    web_acl_arn = null
  }

  assert {
    condition     = length(aws_wafv2_web_acl_association.this) == 0
    error_message = "the distribution's web ACL has seen every request"
  }
}

run "one_subnet_is_refused" {
  command = plan

  variables {
    subnet_ids = ["subnet-a"]
  }

  expect_failures = [var.subnet_ids]
}

run "an_unknown_target_type_is_refused" {
  command = plan

  variables {
    target_type = "lambda"
  }

  expect_failures = [var.target_type]
}
