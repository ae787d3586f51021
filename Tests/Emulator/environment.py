"""One rendered environment: applied, looked at, changed behind Terraform's back, repaired, destroyed."""
import json
import shutil
import subprocess

from harness import ACCOUNT, Terraform
import described

PARALLEL = "-parallelism=30"


def run(report, emulator, workspace, name, scratch):
    tree = scratch / "terraform"
    shutil.copytree(workspace / "terraform", tree, ignore=shutil.ignore_patterns(".terraform", "*.tfstate*"))
    logs = scratch / "logs"
    logs.mkdir()
    root = tree / "environments" / name
    text = (root / "terraform.tfvars").read_text()
    facts = {key: value(text, key) for key in ("project", "owner", "cost_center", "region")}
    shared = {key: facts[key] for key in ("project", "owner", "cost_center", "region")}
    bootstrap = Terraform(report, tree / "bootstrap", emulator.environment, logs,
                          {**shared, "environment": name, "deletion_protection": "false"})
    platform = Terraform(report, root, emulator.environment, logs, {"account_id": ACCOUNT})
    try:
        if not brought_up(report, bootstrap):
            return
        described.bootstrap(report, emulator, facts, name)
        if not brought_up(report, platform):
            return
        state = json.loads(subprocess.run(["terraform", "show", "-json"], cwd=root, env=emulator.environment,
                                          capture_output=True, text=True, check=True).stdout)
        described.everything(report, emulator, facts, name, state)
        platform.expect(0, "replan", "plan", "-no-color", "-detailed-exitcode", *platform.variables)
        drifted(report, emulator, platform, state)
        taken_down(report, emulator, platform, bootstrap, facts, name)
    except subprocess.CalledProcessError as error:
        report.check(False, f"{error.cmd[:3]} works", error.stderr[-500:])


def value(text, key):
    line = next(line for line in text.splitlines() if line.split("=")[0].strip() == key)
    return line.split("=", 1)[1].strip().strip('"')


def brought_up(report, terraform):
    return (terraform.expect(0, "init", "init", "-no-color", "-input=false")
            and terraform.expect(0, "plan", "plan", "-no-color", "-out=plan", *terraform.variables)
            and terraform.expect(0, "apply", "apply", "-no-color", PARALLEL, "plan")
            and report.check("0 changed, 0 destroyed" in terraform.summary, "the first apply only adds", terraform.summary))


def drifted(report, emulator, terraform, state):
    """A port that somebody opened by hand, and a tag that somebody took away."""
    ec2 = emulator.client("ec2", described.region(state))
    group = described.one(state, "aws_security_group", "database")
    vpc = described.one(state, "aws_vpc", "this")
    rule = described.one(state, "aws_vpc_security_group_ingress_rule", "database_application")
    ec2.revoke_security_group_ingress(GroupId=group["id"], SecurityGroupRuleIds=[rule["security_group_rule_id"]])
    ec2.create_tags(Resources=[vpc["id"]], Tags=[{"Key": "Name", "Value": "changed-by-hand"}])
    if terraform.expect(2, "drift", "plan", "-no-color", "-detailed-exitcode", "-out=repair", *terraform.variables):
        report.check("changed-by-hand" in terraform.text, "the plan names the changed tag")
        report.check("ingress_rule.database_application" in terraform.text, "the plan names the rule that is gone")
        report.check("0 to destroy" in terraform.text, "the repair destroys nothing", terraform.summary)
        terraform.expect(0, "repair", "apply", "-no-color", PARALLEL, "repair")
        terraform.expect(0, "repaired", "plan", "-no-color", "-detailed-exitcode", *terraform.variables)


def protected(report, emulator, facts, name):
    """Deletion protection is what the service keeps to, whoever asks."""
    rds = emulator.client("rds", facts["region"])
    try:
        rds.delete_db_instance(DBInstanceIdentifier=f"{facts['project']}-{name}", SkipFinalSnapshot=True)
        refused = ""
    except rds.exceptions.ClientError as error:
        refused = error.response["Error"]["Code"]
    report.check(refused == "InvalidParameterCombination", "the database cannot be deleted before it is unprotected", refused)


def taken_down(report, emulator, platform, bootstrap, facts, name):
    protected(report, emulator, facts, name)
    # The plan before has read everything, and found it as it should be.
    unprotect = [*platform.variables, "-var=deletion_protection=false", "-refresh=false"]
    platform.expect(0, "unprotect", "apply", "-no-color", "-auto-approve", PARALLEL, *unprotect)
    platform.expect(0, "destroy", "apply", "-destroy", "-no-color", "-auto-approve", PARALLEL, *unprotect)
    left = subprocess.run(["terraform", "state", "list"], cwd=platform.root, env=emulator.environment,
                          capture_output=True, text=True, check=False).stdout.split()
    left = [address for address in left if ".data." not in f".{address}"]
    report.check(not left, "nothing is left in the state", ", ".join(left[:5]))
    described.nothing(report, emulator, facts, name)
    bootstrap.expect(0, "destroy", "apply", "-destroy", "-no-color", "-auto-approve", PARALLEL, *bootstrap.variables)
