"""What moto lacks of an account's own services: Access Analyzer, cost anomalies and cost allocation tags,
CloudFront's response headers policies, replicated backups of RDS,
Security Hub's settings, S3 access logs below a prefix and S3 lifecycle rules.

Each of them stores what it is given and gives it back; nothing is analysed, counted or served.
"""
import fnmatch
import io
import json
import re
import threading
import uuid

import moto_plus
from moto.core.responses import ActionResult
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.rds.responses import RDSResponse
from moto.s3.models import OWNER, FakeBucket
from moto.s3.responses import S3Response
from moto.securityhub.models import SecurityHubBackend
from moto.securityhub.responses import SecurityHubResponse
from moto.s3.utils import LOGGING_SERVICE_PRINCIPAL

ACCOUNT = "123456789012"
LOCK = threading.Lock()


class Refused(Exception):
    """An answer of status 400 or 404 with the service's own code."""

    def __init__(self, code, message, status=400):
        super().__init__(message)
        self.code, self.status = code, status


# --- Access Analyzer: REST, JSON ---------------------------------------------------------------------
ANALYZERS = {}


def access_analyzer(method, path, region, body, _):
    parts = [part for part in path.split("/") if part]
    if parts[:1] == ["tags"]:
        return {"tags": next((a["tags"] for a in ANALYZERS.values() if a["arn"].endswith(parts[-1])), {})}
    if method == "PUT" and parts == ["analyzer"]:
        name = body["analyzerName"]
        arn = f"arn:aws:access-analyzer:{region}:{ACCOUNT}:analyzer/{name}"
        ANALYZERS[(region, name)] = {"arn": arn, "name": name, "type": body["type"], "tags": body.get("tags", {}),
                                     "createdAt": "2026-01-01T00:00:00Z", "status": "ACTIVE"}
        return {"arn": arn}
    key = (region, parts[1]) if len(parts) > 1 else None
    if key is None:
        return {"analyzers": [a for (r, _), a in ANALYZERS.items() if r == region]}
    if key not in ANALYZERS:
        raise Refused("ResourceNotFoundException", f"analyzer {parts[1]} not found", 404)
    if method == "DELETE":
        del ANALYZERS[key]
        return {}
    return {"analyzer": ANALYZERS[key]}


# --- Cost Explorer: JSON by target -------------------------------------------------------------------
MONITORS, SUBSCRIPTIONS, TAGS, COST_TAGS = {}, {}, {}, {}


def cost_explorer(_, __, ___, body, target):
    action = target.rsplit(".", 1)[-1]
    known = {"Monitor": (MONITORS, "AnomalyMonitor", "monitor"), "Subscription": (SUBSCRIPTIONS, "AnomalySubscription", "subscription")}
    for kind, (stored, key, text) in known.items():
        arn_key = f"{kind}Arn"
        if action == f"CreateAnomaly{kind}":
            arn = f"arn:aws:ce::{ACCOUNT}:anomaly{text}/{uuid.uuid4()}"
            stored[arn] = {**body[key], arn_key: arn, "AccountId": ACCOUNT}
            for subscriber in stored[arn].get("Subscribers", []):
                subscriber.setdefault("Status", "CONFIRMED")
            TAGS[arn] = body.get("ResourceTags", [])
            return {arn_key: arn}
        if action == f"GetAnomaly{kind}s":
            wanted = body.get(f"{kind}ArnList")
            return {f"Anomaly{kind}s": [v for arn, v in stored.items() if not wanted or arn in wanted]}
        if action in (f"UpdateAnomaly{kind}", f"DeleteAnomaly{kind}"):
            arn = body[arn_key]
            if arn not in stored:
                raise Refused(f"Unknown{kind}Exception", f"{arn} not found")
            if action.startswith("Delete"):
                del stored[arn]
                return {}
            stored[arn].update({k: v for k, v in body.items() if k != arn_key})
            return {arn_key: arn}
    if action == "ListTagsForResource":
        return {"ResourceTags": TAGS.get(body["ResourceArn"], [])}
    if action == "UpdateCostAllocationTagsStatus":
        for tag in body["CostAllocationTagsStatus"]:
            COST_TAGS[tag["TagKey"]] = {**tag, "Type": "UserDefined"}
        return {"Errors": []}
    if action == "ListCostAllocationTags":
        wanted = body.get("TagKeys")
        return {"CostAllocationTags": [v for k, v in COST_TAGS.items() if not wanted or k in wanted]}
    return None


# --- CloudFront: response headers policies, whose configuration is kept as the XML that came ----------
POLICIES = {}
HEADERS = "/2020-05-31/response-headers-policy"


def response_headers(method, path, _, body, __):
    parts = path[len(HEADERS):].strip("/").split("/")
    name = parts[0]
    if method == "POST":
        name = str(uuid.uuid4())
        POLICIES[name] = (body, uuid.uuid4().hex)
    elif name not in POLICIES:
        raise Refused("NoSuchResponseHeadersPolicy", f"policy {name} not found", 404)
    elif method == "PUT":
        POLICIES[name] = (body, uuid.uuid4().hex)
    elif method == "DELETE":
        del POLICIES[name]
        return 204, "", None
    config, tag = POLICIES[name]
    config = re.sub(r"^<\?xml[^>]*\?>\s*", "", config)
    if parts[1:] == ["config"]:
        return 200, config, tag
    text = (f'<ResponseHeadersPolicy xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Id>{name}</Id>'
            f"<LastModifiedTime>2026-01-01T00:00:00Z</LastModifiedTime>{config}</ResponseHeadersPolicy>")
    return (201 if method == "POST" else 200), text, tag


# --- S3: lifecycle rules are given back as they came; moto forgets how many old versions are kept --------
LIFECYCLES = {}


def lifecycle(self, environ, start_response):
    method, bucket, raw = environ["REQUEST_METHOD"], environ["PATH_INFO"], b""
    if method == "PUT":
        raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(raw)
    seen = []

    def begin(status, headers, *rest):
        seen.append((status, headers))

    data = b"".join(_moto(self, environ, begin))
    status, headers = seen[0]
    if status.startswith("2"):
        if method == "PUT":
            LIFECYCLES[bucket] = raw
        elif method == "DELETE":
            LIFECYCLES.pop(bucket, None)
        elif bucket in LIFECYCLES:
            data = LIFECYCLES[bucket]
            headers = [(k, v) for k, v in headers if k.lower() != "content-length"] + [("Content-Length", str(len(data)))]
    start_response(status, headers)
    return [data]


# --- in front of moto --------------------------------------------------------------------------------
_moto = DomainDispatcherApplication.__call__


def front(self, environ, start_response):
    scope = re.search(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
    region, service = scope.groups() if scope else ("", "")
    path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    if service == "s3" and environ.get("QUERY_STRING", "").startswith("lifecycle"):
        return lifecycle(self, environ, start_response)
    is_headers = service == "cloudfront" and path.startswith(HEADERS)
    own = {"access-analyzer": access_analyzer}.get(service)
    if service == "ce" and re.search(r"Anomaly|CostAllocationTag|ListTags", target):
        own = cost_explorer
    if own is None and not is_headers:
        return _moto(self, environ, start_response)
    raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
    kind, extra = ("text/xml" if is_headers else "application/json"), []
    try:
        with LOCK:
            if is_headers:
                status, text, tag = response_headers(method, path, region, raw, target)
                extra = [("ETag", tag)] if tag else []
            else:
                answer = own(method, path, region, json.loads(raw or "{}"), target)
                if answer is None:
                    raise Refused("NotImplemented", f"{service}: {target or method + ' ' + path}")
                status, text = 200, json.dumps(answer)
    except Refused as error:
        status = error.status
        extra = [("x-amzn-ErrorType", error.code)]
        text = json.dumps({"__type": error.code, "message": str(error)})
        if is_headers:
            text = f"<ErrorResponse><Error><Type>Sender</Type><Code>{error.code}</Code><Message>{error}</Message></Error></ErrorResponse>"
    data = text.encode()
    start_response(f"{status} X", [("Content-Type", kind), ("Content-Length", str(len(data))), *extra])
    return [data]


DomainDispatcherApplication.__call__ = front


# --- RDS: automated backups that are replicated into another region ---------------------------------
def replicated(self):
    return moto_plus.store(self.backend, "plus_replicated_backups")


@moto_plus.action(RDSResponse)
def start_db_instance_automated_backups_replication(self):
    source = self._get_param("SourceDBInstanceArn")
    arn = f"arn:aws:rds:{self.backend.region_name}:{ACCOUNT}:auto-backup:ab-{uuid.uuid4().hex[:26]}"
    backup = {"DBInstanceArn": source, "DBInstanceIdentifier": source.rsplit(":", 1)[-1], "Status": "replicating",
              "BackupRetentionPeriod": int(self._get_param("BackupRetentionPeriod") or 7), "Encrypted": True,
              "KmsKeyId": self._get_param("KmsKeyId"), "DBInstanceAutomatedBackupsArn": arn}
    replicated(self)[source] = backup
    return ActionResult({"DBInstanceAutomatedBackup": backup})


@moto_plus.action(RDSResponse)
def stop_db_instance_automated_backups_replication(self):
    return ActionResult({"DBInstanceAutomatedBackup": replicated(self).pop(self._get_param("SourceDBInstanceArn"), {})})


_describe_backups = RDSResponse.describe_db_instance_automated_backups


def describe_db_instance_automated_backups(self):
    wanted = self._get_param("DBInstanceAutomatedBackupsArn")
    if not wanted:
        return _describe_backups(self)
    found = [b for b in replicated(self).values() if b["DBInstanceAutomatedBackupsArn"] == wanted]
    return ActionResult({"DBInstanceAutomatedBackups": found})


RDSResponse.describe_db_instance_automated_backups = describe_db_instance_automated_backups


# --- Security Hub: how findings are made -------------------------------------------------------------
@moto_plus.action(SecurityHubResponse)
def update_security_hub_configuration(self):
    moto_plus.store(self.securityhub_backend, "plus_configuration").update(json.loads(self.body or "{}"))
    return json.dumps({})


_describe_hub = SecurityHubBackend.describe_hub
SecurityHubBackend.describe_hub = lambda self, hub_arn=None: (
    _describe_hub(self, hub_arn) | moto_plus.store(self, "plus_configuration"))


# --- S3: a policy may let access logs in below a part of the prefix, as on AWS ------------------------
def may_log(target_bucket, target_prefix):
    key = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}/{target_prefix or ''}2026"
    for statement in json.loads(target_bucket.policy.decode())["Statement"] if target_bucket.policy else []:
        principal = statement.get("Principal", {})
        services = principal.get("Service", []) if isinstance(principal, dict) else []
        actions, resources = statement.get("Action", []), statement.get("Resource", [])
        if (LOGGING_SERVICE_PRINCIPAL in ([services] if isinstance(services, str) else services)
                and statement.get("Effect") == "Allow"
                and "s3:PutObject" in ([actions] if isinstance(actions, str) else actions)
                and any(fnmatch.fnmatchcase(key, r) for r in ([resources] if isinstance(resources, str) else resources))):
            return True
    return False


if not hasattr(FakeBucket, "_log_permissions_enabled_policy"):
    raise SystemExit("this moto checks the target of access logs elsewhere: look at moto/s3/models.py")
FakeBucket._log_permissions_enabled_policy = staticmethod(may_log)


# --- S3: the owner of the account is the same whoever asks --------------------------------------------
_serialized = S3Response.serialized


def serialized(self, result):
    owner = result.result.get("Owner") if isinstance(result.result, dict) else None
    if isinstance(owner, dict) and "ID" in owner:
        owner["ID"] = OWNER
    return _serialized(self, result)


S3Response.serialized = serialized
