# The environment's own zone. The parent zone delegates to it once, by the name servers in the outputs.
resource "aws_route53_zone" "this" {
  #checkov:skip=CKV2_AWS_38:signing needs a record at the registrar or in the parent zone, which is not under this code
  #checkov:skip=CKV2_AWS_39:only public names are answered; requests are logged by the edge and the load balancer
  name          = var.domain_name
  comment       = "Names of ${var.domain_name}"
  force_destroy = !var.deletion_protection
}

# Only Amazon may issue certificates for these names.
resource "aws_route53_record" "authority" {
  zone_id = aws_route53_zone.this.zone_id
  name    = var.domain_name
  type    = "CAA"
  ttl     = 3600
  records = ["0 issue \"amazon.com\"", "0 issuewild \"amazon.com\""]
}
