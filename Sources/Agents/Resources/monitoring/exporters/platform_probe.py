#!/usr/bin/env python3
"""Asks the provider what no metric of its own says, and offers the answers to Prometheus.

Settings come from the environment (PROBE_PROJECT, PROBE_REGION, PROBE_RECOVERY_REGION,
PROBE_DATABASE, PROBE_COMPONENTS, PROBE_PORT, PROBE_SECONDS), credentials from the workload's
identity. A question that fails is counted and leaves its metrics out, so that an alert on a value
never fires because of a failed call; the alert on a missing exporter is TargetDown.
"""

import os
import threading
import time
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3


def escape(text):
    return str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


def sample(name, value, **labels):
    inner = ",".join(f'{key}="{escape(labels[key])}"' for key in sorted(labels))
    return f"{name}{{{inner}}} {value}" if inner else f"{name} {value}"


class Probe:
    def __init__(self, settings, client=boto3.client, now=lambda: datetime.now(timezone.utc)):
        self.project = settings.get("PROBE_PROJECT", "")
        self.region = settings.get("PROBE_REGION", "us-east-1")
        self.recovery = settings.get("PROBE_RECOVERY_REGION", "")
        self.database = settings.get("PROBE_DATABASE", "")
        self.components = [c for c in settings.get("PROBE_COMPONENTS", "").split(",") if c]
        self.client = client
        self.now = now

    def aws(self, service, region=None):
        return self.client(service, region_name=region or self.region)

    def pages(self, client, operation, key, **arguments):
        for page in client.get_paginator(operation).paginate(**arguments):
            yield from page.get(key, [])

    def backups(self):
        """The latest moment to which the database can be restored."""
        instance = self.aws("rds").describe_db_instances(DBInstanceIdentifier=self.database)
        moment = instance["DBInstances"][0].get("LatestRestorableTime")
        if moment:
            yield sample(
                "backup_latest_restorable_timestamp_seconds",
                int(moment.timestamp()),
                database=self.database,
            )

    def recovery_points(self):
        """The newest backup copy in each vault of the recovery region."""
        if not self.recovery:
            return
        backup = self.aws("backup", self.recovery)
        for vault in self.pages(backup, "list_backup_vaults", "BackupVaultList"):
            name = vault["BackupVaultName"]
            newest = {}
            points = self.pages(
                backup,
                "list_recovery_points_by_backup_vault",
                "RecoveryPoints",
                BackupVaultName=name,
            )
            for point in points:
                if point.get("Status", "COMPLETED") == "COMPLETED":
                    kind = point.get("ResourceType", "")
                    made = int(point["CreationDate"].timestamp())
                    newest[kind] = max(newest.get(kind, 0), made)
            for kind, made in sorted(newest.items()):
                yield sample("platform_recovery_point_timestamp_seconds", made, vault=name, kind=kind)

    def recovery_cluster(self):
        if not self.recovery:
            return
        eks = self.aws("eks", self.recovery)
        names = [n for n in self.pages(eks, "list_clusters", "clusters") if self.project in n]
        for name in names:
            state = eks.describe_cluster(name=name)["cluster"]["status"]
            yield sample("platform_recovery_cluster_active", int(state == "ACTIVE"), cluster=name)
        if not names:
            yield sample("platform_recovery_cluster_active", 0, cluster="none")

    def threats(self):
        """Open findings of GuardDuty; severity 7 and above is high."""
        guardduty = self.aws("guardduty")
        high = 0
        for detector in self.pages(guardduty, "list_detectors", "DetectorIds"):
            criteria = {"severity": {"Gte": 7}, "service.archived": {"Eq": ["false"]}}
            high += sum(
                1
                for _ in self.pages(
                    guardduty,
                    "list_findings",
                    "FindingIds",
                    DetectorId=detector,
                    FindingCriteria={"Criterion": criteria},
                )
            )
        yield sample("platform_guardduty_findings", high, severity="high")

    def trails(self):
        cloudtrail = self.aws("cloudtrail")
        trails = cloudtrail.describe_trails()["trailList"]
        for trail in trails:
            status = cloudtrail.get_trail_status(Name=trail["TrailARN"])
            yield sample("platform_trail_logging", int(status["IsLogging"]), trail=trail["Name"])
        if not trails:
            yield sample("platform_trail_logging", 0, trail="none")

    def keys(self):
        kms = self.aws("kms")
        for alias in self.pages(kms, "list_aliases", "Aliases"):
            name = alias["AliasName"]
            if self.project not in name or "TargetKeyId" not in alias:
                continue
            state = kms.describe_key(KeyId=alias["TargetKeyId"])["KeyMetadata"]["KeyState"]
            yield sample("platform_key_enabled", int(state == "Enabled"), key=name)

    def secrets(self):
        manager = self.aws("secretsmanager")
        for secret in self.pages(manager, "list_secrets", "SecretList"):
            changed = secret.get("LastRotatedDate") or secret.get("CreatedDate")
            if changed:
                days = (self.now() - changed).total_seconds() / 86400
                yield sample("platform_secret_age_days", f"{days:.2f}", secret=secret["Name"])

    def images(self):
        """Critical findings of the newest image of each repository."""
        ecr = self.aws("ecr")
        for repository in self.pages(ecr, "describe_repositories", "repositories"):
            name = repository["repositoryName"]
            images = list(
                self.pages(ecr, "describe_images", "imageDetails", repositoryName=name)
            )
            if not images:
                continue
            newest = max(images, key=lambda image: image["imagePushedAt"])
            summary = newest.get("imageScanFindingsSummary", {})
            critical = summary.get("findingSeverityCounts", {}).get("CRITICAL", 0)
            yield sample("platform_image_critical_findings", critical, repository=name)

    def state(self):
        """Whether the bucket of the state keeps versions and refuses the public."""
        s3 = self.aws("s3")
        for bucket in s3.list_buckets()["Buckets"]:
            name = bucket["Name"]
            if self.project not in name or "state" not in name:
                continue
            versions = s3.get_bucket_versioning(Bucket=name).get("Status") == "Enabled"
            block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
            protected = versions and all(block.values())
            yield sample("platform_state_bucket_protected", int(protected), bucket=name)

    def tagged(self):
        """Whether a resource of the project carries the component's name."""
        if not self.components:
            return
        tagging = self.aws("resourcegroupstaggingapi")
        filters = [{"Key": "Project", "Values": [self.project]}]
        arns = [
            mapping["ResourceARN"]
            for mapping in self.pages(
                tagging, "get_resources", "ResourceTagMappingList", TagFilters=filters
            )
        ]
        for component in self.components:
            found = any(component in arn for arn in arns)
            yield sample("platform_component_present", int(found), component=component)

    def metrics(self):
        lines = []
        questions = [
            self.backups,
            self.recovery_points,
            self.recovery_cluster,
            self.threats,
            self.trails,
            self.keys,
            self.secrets,
            self.images,
            self.state,
            self.tagged,
        ]
        for question in questions:
            try:
                lines += list(question())
                failed = 0
            except Exception as error:  # one refused call must not hide the other answers
                print(f"{question.__name__}: {error}", flush=True)
                failed = 1
            lines.append(sample("platform_probe_failed", failed, question=question.__name__))
        return "\n".join(lines) + "\n"


def serve(probe, port, seconds):
    text = [""]

    def refresh():
        while True:
            text[0] = probe.metrics()
            time.sleep(seconds)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = text[0].encode()
            self.send_response(200 if body else 503)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    threading.Thread(target=refresh, daemon=True).start()
    ThreadingHTTPServer(("", port), Handler).serve_forever()


if __name__ == "__main__":
    serve(
        Probe(os.environ),
        int(os.environ.get("PROBE_PORT", "9108")),
        int(os.environ.get("PROBE_SECONDS", "60")),
    )
