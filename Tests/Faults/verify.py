#!/usr/bin/env python3
"""verify.py PROGRAM: what was acknowledged before a fault is still there after the recovery.

It looks at the directory in FAULT_DIR and at the two logs beside it: `acknowledged`, the commands'
own answers, and `progress`, what they said as it happened. Exit status: 0 fine, 10 something that
was acknowledged is lost, 11 something was done twice, 12 corrupt, 13 something was left lying
about, 14 the run does not come to its end.
"""
import collections
import json
import os
import subprocess
import sys

LOST, TWICE, CORRUPT, LEFT, STUCK = 10, 11, 12, 13, 14
PROGRAM = sys.argv[1]
FOLDER, BESIDE = os.environ["FAULT_DIR"], os.environ["FAULT_WORK"]


def fail(status, why):
    print(why)
    sys.exit(status)


def program(*words):
    return subprocess.run([PROGRAM, *words], cwd=FOLDER, capture_output=True, text=True)


def answers():
    """Each JSON document that a command ended with and that had exit status 0 or 3."""
    path, decoder = os.path.join(BESIDE, "acknowledged"), json.JSONDecoder()
    text = open(path).read() if os.path.exists(path) else ""
    while text.strip():
        try:
            document, end = decoder.raw_decode(text.lstrip())
        except ValueError:
            return  # the last one was cut off by the crash: nobody was told
        text = text.lstrip()[end:]
        yield document


def main():
    checked = program("verify", "r", "--json")
    if checked.returncode:
        fail(CORRUPT, f"verify ends with {checked.returncode}: {checked.stdout}{checked.stderr}")
    log = program("log", "r", "--json", "--all")
    if log.returncode:
        fail(CORRUPT, f"log ends with {log.returncode}: {log.stderr}")
    events = [json.loads(line) for line in log.stdout.splitlines()]
    hashes = {event["hash"] for event in events}
    for answer in answers():
        if answer.get("head") and answer["head"] not in hashes:
            fail(LOST, f"a head that was acknowledged is gone: {answer}")
    ends = collections.Counter(
        (event["step"], event["round"]) for event in events if event["type"] == "step.completed"
    )
    for (step, round_), count in ends.items():
        if count > 1:
            fail(TWICE, f"step {step} was completed {count} times in round {round_}")
    # Whoever is told twice that the same thing happened was told it before it was on disk.
    progress = os.path.join(BESIDE, "progress")
    lines = open(progress).read().splitlines() if os.path.exists(progress) else []
    told = collections.Counter(
        line.strip() for line in lines if line.strip().endswith(("completed", " opened"))
    )
    for line, count in told.items():
        kind, name = line.split()[:2]
        if kind not in ("step", "phase", "gate"):
            continue
        type_ = "gate.opened" if kind == "gate" else kind + ".completed"
        happened = sum(e["type"] == type_ and e.get(kind, name) == name for e in events)
        if count > happened:
            fail(LOST, f"told {count} times and recorded {happened} times: {line}")
    if sum(event["type"] == "run.completed" for event in events) != 1:
        shown = program("show", "r", "--json")
        fail(STUCK, f"the run is not completed: {json.loads(shown.stdout)['failures']}")
    for opened, wanted in (("gate.opened", "gate.decided"), ("handoff.offered", "handoff.accepted")):
        before, after = (sum(e["type"] == name for e in events) for name in (opened, wanted))
        if before != after:
            fail(LOST if before > after else TWICE, f"{before} {opened}, {after} {wanted}")
    # Each file in the store and in the workspace is what was recorded.
    files = program("deliverables", "r", "--check")
    if files.returncode:
        fail(LOST, f"deliverables --check ends with {files.returncode}: {files.stdout}")
    left = [
        os.path.join(folder, name)
        for folder, _, names in os.walk(os.path.join(FOLDER, "ws"))
        for name in names
        if name.endswith(".tmp")
    ]
    if left:
        fail(LEFT, f"a crash left files in the workspace: {left}")


main()
