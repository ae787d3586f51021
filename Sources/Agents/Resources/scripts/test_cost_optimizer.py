"""Tests of the optimiser with stubbed clients: no account, no network, no credentials."""

import datetime
import decimal
import json

import cost_optimizer
import pytest

NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.timezone.utc)
REGION = "us-east-1"
PRICES = {
    ("ec2.m5.large", REGION): decimal.Decimal("0.096"),
    ("ebs.gp3", REGION): decimal.Decimal("0.08"),
    ("ipv4.hour", REGION): decimal.Decimal("0.005"),
}


class Paginator:
    def __init__(self, pages):
        self.pages = pages

    def paginate(self, **_):
        return iter(self.pages)


class Waiter:
    def wait(self, **_):
        return None


class Compute:
    """EC2 with two pages of everything."""

    def __init__(self):
        self.calls = []
        self.tables = {
            "describe_instances": [
                {"Reservations": [{"Instances": [instance("i-busy")]}]},
                {"Reservations": [{"Instances": [instance("i-idle"), instance("i-silent")]}]},
            ],
            "describe_volumes": [
                {"Volumes": []},
                {"Volumes": [{"VolumeId": "vol-1", "Size": 100, "VolumeType": "gp3"}]},
            ],
            "describe_nat_gateways": [
                {
                    "NatGateways": [
                        {
                            "State": "available",
                            "NatGatewayAddresses": [{"AllocationId": "eip-pending"}],
                        }
                    ]
                }
            ],
        }

    def get_paginator(self, operation):
        return Paginator(self.tables[operation])

    def describe_addresses(self):
        return {
            "Addresses": [
                {"AllocationId": "eip-nat", "AssociationId": "a-1", "NetworkInterfaceId": "eni-1"},
                {"AllocationId": "eip-pending"},
                {"AllocationId": "eip-idle"},
            ]
        }

    def get_waiter(self, _):
        return Waiter()

    def __getattr__(self, name):
        def call(**arguments):
            self.calls.append((name, arguments))
            return {"SnapshotId": "snap-1"}

        return call


class Metrics:
    """CPU in two pages; one instance has hardly any data."""

    def get_metric_data(self, **request):
        dimension = request["MetricDataQueries"][0]["MetricStat"]["Metric"]["Dimensions"][0]
        name = dimension["Value"]
        if name == "i-silent":
            return {"MetricDataResults": [{"Values": [0.1] * 5}]}
        value = 60.0 if name == "i-busy" else 2.0
        page = {"MetricDataResults": [{"Values": [value] * 84}]}
        if "NextToken" not in request:
            page["NextToken"] = "second"
        return page


class Costs:
    """Thirty-one days over two pages: 10 USD a day for nodes."""

    def __init__(self, currency="USD"):
        self.currency = currency

    def day(self):
        metrics = {"UnblendedCost": {"Amount": "10.00", "Unit": self.currency}}
        return {"Groups": [{"Keys": [next(iter(cost_optimizer.COMMITMENTS))], "Metrics": metrics}]}

    def get_cost_and_usage(self, **request):
        assert request["TimePeriod"] == {"Start": "2026-10-01", "End": "2026-11-01"}
        if "NextPageToken" in request:
            return {"ResultsByTime": [self.day() for _ in range(15)]}
        return {"ResultsByTime": [self.day() for _ in range(16)], "NextPageToken": "more"}


def instance(name):
    return {"InstanceId": name, "InstanceType": "m5.large"}


def report():
    clients = {"ce": Costs(), "ec2": Compute(), "cloudwatch": Metrics()}
    discounts = {"ec2.one-year-no-upfront": decimal.Decimal("0.373")}
    return cost_optimizer.analyse(clients, PRICES, discounts, REGION, NOW)


def test_a_month_is_the_sum_of_all_days_and_pages():
    assert report()["total_usd"] == "310.00"


def test_another_currency_is_refused():
    with pytest.raises(ValueError, match="EUR"):
        cost_optimizer.monthly_cost(
            Costs("EUR"), datetime.date(2026, 10, 1), datetime.date(2026, 11, 1)
        )


def test_commitments_take_the_discount_of_the_table():
    saving = report()["commitments"]
    assert [entry["saving_usd"] for entry in saving] == ["115.63"]


def test_the_second_page_of_instances_is_seen():
    assert [entry["id"] for entry in report()["idle_instances"]] == ["i-idle"]
    assert report()["idle_instances"][0]["saving_usd"] == "70.08"


def test_missing_data_is_not_idleness():
    assert [entry["id"] for entry in report()["instances_without_enough_data"]] == ["i-silent"]


def test_addresses_of_gateways_are_in_use():
    assert [entry["id"] for entry in report()["idle_addresses"]] == ["eip-idle"]


def test_unattached_volumes_are_priced():
    assert report()["unattached_volumes"] == [{"id": "vol-1", "gib": 100, "saving_usd": "8.00"}]


@pytest.mark.parametrize(
    ("today", "start"),
    [("2026-01-15", "2025-12-01"), ("2026-03-31", "2026-02-01"), ("2026-11-01", "2026-10-01")],
)
def test_the_last_full_month(today, start):
    first, end = cost_optimizer.last_full_month(datetime.date.fromisoformat(today))
    assert first.isoformat() == start
    assert end.day == 1


def lock(tmp_path):
    path = tmp_path / "prices.lock.json"
    tiers = [{"upTo": None, "usd": "0.096"}]
    path.write_text(
        json.dumps(
            {
                "items": [{"id": "ec2.m5.large", "region": REGION, "tiers": tiers}],
                "discounts": {"ec2.one-year-no-upfront": "0.373"},
            }
        )
    )
    return str(path)


@pytest.mark.parametrize("is_applied", [False, True])
def test_nothing_is_changed_unless_told(tmp_path, capsys, is_applied):
    compute = Compute()
    clients = {"ce": Costs(), "ec2": compute, "cloudwatch": Metrics()}
    arguments = ["--region", REGION, "--prices", lock(tmp_path)]
    arguments += ["--apply"] if is_applied else []
    assert cost_optimizer.main(arguments, make_client=clients.get, now=NOW) == 0
    printed = json.loads(capsys.readouterr().out)
    assert bool(printed["applied"]) == is_applied
    names = [name for name, _ in compute.calls]
    expected = ["stop_instances", "create_snapshot", "delete_volume", "release_address"]
    assert names == (expected if is_applied else [])
