#!/usr/bin/env python3
"""Writes release notes of the changes it is given, and accepts them when they come back.

An example of an agent that is a command, with the standard library only: one JSON document on
standard input, JSON Lines on standard output. See docs/reference/agent-protocol.md.
"""

import json
import sys


def say(word):
    """Writes one word of the protocol."""
    print(json.dumps(word, ensure_ascii=False), flush=True)


def use(tool, **arguments):
    """Uses a tool and returns its result; raises what the engine refuses."""
    use.count += 1
    say({"type": "use", "id": use.count, "tool": tool, "arguments": arguments})
    answer = json.loads(sys.stdin.readline())
    if "error" in answer:
        raise PermissionError(answer["error"]["message"])
    return answer["result"]


use.count = 0


def write_notes(payload):
    """The notes of the changes in a file, grouped by the word that each begins with."""
    text = use("Read", path=payload["changes"])["text"]
    groups = {}
    for line in text.splitlines():
        kind, _, subject = line.partition(": ")
        groups.setdefault(kind.strip().capitalize(), []).append(subject.strip())
    say({"type": "progress", "text": f"{len(groups)} groups of changes"})
    lines = [f"# {payload['title']}", ""]
    for kind in sorted(groups):
        lines += [f"## {kind}", ""] + [f"- {subject}" for subject in groups[kind]] + [""]
    say({"type": "deliver", "path": "docs/NOTES.md", "text": "\n".join(lines)})
    return {"outputs": {"groups": len(groups), "path": "docs/NOTES.md"}}


def accept(payload):
    """Executes the criteria of a handoff on the received bytes."""
    notes = use("Read", path="docs/NOTES.md")["text"]
    measured = {
        "N1": (notes.startswith("# "), "the first line is " + notes.splitlines()[0]),
        "N2": ("\n- " in notes, f"{notes.count(chr(10) + '- ')} changes are listed"),
    }
    criteria = [
        {
            "id": name,
            "status": "passed" if measured[name][0] else "failed",
            "evidence": measured[name][1],
        }
        for name in payload["criteria"]
    ]
    decision = "accepted" if all(item["status"] == "passed" for item in criteria) else "rejected"
    return {"receipt": {"decision": decision, "criteria": criteria}}


def main():
    """Handles one message."""
    message = json.loads(sys.stdin.readline())["message"]
    handlers = {"write-notes": write_notes, "handoff-offered": accept}
    handler = handlers.get(message["type"])
    if handler is None:
        reason = f"I do not understand '{message['type']}'"
        say({"type": "result", "status": "failed", "reason": reason})
        return
    say({"type": "result", **handler(message["payload"])})


if __name__ == "__main__":
    main()
