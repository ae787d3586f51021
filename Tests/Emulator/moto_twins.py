"""moto_plus.py plus the CloudFormation types of the network that moto lacks.

Network ACLs, their entries and associations; tags of KMS keys as CloudFormation writes them; the
secret of a database's master user.
"""
import moto_plus
from moto.ec2.models.route_tables import RouteTable
from moto.ec2.models.security_groups import SecurityGroupIngress
from moto.kms import models as kms_models
from moto.rds import models as rds_models

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


def returned(client, association_id):
    """A subnet whose own ACL goes has its network's default one again."""
    acls = client.describe_network_acls()["NetworkAcls"]
    own = next(acl for acl in acls for a in acl["Associations"] if a["NetworkAclAssociationId"] == association_id)
    default = next(acl for acl in acls if acl["IsDefault"] and acl["VpcId"] == own["VpcId"])
    client.replace_network_acl_association(AssociationId=association_id, NetworkAclId=default["NetworkAclId"])


moto_plus.cfn_type("AWS::EC2::NetworkAcl", "ec2", "create_network_acl", prepare=tagged("network-acl"),
                   ref=lambda p, a: a["NetworkAcl"]["NetworkAclId"],
                   remove=lambda client, name: client.delete_network_acl(NetworkAclId=name))
moto_plus.cfn_type("AWS::EC2::NetworkAclEntry", "ec2", "create_network_acl_entry", prepare=entry)
moto_plus.cfn_type("AWS::EC2::SubnetNetworkAclAssociation", "ec2", "replace_network_acl_association",
                   prepare=association, ref=lambda p, a: a["NewAssociationId"], remove=returned)

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

def without(self, *_):
    """A route table goes with its routes; moto keeps it, and then the network cannot go."""
    self._associations.clear()
    self.ec2_backend.delete_route_table(self.id)


RouteTable.delete = without
_ingress = SecurityGroupIngress.create_from_cloudformation_json.__func__


def ingress(cls, *args, **kwargs):
    """AWS calls the resource by the id of its rule; moto has no name for it."""
    made = _ingress(cls, *args, **kwargs)
    made.physical_resource_id = made.security_group.ingress_rules[-1].id
    return made


SecurityGroupIngress.create_from_cloudformation_json = classmethod(ingress)

# moto lets a reference to a subnet group be the group itself, which then has no name that a stack could tell.
rds_models.DBSubnetGroup.physical_resource_id = property(lambda self: self.name)
_from_template = _instance.create_from_cloudformation_json.__func__


def from_template(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
    properties = cloudformation_json["Properties"]
    name = properties.get("DBSubnetGroupName")
    if isinstance(name, str):
        properties["DBSubnetGroupName"] = rds_models.rds_backends[account_id][region_name].describe_db_subnet_groups(name)[0]
    return _from_template(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs)


_instance.create_from_cloudformation_json = classmethod(from_template)
