#!/usr/bin/env python3
"""moto_plus.py plus the CloudFormation types of the network that moto lacks.

Network ACLs, their entries and associations; tags of KMS keys as CloudFormation writes them; the
secret of a database's master user.
Usage: MOTO_PORT=5651 moto_twins.py -H 127.0.0.1 -p 5651
"""
import moto_plus
from moto.kms import models as kms_models
from moto.rds import models as rds_models
from moto.server import main

REGION = "us-east-1"


def tagged(resource_type):
    def prepare(p):
        q = moto_plus.own({k: v for k, v in p.items() if k != "Tags"})
        if p.get("Tags"):
            q["TagSpecifications"] = [{"ResourceType": resource_type, "Tags": p["Tags"]}]
        return q
    return prepare


def entry(p):
    q = {k: p[k] for k in ("NetworkAclId", "CidrBlock", "RuleAction", "RuleNumber") if k in p}
    q["Protocol"] = str(p["Protocol"])
    q["Egress"] = p.get("Egress", False)
    if "PortRange" in p:
        q["PortRange"] = p["PortRange"]
    return q


def association(p):
    acls = moto_plus._client("ec2", REGION).describe_network_acls(
        Filters=[{"Name": "association.subnet-id", "Values": [p["SubnetId"]]}])["NetworkAcls"]
    found = [a["NetworkAclAssociationId"] for acl in acls for a in acl["Associations"] if a["SubnetId"] == p["SubnetId"]]
    return {"AssociationId": found[0], "NetworkAclId": p["NetworkAclId"]}


moto_plus.cfn_type("AWS::EC2::NetworkAcl", "ec2", "create_network_acl", prepare=tagged("network-acl"),
                   ref=lambda p, a: a["NetworkAcl"]["NetworkAclId"])
moto_plus.cfn_type("AWS::EC2::NetworkAclEntry", "ec2", "create_network_acl_entry", prepare=entry)
moto_plus.cfn_type("AWS::EC2::SubnetNetworkAclAssociation", "ec2", "replace_network_acl_association",
                   prepare=association, ref=lambda p, a: a["NewAssociationId"])

_create_key = kms_models.KmsBackend.create_key


def create_key(self, *args, **kwargs):
    tags = kwargs.get("tags")
    if tags and "Key" in tags[0]:
        kwargs["tags"] = [{"TagKey": t["Key"], "TagValue": t["Value"]} for t in tags]
    return _create_key(self, *args, **kwargs)


kms_models.KmsBackend.create_key = create_key

_instance = rds_models.DBInstance
_has, _get = _instance.has_cfn_attr, _instance.get_cfn_attribute


def get(self, name):
    if name == "MasterUserSecret.SecretArn":
        return self.master_user_secret["SecretArn"]
    return _get(self, name)


_instance.has_cfn_attr = classmethod(lambda cls, name: name == "MasterUserSecret.SecretArn" or _has(name))
_instance.get_cfn_attribute = get

if __name__ == "__main__":
    main()
