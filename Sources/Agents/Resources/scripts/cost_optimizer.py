#!/usr/bin/env python3
"""Find what an AWS account pays for and does not use; change nothing unless told to.

Reads the last full month of cost (all pages, all days), finds idle instances, volumes that are
not attached and addresses that are not associated, and prices commitments with the discounts of
the table in `cost/prices.lock.json`. Nothing is stopped, deleted or released without `--apply`.

    python3 scripts/cost_optimizer.py --region us-east-1 --prices cost/prices.lock.json
"""

import argparse
import datetime
import decimal
import json
import pathlib
import sys

IDLE_CPU_PERCENT = 5.0
IDLE_DAYS = 7
# A day without data points proves nothing, so an instance needs this share of its hours.
REQUIRED_COVERAGE = 0.9
HOURS_PER_MONTH = decimal.Decimal(730)
CENT = decimal.Decimal("0.01")

# Cost Explorer's name of a service, and the discount of the price table that holds for it.
COMMITMENTS = {
    "Amazon Elastic Compute Cloud - Compute": "ec2.one-year-no-upfront",
    "Amazon Relational Database Service": "rds.one-year-no-upfront",
    "Amazon ElastiCache": "elasticache.one-year-no-upfront",
}


def money(amount):
    """The amount rounded to cents, as invoices do."""
    return decimal.Decimal(amount).quantize(CENT, rounding=decimal.ROUND_HALF_UP)


def last_full_month(today):
    """First day of the last full month, and the first day after it."""
    end = today.replace(day=1)
    start = (end - datetime.timedelta(days=1)).replace(day=1)
    return start, end


def load_prices(path):
    """Unit prices by item id and region, and discounts by id, of a price lock."""
    document = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    prices = {}
    for item in document["items"]:
        paid = [tier["usd"] for tier in item["tiers"] if decimal.Decimal(tier["usd"]) > 0]
        if paid:
            prices[item["id"], item["region"]] = decimal.Decimal(paid[0])
    discounts = {key: decimal.Decimal(value) for key, value in document["discounts"].items()}
    return prices, discounts


def monthly_cost(client, start, end):
    """What each service cost from `start` to `end`: every page, every day added up."""
    totals = {}
    request = {
        "TimePeriod": {"Start": start.isoformat(), "End": end.isoformat()},
        "Granularity": "DAILY",
        "Metrics": ["UnblendedCost"],
        "GroupBy": [{"Type": "DIMENSION", "Key": "SERVICE"}],
    }
    while True:
        page = client.get_cost_and_usage(**request)
        for day in page["ResultsByTime"]:
            for group in day["Groups"]:
                amount = group["Metrics"]["UnblendedCost"]
                if amount["Unit"] != "USD":
                    raise ValueError(f"cost in {amount['Unit']}, expected USD")
                service = group["Keys"][0]
                totals[service] = totals.get(service, decimal.Decimal(0)) + decimal.Decimal(
                    amount["Amount"]
                )
        token = page.get("NextPageToken")
        if not token:
            return totals
        request["NextPageToken"] = token


def commitment_savings(totals, discounts):
    """What a one-year commitment without upfront payment saves at the most, by service."""
    result = []
    for service, discount in sorted(COMMITMENTS.items()):
        cost = totals.get(service, decimal.Decimal(0))
        if cost > 0 and discount in discounts:
            result.append(
                {
                    "service": service,
                    "discount": discount,
                    "percent": str(discounts[discount] * 100),
                    "monthly_usd": str(money(cost)),
                    "saving_usd": str(money(cost * discounts[discount])),
                    "note": "at most: only what runs all the time should be committed",
                }
            )
    return result


def pages(client, operation, key, **arguments):
    """All elements under `key` of all pages."""
    for page in client.get_paginator(operation).paginate(**arguments):
        yield from page[key]


def running_instances(client):
    """All running instances."""
    filters = [{"Name": "instance-state-name", "Values": ["running"]}]
    for reservation in pages(client, "describe_instances", "Reservations", Filters=filters):
        yield from reservation["Instances"]


def average_cpu(client, instance_id, now):
    """The hourly averages of the last days, with their count; all pages."""
    request = {
        "MetricDataQueries": [
            {
                "Id": "cpu",
                "MetricStat": {
                    "Metric": {
                        "Namespace": "AWS/EC2",
                        "MetricName": "CPUUtilization",
                        "Dimensions": [{"Name": "InstanceId", "Value": instance_id}],
                    },
                    "Period": 3600,
                    "Stat": "Average",
                },
            }
        ],
        "StartTime": now - datetime.timedelta(days=IDLE_DAYS),
        "EndTime": now,
    }
    values = []
    while True:
        page = client.get_metric_data(**request)
        for result in page["MetricDataResults"]:
            values.extend(result["Values"])
        token = page.get("NextToken")
        if not token:
            break
        request["NextToken"] = token
    return (sum(values) / len(values) if values else None), len(values)


def idle_instances(ec2, cloudwatch, prices, region, now):
    """Running instances whose CPU stayed below the bound; missing data is not idleness."""
    idle, unknown = [], []
    for instance in running_instances(ec2):
        instance_id = instance["InstanceId"]
        average, points = average_cpu(cloudwatch, instance_id, now)
        if average is None or points < IDLE_DAYS * 24 * REQUIRED_COVERAGE:
            unknown.append({"id": instance_id, "data_points": points})
            continue
        if average < IDLE_CPU_PERCENT:
            price = prices.get(("ec2." + instance["InstanceType"], region))
            idle.append(
                {
                    "id": instance_id,
                    "type": instance["InstanceType"],
                    "average_cpu_percent": round(average, 2),
                    "saving_usd": str(money(price * HOURS_PER_MONTH)) if price else None,
                }
            )
    return idle, unknown


def unattached_volumes(ec2, prices, region):
    """Volumes that are attached to nothing."""
    filters = [{"Name": "status", "Values": ["available"]}]
    result = []
    for volume in pages(ec2, "describe_volumes", "Volumes", Filters=filters):
        price = prices.get(("ebs." + volume["VolumeType"], region))
        result.append(
            {
                "id": volume["VolumeId"],
                "gib": volume["Size"],
                "saving_usd": str(money(price * volume["Size"])) if price else None,
            }
        )
    return result


def idle_addresses(ec2, prices, region):
    """Elastic addresses without an association.

    The address of a NAT gateway or a load balancer has no InstanceId, but it has an association
    and a network interface: it is in use.
    """
    gateways = {
        address.get("AllocationId")
        for gateway in pages(ec2, "describe_nat_gateways", "NatGateways")
        for address in gateway.get("NatGatewayAddresses", [])
        if gateway.get("State") != "deleted"
    }
    price = prices.get(("ipv4.hour", region))
    result = []
    for address in ec2.describe_addresses()["Addresses"]:
        in_use = (
            address.get("AssociationId")
            or address.get("NetworkInterfaceId")
            or address.get("InstanceId")
            or address["AllocationId"] in gateways
        )
        if not in_use:
            result.append(
                {
                    "id": address["AllocationId"],
                    "saving_usd": str(money(price * HOURS_PER_MONTH)) if price else None,
                }
            )
    return result


def apply_changes(ec2, report):
    """Stop, snapshot and delete, release: only called with `--apply`."""
    done = []
    for instance in report["idle_instances"]:
        ec2.stop_instances(InstanceIds=[instance["id"]])
        done.append("stopped " + instance["id"])
    for volume in report["unattached_volumes"]:
        snapshot = ec2.create_snapshot(
            VolumeId=volume["id"], Description="before the volume was deleted as unattached"
        )
        ec2.get_waiter("snapshot_completed").wait(SnapshotIds=[snapshot["SnapshotId"]])
        ec2.delete_volume(VolumeId=volume["id"])
        done.append(f"deleted {volume['id']} after {snapshot['SnapshotId']}")
    for address in report["idle_addresses"]:
        ec2.release_address(AllocationId=address["id"])
        done.append("released " + address["id"])
    return done


def analyse(clients, prices, discounts, region, now):
    """The whole report; reads only."""
    start, end = last_full_month(now.date())
    totals = monthly_cost(clients["ce"], start, end)
    idle, unknown = idle_instances(clients["ec2"], clients["cloudwatch"], prices, region, now)
    return {
        "month": start.strftime("%Y-%m"),
        "region": region,
        "cost_usd": {service: str(money(cost)) for service, cost in sorted(totals.items())},
        "total_usd": str(money(sum(totals.values(), decimal.Decimal(0)))),
        "commitments": commitment_savings(totals, discounts),
        "idle_instances": idle,
        "instances_without_enough_data": unknown,
        "unattached_volumes": unattached_volumes(clients["ec2"], prices, region),
        "idle_addresses": idle_addresses(clients["ec2"], prices, region),
    }


def main(arguments=None, make_client=None, now=None):
    """The command; `make_client` and `now` are given by tests."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--region", required=True)
    parser.add_argument("--prices", default="cost/prices.lock.json")
    parser.add_argument("--apply", action="store_true", help="change what was found")
    options = parser.parse_args(arguments)
    prices, discounts = load_prices(options.prices)
    if make_client is None:
        import boto3  # Only here: analysis and tests need no credentials and no library.

        session = boto3.Session(region_name=options.region)
        make_client = session.client
    clients = {name: make_client(name) for name in ("ce", "ec2", "cloudwatch")}
    now = now or datetime.datetime.now(datetime.timezone.utc)
    report = analyse(clients, prices, discounts, options.region, now)
    report["applied"] = apply_changes(clients["ec2"], report) if options.apply else []
    json.dump(report, sys.stdout, indent=2)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
