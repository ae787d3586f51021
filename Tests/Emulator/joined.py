"""The way to a company's own network: the module of the connection, applied beside a network of its own."""
import json
import shutil

from harness import Terraform

ROOT = """provider "aws" {
  region = "us-east-1"
}

resource "aws_vpc" "this" {
  cidr_block = "10.90.0.0/16"
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id
}

module "vpn" {
  source = "../modules/vpn"

  name               = "joined"
  vpc_id             = aws_vpc.this.id
  route_table_ids    = { a = aws_route_table.this.id }
  peer_address       = null
  peer_asn           = 65001
  log_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/none"
  log_retention_days = 30
  alarm_topic_arns   = { high = "arn:aws:sns:us-east-1:123456789012:high", critical = "arn:aws:sns:us-east-1:123456789012:critical" }
}

output "table" {
  value = aws_route_table.this.id
}
"""


def run(report, emulator, tree, logs):
    if not (tree / "modules" / "vpn").is_dir():
        return
    root = tree / "joined"
    root.mkdir()
    (root / "main.tf").write_text(ROOT)
    terraform = Terraform(report, root, emulator.environment, logs, {})
    if terraform.expect(0, "init", "init", "-no-color") and terraform.expect(0, "apply", "apply", "-no-color", "-auto-approve"):
        terraform("output", "output", "-json")
        table = json.loads(terraform.text)["table"]["value"]
        seen = emulator.client("ec2").describe_route_tables(RouteTableIds=[table])["RouteTables"][0].get("PropagatingVgws", [])
        report.check(len(seen) == 1, "the route table learns the company's routes from the gateway", seen)
        terraform.expect(0, "replan", "plan", "-no-color", "-detailed-exitcode")
        terraform.expect(0, "destroy", "destroy", "-no-color", "-auto-approve")
    shutil.rmtree(root)
