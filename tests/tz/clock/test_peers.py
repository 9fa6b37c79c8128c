"""The clock of a TZ string, compared with other Python libraries that read such strings.

Each library is right only for some strings or times. Where one is not compared, a comment gives the reason.
"""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from importlib import resources
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzstr

from tests.support.independent import random_tz
from vapix_proto import tz
from vapix_proto.tz import Fold, Gap, PosixTimeZone, Reading, Unambiguous

DIALECTS: tuple[random_tz.Dialect, ...] = get_args(random_tz.Dialect)
EPOCH = datetime(1970, 1, 1)
SECOND = timedelta(seconds=1)
ALWAYS = (1999, 2000)


def sample(seed: int, strings: int, years: int, dialect: random_tz.Dialect) -> Iterator[tuple[str, list[int]]]:
    """Random strings, each with random years."""
    rng = random.Random(seed)
    for text in random_tz.random_strings(rng, strings, dialect=dialect):
        yield text, [*rng.sample(range(1800, 2400), years), *ALWAYS]


def tzif(text: str) -> bytes:
    """A TZif file without transitions, so that the clock follows the footer alone."""

    def block() -> bytes:
        return b"TZif3" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + struct.pack(">lbB", 0, 0, 0) + b"UTC\0"

    return block() + block() + b"\n" + text.encode() + b"\n"


def told_apart(zone: PosixTimeZone, instant: int, reading: Reading) -> set[Reading]:
    """The readings that give a different answer at an instant."""
    ours = zone.clock(reading=reading).at(instant)
    return {other for other in Reading if zone.clock(reading=other).at(instant) != ours}


# --- whenever: merge -----------------------------------------------------------------------------------------------


class Whenever:
    """The library `whenever`, which here looks for zones in a folder of ours."""

    def __init__(self, module: Any, folder: Path) -> None:
        self.module, self.folder = module, folder
        self.keys: dict[str, str] = {}

    def key(self, text: str) -> str:
        """The key under which whenever finds a zone with this string, whose file is written when first needed."""
        if text not in self.keys:
            self.keys[text] = f"zone{len(self.keys)}"
            (self.folder / self.keys[text]).write_bytes(tzif(text))
        return self.keys[text]

    def at(self, text: str, instant: int) -> tuple[int, str]:
        """whenever's offset and designation at an instant."""
        found = self.module.Instant.from_timestamp(instant).to_tz(self.key(text))
        return int(found.offset.total("seconds")), found.tz_abbrev()

    def resolve(self, text: str, local: datetime) -> Unambiguous | Fold | Gap:
        """whenever's instants for a local time."""
        plain = self.module.PlainDateTime(local.isoformat())
        earlier, later = (
            plain.assume_tz(self.key(text), disambiguation=choice).timestamp() for choice in ("earlier", "later")
        )
        try:
            return Unambiguous(plain.assume_tz(self.key(text), disambiguation="raise").timestamp())
        except self.module.RepeatedTime:
            return Fold(earlier, later)
        except self.module.SkippedTime:
            return Gap(later, earlier)


@pytest.fixture
def whenever(tmp_path: Path) -> Iterator[Whenever]:
    module: Any = pytest.importorskip("whenever", minversion="0.11")
    module.reset_tzpath([tmp_path])
    module.clear_tzcache()
    yield Whenever(module, tmp_path)
    module.reset_tzpath()
    module.clear_tzcache()


def whenever_reads(text: str) -> bool:
    # whenever refuses offsets of 24 hours and more; RFC 9636 allows up to 24:59:59.
    parts = random_tz.split(text)
    return all(abs(utoff) < random_tz.DAY for utoff in (parts.std_utoff, parts.dst_utoff or 0))


def whenever_sees(text: str, instant: int) -> bool:
    # whenever looks at the rules of the local year and the years next to it. If the last transition is by a rule of two
    # years ago, because it came after all transitions of last year, whenever misses it for the year's first hours.
    parts = random_tz.split(text)
    if parts.dst is None:
        return True
    year = random_tz.utc_year(instant + parts.std_utoff)
    changes = [(change, near) for near in range(year - 3, year + 2) for change in random_tz.change_instants(text, near)]
    return max(change for change in changes if change[0] <= instant)[1] >= year - 1


@pytest.mark.parametrize("dialect", DIALECTS)
def test_merge_is_the_clock_of_whenever(whenever: Whenever, dialect: random_tz.Dialect, thorough: bool) -> None:
    told: set[Reading] = set()
    for text, years in sample(101, 250 if thorough else 80, 5, dialect):
        if not whenever_reads(text):
            continue
        zone = tz.parse(text, dialect=dialect)
        for instant in random_tz.instants_of_interest(text, years):
            if not whenever_sees(text, instant):
                continue
            ours = zone.at(instant)
            assert whenever.at(text, instant) == (ours.utoff, ours.designation), (text, instant)
            told |= told_apart(zone, instant, Reading.MERGE)
    assert told == set(Reading) - {Reading.MERGE}, "the sample doesn't tell the readings apart"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_gaps_and_folds_are_those_of_whenever(whenever: Whenever, dialect: random_tz.Dialect) -> None:
    kinds: set[type] = set()
    for text, years in sample(102, 120, 1, dialect):
        if not whenever_reads(text):
            continue
        zone = tz.parse(text, dialect=dialect)
        utoffs = {zone.std.utoff, (zone.dst or zone.std).utoff}
        for instant in random_tz.instants_of_interest(text, years):
            for local in {instant + utoff for utoff in utoffs}:
                if not all(whenever_sees(text, local - utoff) for utoff in utoffs):
                    continue
                ours = zone.resolve(EPOCH + local * SECOND)
                kinds.add(type(ours))
                assert whenever.resolve(text, EPOCH + local * SECOND) == ours, (text, local)
    assert kinds == {Unambiguous, Fold, Gap}


# --- ry, the Python bindings of jiff: clamp ------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", DIALECTS)
def test_clamp_is_the_clock_of_jiff(dialect: random_tz.Dialect, thorough: bool) -> None:
    ry: Any = pytest.importorskip("ry")
    told: set[Reading] = set()
    for text, years in sample(103, 300 if thorough else 100, 5, dialect):
        zone, theirs = tz.parse(text, dialect=dialect), ry.TimeZone.posix(text)
        for instant in random_tz.instants_of_interest(text, years):
            ours = zone.clock(reading="clamp").at(instant)
            info = theirs.to_offset_info(ry.Timestamp(instant))
            answer = info["offset"]["seconds"], info["dst"], info["abbreviation"]
            assert answer == (ours.utoff, ours.isdst, ours.designation), (text, instant)
            told |= told_apart(zone, instant, Reading.CLAMP)
    assert told == set(Reading) - {Reading.CLAMP}, "the sample doesn't tell the readings apart"


# --- datetime.tzinfo: zoneinfo and dateutil ------------------------------------------------------------------------


def plain_year(text: str, year: int) -> bool:
    # Both look only at the rules of one year: of the local time or, from UTC, of the UTC time. So they can't judge if a
    # transition is near the end of a year, or if start and end are near each other or in a different order than in the
    # previous or next year.
    parts = random_tz.split(text)
    if parts.dst_utoff is None:
        return True
    jump = abs(parts.dst_utoff - parts.std_utoff)
    orders = set()
    for near in (year - 1, year, year + 1):
        start, end = random_tz.change_instants(text, near)
        orders.add(start < end)
        first, last = random_tz.year_start(near) + jump, random_tz.year_start(near + 1) - jump
        shown = [change + utoff for change in (start, end) for utoff in (0, parts.std_utoff, parts.dst_utoff)]
        if abs(start - end) <= 2 * jump or not (first <= min(shown) and max(shown) < last):
            return False
    return len(orders) == 1


def dates(text: str) -> list[str]:
    """The dates of a string's rules."""
    parts = random_tz.split(text)
    return [rule.date for rule in (parts.start, parts.end) if rule is not None]


def has_tzinfo(text: str) -> bool:
    # datetime can't hold offsets of 24 hours and more; nor can dst(), which both calculate as a difference of offsets.
    parts = random_tz.split(text)
    dst_utoff = parts.std_utoff if parts.dst_utoff is None else parts.dst_utoff
    return max(map(abs, (parts.std_utoff, dst_utoff, dst_utoff - parts.std_utoff))) < random_tz.DAY


def from_utc(instant: int, zone: tzinfo) -> tuple[object, ...]:
    """The result of `astimezone`, fold included, and the zone's three answers for it."""
    local = (EPOCH + instant * SECOND).replace(tzinfo=UTC).astimezone(zone)
    return local.replace(tzinfo=None), local.fold, local.utcoffset(), local.dst(), local.tzname()


def from_local(local: datetime, fold: int, zone: tzinfo) -> tuple[object, ...]:
    """The zone's three answers for a local time."""
    local = local.replace(tzinfo=zone, fold=fold)
    return local.utcoffset(), local.dst(), local.tzname()


def times_of_plain_years(text: str, zone: PosixTimeZone, years: list[int]) -> Iterator[tuple[int, set[datetime]]]:
    """Instants, each with the local times that the two offsets give; all are in the instant's UTC year."""
    for year in years:
        if plain_year(text, year):
            for instant in random_tz.instants_of_interest(text, [year]):
                utoffs = {zone.std.utoff, (zone.dst or zone.std).utoff}
                locals_ = {EPOCH + (instant + utoff) * SECOND for utoff in utoffs}
                if random_tz.utc_year(instant) == year:
                    yield instant, {local for local in locals_ if local.year == year}


def test_tzinfo_is_that_of_zoneinfo(thorough: bool) -> None:
    kinds: set[tuple[type, int]] = set()
    for text, years in sample(104, 500 if thorough else 250, 4, "vapix"):
        # zoneinfo mistakes day n for day n - 1, and J59 in a leap year for February 29.
        if not has_tzinfo(text) or any(date[0] not in "MJ" or date == "J59" for date in dates(text)):
            continue
        zone = tz.parse(text)
        ours, theirs = zone.tzinfo(), ZoneInfo.from_file(io.BytesIO(tzif(text)))
        for instant, locals_ in times_of_plain_years(text, zone, years):
            assert from_utc(instant, ours) == from_utc(instant, theirs), (text, instant)
            for local in locals_:
                for fold in (0, 1):
                    kinds.add((type(zone.resolve(local)), fold))
                    assert from_local(local, fold, ours) == from_local(local, fold, theirs), (text, local, fold)
    assert len(kinds) == 6


def footers() -> list[str]:
    """The strings of all zones in the tzdata package."""
    folder = resources.files("tzdata")
    names = folder.joinpath("zones").read_text("utf-8").split()
    files = [folder.joinpath("zoneinfo", *name.split("/")).read_bytes() for name in names]
    return sorted({data[:-1].rsplit(b"\n", 1)[1].decode() for data in files} - {""})


def test_tzinfo_of_real_zones_is_that_of_zoneinfo() -> None:
    changing = 0
    for text in footers():
        zone = tz.parse(text, dialect="tzif-v3")
        ours, theirs = zone.tzinfo(), ZoneInfo.from_file(io.BytesIO(tzif(text)))
        changes = [
            (change.at, abs(change.after.utoff - change.before.utoff)) for change in zone.transitions(1970, 2038)
        ]
        changing += bool(changes)
        instants = {change + step + side for change, jump in changes for step in (-jump, 0, jump) for side in (-1, 0)}
        # For zones without transitions, and for the middle of a season.
        instants |= {
            random_tz.year_start(year) + month * 30 * random_tz.DAY for year in (1970, 2037) for month in (0, 6)
        }
        for instant in sorted(instants):
            assert from_utc(instant, ours) == from_utc(instant, theirs), (text, instant)
            for utoff in {zone.std.utoff, (zone.dst or zone.std).utoff}:
                local = EPOCH + (instant + utoff) * SECOND
                for fold in (0, 1):
                    assert from_local(local, fold, ours) == from_local(local, fold, theirs), (text, local, fold)
    assert changing > 20


def dateutil_reads(text: str) -> bool:
    # dateutil refuses designations in brackets, and offsets and rule times with seconds.
    if "<" in text or any(part.count(":") > 1 for part in text.replace("/", ",").split(",")):
        return False
    parts = random_tz.split(text)
    if parts.start is None or parts.end is None or parts.dst_utoff is None:
        return True
    # dateutil adds the time to the first day of the month (for the end, in standard time) and only then looks for the
    # weekday. If the time is on another day, it finds a day in another week.
    ahead = parts.dst_utoff - parts.std_utoff
    if not (0 <= parts.start.time < random_tz.DAY and 0 <= parts.end.time - ahead < random_tz.DAY):
        return False
    # If DST is not ahead of standard time, dateutil sees no folds and gets the transitions wrong.
    return ahead > 0


def test_tzinfo_is_that_of_dateutil(thorough: bool) -> None:
    compared = 0
    for text, years in sample(105, 3000 if thorough else 800, 5, "vapix"):
        if not has_tzinfo(text) or not dateutil_reads(text):
            continue
        zone = tz.parse(text)
        # Without posix_offset, dateutil reads GMT+3 as 3 hours east of Greenwich.
        ours, theirs = zone.tzinfo(), tzstr(text, posix_offset=True)
        for instant, locals_ in times_of_plain_years(text, zone, years):
            compared += 1
            assert from_utc(instant, ours) == from_utc(instant, theirs), (text, instant)
            for local in locals_:
                # In a gap, dateutil gives the offset after the jump even for fold=0; PEP 495 requires the one before.
                for fold in (1,) if isinstance(zone.resolve(local), Gap) else (0, 1):
                    assert from_local(local, fold, ours) == from_local(local, fold, theirs), (text, local, fold)
    assert compared > (10_000 if thorough else 2500)
