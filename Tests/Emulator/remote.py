"""The state in its bucket: made by the bootstrap, written, locked, kept in versions, repaired by the runbook, taken down."""
import json
import os
import shutil
import subprocess
import time

from harness import ACCOUNT, PYTHON, Terraform

# What is applied of the root: enough for a state with encrypted things in it, and quick.
TARGET = "-target=module.platform.module.kms"


def run(report, emulator, workspace, name, scratch):
    tree = scratch / "terraform"
    shutil.copytree(workspace / "terraform", tree, ignore=shutil.ignore_patterns(".terraform", "*.tfstate*"))
    logs = scratch / "logs"
    logs.mkdir()
    facts = values((tree / "environments" / name / "terraform.tfvars").read_text())
    bootstrap = Bootstrap(report, emulator, tree / "bootstrap", logs, facts, name)
    # The root as it was written: its own backend block, nothing laid over it.
    root = Terraform(report, tree / "environments" / name, emulator.environment, logs, {"account_id": ACCOUNT}, backend=False)
    if not bootstrap.made() or not bootstrap.moved_in():
        return
    bucket = Bucket(report, emulator, bootstrap.bucket, f"{name}/terraform.tfstate", facts["region"])
    if not written(report, root, bucket):
        return
    bucket.encrypted(bootstrap.key)
    locked(report, root, bucket)
    cut_off(report, root, bucket)
    stale(report, root)
    recovered(report, root, bucket, scratch)
    root.expect(0, "destroy", "destroy", "-no-color", "-auto-approve", TARGET, *root.variables)
    report.check(not json.loads(bucket.text())["resources"], "the state in the bucket is empty")
    bootstrap.moved_out()
    bootstrap.expect(0, "destroy", "destroy", "-no-color", "-auto-approve", *bootstrap.variables)
    report.check(bucket.name not in bucket.names(), "the bucket is gone, with the versions in it")


def values(text):
    lines = (line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith(" "))
    return {key.strip(): value.strip().strip('"') for key, value in lines}


class Bootstrap(Terraform):
    """Applied with a state beside it, which then moves into the bucket that it made."""

    def __init__(self, report, emulator, root, logs, facts, name):
        shared = {key: facts[key] for key in ("project", "owner", "cost_center", "region")}
        super().__init__(report, root, emulator.environment, logs,
                         {**shared, "environment": name, "deletion_protection": "false"}, backend=False)
        self.project, self.region = facts["project"], facts["region"]

    def made(self):
        if not (self.expect(0, "init", "init", "-no-color")
                and self.expect(0, "apply", "apply", "-no-color", "-auto-approve", "-parallelism=30", *self.variables)):
            return False
        self("output", "output", "-json")
        outputs = {key: item["value"] for key, item in json.loads(self.text).items()}
        self.bucket, self.key = outputs["state_bucket"], outputs["state_key_arn"]
        return self.report.check(self.bucket, "the bootstrap makes the bucket of the state", self.bucket)

    def moved_in(self):
        (self.root / "backend.tf").write_text(f"""terraform {{
  backend "s3" {{
    bucket       = "{self.bucket}"
    key          = "bootstrap/terraform.tfstate"
    region       = "{self.region}"
    encrypt      = true
    kms_key_id   = "alias/{self.project}-terraform-state"
    use_lockfile = true
  }}
}}
""")
        return (self.expect(0, "move", "init", "-no-color", "-migrate-state", "-force-copy")
                and self.expect(0, "moved", "plan", "-no-color", "-detailed-exitcode", *self.variables))

    def moved_out(self):
        (self.root / "backend.tf").unlink()
        return self.expect(0, "unmove", "init", "-no-color", "-migrate-state", "-force-copy")


class Bucket:
    def __init__(self, report, emulator, name, key, region):
        self.report, self.name, self.key, self.s3 = report, name, key, emulator.client("s3", region)

    def names(self):
        return [bucket["Name"] for bucket in self.s3.list_buckets()["Buckets"]]

    def text(self, version=None):
        more = {"VersionId": version} if version else {}
        return self.s3.get_object(Bucket=self.name, Key=self.key, **more)["Body"].read().decode()

    def versions(self):
        """Of the state, the newest first."""
        found = self.s3.list_object_versions(Bucket=self.name, Prefix=self.key).get("Versions", [])
        return [item["VersionId"] for item in found if item["Key"] == self.key]

    def lock(self):
        try:
            return json.loads(self.s3.get_object(Bucket=self.name, Key=f"{self.key}.tflock")["Body"].read())
        except self.s3.exceptions.NoSuchKey:
            return None

    def encrypted(self, key):
        head = self.s3.head_object(Bucket=self.name, Key=self.key)
        self.report.check(head.get("ServerSideEncryption") == "aws:kms", "the state is encrypted with a key of KMS",
                          head.get("ServerSideEncryption"))
        # Terraform sends the alias, which AWS resolves and the emulator gives back as it came.
        used = head.get("SSEKMSKeyId", "")
        self.report.check((key and used == key) or used.endswith("alias/acme-saas-terraform-state"), "it is the key that the bootstrap made", used)


def written(report, root, bucket):
    good = (root.expect(0, "init", "init", "-no-color")
            and root.expect(0, "plan", "plan", "-no-color", "-out=plan", TARGET, *root.variables)
            and root.expect(0, "apply", "apply", "-no-color", "plan"))
    if not good:
        return False
    report.check(not list(root.root.glob("*.tfstate*")), "no state lies beside the code")
    report.check(bucket.lock() is None, "the lock is given back")
    return report.check(len(json.loads(bucket.text())["resources"]) > 3, "the state is in the bucket",
                        f"{len(json.loads(bucket.text())['resources'])} resources")


def begin(root, *arguments):
    """An apply that asks at its terminal: it holds the lock until it is answered."""
    env = {**root.env, "TF_INPUT": "1"}
    return subprocess.Popen(["terraform", "apply", "-no-color", TARGET, *root.variables, *arguments], cwd=root.root, env=env,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def held(bucket, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        lock = bucket.lock()
        if lock:
            return lock
        time.sleep(0.2)
    return None


def locked(report, root, bucket):
    change = f"-var=administrator_role_arns=[\"arn:aws:iam::{ACCOUNT}:role/other\"]"
    first = begin(root, "-replace=module.platform.module.kms.aws_kms_alias.this[\"logs\"]", change)
    lock = held(bucket)
    report.check(lock and lock["Operation"] == "OperationTypeApply", "an apply holds the lock", lock and lock["ID"])
    code = root("second", "apply", "-no-color", "-auto-approve", TARGET, *root.variables)
    report.check(code == 1, "a second apply at the same time is refused", f"exit code {code}")
    told = "Error acquiring the state lock" in root.text and lock and lock["ID"] in root.text and lock["Who"] in root.text
    report.check(told, "it says that the state is locked, by whom and under which id", lock and lock["Who"])
    report.check(bucket.lock() == lock, "the lock of the first one stands")
    out, _ = first.communicate("yes\n", timeout=120)
    report.check(first.returncode == 0 and "Apply complete!" in out, "the first one comes to its end", out[-300:] if first.returncode else "")
    report.check(bucket.lock() is None, "and gives the lock back")


def cut_off(report, root, bucket):
    """Killed with the lock in its hands: nobody takes it by itself, and it is freed by its id."""
    first = begin(root, "-replace=module.platform.module.kms.aws_kms_alias.this[\"logs\"]")
    lock = held(bucket)
    first.kill()
    first.communicate()
    code = root("refused", "plan", "-no-color", TARGET, *root.variables)
    report.check(code == 1 and lock and lock["ID"] in root.text, "a lock that was left behind still locks", lock and lock["ID"])
    if lock:
        root.expect(0, "unlock", "force-unlock", "-force", lock["ID"])
    report.check(bucket.lock() is None, "force-unlock frees it")
    root.expect(0, "unlocked", "plan", "-no-color", "-detailed-exitcode", TARGET, *root.variables)


def stale(report, root):
    """The state changed after a plan was made of it."""
    replace = "-replace=module.platform.module.kms.aws_kms_alias.this[\"logs\"]"
    for name in ("approved", "other"):
        root.expect(0, f"plan-{name}", "plan", "-no-color", f"-out={name}", TARGET, replace, *root.variables)
    root.expect(0, "apply-other", "apply", "-no-color", "other")
    code = root("stale", "apply", "-no-color", "approved")
    report.check(code == 1 and "Saved plan is stale" in root.text, "a plan of an older state is refused", f"exit code {code}")


def recovered(report, root, bucket, scratch):
    """By the steps of the runbook `state-recovery.md`."""
    good = bucket.versions()
    # Somebody pushes a state that knows nothing.
    lost = json.loads(bucket.text())
    lost.update(resources=[], outputs={}, serial=lost["serial"] + 1)
    bucket.s3.put_object(Bucket=bucket.name, Key=bucket.key, Body=json.dumps(lost).encode())
    root("lost", "plan", "-no-color", "-detailed-exitcode", TARGET, *root.variables)
    report.check(" to add, 0 to change, 0 to destroy" in root.summary, "with a lost state all would be made again", root.summary)
    older = bucket.versions()[1]
    report.check(older == good[0], "the bucket keeps the version before", f"{len(good) + 1} versions")
    state = json.loads(bucket.text(older))
    state["serial"] = lost["serial"] + 1
    path = scratch / "state.json"
    path.write_text(json.dumps(state))
    root.expect(0, "push", "state", "push", str(path))
    root.expect(0, "repaired", "plan", "-no-color", "-detailed-exitcode", TARGET, *root.variables)
