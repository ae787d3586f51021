"""moto_plus.py plus identities of an EKS cluster, replicas in another region, and what moto forgets to echo.

Stands beside moto_plus.py.
"""
import copy
import time
from urllib.parse import unquote

import moto_plus
from moto.core.responses import ActionResult
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.eks import urls as eks_urls
from moto.eks.exceptions import ResourceNotFoundException
from moto.eks.responses import EKSResponse
from moto.moto_api._internal import mock_random
from moto.rds import models as rds_models
from moto.s3.exceptions import ReplicationConfigurationNotFoundError
from moto.s3.responses import S3Response

ROOT = "{0}/clusters/(?P<name>[^/]+)/"
for path in ("pod-identity-associations$", "pod-identity-associations/(?P<associationId>[^/]+)$",
             "access-entries$", "access-entries/(?P<principalArn>[^/]+)/access-policies$",
             "access-entries/(?P<principalArn>.+)/access-policies/(?P<policyArn>.+)$",
             "access-entries/(?P<principalArn>[^/]+)$", "access-entries/(?P<principalArn>.+)/access-policies$",
             "access-entries/(?P<principalArn>.+)$"):
    eks_urls.url_paths[ROOT + path] = eks_urls.response.dispatch


def missing(self, what):
    raise ResourceNotFoundException(clusterName=self._get_param("name"), message=f"no {what} found")


def param(self, name):
    return unquote(self._get_param(name) or "")


def arn(backend, kind, *parts):
    return f"arn:aws:eks:{backend.region_name}:{backend.account_id}:{kind}/" + "/".join(parts)


@moto_plus.action(EKSResponse)
def create_pod_identity_association(self):
    b, cluster = self.eks_backend, self._get_param("name")
    b.describe_cluster(cluster)
    name = "a-" + mock_random.get_random_hex(17)
    made = {"clusterName": cluster, "associationId": name, "createdAt": time.time(), "modifiedAt": time.time(),
            "associationArn": arn(b, "podidentityassociation", cluster, name), "tags": self._get_param("tags") or {}}
    made |= {key: self._get_param(key) for key in ("namespace", "serviceAccount", "roleArn")}
    moto_plus.store(b, "plus_identities")[(cluster, name)] = made
    return ActionResult({"association": made})


@moto_plus.action(EKSResponse)
def describe_pod_identity_association(self):
    key = (self._get_param("name"), self._get_param("associationId"))
    return ActionResult({"association": moto_plus.store(self.eks_backend, "plus_identities").get(key) or missing(self, "association")})


@moto_plus.action(EKSResponse)
def delete_pod_identity_association(self):
    key = (self._get_param("name"), self._get_param("associationId"))
    return ActionResult({"association": moto_plus.store(self.eks_backend, "plus_identities").pop(key, None) or missing(self, "association")})


@moto_plus.action(EKSResponse)
def create_access_entry(self):
    b, cluster, principal = self.eks_backend, self._get_param("name"), self._get_param("principalArn")
    b.describe_cluster(cluster)
    entry = {"clusterName": cluster, "principalArn": principal, "kubernetesGroups": self._get_param("kubernetesGroups") or [],
             "accessEntryArn": arn(b, "access-entry", cluster, mock_random.get_random_hex(8)), "createdAt": time.time(),
             "modifiedAt": time.time(), "tags": self._get_param("tags") or {}, "username": principal,
             "type": self._get_param("type") or "STANDARD"}
    moto_plus.store(b, "plus_entries")[(cluster, principal)] = entry
    return ActionResult({"accessEntry": entry})


@moto_plus.action(EKSResponse)
def describe_access_entry(self):
    key = (self._get_param("name"), param(self, "principalArn"))
    return ActionResult({"accessEntry": moto_plus.store(self.eks_backend, "plus_entries").get(key) or missing(self, "entry")})


@moto_plus.action(EKSResponse)
def delete_access_entry(self):
    key = (self._get_param("name"), param(self, "principalArn"))
    moto_plus.store(self.eks_backend, "plus_entries").pop(key, None) or missing(self, "entry")
    return ActionResult({})


@moto_plus.action(EKSResponse)
def associate_access_policy(self):
    key = (self._get_param("name"), param(self, "principalArn"))
    policy = {"policyArn": self._get_param("policyArn"), "accessScope": self._get_param("accessScope"),
              "associatedAt": time.time(), "modifiedAt": time.time()}
    moto_plus.store(self.eks_backend, "plus_policies").setdefault(key, {})[policy["policyArn"]] = policy
    return ActionResult({"clusterName": key[0], "principalArn": key[1], "associatedAccessPolicy": policy})


@moto_plus.action(EKSResponse)
def list_associated_access_policies(self):
    key = (self._get_param("name"), param(self, "principalArn"))
    found = moto_plus.store(self.eks_backend, "plus_policies").get(key, {})
    return ActionResult({"clusterName": key[0], "principalArn": key[1], "associatedAccessPolicies": list(found.values())})


@moto_plus.action(EKSResponse)
def disassociate_access_policy(self):
    key = (self._get_param("name"), param(self, "principalArn"))
    moto_plus.store(self.eks_backend, "plus_policies").get(key, {}).pop(param(self, "policyArn"), None)
    return ActionResult({})


# moto looks for a replica's subnet group in the region of its source.
def create_db_instance_read_replica(self, db_kwargs):
    source = db_kwargs["source_db_instance_identifier"]
    primary = self.find_db_from_id(source)
    if not self.arn_regex.match(source) or primary.backend is self:
        return _create_replica(self, db_kwargs)
    replica = copy.copy(primary)
    replica.backend = self
    replica.update(**{key: value for key, value in db_kwargs.items() if value is not None})
    replica.set_as_replica()
    replica.master_user_secret = None
    replica.multi_az = bool(db_kwargs.get("multi_az"))
    replica.enable_iam_database_authentication = bool(db_kwargs.get("enable_iam_database_authentication"))
    replica.enabled_cloudwatch_logs_exports = list(db_kwargs.get("enable_cloudwatch_logs_exports") or [])
    replica.performance_insights_enabled = bool(db_kwargs.get("enable_performance_insights"))
    replica.performance_insights_kms_key_id = db_kwargs.get("performance_insights_kms_key_id")
    if db_kwargs.get("max_allocated_storage"):
        replica._max_allocated_storage = db_kwargs["max_allocated_storage"]
    self.databases[db_kwargs["db_instance_identifier"]] = replica
    primary.add_replica(replica)
    return replica


_create_replica = rds_models.RDSBackend.create_db_instance_read_replica
rds_models.RDSBackend.create_db_instance_read_replica = create_db_instance_read_replica

# --- what moto takes and does not give back ----------------------------------------------------------
_create_cluster = EKSResponse.create_cluster


def create_cluster(self):
    answer = _create_cluster(self)
    cluster = answer.result["cluster"]
    wanted = self._get_param("accessConfig") or {}
    cluster.access_config = {"authenticationMode": wanted.get("authenticationMode") or "API_AND_CONFIG_MAP"}
    if "bootstrapClusterCreatorAdminPermissions" in wanted:
        cluster.access_config["bootstrapClusterCreatorAdminPermissions"] = wanted["bootstrapClusterCreatorAdminPermissions"]
    # The provider reads the group that the control plane and its nodes share.
    cluster.resources_vpc_config = {**cluster.resources_vpc_config,
                                    "clusterSecurityGroupId": "sg-" + mock_random.get_random_hex(17)}
    cluster.upgrade_policy = self._get_param("upgradePolicy") or {"supportType": "EXTENDED"}
    return answer


EKSResponse.create_cluster = create_cluster
def get_bucket_replication(self):
    self.data["Action"] = "GetBucketReplication"
    stored = self.backend.get_bucket_replication(self.bucket_name)
    if not stored:
        raise ReplicationConfigurationNotFoundError(bucket_name=self.bucket_name)
    rules = []
    for rule in stored["Rule"]:
        rule = copy.deepcopy(rule)
        rule["Filter"] = rule.get("Filter") or {"Prefix": ""}
        for minutes in (rule["Destination"].get("ReplicationTime", {}).get("Time"),
                        rule["Destination"].get("Metrics", {}).get("EventThreshold")):
            if minutes:
                minutes["Minutes"] = int(minutes["Minutes"])
        rules.append({key: value for key, value in rule.items() if not key.startswith("@")})
    return self.serialized(ActionResult({"ReplicationConfiguration": {"Role": stored["Role"], "Rules": rules}}))


S3Response.get_bucket_replication = get_bucket_replication
_new_rule = SecurityGroupRule.__init__


def new_rule(self, *a, **k):
    _new_rule(self, *a, **k)
    given = k.get("prefix_list_id") or (a[7] if len(a) > 7 else None)
    self.listed = (given or {}).get("Description")


SecurityGroupRule.__init__ = new_rule
_description = SecurityGroupRule.description
SecurityGroupRule.description = property(lambda self: self.listed or _description.fget(self))
