"""What an update and a destroy ask for, which moto lacks.

Node groups get a new version and updates can be described; a vault tells its recovery points; the security group that a
cluster shares with its nodes is one that EC2 knows; a cache that encrypts says how strictly.
"""
import uuid

import moto_plus
from moto.backup import urls as backup_urls
from moto.backup.responses import BackupResponse
from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.eks import urls as eks_urls
from moto.eks.responses import EKSResponse
from moto.elasticache import models as elasticache_models

GROUP = "{0}/clusters/(?P<name>[^/]+)/node-groups/(?P<nodegroupName>[^/]+)/update-version$"
for path in (GROUP, "{0}/clusters/(?P<name>[^/]+)/updates/(?P<updateId>[^/]+)$"):
    eks_urls.url_paths[path] = eks_urls.response.dispatch
backup_urls.url_paths["{0}/backup-vaults/(?P<name>[^/]+)/recovery-points/?$"] = backup_urls.response.dispatch


def update(self, kind):
    made = {"id": str(uuid.uuid4()), "status": "Successful", "type": kind, "params": [], "errors": []}
    moto_plus.store(self.eks_backend, "plus_updates")[made["id"]] = made
    return ActionResult({"update": made})


@moto_plus.action(EKSResponse)
def update_nodegroup_version(self):
    group = self.eks_backend.describe_nodegroup(self._get_param("name"), self._get_param("nodegroupName"))
    for key, name in (("version", "version"), ("releaseVersion", "release_version"), ("launchTemplate", "launch_template")):
        if self._get_param(key):
            setattr(group, name, self._get_param(key))
    return update(self, "VersionUpdate")


@moto_plus.action(EKSResponse)
def describe_update(self):
    known = moto_plus.store(self.eks_backend, "plus_updates").get(self._get_param("updateId"))
    return ActionResult({"update": known or {"id": self._get_param("updateId"), "status": "Successful", "type": "ConfigUpdate"}})


_update_cluster = EKSResponse.update_cluster_config


def update_cluster_config(self):
    """AWS answers with an update, and keeps what a request leaves out."""
    cluster = self.eks_backend.describe_cluster(self._get_param("name"))
    before = cluster.resources_vpc_config
    _update_cluster(self)
    cluster.resources_vpc_config = {**before, **(self._get_param("resourcesVpcConfig") or {})}
    return update(self, "EndpointAccessUpdate")


EKSResponse.update_cluster_config = update_cluster_config
_create_cluster, _delete_cluster = EKSResponse.create_cluster, EKSResponse.delete_cluster


def create_cluster(self):
    answer = _create_cluster(self)
    cluster = answer.result["cluster"]
    ec2 = ec2_backends[self.current_account][self.region]
    subnet = ec2.get_subnet(cluster.resources_vpc_config["subnetIds"][0])
    group = ec2.create_security_group(f"eks-cluster-sg-{cluster.name}-{uuid.uuid4().hex[:8]}", "Of the cluster and its nodes",
                                      vpc_id=subnet.vpc_id)
    cluster.resources_vpc_config = {**cluster.resources_vpc_config, "clusterSecurityGroupId": group.id, "vpcId": subnet.vpc_id}
    return answer


def delete_cluster(self):
    config = self.eks_backend.describe_cluster(self._get_param("name")).resources_vpc_config
    answer = _delete_cluster(self)
    ec2_backends[self.current_account][self.region].delete_security_group(group_id=config["clusterSecurityGroupId"])
    return answer


EKSResponse.create_cluster, EKSResponse.delete_cluster = create_cluster, delete_cluster


@moto_plus.action(BackupResponse)
def list_recovery_points_by_backup_vault(self):
    return ActionResult({"RecoveryPoints": []})


def how_strictly(self, *_, **__):
    if self.transit_encryption_enabled and not self.transit_encryption_mode:
        self.transit_encryption_mode = "required"


moto_plus.after(elasticache_models.ReplicationGroup, "__init__", how_strictly)
