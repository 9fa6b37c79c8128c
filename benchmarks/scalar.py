"""How fast is one instant or one datetime at a time?"""

from __future__ import annotations

import platform
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from vapix_proto import tz

from .c_library import localtime_r, process_zone
from .harness import Case, Contestant, Effort, Target, answers, each_of, race
from .peers import NOT_INSTALLED, footer_only, peer
from .samples import FIRST, LAST, NAME, TEXT, YEARS, changes_kept, instants, local_kinds, utoff

QUESTION = "How fast is one instant or one datetime at a time?"

OURS, FOOTER, IANA = "zone.tzinfo()", "ZoneInfo, footer alone", f"ZoneInfo({NAME!r})"
DATEUTIL, WHENEVER, GLIBC = "dateutil tzstr", "whenever", "glibc localtime_r, ctypes"
_EPOCH = datetime(1970, 1, 1)


_YEARS = (
    "the table has all years from 1 on, which a search must go through: before its first entry zoneinfo shows standard "
    "time; one from 1970 on is faster, and wrong before"
)
_CALL = "most of it is the call through datetime, which no table shortens"


def _zones(absent: dict[str, str]) -> dict[str, tzinfo]:
    """The tzinfo objects that take part."""
    zones: dict[str, tzinfo] = {
        OURS: tz.parse(TEXT).tzinfo(),
        FOOTER: footer_only(TEXT),
        IANA: ZoneInfo(NAME),
    }
    dateutil = peer("dateutil.tz")
    if dateutil is None:
        absent[DATEUTIL] = NOT_INSTALLED
    else:
        zones[DATEUTIL] = dateutil.tzstr(TEXT, posix_offset=True)
    return zones


def _naive(seconds: int) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)


def _role(name: str) -> Any:  # noqa: ANN401 - a Role
    return "ours" if name == OURS else "peer"


def _locals(times: Sequence[int], zone: tzinfo | None) -> list[datetime]:
    """The local times of instants, with their fold."""
    found = []
    for instant in times:
        local = instant + utoff(TEXT, instant)
        fold = local_kinds(TEXT, local)[1].index(instant)
        found.append(_naive(local).replace(fold=fold, tzinfo=zone))
    return found


def _utcoffset(times: Sequence[int], effort: Effort) -> Case:
    absent = {WHENEVER: "keeps the offset in its objects: see astimezone and resolve"}
    expected = [timedelta(seconds=utoff(TEXT, instant)) for instant in times]
    contestants = []
    for name, zone in _zones(absent).items():
        moments = _locals(times, zone)
        check = answers(zone.utcoffset, moments, expected)
        contestants.append(Contestant(name, each_of(zone.utcoffset, moments), check, len(times), _role(name)))
    return race("utcoffset", "a datetime", contestants, effort, absent=absent, targets=_targets(), size=len(times))


def _targets() -> list[Target]:
    return [Target(OURS, FOOTER, 0.75, reason=_YEARS), Target(OURS, DATEUTIL, 300, "faster", _CALL)]


def _same(expected: Sequence[datetime], function: Callable[[Any], Any], inputs: Sequence[Any]) -> Callable[[], None]:
    """The check that local times and their folds are right."""

    def parts(value: Any) -> tuple[datetime, int]:  # noqa: ANN401
        local = function(value)
        return local.replace(tzinfo=None, fold=0), local.fold

    return answers(parts, inputs, [(local.replace(fold=0), local.fold) for local in expected])


def _fromutc(times: Sequence[int], effort: Effort) -> Case:
    absent = {WHENEVER: "has no tzinfo: see astimezone"}
    expected = _locals(times, None)
    contestants = []
    for name, zone in _zones(absent).items():
        moments = [_naive(instant).replace(tzinfo=zone) for instant in times]
        check = _same(expected, zone.fromutc, moments)
        contestants.append(Contestant(name, each_of(zone.fromutc, moments), check, len(times), _role(name)))
    return race("fromutc", "a datetime", contestants, effort, absent=absent, targets=_targets(), size=len(times))


def _astimezone(times: Sequence[int], effort: Effort) -> Case:
    absent: dict[str, str] = {}
    expected = _locals(times, None)
    moments = [_naive(instant).replace(tzinfo=UTC) for instant in times]
    contestants = []
    for name, zone in _zones(absent).items():

        def convert(moment: datetime, zone: tzinfo = zone) -> datetime:
            return moment.astimezone(zone)

        def run(zone: tzinfo = zone) -> None:
            for moment in moments:
                moment.astimezone(zone)

        contestants.append(Contestant(name, run, _same(expected, convert, moments), len(times), _role(name)))
    whenever = peer("whenever")
    if whenever is None:
        absent[WHENEVER] = NOT_INSTALLED
    else:
        given = [whenever.Instant.from_timestamp(instant) for instant in times]

        def run_whenever() -> None:
            for instant in given:
                instant.to_tz(NAME)

        def shown(instant: Any) -> datetime:  # noqa: ANN401 - whenever may be absent
            zoned = instant.to_tz(NAME)
            return datetime.fromisoformat(zoned.to_plain().format_iso())

        check = answers(shown, given, [local.replace(fold=0) for local in expected])
        contestants.append(Contestant(WHENEVER, run_whenever, check, len(times)))
    note = "From UTC to local time, as a call of datetime."
    return race("astimezone", "a datetime", contestants, effort, absent=absent, size=len(times), note=note)


def _at(times: Sequence[int], effort: Effort) -> Case:
    absent: dict[str, str] = {}
    expected = [utoff(TEXT, instant) for instant in times]
    zone = tz.parse(TEXT)
    contestants = [
        Contestant(
            "zone.at", each_of(zone.at, times), answers(lambda t: zone.at(t).utoff, times, expected), len(times), "ours"
        )
    ]

    def add(name: str, function: Callable[[int], Any], read: Callable[[Any], int]) -> None:
        check = answers(lambda t: read(function(t)), times, expected)
        contestants.append(Contestant(name, each_of(function, times), check, len(times)))

    def seconds(found: datetime) -> int:
        offset = found.utcoffset()
        assert offset is not None
        return int(offset.total_seconds())

    for name, info in _zones(absent).items():
        if name != OURS:
            add(f"datetime.fromtimestamp, {name}", partial(datetime.fromtimestamp, tz=info), seconds)
    whenever = peer("whenever")
    if whenever is None:
        absent[WHENEVER] = NOT_INSTALLED
    else:
        from_timestamp = whenever.Instant.from_timestamp
        add(WHENEVER, lambda t: from_timestamp(t).to_tz(NAME), lambda found: int(found.offset.total("seconds")))
    if platform.libc_ver()[0] == "glibc":
        add("glibc, time.localtime", time.localtime, lambda found: int(found.tm_gmtoff))
        add(GLIBC, localtime_r(), int)
    else:
        absent[GLIBC] = "this is another C library"
    note = "The local time type at an instant. Peers give a datetime, which holds more; glibc a struct tm."
    with process_zone(TEXT):
        return race("at", "an instant", contestants, effort, absent=absent, size=len(times), note=note)


def _transitions(effort: Effort) -> Case:
    absent = {"zoneinfo, whenever": "do not tell transitions"}
    zone = tz.parse(TEXT)
    years = list(YEARS)
    at, offsets = changes_kept(TEXT)

    def exact(year: int) -> list[int]:
        return [when for when in at if when // 31556952 + 1970 == year]

    def ours(year: int) -> list[int]:
        return [change.at for change in zone.transitions(year)]

    contestants = [
        Contestant(
            "zone.transitions",
            each_of(zone.transitions, years),
            answers(ours, years, [exact(year) for year in years]),
            len(years),
            "ours",
        )
    ]
    dateutil = peer("dateutil.tz")
    if dateutil is None:
        absent[DATEUTIL] = NOT_INSTALLED
    else:
        theirs = dateutil.tzstr(TEXT, posix_offset=True)
        standard = min(offsets)

        def utc(year: int) -> list[int]:
            # Both are local times of standard time.
            return [int((when - _EPOCH).total_seconds()) - standard for when in theirs.transitions(year)]

        contestants.append(
            Contestant(
                f"{DATEUTIL}.transitions",
                each_of(theirs.transitions, years),
                answers(utc, years, [exact(year) for year in years]),
                len(years),
            )
        )
    return race("transitions of a year", "a year", contestants, effort, absent=absent, size=len(years))


def _resolve(times: Sequence[int], effort: Effort) -> Case:
    absent: dict[str, str] = {}
    zone = tz.parse(TEXT)
    # Local times of all kinds: ordinary, and around every change.
    rng = random.Random(3)  # noqa: S311 - no secrets
    at, offsets = changes_kept(TEXT)
    near = [when + offsets[0] + rng.randrange(-7200, 7200) for when in at if FIRST < when < LAST - 86400]
    numbers = [instant + utoff(TEXT, instant) for instant in times] + near
    rng.shuffle(numbers)
    kinds = [local_kinds(TEXT, local) for local in numbers]
    naive = [_naive(local) for local in numbers]

    def ours(local: datetime) -> tuple[str, list[int]]:
        found = zone.resolve(local)
        if isinstance(found, tz.Unambiguous):
            return "once", [found.utc]
        if isinstance(found, tz.Fold):
            return "fold", [found.earlier, found.later]
        return "gap", []

    contestants = [
        Contestant("zone.resolve", each_of(zone.resolve, naive), answers(ours, naive, kinds), len(naive), "ours")
    ]
    for name, info in _zones(absent).items():
        by_folds = partial(_by_folds, info)
        if name == DATEUTIL:
            # It knows gaps and folds by functions of its own; fold=1 in a gap is not PEP 495's with it.
            dateutil = peer("dateutil.tz")

            def by_functions(local: datetime, info: tzinfo = info, module: Any = dateutil) -> str:  # noqa: ANN401
                if not module.datetime_exists(local, info):
                    return "gap"
                return "fold" if module.datetime_ambiguous(local, info) else "once"

            check = answers(by_functions, naive, [kind for kind, _ in kinds])
            contestants.append(
                Contestant("dateutil exists, ambiguous", each_of(by_functions, naive), check, len(naive))
            )
        else:
            check = answers(by_folds, naive, kinds)
            contestants.append(
                Contestant(f"two folds, {name}", each_of(by_folds, naive), check, len(naive), _role(name))
            )
    whenever = peer("whenever")
    if whenever is None:
        absent[WHENEVER] = NOT_INSTALLED
    else:
        given = [whenever.PlainDateTime(*local.timetuple()[:6]) for local in naive]

        def assume(local: Any) -> tuple[str, list[int]]:  # noqa: ANN401 - whenever may be absent
            try:
                return "once", [local.assume_tz(NAME, disambiguation="raise").timestamp()]
            except whenever.RepeatedTime:
                both = [local.assume_tz(NAME, disambiguation=which).timestamp() for which in ("earlier", "later")]
                return "fold", both
            except whenever.SkippedTime:
                return "gap", []

        contestants.append(Contestant(WHENEVER, each_of(assume, given), answers(assume, given, kinds), len(given)))
    note = (
        f"{len(near)} of the local times are within two hours of a change. Peers by PEP 495: the offsets of both folds."
    )
    return race("resolve", "a local time", contestants, effort, absent=absent, size=len(naive), note=note)


def _by_folds(info: tzinfo, local: datetime) -> tuple[str, list[int]]:
    """PEP 495: which kind a local time is, and its instants."""
    first, second = info.utcoffset(local.replace(tzinfo=info)), info.utcoffset(local.replace(tzinfo=info, fold=1))
    assert first is not None
    assert second is not None
    since = local - _EPOCH
    if first == second:
        return "once", [(since - first) // timedelta(seconds=1)]
    if first < second:
        return "gap", []
    return "fold", [(since - first) // timedelta(seconds=1), (since - second) // timedelta(seconds=1)]


def run(effort: Effort) -> list[Case]:
    """The cases."""
    times = instants(200 if effort.quick else 2000)
    return [
        _utcoffset(times, effort),
        _fromutc(times, effort),
        _astimezone(times, effort),
        _at(times, effort),
        _transitions(effort),
        _resolve(times, effort),
    ]
