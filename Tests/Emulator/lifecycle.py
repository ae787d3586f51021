"""The program's own way: rendered, planned, asked, applied, recorded, looked at, sent back, applied anew, destroyed."""
import json
import subprocess
import time

import described
import smoke
from remote import Bucket

NAME, RUN, END = "development", "example", "the-end"
# Given as credentials; moto takes any. Nothing of a run may keep them.
CANARIES = {"AWS_ACCESS_KEY_ID": "AKIAC4N4RYC4N4RYC4N4", "AWS_SECRET_ACCESS_KEY": "c4n4ry-secret-of-the-emulator-test"}


class Program:
    """The built program with a state folder of its own; what each command says is kept."""

    def __init__(self, report, path, env, scratch):
        self.report, self.path, self.scratch, self.count = report, path, scratch, 0
        self.env = {**env, **CANARIES, "ORCHESTRATE_HOME": str(scratch / "state")}
        self.text = ""

    def __call__(self, *arguments, limit=1200):
        self.count += 1
        began = time.monotonic()
        ended = subprocess.run([str(self.path), *map(str, arguments)], cwd=self.scratch, env=self.env, text=True,
                               capture_output=True, timeout=limit, check=False)
        self.text, self.out = ended.stdout + ended.stderr, ended.stdout
        (self.scratch / f"{self.count:02d}-{arguments[0]}.log").write_text(self.text)
        if time.monotonic() - began > 2:
            self.report.timed(f"orchestrate {' '.join(map(str, arguments[:3]))}", time.monotonic() - began)
        return ended.returncode

    def expect(self, code, *arguments, **keywords):
        got = self(*arguments, **keywords)
        good = self.report.check(got == code, f"orchestrate {' '.join(map(str, arguments[:3]))} exits with {code}", got)
        if not good:
            print(self.text[-2000:])
        return good

    def json(self, *arguments):
        self(*arguments, "--json")
        return json.loads(self.out)

    def cat(self, run, name):
        self("cat", run, f"environments/{NAME}/{name}")
        return json.loads(self.out)


def run(report, emulator, path, requirements, scratch):
    # The bootstrap of an account makes these; the roots look them up. Test `state` applies it.
    emulator.client("iam").create_open_id_connect_provider(
        Url="https://token.actions.githubusercontent.com", ClientIDList=["sts.amazonaws.com"])
    program = Program(report, path, emulator.environment, scratch)
    facts = {"project": "acme-saas", "region": "us-east-1"}
    bucket = state_bucket(report, emulator, facts)
    workspace = scratch / "state" / "workspaces" / RUN
    if not planned(report, emulator, program, requirements) or not applied(report, emulator, program, bucket):
        return
    smoke.run(report, emulator, workspace, NAME, scratch)
    drifted(report, emulator, program)
    if not sent_back(report, emulator, program, bucket) or not ended(report, program):
        return
    destroyed(report, emulator, program, facts)
    report.check(not json.loads(bucket.text())["resources"], "the state in the bucket is empty")
    clean(report, scratch)


def state_bucket(report, emulator, facts):
    name = f"{facts['project']}-{NAME}-terraform-state"
    kms = emulator.client("kms", facts["region"])
    kms.create_alias(AliasName=f"alias/{facts['project']}-terraform-state",
                     TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])
    bucket = Bucket(report, emulator, name, f"{NAME}/terraform.tfstate", facts["region"])
    bucket.s3.create_bucket(Bucket=name)
    bucket.s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return bucket


def networks(emulator):
    return [v for v in emulator.client("ec2").describe_vpcs()["Vpcs"] if not v["IsDefault"]]


def planned(report, emulator, program, requirements):
    words = ["run", requirements, "--id", RUN, "--mode", "apply", "--validators", "off"]
    if not program.expect(3, *words):
        return False
    if not program.expect(3, "approve", RUN, "architecture-and-cost", "--resume"):
        return False
    open_gates = [gate["gate"] for gate in program.json("gates", RUN)["gates"]]
    report.check(open_gates == [f"provision-{NAME}"], "the gate of the environment is open", ", ".join(open_gates))
    plan = program.cat(RUN, "plan.json")
    adds = plan["counts"]["add"]
    report.check(f"{NAME}: planned; plan: {adds} to add, 0 to change, 0 to destroy" in said(program, "show", RUN),
                 "before the gate stands what the plan would do", f"{adds} to add")
    report.check(program.cat(RUN, "provisioning-record.json")["mode"] == "planned", "the record says planned")
    return report.check(not networks(emulator), "a plan makes nothing")


def said(program, *arguments):
    program(*arguments)
    return program.text


def applied(report, emulator, program, bucket):
    plan = program.cat(RUN, "plan.json")
    if not program.expect(3, "approve", RUN, f"provision-{NAME}", "--resume"):
        return False
    report.check(len(networks(emulator)) == 1, "the network is there")
    record = program.cat(RUN, "provisioning-record.json")
    report.check(record["mode"] == "applied", "the record says applied", record["mode"])
    report.check(record["planDigest"] == plan["planDigest"], "what was approved is what was applied")
    report.check(record["changesAfterApply"] == 0, "nothing is left to change", record["changesAfterApply"])
    outputs = program.cat(RUN, "outputs.json")["outputs"]
    report.check(outputs, "outputs are recorded", len(outputs))
    ids = {v["VpcId"] for v in networks(emulator)}
    report.check(any(word in ids for word in flat(outputs)), "one of them is the network that the API knows")
    report.check(f"{NAME}: applied" in said(program, "show", RUN), "show says applied")
    kept = json.loads(bucket.text())["resources"]
    report.check(len(kept) > 100, "the state is in the bucket that the root names", f"{len(kept)} resources")
    bucket.encrypted("")
    states = [path for path in program.scratch.rglob("*.tfstate") if path.is_file() and b'"instances"' in path.read_bytes()]
    report.check(not states, "and nowhere else", ", ".join(map(str, states)))
    return program.expect(0, "verify", RUN)


LOCK = {"ID": "5e0e6b4a-0000-4000-8000-7a1f00000001", "Operation": "OperationTypeApply", "Info": "", "Who": "ana@elsewhere",
        "Version": "1.11.4", "Created": "2026-01-01T00:00:00Z", "Path": "terraform.tfstate"}


def sent_back(report, emulator, program, bucket):
    """At the gate after the apply somebody requests changes, while somebody else holds the state."""
    key = f"{bucket.key}.tflock"
    bucket.s3.put_object(Bucket=bucket.name, Key=key, Body=json.dumps(LOCK).encode())
    program.expect(1, "request-changes", RUN, "provision-production", "--comment", "look at development again", "--resume")
    report.check("is locked by ana@elsewhere" in program.text and f"force-unlock {LOCK['ID']}" in program.text,
                 "a state that somebody holds is not planned, and it says who and how it is freed")
    report.check(bucket.lock() == LOCK, "the lock of somebody else is left alone")
    bucket.s3.delete_object(Bucket=bucket.name, Key=key)
    if not program.expect(3, "resume", RUN):
        return False
    counts = program.cat(RUN, "plan.json")["counts"]
    report.check((counts["add"], counts["change"], counts["destroy"], counts["replace"]) == (0, 1, 0, 0),
                 "what is applied is planned anew with the difference alone", counts)
    shown = said(program, "show", RUN)
    report.check(f"{NAME}: applied in an earlier round, now planned" in shown, "show does not forget that it is applied")
    differences = said(program, "diff", RUN, f"provision-{NAME}")
    report.check("aws_vpc.this" in differences, "diff names what the new plan would do")
    before = networks(emulator)[0]["VpcId"]
    if not program.expect(3, "approve", RUN, f"provision-{NAME}", "--resume"):
        return False
    after = networks(emulator)
    report.check([v["VpcId"] for v in after] == [before], "nothing was made a second time", before)
    report.check(described.tag(after[0], "Name") != "changed-by-hand", "the difference is repaired", described.tag(after[0], "Name"))
    record = program.cat(RUN, "provisioning-record.json")
    return report.check((record["mode"], record["changesAfterApply"]) == ("applied", 0), "the record says applied again")


def ended(report, program):
    """On through the gates that are left."""
    status, gates = 3, 0
    while status == 3 and gates < 12:
        waiting = [gate["gate"] for gate in program.json("gates", RUN)["gates"]]
        if not waiting:
            break
        gates, status = gates + 1, program("approve", RUN, waiting[0], "--resume")
    if not report.check(status == 0, "the run goes to its end", f"exit code {status} after {gates} more gates"):
        print(program.text[-2000:])
    program.expect(0, "verify", RUN)
    return status == 0


def flat(value):
    if isinstance(value, dict):
        return [word for item in value.values() for word in flat(item)]
    if isinstance(value, list):
        return [word for item in value for word in flat(item)]
    return [value] if isinstance(value, str) else []


def drifted(report, emulator, program):
    program.expect(0, "drift", RUN)
    network = networks(emulator)[0]["VpcId"]
    emulator.client("ec2").create_tags(Resources=[network], Tags=[{"Key": "Name", "Value": "changed-by-hand"}])
    program.expect(1, "drift", RUN)
    report.check("aws_vpc.this: update" in program.text, "drift names what was changed by hand", program.text.strip()[:300])
    report.check("changed-by-hand" not in program.text, "and no value of it")
    log = said(program, "log", RUN)
    report.check("as applied" in log and "1 difference" in log, "both looks are journaled")


def destroyed(report, emulator, program, facts):
    if not program.expect(3, "destroy", RUN, "--environment", NAME, "--id", END):
        return
    report.check(" to destroy" in program.text, "the gate says how much would go")
    report.check(networks(emulator), "nothing goes before the gate")
    program.expect(0, "approve", END, "destroy", "--resume")
    report.check(program.cat(END, "destroy-record.json")["mode"] == "destroyed", "the record says destroyed")
    report.check(f"{NAME}: destroyed since it was applied" in said(program, "show", RUN), "and so does the run that applied it")
    described.nothing(report, emulator, facts, NAME)
    program.expect(0, "verify", END)


def clean(report, scratch):
    found = []
    for path in scratch.rglob("*"):
        # Providers are programs of hundreds of megabytes that know no credential.
        if path.is_file() and not path.is_symlink() and "providers" not in path.parts and path.name[:8] != "emulator":
            found += [f"{path.relative_to(scratch)}" for word in CANARIES.values() if word.encode() in path.read_bytes()]
    report.check(not found, "no credential is in the state folder, the workspace or a command's output", ", ".join(found[:5]))
