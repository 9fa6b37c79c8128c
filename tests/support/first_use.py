"""``python -m tests.support.first_use``: calls every part of the library once, and prints the answers as JSON.

With a number, sixteen threads first do all of this at the same time, each starting with a different call, so that many
threads load modules and fill caches at once. The exit code is 1 if any of their answers differs.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

from vapix_proto import ParseError, oracle, tz, vapix

COUNT = 16
TEXTS = ["GMT0BST,M3.5.0/1,M10.5.0", "<-03>3<-02>,M3.5.0/2,M10.5.0/23", "EST5EDT", "AAA3BBB-8,J100/2,J100/14", "UTC0"]
BROKEN = ["CET-1CEST,M3.5.0,M13.5.0", "CET-1CEST,J0,J366", "UTC+", "é0", "CST6CDT,M3.2.0/25:60,M11.1.0"]
SUMMER, NOW = datetime(2026, 7, 1), 1_800_000_000


def columns() -> object:
    """The offsets in columns of instants and of strings, if NumPy is installed."""
    try:
        import numpy as np
    except ImportError:
        return None
    from vapix_proto.tz import columns

    seconds = np.arange(-(10**9), 3 * 10**9, 10**7)
    rows = [int(columns.utoff(tz.parse(text), seconds).sum()) for text in TEXTS]
    strings = [TEXTS[row % len(TEXTS)] for row in range(len(seconds))]
    by_string = int(columns.utoff_by_string(strings, seconds).sum())
    return [rows, by_string, columns.is_valid(TEXTS + BROKEN).tolist()]


def device() -> object:
    """The reference device after a request that sets its time zone."""
    root = oracle.Account("root", "pass", "root", ["admin", "operator", "viewer", "ptz"])
    request = vapix.UpdateParameters({"Time.POSIXTimeZone": TEXTS[0]}).to_http()
    after, response = oracle.Device("12.11", [root], {}).handle(request, "root")
    return [repr(response), str(after.zone)]


def refusals() -> object:
    """The errors for broken strings."""
    found = []
    for text in BROKEN:
        try:
            tz.parse(text)
        except ParseError as error:
            found.append(str(error))
    return found


JOBS: dict[str, Any] = {
    "parse": lambda: [repr(tz.parse(text)) for text in TEXTS],
    "refusals": refusals,
    "validate": lambda: [str(tz.validate(text, each)) for text in TEXTS + BROKEN for each in tz.DIALECTS],
    "columns": columns,
    "tzinfo": lambda: [
        str((SUMMER + timedelta(days)).replace(tzinfo=tz.parse(text).tzinfo()).utcoffset())
        for text in TEXTS
        for days in (0, 99, 200)
    ],
    "review": lambda: [str(tz.review(text, at=NOW)) for text in BROKEN],
    "suggest": lambda: [str(tz.suggest(text, at=NOW)) for text in ("CET-1CEST", "Europe/Vienna")],
    "explain": lambda: [str(tz.explain(text, NOW)) for text in TEXTS],
    "same clock": lambda: [tz.same_clock(a, b) for a in TEXTS for b in TEXTS],
    "agreement": lambda: [str(tz.agreement(text, NOW)) for text in TEXTS],
    "names": lambda: [str(tz.from_iana("Europe/London")), list(tz.iana_names(TEXTS[0], at=NOW))],
    "schema": lambda: str(tz.json_schema()),
    "device": device,
}


def answers(begin: int = 0) -> dict[str, object]:
    """The answer of each job, or the error that it raised."""
    found: dict[str, object] = {}
    for name in [*JOBS][begin:] + [*JOBS][:begin]:
        try:
            found[name] = JOBS[name]()
        except Exception as error:
            found[name] = f"{type(error).__name__}: {error}"
    return found


def threads(first: int) -> list[dict[str, object]]:
    """The answers from each of sixteen threads."""
    found: list[dict[str, object]] = []
    started = Barrier(COUNT)

    def work(number: int) -> None:
        started.wait()
        found.append(answers((first + number) % len(JOBS)))

    sys.setswitchinterval(1e-6)
    running = [Thread(target=work, args=(number,)) for number in range(COUNT)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return found


if __name__ == "__main__":
    several = threads(int(sys.argv[1])) if sys.argv[1:] else []
    alone = answers()
    print(json.dumps(alone))
    if sys.argv[1:] and several != [alone] * COUNT:
        differing = {name for each in several for name in alone if each[name] != alone[name]}
        sys.exit(f"{len(several)} threads answered, and differed in: {', '.join(sorted(differing))}")
