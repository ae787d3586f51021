# Everything of a distribution that AWS keeps in us-east-1: the caller hands in that region's provider.
data "aws_caller_identity" "current" {}

# The account that CloudFront's log writer owns; it is the same for every customer.
data "aws_cloudfront_log_delivery_canonical_user_id" "this" {}

data "aws_canonical_user_id" "this" {}

locals {
  # AWS's own policies have the same id in every account.
  caching_disabled   = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  caching_optimized  = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  all_viewer_headers = "216adef6-5c7f-47e4-b989-5492eafa07d3"

  all_methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
  read_only   = ["GET", "HEAD", "OPTIONS"]

  certificate_arn = var.zone == null ? var.certificate_arn : aws_acm_certificate_validation.this[0].certificate_arn
}

resource "aws_cloudfront_origin_access_control" "assets" {
  name                              = "${var.name}-assets"
  description                       = "Signs every request to the bucket of the assets"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_response_headers_policy" "security" {
  name    = "${var.name}-security"
  comment = "Headers that a browser needs to protect its user"

  security_headers_config {
    content_type_options {
      override = true
    }

    frame_options {
      frame_option = "DENY"
      override     = true
    }

    referrer_policy {
      referrer_policy = "strict-origin-when-cross-origin"
      override        = true
    }

    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = true
      preload                    = true
      override                   = true
    }

    # The application knows its own sources better, so its own policy wins.
    content_security_policy {
      content_security_policy = var.content_security_policy
      override                = false
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV2_AWS_47:the web ACL is handed in; the module waf has AWSManagedRulesKnownBadInputsRuleSet
  #checkov:skip=CKV_AWS_305:the origin serves the root path, there is no index file to name
  #checkov:skip=CKV_AWS_310:the second region is reached through DNS after a person decided, not by single requests
  #checkov:skip=CKV_AWS_374:customers are not limited to countries; the requirements name no block list
  comment         = var.name
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  price_class     = var.price_class
  aliases         = [var.domain]
  web_acl_id      = var.web_acl_arn

  origin {
    origin_id   = "api"
    domain_name = var.api_origin_domain

    custom_origin_config {
      http_port                = 80
      https_port               = 443
      origin_protocol_policy   = "https-only"
      origin_ssl_protocols     = ["TLSv1.2"]
      origin_read_timeout      = var.origin_read_timeout_seconds
      origin_keepalive_timeout = 60
    }
  }

  origin {
    origin_id                = "assets"
    domain_name              = var.assets_bucket_domain
    origin_access_control_id = aws_cloudfront_origin_access_control.assets.id
  }

  # An answer to one person must never reach another, so nothing of the API is kept.
  default_cache_behavior {
    target_origin_id           = "api"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = local.all_methods
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = local.caching_disabled
    origin_request_policy_id   = local.all_viewer_headers
    response_headers_policy_id = aws_cloudfront_response_headers_policy.security.id
  }

  ordered_cache_behavior {
    path_pattern               = "/static/*"
    target_origin_id           = "assets"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = local.read_only
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = local.caching_optimized
    response_headers_policy_id = aws_cloudfront_response_headers_policy.security.id
  }

  logging_config {
    bucket          = aws_s3_bucket.logs.bucket_domain_name
    prefix          = "cdn/"
    include_cookies = false
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn      = local.certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }

  tags = {
    Name = var.name
  }

  lifecycle {
    precondition {
      condition     = var.zone != null || var.certificate_arn != null
      error_message = "give zone, so that a certificate can be proved, or certificate_arn of an issued one."
    }
  }

  depends_on = [aws_s3_bucket_acl.logs]
}
