"""What the emulator tests share: the emulator's life, Terraform's commands, and the report."""
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ACCOUNT = "123456789012"
# The Python that has moto: a path, or a name to be found on the PATH.
WANTED = os.environ.get("VALIDATORS_PYTHON") or sys.executable
PYTHON = shutil.which(WANTED)
MARK = "EMULATOR_TESTS_PYTHON"


def missing_tools(names):
    """The names of the tools that are not here; `moto` and `boto3` are Python packages.

    Goes on in the Python that has them. It does so once: what a name leads to may call itself otherwise.
    """
    missing = [name for name in names if shutil.which(name) is None]
    if PYTHON is None:
        return [*missing, WANTED]
    if os.environ.get(MARK) != PYTHON and os.path.abspath(PYTHON) != os.path.abspath(sys.executable):
        os.environ[MARK] = PYTHON
        os.execv(PYTHON, [PYTHON, *sys.argv])
    return missing + [name for name in ("moto", "boto3") if importlib.util.find_spec(name) is None]


class Refused(Exception):
    """Arguments that cannot be used, with what is wrong with them."""


def main(name, parser, prepare, run):
    """The frame of a test: exit 0 when all holds, 1 when not, 64 for bad arguments, 69 when a tool is missing.

    `prepare(options)` gives the tools that are needed and what `run(report, options, prepared, scratch)` is to have.
    The scratch folder with the logs is kept unless all went well.
    """
    parser.add_argument("--json", type=Path)
    try:
        options = parser.parse_args()
    except SystemExit as stop:
        sys.exit(64 if stop.code else 0)
    try:
        tools, prepared = prepare(options)
    except Refused as refused:
        print(f"{name}: {refused}", file=sys.stderr)
        sys.exit(64)
    missing = missing_tools(tools)
    if missing:
        print(f"{name}: not installed: {', '.join(missing)}", file=sys.stderr)
        sys.exit(69)
    # Whoever is asked to end takes the emulator along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    report, scratch, whole = Report(), Path(tempfile.mkdtemp(prefix=f"{name}-")), False
    try:
        run(report, options, prepared, scratch)
        whole = not report.failed
    finally:
        if whole and not getattr(options, "keep", False):
            shutil.rmtree(scratch, ignore_errors=True)
        else:
            print(f"logs: {scratch}", flush=True)
    report.end(options.json)
    sys.exit(1 if report.failed else 0)


class Report:
    def __init__(self):
        self.rows, self.times, self.failed, self.began = [], [], 0, time.monotonic()

    def check(self, holds, what, seen=""):
        holds = bool(holds)
        self.rows.append({"holds": holds, "what": what, "seen": str(seen)})
        self.failed += not holds
        print(f"{'ok  ' if holds else 'FAIL'} {what}{f': {seen}' if seen != '' else ''}", flush=True)
        return holds

    def note(self, text):
        print(f"     {text}", flush=True)

    def timed(self, name, seconds):
        self.times.append({"step": name, "seconds": round(seconds, 1)})
        self.note(f"{name}: {seconds:.1f} s")

    def end(self, path):
        total = time.monotonic() - self.began
        held = len(self.rows) - self.failed
        print(f"{held} of {len(self.rows)} assertions hold, {self.failed} do not; {total:.0f} s")
        if not self.rows:
            self.failed = 1
            print("nothing was looked at")
        if path:
            path.write_text(json.dumps({"assertions": self.rows, "steps": self.times}, indent=2) + "\n")


class Emulator:
    """moto's server with the supplements, on a port of loopback; ended with the block."""

    def __init__(self, port, scratch):
        self.port, self.log = port, scratch / f"emulator-{port}.log"
        self.url = f"http://127.0.0.1:{port}"

    def __enter__(self):
        env = {**os.environ, "MOTO_PORT": str(self.port), "MOTO_ACM_VALIDATION_WAIT": "0"}
        env.pop("AWS_ENDPOINT_URL", None)
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([PYTHON, "-B", str(HERE / "emulator.py"), "-H", "127.0.0.1", "-p", str(self.port)],
                                            stdout=log, stderr=subprocess.STDOUT, env=env)
        try:
            self.wait(120)
        except BaseException:
            self.__exit__()
            raise
        return self

    def wait(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise SystemExit(f"the emulator ended at once:\n{self.log.read_text()[-2000:]}")
            try:
                urllib.request.urlopen(f"{self.url}/moto-api/", timeout=2)
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"the emulator did not answer within {seconds} s")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def client(self, service, region="us-east-1"):
        import boto3
        return boto3.client(service, region_name=region, endpoint_url=self.url, aws_access_key_id="testing",
                            aws_secret_access_key="testing")

    @property
    def environment(self):
        # S3 Control puts the account before the host, which no resolver knows: such names go to the emulator as a proxy.
        return {**os.environ, "AWS_ENDPOINT_URL": self.url, "HTTP_PROXY": self.url, "NO_PROXY": "127.0.0.1,localhost", "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
                "AWS_EC2_METADATA_DISABLED": "true", "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0"}


class Terraform:
    """Terraform in a root whose backend is replaced by a local one; every command's output is kept."""

    def __init__(self, report, root, env, logs, variables, backend=True):
        self.report, self.root, self.env, self.logs = report, root, env, logs
        self.variables = [f"-var={key}={value}" for key, value in variables.items()]
        if backend:
            (root / "backend_override.tf").write_text('terraform {\n  backend "local" {}\n}\n')

    def __call__(self, name, *arguments, limit=900):
        began = time.monotonic()
        path = self.logs / f"{self.root.name}-{name}.log"
        with open(path, "w") as log:
            try:
                code = subprocess.run(["terraform", *arguments], cwd=self.root, env=self.env, stdout=log,
                                      stderr=subprocess.STDOUT, timeout=limit, check=False).returncode
            except subprocess.TimeoutExpired:
                code = 124
        self.report.timed(f"{self.root.name} {name}", time.monotonic() - began)
        self.text = path.read_text(errors="replace")
        return code

    def expect(self, code, name, *arguments, **keywords):
        got = self(name, *arguments, **keywords)
        good = self.report.check(got == code, f"terraform {name} of {self.root.name} exits with {code}", got)
        if not good:
            errors = re.findall(r"Error: .*(?:\n[^\n]*){0,6}", self.text)
            print("\n".join(errors[:12]) or self.text[-1500:])
        return good

    @property
    def summary(self):
        found = re.findall(r"^(?:Plan:.*|No changes\..*|Apply complete!.*|Destroy complete!.*)$", self.text, re.M)
        return found[-1] if found else ""
