"""What reading and writing a state in a closed bucket asks for, which moto lacks.

moto holds requests to a bucket's policy without looking at its conditions: a policy that refuses plain HTTP would refuse
everything. Loopback stands for the encrypted way.
"""
import json

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket, FakeDeleteMarker

PLAIN = {"Bool": {"aws:SecureTransport": "false"}}


def get_permission(self, action, resource):
    if self.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(self.policy.decode())
    statements = policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]
    policy["Statement"] = [each for each in statements if each.get("Condition") != PLAIN]
    if not policy["Statement"]:
        return PermissionResult.NEUTRAL
    return IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource)


FakeBucket.get_permission = get_permission

# A bucket is emptied of its versions: the mark of a deleted object holds nothing that could be given back.
FakeDeleteMarker.dispose = lambda self, *_: None
