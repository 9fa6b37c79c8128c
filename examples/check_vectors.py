"""Hold the answers of a program against vectors of accounts, params or pwdgrp: see docs/reference/vectors.md.

    python3 check_vectors.py VECTORS ANSWERS

Standard output: a line for each vector with a wrong answer, and a summary. Exit code: 0 if no answer is wrong, 1 if one
is, 2 if the files are not as described. Needs only the standard library.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

SYSTEM_ACCOUNT = re.compile("www[aovp]+|sdk|vdo|debugar|ptzadm")


def lists(groups: dict[str, list[str]], body: str) -> bool:
    """Whether a body lists these members of these groups."""
    rows = [line.strip().partition("=") for line in body.split("\n") if line.strip()]
    found = {name: {*members.strip('"').split(",")} - {""} for name, _, members in rows}
    is_long = "digusers" in found and not found.keys() <= groups.keys()
    for name in groups.keys() & found.keys():
        more = found[name] - {*groups["digusers"]}
        system = {one for one in more if name != "digusers" and (is_long or SYSTEM_ACCOUNT.fullmatch(one))}
        if found[name] - system != {*groups[name]}:
            return False
    return len(found) == len(rows) and groups.keys() - found.keys() <= {"ptz", "digusers"}


def fits(answer: dict[str, Any], status: int, body: str) -> bool:
    """Whether a response is this answer of a vector."""
    inner = re.search("<body[^>]*>(.*?)</body>", body, re.DOTALL | re.IGNORECASE)
    text = (inner[1] if inner else body).strip()
    said = answer.get("text", text) == text and ("groups" not in answer or lists(answer["groups"], body))
    return said and status in answer["status"]


def fault(vector: dict[str, Any], given: Any) -> str | None:  # noqa: ANN401 - any JSON
    """What is wrong with what was given for a vector, or None."""
    if vector["kind"] != "pwdgrp":
        wrong = next((key for key in ("valid", *given) if given[key] != vector[key]), None)
        return wrong and f"{wrong} is {json.dumps(given[wrong])}, not {json.dumps(vector[wrong])}"
    states = {0}
    for number, (step, (status, body)) in enumerate(zip(vector["steps"], given, strict=True)):
        fitting = [one for one in step["answers"] if one["from"] in states and fits(one, status, body)]
        if not fitting:
            return f"step {number}: no answer fits {status} {json.dumps(body)}"
        states = {one["to"] for one in fitting}
    return None


def main(*paths: str) -> int:
    """Compare two files line by line; return the exit code."""
    texts = (Path(path).read_text("utf-8") for path in paths)
    vectors, answers = ([json.loads(line) for line in text.rstrip().split("\n")] for text in texts)
    if any(one["format"] != 1 or one["kind"] == "tz" for one in vectors):
        raise ValueError("these are not vectors of format 1 of accounts, params or pwdgrp")
    faults = [(one["number"], fault(one, given)) for one, given in zip(vectors, answers, strict=True)]
    wrong = [f"vector {number}: {found}" for number, found in faults if found]
    print(*wrong, f"{len(vectors)} vectors: {len(wrong)} wrong", sep="\n")
    return int(wrong != [])


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except (OSError, LookupError, TypeError, ValueError) as error:
        print(f"check_vectors: {error!r}", file=sys.stderr)
        sys.exit(2)
