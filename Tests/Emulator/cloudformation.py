"""The CloudFormation twins: linted, deployed, compared with what was made, deleted."""
import subprocess
import time

import yaml
from botocore.exceptions import ClientError, WaiterError

# A stack that imports another's outputs comes after it.
ORDER = ["network", "data", "observability"]


class Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms, of which only the text is needed."""


def short_form(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        return {suffix: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {suffix: loader.construct_sequence(node, deep=True)}
    return {suffix: loader.construct_mapping(node, deep=True)}


Loader.add_multi_constructor("!", short_form)


def run(report, emulator, templates):
    ordered = sorted(templates, key=lambda path: (ORDER.index(path.stem) if path.stem in ORDER else len(ORDER), path.stem))
    made = []
    for path in ordered:
        lint = subprocess.run(["cfn-lint", "-r", "us-east-1", "--non-zero-exit-code", "warning", "--", str(path)], capture_output=True, text=True, check=False)
        report.check(lint.returncode == 0, f"cfn-lint finds nothing in {path.name}", lint.stdout.strip()[:400])
        if deployed(report, emulator, path, made):
            made.append(path.stem)
    for name in reversed(made):
        client = emulator.client("cloudformation")
        try:
            client.delete_stack(StackName=name)
        except ClientError as error:
            report.note(str(error)[:300])
        left = [s["StackName"] for s in client.list_stacks()["StackSummaries"] if s["StackName"] == name and s["StackStatus"] != "DELETE_COMPLETE"]
        report.check(not left, f"stack {name} is deleted")
    networks = [v["VpcId"] for v in emulator.client("ec2").describe_vpcs()["Vpcs"] if not v["IsDefault"]]
    report.check(not networks, "no network is left", ", ".join(networks))


def deployed(report, emulator, path, made):
    client, began = emulator.client("cloudformation"), time.monotonic()
    text = path.read_text()
    document = yaml.load(text, Loader)
    given = parameters(document, emulator, made)
    try:
        client.create_stack(StackName=path.stem, TemplateBody=text, Parameters=[{"ParameterKey": key, "ParameterValue": text} for key, text in given.items()],
                            Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"])
        client.get_waiter("stack_create_complete").wait(StackName=path.stem, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    except (ClientError, WaiterError) as error:
        return report.check(False, f"stack {path.stem} is created", str(error)[:500])
    finally:
        report.timed(f"stack {path.stem}", time.monotonic() - began)
    report.check(True, f"stack {path.stem} is created")
    wanted = {name: r["Type"] for name, r in document["Resources"].items()
              if "Condition" not in r or value(document, given, {"Condition": r["Condition"]})}
    there = {r["LogicalResourceId"]: r for r in client.describe_stack_resources(StackName=path.stem)["StackResources"]}
    skipped = [name for name in wanted if name not in there or not there[name].get("PhysicalResourceId")]
    report.check(not skipped, f"every resource of {path.name} was made, none left out", ", ".join(skipped[:8]) or len(wanted))
    others = [n for n, r in there.items() if r["ResourceStatus"] != "CREATE_COMPLETE"]
    report.check(not others, f"every resource of {path.name} is complete", ", ".join(others[:8]))
    looked_at(report, emulator, path.stem, {n: k for n, k in wanted.items() if n not in skipped}, there)
    return True


def parameters(document, emulator, made):
    """Defaults stay; what has none is the full environment, CloudFront's addresses, or an output of the same name."""
    client, outputs = emulator.client("cloudformation"), {}
    for name in made:
        for output in client.describe_stacks(StackName=name)["Stacks"][0].get("Outputs", []):
            outputs[output["OutputKey"]] = output["OutputValue"]
    lists = emulator.client("ec2").describe_managed_prefix_lists()["PrefixLists"]
    outputs["CloudFrontPrefixList"] = next(one["PrefixListId"] for one in lists if one["PrefixListName"].endswith("cloudfront.origin-facing"))
    given = {}
    for key, spec in document.get("Parameters", {}).items():
        if "Default" not in spec:
            given[key] = outputs.get(key) or (spec.get("AllowedValues") or ["example"])[-1]
    return given


def value(document, given, node):
    """What an intrinsic function of a condition gives."""
    if not isinstance(node, dict):
        return node
    (function, words), = node.items()
    if function == "Ref":
        return given.get(words, document["Parameters"].get(words, {}).get("Default"))
    if function == "Condition":
        return value(document, given, document["Conditions"][words])
    words = [value(document, given, word) for word in words]
    if function == "Fn::FindInMap":
        return document["Mappings"][words[0]][words[1]][words[2]]
    return {"Fn::Equals": lambda: words[0] == words[1], "Fn::Not": lambda: not words[0], "Fn::And": lambda: all(words),
            "Fn::Or": lambda: any(words)}[function]()


def looked_at(report, emulator, name, wanted, there):
    kinds = {kind: [there[n]["PhysicalResourceId"] for n, k in wanted.items() if k == kind] for kind in set(wanted.values())}
    for identifier in kinds.get("AWS::RDS::DBInstance", []):
        got = emulator.client("rds").describe_db_instances(DBInstanceIdentifier=identifier)["DBInstances"][0]
        report.check(got["StorageEncrypted"] and not got["PubliclyAccessible"], f"{name}: the database is encrypted and closed")
        report.check(got["BackupRetentionPeriod"] > 0, f"{name}: the database is backed up", f"{got['BackupRetentionPeriod']} days")
    for bucket in kinds.get("AWS::S3::Bucket", []):
        s3 = emulator.client("s3")
        rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
        report.check(rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms", f"{name}: bucket {bucket} is encrypted with KMS")
    subnets = kinds.get("AWS::EC2::Subnet", [])
    if subnets:
        got = emulator.client("ec2").describe_subnets(SubnetIds=subnets)["Subnets"]
        report.check(len({s["CidrBlock"] for s in got}) == len(subnets), f"{name}: every subnet has a range of its own", len(subnets))
        report.check(len({s["AvailabilityZone"] for s in got}) >= 2, f"{name}: the subnets span zones")
    alarms = kinds.get("AWS::CloudWatch::Alarm", [])
    if alarms:
        got = emulator.client("cloudwatch").describe_alarms(AlarmNames=alarms)["MetricAlarms"]
        report.check(len(got) == len(alarms) and all(a["AlarmActions"] for a in got), f"{name}: every alarm tells somebody", len(alarms))
