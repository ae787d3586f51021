"""The rendered smoke test, on what was applied: it holds, and every assertion of it can fail."""
import http.server
import json
import os
import re
import shutil
import subprocess
import threading
import time

# What the AWS command line answers is altered on its way, one defect for each assertion that compares no expectation.
ALTERED = {
    "describe-vpcs": ".Vpcs += .Vpcs",
    "describe-subnets": ".Subnets[0].MapPublicIpOnLaunch = true",
    "describe-flow-logs": '.FlowLogs[0].TrafficType = "REJECT"',
    "describe-security-groups": '.SecurityGroups[0].IpPermissions += [{FromPort: 443, ToPort: 8443, Ipv6Ranges: [{CidrIpv6: "::/0"}]}]',
    "describe-db-instances": ".DBInstances[0] |= (.StorageEncrypted = false | .PubliclyAccessible = true)",
    "describe-replication-groups": ".ReplicationGroups[0] |= (.AtRestEncryptionEnabled = false | .TransitEncryptionEnabled = false)",
    "describe-cluster": '.cluster |= (.status = "CREATING" | .resourcesVpcConfig.endpointPublicAccess = true)',
    "get-public-access-block": ".PublicAccessBlockConfiguration.BlockPublicPolicy = false",
}


def run(report, emulator, workspace, name, scratch):
    folder = scratch / "smoke"
    folder.mkdir()
    script = folder / "smoke-test.sh"
    shutil.copy(workspace / "scripts" / "smoke-test.sh", script)
    wanted = json.loads((workspace / "scripts" / "smoke-test.json").read_text())
    env = {**emulator.environment, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1", "AWS_PAGER": "",
           "PATH": command_line(folder / "plain", shutil.which("aws"), {})}

    def smoke(what, expectations, **more):
        (folder / "smoke-test.json").write_text(json.dumps({name: expectations}))
        began = time.monotonic()
        ended = subprocess.run(["bash", str(script), name], env={**env, **more}, text=True, capture_output=True, timeout=300, check=False)
        (folder / f"{what}.log").write_text(ended.stdout + ended.stderr)
        report.timed(f"smoke test, {what}", time.monotonic() - began)
        lines = re.findall(r"^(ok|FAIL|skip) +([^:\n]+):", ended.stdout, re.M)
        return ended.returncode, {word: [label for kind, label in lines if kind == word] for word in ("ok", "FAIL", "skip")}

    with Application() as application:
        code, good = smoke("as applied", wanted[name], SMOKE_TEST_URL=application.url)
        report.check(code == 0 and len(good["ok"]) > 20 and not good["FAIL"] and not good["skip"], "the smoke test holds on what was applied",
                     f"{len(good['ok'])} assertions {good['FAIL']} {good['skip']}")
        application.status = 503
        code, bad = smoke("with defects", falsified(wanted[name]), SMOKE_TEST_URL=application.url,
                          PATH=command_line(folder / "altered", shutil.which("aws"), ALTERED))
    missed = sorted(set(good["ok"]) - set(bad["FAIL"]))
    report.check(code == 1 and len(good["ok"]) > 20 and not missed, "each of its assertions finds the defect that is planted for it",
                 f"{len(bad['FAIL'])} found {missed}")
    code, absent = smoke("where nothing is", {**wanted[name], "name": "nothing-of-this-name"})
    report.check(code == 1 and {"VPCs of this name", "database", "cache", "cluster"} <= set(absent["FAIL"]),
                 "what is not there is a failure", absent["FAIL"])
    report.check(absent["skip"] == [f"GET {path}" for path in wanted[name]["health"]],
                 "without an address the application is reported as not checked", absent["skip"])
    code, blind = smoke("without AWS", wanted[name], AWS_ENDPOINT_URL="http://127.0.0.1:9")
    report.check(code == 2 and not blind["ok"] and not blind["FAIL"] and len(blind["skip"]) > 5,
                 "what AWS cannot be asked about is reported as not checked, and does not pass", f"exit code {code}, {len(blind['skip'])}")


def falsified(value):
    """Another value in the place of every expectation, and the names kept by which things are found."""
    if isinstance(value, dict):
        return {key: item if key in ("name", "buckets", "health") else falsified(item) for key, item in value.items()}
    if isinstance(value, list):
        return [*value, "198.51.100.0/24"]
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}9"


def command_line(folder, aws, changes):
    """The AWS command line, whose answers are altered by `changes`; gives the PATH on which it stands first.

    For one service in one region it has an address of its own built in, over which the environment says nothing.
    """
    folder.mkdir()
    cases = "\n".join(f"  {action}) call \"$@\" | jq '{change}' ;;" for action, change in changes.items())
    path = folder / "aws"
    path.write_text(f"""#!/usr/bin/env bash
set -o pipefail
call() {{
  if [ "$1" = rds ]; then set -- "$@" --endpoint-url "$AWS_ENDPOINT_URL"; fi
  {aws} "$@"
}}
case "$2" in
{cases}
  *) call "$@" ;;
esac
""")
    path.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


class Application:
    """Something that answers the health checks."""

    def __init__(self):
        self.status, owner = 200, self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(owner.status)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
