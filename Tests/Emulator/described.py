"""What the API says is there, compared with what the requirements ask for. The state only tells the ids."""


def resources(module):
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from resources(child)


def all_of(state, kind, name=None):
    """Values of every resource of a type below the platform, or anywhere when the platform has none."""
    found = [r for r in resources(state["values"]["root_module"])
             if r["mode"] == "managed" and r["type"] == kind and name in (None, r["name"])]
    own = [r for r in found if r["address"].startswith("module.platform.")]
    return [r["values"] for r in own or found]


def one(state, kind, name=None):
    return all_of(state, kind, name)[0]


def region(state):
    return one(state, "aws_vpc", "this")["arn"].split(":")[3]


def bootstrap(report, emulator, facts, name):
    s3 = emulator.client("s3", facts["region"])
    bucket = f"{facts['project']}-{name}-terraform-state"
    report.check(s3.get_bucket_versioning(Bucket=bucket).get("Status") == "Enabled", "the state bucket keeps old states")
    report.check(encryption(s3, bucket) == "aws:kms", "the state bucket is encrypted with KMS")
    report.check(is_closed(s3, bucket), "the state bucket is closed to the public")
    report.check("aws:SecureTransport" in s3.get_bucket_policy(Bucket=bucket)["Policy"], "the state bucket refuses plain HTTP")
    report.check(emulator.client("dynamodb", facts["region"]).list_tables()["TableNames"] == [], "no lock table is made")
    providers = emulator.client("iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]
    report.check(len(providers) == 1, "the pipeline's identity provider is there")


def everything(report, emulator, facts, name, state):
    where = region(state)
    for part in (network, groups, database, cache, storage, compute, edge, backup, account, monitoring):
        part(report, lambda service, at=where: emulator.client(service, at), facts, name, state)


def network(report, client, _, __, state):
    ec2, vpc = client("ec2"), one(state, "aws_vpc", "this")["id"]
    inside = [{"Name": "vpc-id", "Values": [vpc]}]
    subnets = ec2.describe_subnets(Filters=inside)["Subnets"]
    tiers = {}
    for subnet in subnets:
        tiers.setdefault(tag(subnet, "Tier"), []).append(subnet)
    zones = {tier: sorted(s["AvailabilityZone"] for s in of) for tier, of in tiers.items()}
    report.check(set(zones) == {"public", "private", "data"}, "there are public, private and data subnets", sorted(map(str, zones)))
    report.check(all(z == zones["public"] and len(set(z)) == len(z) >= 2 for z in zones.values()),
                 "every tier has one subnet in each of at least two zones", ", ".join(zones.get("public", [])))
    report.check(not any(s["MapPublicIpOnLaunch"] for s in subnets), "no subnet hands out public addresses")
    tables = ec2.describe_route_tables(Filters=inside)["RouteTables"]

    def default_route(subnet):
        table = next((t for t in tables for a in t["Associations"] if a.get("SubnetId") == subnet["SubnetId"]), None)
        return [r for r in table["Routes"] if r.get("DestinationCidrBlock") == "0.0.0.0/0"] if table else None

    report.check(all(default_route(s) == [] for s in tiers["data"]), "the data subnets have a route table without a default route")
    report.check(all(r and r[0].get("NatGatewayId") for r in map(default_route, tiers["private"])), "the private subnets leave through NAT")
    report.check(all(r and str(r[0].get("GatewayId", "")).startswith("igw-") for r in map(default_route, tiers["public"])),
                 "the public subnets leave through the internet gateway")
    logs = ec2.describe_flow_logs(Filters=[{"Name": "resource-id", "Values": [vpc]}])["FlowLogs"]
    report.check(any(entry["TrafficType"] == "ALL" for entry in logs), "flow logs record all traffic")
    data = {s["SubnetId"] for s in tiers["data"]}
    acls = ec2.describe_network_acls(Filters=inside)["NetworkAcls"]
    own = [acl for acl in acls if not acl["IsDefault"] and data <= {a["SubnetId"] for a in acl["Associations"]}]
    report.check(len(own) == 1, "the data subnets have a network ACL of their own")
    report.check(own and not any(e["RuleAction"] == "allow" and e.get("CidrBlock") == "0.0.0.0/0" for e in own[0]["Entries"]),
                 "that ACL lets nobody in from the internet")


def groups(report, client, _, __, state):
    ec2 = client("ec2")
    ids = {kind: all_of(state, "aws_security_group", kind)[0]["id"] for kind in ("edge", "application", "database")}
    rules = ec2.describe_security_group_rules(MaxResults=1000)["SecurityGroupRules"]

    def entering(group):
        return [r for r in rules if r["GroupId"] == group and not r["IsEgress"]]

    open_ports = [r for r in rules if not r["IsEgress"] and r.get("CidrIpv4") == "0.0.0.0/0"
                  and r["GroupId"] in {g["id"] for g in all_of(state, "aws_security_group")}]
    report.check(not open_ports, "no security group lets the whole internet in", [r["SecurityGroupRuleId"] for r in open_ports] or "")
    report.check(all(r.get("PrefixListId") and r["FromPort"] == 443 for r in entering(ids["edge"])) and entering(ids["edge"]),
                 "the load balancer lets in CloudFront's prefix list on 443, nobody else")
    sources = {(r.get("ReferencedGroupInfo") or {}).get("GroupId") for r in entering(ids["database"])}
    report.check(sources == {ids["application"]}, "the database lets in the workloads only")


def database(report, client, _, __, state):
    rds = client("rds")
    for instance in all_of(state, "aws_db_instance"):
        got = rds.describe_db_instances(DBInstanceIdentifier=instance["identifier"])["DBInstances"][0]
        label = f"database {instance['identifier']}"
        report.check(got["StorageEncrypted"] and ":key/" in got.get("KmsKeyId", ""), f"{label} is encrypted with its own key")
        report.check(got["MultiAZ"] == instance["multi_az"] and got["MultiAZ"], f"{label} spans zones")
        report.check(not got["PubliclyAccessible"], f"{label} has no public address")
        report.check(0 < got["BackupRetentionPeriod"] <= 35, f"{label} can be restored to a point in time", f"{got['BackupRetentionPeriod']} days")
        report.check(got["DeletionProtection"], f"{label} is protected from deletion")
        report.check(got.get("MasterUserSecret") or got.get("ReadReplicaSourceDBInstanceIdentifier"), f"{label}'s password is kept by the service")
        report.check(got["VpcSecurityGroups"], f"{label} has a security group")


def cache(report, client, _, __, state):
    for group in all_of(state, "aws_elasticache_replication_group"):
        got = client("elasticache").describe_replication_groups(ReplicationGroupId=group["replication_group_id"])["ReplicationGroups"][0]
        report.check(got.get("AtRestEncryptionEnabled") and got.get("TransitEncryptionEnabled"), "the cache is encrypted at rest and on the way")
        report.check(got.get("MultiAZ") == "enabled" and got.get("AutomaticFailover") == "enabled", "the cache spans zones and fails over")


def storage(report, client, _, __, state):
    s3 = client("s3")
    for bucket in sorted(b["bucket"] for b in all_of(state, "aws_s3_bucket")):
        kind = encryption(s3, bucket)
        is_access_log = any(word in bucket for word in ("-access-",))
        report.check(kind == "aws:kms" or (is_access_log and kind == "AES256"), f"bucket {bucket} is encrypted", kind)
        report.check(is_closed(s3, bucket), f"bucket {bucket} is closed to the public")
        report.check("aws:SecureTransport" in s3.get_bucket_policy(Bucket=bucket)["Policy"], f"bucket {bucket} refuses plain HTTP")
        report.check(s3.get_bucket_versioning(Bucket=bucket).get("Status") == "Enabled", f"bucket {bucket} keeps old versions")
    report.check(client("ec2").get_ebs_encryption_by_default()["EbsEncryptionByDefault"], "new disks are encrypted by default")


def compute(report, client, _, __, state):
    for cluster in all_of(state, "aws_eks_cluster"):
        got = client("eks").describe_cluster(name=cluster["name"])["cluster"]
        report.check(got["status"] == "ACTIVE", "the cluster is active", got["version"])
        access = got["resourcesVpcConfig"]
        report.check(access.get("endpointPrivateAccess") and not access.get("endpointPublicAccess"), "the cluster's API is private")
        report.check(any(e.get("resources") == ["secrets"] for e in got.get("encryptionConfig", [])), "the cluster's secrets are encrypted")
    ec2 = client("ec2")
    for template in all_of(state, "aws_launch_template"):
        data = ec2.describe_launch_template_versions(LaunchTemplateId=template["id"], Versions=["$Latest"])["LaunchTemplateVersions"][0]["LaunchTemplateData"]
        options = data.get("MetadataOptions", {})
        report.check(options.get("HttpTokens") == "required" and options.get("HttpPutResponseHopLimit") == 1,
                     f"machines of {template['name']} give metadata for a token only, one hop away")
        disks = [d.get("Ebs", {}) for d in data.get("BlockDeviceMappings", [])]
        report.check(disks and all(str(d.get("Encrypted")).lower() == "true" for d in disks), f"disks of {template['name']} are encrypted")
    for balancer in all_of(state, "aws_lb"):
        listeners = client("elbv2").describe_listeners(LoadBalancerArn=balancer["arn"])["Listeners"]
        report.check(listeners and all(item["Protocol"] == "HTTPS" and "TLS13" in item["SslPolicy"] for item in listeners),
                     "the load balancer speaks TLS 1.2 or later only")


def edge(report, client, _, __, state):
    front = client("cloudfront", "us-east-1")
    distributions = front.list_distributions()["DistributionList"].get("Items", [])
    if not report.check(len(distributions) == 1, "there is one distribution", len(distributions)):
        return
    config = front.get_distribution_config(Id=distributions[0]["Id"])["DistributionConfig"]
    acls = {a["ARN"] for a in client("wafv2", "us-east-1").list_web_acls(Scope="CLOUDFRONT")["WebACLs"]}
    report.check(config.get("WebACLId") in acls, "the distribution's web ACL is there, of scope CLOUDFRONT")
    methods = set(config["DefaultCacheBehavior"]["AllowedMethods"]["Items"])
    report.check({"GET", "POST", "PUT", "PATCH", "DELETE"} <= methods, "the API's methods pass the distribution")
    report.check(config["DefaultCacheBehavior"]["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "the API's answers are not kept")
    report.check(config["ViewerCertificate"].get("MinimumProtocolVersion") == "TLSv1.2_2021", "old TLS is refused")
    report.check(config["Logging"]["Enabled"], "the distribution logs")
    buckets = [o for o in config["Origins"]["Items"] if o.get("OriginAccessControlId")]
    report.check(len(buckets) == 1, "the bucket is read through an origin access control")
    report.check(not any(o.get("CustomHeaders", {}).get("Quantity") for o in config["Origins"]["Items"]), "no origin gets a secret header")


def backup(report, client, _, __, state):
    api = client("backup")
    plans = api.list_backup_plans()["BackupPlansList"]
    report.check(len(plans) >= 1, "there is a backup plan")
    rules = [r for p in plans for r in api.get_backup_plan(BackupPlanId=p["BackupPlanId"])["BackupPlan"]["Rules"]]
    report.check(rules and all(r.get("Lifecycle", {}).get("DeleteAfterDays") for r in rules), "recovery points end some day")
    recovery = [r["values"]["region"] if "region" in r["values"] else r["values"]["arn"].split(":")[3]
                for r in resources(state["values"]["root_module"])
                if r["type"] == "aws_backup_vault" and r["address"].startswith("module.recovery")]
    if recovery:
        report.check(any(recovery[0] in a["DestinationBackupVaultArn"] for r in rules for a in r.get("CopyActions", [])),
                     "recovery points are copied to the other region", recovery[0])


def account(report, client, _, __, ___):
    trails = client("cloudtrail").describe_trails()["trailList"]
    report.check(any(t["IsMultiRegionTrail"] and t["LogFileValidationEnabled"] and t.get("KmsKeyId") for t in trails),
                 "a trail of all regions is validated and encrypted")
    detectors = client("guardduty").list_detectors()["DetectorIds"]
    report.check(detectors and client("guardduty").get_detector(DetectorId=detectors[0])["Status"] == "ENABLED", "threat detection is on")
    recorders = client("config").describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    report.check(recorders and recorders[0]["recording"], "configuration is recorded")
    report.check(client("iam").get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"] >= 14, "passwords are long")
    report.check(client("accessanalyzer").list_analyzers()["analyzers"], "access from outside is analysed")


def monitoring(report, client, facts, name, _):
    alarms = [a for page in client("cloudwatch").get_paginator("describe_alarms").paginate() for a in page["MetricAlarms"]]
    spaces = {a["Namespace"] for a in alarms}
    report.check({"AWS/RDS", "AWS/ApplicationELB"} <= spaces, "the database and the load balancer have alarms", f"{len(alarms)} alarms")
    report.check(alarms and all(a["AlarmActions"] for a in alarms), "every alarm tells somebody")
    topics = {t["TopicArn"].rsplit(":", 1)[-1] for t in client("sns").list_topics()["Topics"]}
    prefix = f"{facts['project']}-{name}-"
    report.check({prefix + s for s in ("critical", "high", "medium", "low")} <= topics, "each severity has a topic")
    groups = [g for page in client("logs").get_paginator("describe_log_groups").paginate() for g in page["logGroups"]]
    report.check(groups and all(g.get("retentionInDays") and g.get("kmsKeyId") for g in groups), "every log group is encrypted and ends some day",
                 [g["logGroupName"] for g in groups if not (g.get("retentionInDays") and g.get("kmsKeyId"))] or len(groups))
    budgets = client("budgets").describe_budgets(AccountId="123456789012")["Budgets"]
    report.check(len(budgets) == 1, "there is a budget", budgets[0]["BudgetLimit"]["Amount"] if budgets else "")


def nothing(report, emulator, facts, name):
    """Asks the API, not the state, whether something of the environment is still there."""
    where, prefix = facts["region"], f"{facts['project']}-{name}"
    ec2 = emulator.client("ec2", where)
    left = [v["VpcId"] for v in ec2.describe_vpcs()["Vpcs"] if not v["IsDefault"]]
    left += [g["NatGatewayId"] for g in ec2.describe_nat_gateways()["NatGateways"] if g["State"] != "deleted"]
    left += [a["AllocationId"] for a in ec2.describe_addresses()["Addresses"]]
    left += [d["DBInstanceIdentifier"] for d in emulator.client("rds", where).describe_db_instances()["DBInstances"]]
    left += emulator.client("eks", where).list_clusters()["clusters"]
    left += [g["ReplicationGroupId"] for g in emulator.client("elasticache", where).describe_replication_groups()["ReplicationGroups"]]
    left += [b["LoadBalancerName"] for b in emulator.client("elbv2", where).describe_load_balancers()["LoadBalancers"]]
    left += [b["Name"] for b in emulator.client("s3", where).list_buckets()["Buckets"]
             if b["Name"].startswith(prefix) and not b["Name"].startswith(f"{prefix}-terraform")]
    left += [d["Id"] for d in emulator.client("cloudfront").list_distributions()["DistributionList"].get("Items", [])]
    left += [r["RoleName"] for r in emulator.client("iam").list_roles()["Roles"] if r["RoleName"].startswith(prefix)]
    left += [a["AlarmName"] for a in emulator.client("cloudwatch", where).describe_alarms()["MetricAlarms"]]
    left += [v["BackupVaultName"] for v in emulator.client("backup", where).list_backup_vaults()["BackupVaultList"]]
    left += [t["TopicArn"] for t in emulator.client("sns", where).list_topics()["Topics"]]
    pages = emulator.client("logs", where).get_paginator("describe_log_groups").paginate()
    left += [g["logGroupName"] for page in pages for g in page["logGroups"]
             if f"{prefix}-terraform" not in g["logGroupName"]]
    report.check(not left, "nothing is left in the account", ", ".join(left[:8]))


def tag(thing, key):
    return next((t["Value"] for t in thing.get("Tags", []) if t["Key"] == key), None)


def encryption(s3, bucket):
    try:
        rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    except s3.exceptions.ClientError as error:
        return error.response["Error"]["Code"]
    return rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]


def is_closed(s3, bucket):
    try:
        block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    except s3.exceptions.ClientError:
        return False
    return len(block) == 4 and all(block.values())


