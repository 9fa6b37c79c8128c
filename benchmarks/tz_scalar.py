"""One question at a time: ``zone.at`` and ``zone.tzinfo()`` beside zoneinfo and dateutil, on one interpreter.

Run: ``python -m benchmarks.tz_scalar``. Each line has the best of many interleaved rounds, in nanoseconds.
"""

from __future__ import annotations

import io
import random
import struct
from datetime import UTC, datetime, timedelta
from timeit import timeit
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dateutil.tz import tzstr

from vapix_proto import tz

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

TEXTS = ("GMT0BST,M3.5.0/1,M10.5.0", "EST5EDT,M3.2.0,M11.1.0", "AAA-1BBB,J59,300")
ROUNDS, CALLS = 40, 5000


def footer_only(text: str) -> ZoneInfo:
    """A zone of zoneinfo from a TZif file that has nothing but this string."""
    block = b"TZif3" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + bytes(6) + b"UTC\0"
    return ZoneInfo.from_file(io.BytesIO(block + block + b"\n" + text.encode() + b"\n"))


def best(calls: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Nanoseconds for one call of each, by turns, the best of all rounds."""
    found = dict.fromkeys(calls, float("inf"))
    for number in range(ROUNDS):
        for name, call in calls.items():
            slow = name == "dateutil"
            if not slow or number < 4:
                count = CALLS // 20 if slow else CALLS
                found[name] = min(found[name], timeit(call, number=count) / count * 1e9)
    return found


def show(title: str, times: dict[str, float]) -> None:
    """Prints one line, with the ratios to the first."""
    first = next(iter(times.values()))
    print(f"{title:46}", "  ".join(f"{name} {time:.0f} (x{time / first:.2f})" for name, time in times.items()))


def questions(text: str) -> None:
    """Prints the lines of one string."""
    zone = tz.parse(text)
    infos: dict[str, tzinfo] = {"ours": zone.tzinfo(), "footer": footer_only(text), "dateutil": tzstr(text)}
    naive = datetime(2026, 7, 1, 12, 30)
    rng = random.Random(1)  # noqa: S311 - dates, no secrets
    many = [datetime(2000, 1, 1) + timedelta(minutes=rng.randrange(40 * 525_600)) for _ in range(100)]

    def one(method: str, info: tzinfo) -> Callable[[], object]:
        ask, moment = getattr(info, method), naive.replace(tzinfo=info)
        return lambda: ask(moment)

    def hundred(method: str, info: tzinfo) -> Callable[[], object]:
        ask, moments = getattr(info, method), [moment.replace(tzinfo=info) for moment in many]
        return lambda: [ask(moment) for moment in moments]

    for method in ("utcoffset", "fromutc"):
        if "," in text and text.count("M") >= 2:  # zoneinfo misreads days n, and J59 in leap years
            assert hundred(method, infos["ours"])() == hundred(method, infos["footer"])()
        show(f"{text} {method}", best({name: one(method, info) for name, info in infos.items()}))
        times = best({name: hundred(method, info) for name, info in infos.items() if name != "dateutil"})
        show(f"{text} {method}, 100 dates", times)
    aware = naive.replace(tzinfo=UTC)
    at = int(aware.timestamp())
    zone.at(at)
    show(
        f"{text} at an instant",
        best(
            {
                "at(int)": lambda: zone.at(at),
                "zoneinfo": lambda: datetime.fromtimestamp(at, infos["footer"]).utcoffset(),
                "dateutil": lambda: datetime.fromtimestamp(at, infos["dateutil"]).utcoffset(),
            }
        ),
    )
    show(
        f"{text} others",
        best(
            {
                "resolve": lambda: zone.resolve(naive),
                "transitions": lambda: zone.transitions(2026),
                "next_transition": lambda: zone.next_transition(at),
            }
        ),
    )
    print(f"{text}: first tzinfo() of a zone {_build(text) * 1e3:.1f} ms")


def _build(text: str) -> float:
    from vapix_proto.tz.tzif import for_zoneinfo

    def new() -> ZoneInfo:
        zone = tz.parse(text)
        data = for_zoneinfo(zone.clock(), text)
        assert data is not None
        return ZoneInfo.from_file(io.BytesIO(data))

    return min(timeit(new, number=1) for _ in range(5))


if __name__ == "__main__":
    for string in TEXTS:
        questions(string)
