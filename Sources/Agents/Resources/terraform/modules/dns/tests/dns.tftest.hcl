mock_provider "aws" {
  source = "../testing"
}

variables {
  domain_name         = "staging.example.com"
  deletion_protection = true
}

run "amazon_alone_issues_certificates" {
  assert {
    condition     = aws_route53_zone.this.name == "staging.example.com" && !aws_route53_zone.this.force_destroy
    error_message = "a protected zone is not destroyed with foreign records"
  }

  assert {
    condition     = contains(aws_route53_record.authority.records, "0 issue \"amazon.com\"")
    error_message = "the CAA record names the authority"
  }
}

run "a_bad_name_is_refused" {
  command = plan

  variables {
    domain_name = "Example.com."
  }

  expect_failures = [var.domain_name]
}
