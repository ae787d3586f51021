# With a zone the module proves the certificate and names the site; without one it is told the certificate.
resource "aws_acm_certificate" "this" {
  count = var.zone == null ? 0 : 1

  domain_name       = var.domain
  validation_method = "DNS"

  # The old one is in use until the new one is.
  lifecycle {
    create_before_destroy = true
  }

  tags = {
    Name = var.name
  }
}

resource "aws_route53_record" "validation" {
  for_each = var.zone == null ? toset([]) : toset([var.domain])

  zone_id         = var.zone.id
  name            = one([for option in aws_acm_certificate.this[0].domain_validation_options : option.resource_record_name if option.domain_name == each.key])
  type            = one([for option in aws_acm_certificate.this[0].domain_validation_options : option.resource_record_type if option.domain_name == each.key])
  records         = [for option in aws_acm_certificate.this[0].domain_validation_options : option.resource_record_value if option.domain_name == each.key]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  count = var.zone == null ? 0 : 1

  certificate_arn         = aws_acm_certificate.this[0].arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

resource "aws_route53_record" "site" {
  for_each = var.zone == null ? toset([]) : toset(["A", "AAAA"])

  zone_id = var.zone.id
  name    = var.domain
  type    = each.key

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}
