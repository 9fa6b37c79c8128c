"""A single clock: what it shows at an instant, and at which instant it shows a local time."""

from __future__ import annotations

import platform
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from vapix_proto import tz

from .c_library import localtime_r, process_zone
from .harness import Case, Contestant, Effort, Target, answers, each_of, race
from .peers import footer_only, installed, peer
from .samples import FIRST, LAST, NAME, TEXT, YEARS, changes, instants, local_kinds, utoff

TITLE = f"The clock of {TEXT}"

OURS, FOOTER, IANA = "zone.tzinfo()", "zoneinfo, the string alone", "zoneinfo"
DATEUTIL, PENDULUM, ARROW, WHENEVER, JIFF = "dateutil tzstr", "pendulum", "arrow", "whenever", "jiff (through ry)"
_EPOCH = datetime(1970, 1, 1)
_SECOND = timedelta(seconds=1)
_NO_STRINGS = (
    f"Libraries that can't read TZ strings use the zone {NAME}, which follows the string `{TEXT}` in the years tested."
)

#: Whether the clock shows a local time once, twice ("fold") or never ("gap"), and at which instants.
Kind = tuple[str, list[int]]


def _zones(absent: dict[str, str]) -> dict[str, tzinfo]:
    """The tzinfo objects to compare."""
    zones: dict[str, tzinfo] = {OURS: tz.parse(TEXT).tzinfo(), FOOTER: footer_only(TEXT), IANA: ZoneInfo(NAME)}
    if dateutil := installed("dateutil.tz", DATEUTIL, absent):
        zones[DATEUTIL] = dateutil.tzstr(TEXT, posix_offset=True)
    if pendulum := installed("pendulum", PENDULUM, absent):
        zones[PENDULUM] = pendulum.timezone(NAME)
    return zones


def _naive(seconds: int) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)


def _contestant(
    name: str, function: Callable[[Any], object], inputs: Sequence[Any], check: Callable[[], None]
) -> Contestant:
    role = "ours" if name.startswith("zone.") else "peer"
    return Contestant(name, each_of(function, inputs), check, len(inputs), role)  # type: ignore[arg-type]


def _locals(times: Sequence[int], zone: tzinfo | None) -> list[datetime]:
    """The local times of instants, with their fold."""
    found = []
    for instant in times:
        local = instant + utoff(TEXT, instant)
        fold = local_kinds(TEXT, local)[1].index(instant)
        found.append(_naive(local).replace(fold=fold, tzinfo=zone))
    return found


def _utcoffset(times: Sequence[int], effort: Effort) -> Case:
    absent = {"arrow": "uses zoneinfo's tzinfo", "whenever and jiff": "have no tzinfo"}
    expected = [timedelta(seconds=utoff(TEXT, instant)) for instant in times]
    contestants = []
    for name, zone in _zones(absent).items():
        moments = _locals(times, zone)
        contestants.append(_contestant(name, zone.utcoffset, moments, answers(zone.utcoffset, moments, expected)))
    targets = [Target(OURS, FOOTER, 1.1), Target(OURS, DATEUTIL, 300, "faster")]
    note = f"Each library's tzinfo returns the `utcoffset` of a datetime. {_NO_STRINGS}"
    name = "Which UTC offset does this datetime have?"
    return race(name, "a datetime", contestants, effort, absent=absent, targets=targets, note=note)


def _from_utc(times: Sequence[int], effort: Effort) -> Case:
    absent = {"arrow": "uses zoneinfo's tzinfo", "whenever and jiff": "have no tzinfo"}
    expected = [(local.replace(fold=0), local.fold) for local in _locals(times, None)]
    moments = [_naive(instant).replace(tzinfo=UTC) for instant in times]
    contestants = []
    for name, zone in _zones(absent).items():

        def convert(moment: datetime, zone: tzinfo = zone) -> datetime:
            return moment.astimezone(zone)

        def parts(moment: datetime, convert: Callable[[datetime], datetime] = convert) -> tuple[datetime, int]:
            local = convert(moment)
            return local.replace(tzinfo=None, fold=0), local.fold

        contestants.append(_contestant(name, convert, moments, answers(parts, moments, expected)))
    targets = [Target(OURS, FOOTER, 1.3), Target(OURS, DATEUTIL, 30, "faster")]
    note = "`astimezone` converts a UTC datetime to local time, with each library's tzinfo."
    return race(
        "Bring a datetime to local time", "a datetime", contestants, effort, absent=absent, targets=targets, note=note
    )


def _at(times: Sequence[int], effort: Effort) -> Case:
    absent: dict[str, str] = {}
    zone = tz.parse(TEXT)
    expected = [utoff(TEXT, instant) for instant in times]

    def entry(
        name: str, function: Callable[[Any], Any], seconds: Callable[[Any], int], given: Sequence[Any] = times
    ) -> Contestant:
        check = answers(lambda instant: seconds(function(instant)), given, expected)
        return _contestant(name, function, given, check)

    def offset(moment: datetime) -> int:
        found = moment.utcoffset()
        assert found is not None
        return found // _SECOND

    def contestants() -> Iterator[Contestant]:
        yield entry("zone.at", zone.at, lambda found: found.utoff)
        for name, info in _zones(absent).items():
            if name == OURS:
                yield entry("zone.tzinfo(), fromtimestamp", partial(datetime.fromtimestamp, tz=info), offset)
            elif name == PENDULUM:
                yield entry(name, partial(peer("pendulum").from_timestamp, tz=info), offset)
            else:
                yield entry(f"{name}, fromtimestamp", partial(datetime.fromtimestamp, tz=info), offset)
        if arrow := installed("arrow", ARROW, absent):
            yield entry(ARROW, partial(arrow.Arrow.fromtimestamp, tzinfo=ZoneInfo(NAME)), lambda t: offset(t.datetime))
        if whenever := installed("whenever", WHENEVER, absent):
            given = [whenever.Instant.from_timestamp(instant) for instant in times]
            yield entry(WHENEVER, lambda t: t.to_tz(NAME), lambda found: int(found.offset.total("seconds")), given)
        if ry := installed("ry", JIFF, absent):
            given = [ry.Timestamp.from_second(instant) for instant in times]
            yield entry(
                JIFF, ry.TimeZone.posix(TEXT).to_offset_info, lambda found: int(found["offset"]["seconds"]), given
            )
        if platform.libc_ver()[0] == "glibc":
            yield entry("glibc localtime_r, by ctypes", localtime_r(), int)

    note = (
        "Libraries that return a datetime look up the offset; the others also look up the designation and whether "
        f"daylight saving time is in force. {_NO_STRINGS}"
    )
    with process_zone(TEXT):
        return race("What does the clock show?", "an instant", [*contestants()], effort, absent=absent, note=note)


def _transitions(effort: Effort) -> Case:
    absent = {"zoneinfo, pendulum, arrow and whenever": "list no transitions"}
    zone = tz.parse(TEXT)
    years = list(YEARS)
    at, offsets = changes(TEXT)
    expected = [[when for when in at if when // 31556952 + 1970 == year] for year in years]

    def ours(year: int) -> list[int]:
        return [change.at for change in zone.transitions(year)]

    contestants = [_contestant("zone.transitions", zone.transitions, years, answers(ours, years, expected))]
    if dateutil := installed("dateutil.tz", DATEUTIL, absent):
        info = dateutil.tzstr(TEXT, posix_offset=True)

        def by_dateutil(year: int) -> list[int]:
            # dateutil gives both transitions in standard time.
            return [int((when - _EPOCH).total_seconds()) - min(offsets) for when in info.transitions(year)]

        contestants.append(_contestant(DATEUTIL, info.transitions, years, answers(by_dateutil, years, expected)))
    if ry := installed("ry", JIFF, absent):
        zone_of_jiff = ry.TimeZone.posix(TEXT)
        starts = [ry.Timestamp.from_second(int((datetime(year, 1, 1) - _EPOCH).total_seconds())) for year in years]

        def two(start: Any) -> Any:  # noqa: ANN401
            return zone_of_jiff.following(start, limit=2)

        def by_jiff(start: Any) -> list[int]:  # noqa: ANN401
            return [transition["timestamp"].as_second() for transition in two(start)]

        contestants.append(_contestant(JIFF, two, starts, answers(by_jiff, starts, expected)))
    return race("List the transitions of a year", "a year", contestants, effort, absent=absent)


def _by_folds(info: tzinfo, local: datetime) -> Kind:
    """Whether a local time is in a gap or a fold, and its instants, from the offsets for both folds (PEP 495)."""
    first, second = info.utcoffset(local.replace(tzinfo=info)), info.utcoffset(local.replace(tzinfo=info, fold=1))
    assert first is not None
    assert second is not None
    since = local - _EPOCH
    if first == second:
        return "once", [(since - first) // _SECOND]
    if first < second:
        return "gap", []
    return "fold", [(since - first) // _SECOND, (since - second) // _SECOND]


def _by_whenever(whenever: Any, local: Any) -> Kind:  # noqa: ANN401
    try:
        return "once", [local.assume_tz(NAME, disambiguation="raise").timestamp()]
    except whenever.RepeatedTime:
        return "fold", [local.assume_tz(NAME, disambiguation=one).timestamp() for one in ("earlier", "later")]
    except whenever.SkippedTime:
        return "gap", []


def _by_pendulum(pendulum: Any, info: Any, local: datetime) -> Kind:  # noqa: ANN401
    try:
        return "once", [int(info.convert(local, raise_on_unknown_times=True).timestamp())]
    except pendulum.tz.exceptions.AmbiguousTime:
        return "fold", [int(info.convert(local.replace(fold=fold)).timestamp()) for fold in (0, 1)]
    except pendulum.tz.exceptions.NonExistingTime:
        return "gap", []


def _by_arrow(arrow: Any, info: tzinfo, local: datetime) -> Kind:  # noqa: ANN401
    found = arrow.Arrow.fromdatetime(local, info)
    if found.imaginary:
        return "gap", []
    if found.ambiguous:
        return "fold", [int(arrow.Arrow.fromdatetime(local.replace(fold=fold), info).timestamp()) for fold in (0, 1)]
    return "once", [int(found.timestamp())]


def _resolve(times: Sequence[int], effort: Effort) -> Case:
    absent = {
        JIFF: "resolves gaps and folds, but does not say in its Python interface which of the two it found",
        DATEUTIL: "reports whether a local time is in a gap or a fold, but not both instants of a fold",
    }
    zone = tz.parse(TEXT)
    # Ordinary local times, and local times around every transition, some of them in a gap or a fold.
    rng = random.Random(3)  # noqa: S311 - no secrets
    at, offsets = changes(TEXT)
    near = [when + offsets[0] + rng.randrange(-7200, 7200) for when in at if FIRST < when < LAST - 86400]
    numbers = [instant + utoff(TEXT, instant) for instant in times] + near
    rng.shuffle(numbers)
    expected = [local_kinds(TEXT, local) for local in numbers]
    naive = [_naive(local) for local in numbers]

    def ours(local: datetime) -> Kind:
        found = zone.resolve(local)
        if isinstance(found, tz.Unambiguous):
            return "once", [found.utc]
        if isinstance(found, tz.Fold):
            return "fold", [found.earlier, found.later]
        return "gap", []

    def entry(name: str, function: Callable[[Any], Kind], given: Sequence[Any] = naive) -> Contestant:
        return _contestant(name, function, given, answers(function, given, expected))

    def contestants() -> Iterator[Contestant]:
        yield _contestant("zone.resolve", zone.resolve, naive, answers(ours, naive, expected))
        for name, info in _zones({}).items():
            if name == PENDULUM:
                yield entry(name, partial(_by_pendulum, peer("pendulum"), info))
            elif name != DATEUTIL:
                yield entry(f"{name}, both folds", partial(_by_folds, info))
        if arrow := installed("arrow", ARROW, absent):
            yield entry(ARROW, partial(_by_arrow, arrow, ZoneInfo(NAME)))
        if whenever := installed("whenever", WHENEVER, absent):
            given = [whenever.PlainDateTime(*local.timetuple()[:6]) for local in naive]
            yield entry(WHENEVER, partial(_by_whenever, whenever), given)

    note = (
        f"For each of {len(naive)} local times, each library finds out whether the clock shows that time once, twice "
        f"or never, and at which instants. Of these local times, {len(near)} are within two hours of a transition. "
        f"{_NO_STRINGS}"
    )
    targets = [Target("zone.resolve", "", 2e-6, "within")]
    name = "Which instant is this local time?"
    return race(name, "a local time", [*contestants()], effort, absent=absent, targets=targets, note=note)


def run(effort: Effort) -> Iterator[Case]:
    """Measures the cases of this module."""
    times = instants(200 if effort.quick else 2000)
    yield _at(times, effort)
    yield _resolve(times, effort)
    yield _utcoffset(times, effort)
    yield _from_utc(times, effort)
    yield _transitions(effort)
