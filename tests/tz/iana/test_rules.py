"""Zones whose files list future transitions: the string in force, until when it holds, and where the clock departs."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.support.tzif_files import Shown, instant, tzif_file
from vapix_proto import ParseError, tz

if TYPE_CHECKING:
    from pathlib import Path

CET, CEST = (3600, False, "CET"), (7200, True, "CEST")
EU = "CET-1CEST,M3.5.0,M10.5.0/3"
CUBA = "CST5CDT,M3.2.0/0,M11.1.0/1"


def listed(text: str, first: int, last: int) -> dict[str, Shown]:
    """A string's transitions in some years, in the form that ``tzif_file`` accepts."""
    return {
        f"{datetime.fromtimestamp(t.at, UTC):%Y-%m-%dT%H:%M:%S}": (t.after.utoff, t.after.isdst, t.after.designation)
        for t in tz.parse(text, "tzif-v3").transitions(first, last + 1)
    }


#: Daylight saving time until 2027, then no more: a change of law that is known in advance.
ABOLISHED = tzif_file("CET-1", listed(EU, 2015, 2027), CET)
#: A change of standard time: from 2027 on, it has the offset that was daylight saving time, so the clock stays.
STAYS = tzif_file(
    "CST6", listed("MST7MDT,M3.2.0,M11.1.0", 2010, 2026) | {"2026-11-01T08:00:00": (-21600, False, "CST")}
)
#: An hour back during Ramadan.
NORMAL, RAMADAN = (3600, False, "+01"), (0, True, "+00")
MOROCCO = tzif_file(
    "<+01>-1",
    {
        "2025-04-06T02:00": NORMAL, "2026-02-15T02:00": RAMADAN, "2026-03-22T02:00": NORMAL,
        "2027-02-07T02:00": RAMADAN, "2027-03-14T02:00": NORMAL, "2028-01-23T02:00": RAMADAN,
        "2028-03-05T02:00": NORMAL,
    },
)  # fmt: skip
#: A winter without standard time.
HAVANA = tzif_file(
    CUBA, {at: shown for at, shown in listed(CUBA, 2015, 2028).items() if not "2026-11" < at < "2027-10"}
)
#: New rules from 2027 on, with the old offsets.
NEW_RULES = tzif_file(
    "EST5EDT,M3.2.0,M11.1.0",
    listed("EST5EDT,M4.1.0,M10.5.0", 2015, 2026) | listed("EST5EDT,M3.2.0,M11.1.0", 2027, 2037),
)
MOVES = tzif_file("<+03>-3", {"2027-03-28T01:00": (10800, False, "+03")}, (7200, False, "EET"))
#: Daylight saving time only in 2027.
ONCE = tzif_file("CET-1", {"2027-03-28T01:00": CEST, "2027-10-31T01:00": CET}, CET)
#: The last listed transition is to standard time, at a time when the footer still has a week of daylight saving time.
OJINAGA = tzif_file(
    "CST6CDT,M3.2.0,M11.1.0",
    listed("MST7MDT,M3.2.0,M11.1.0", 2015, 2021)
    | {"2022-03-13T09:00": (-21600, True, "MDT"), "2022-10-30T08:00": (-21600, False, "CST")},
)
#: Rules that VAPIX can't write: in Greenland, Israel and Palestine.
NUUK = tzif_file("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", version=b"3")
ISRAEL = tzif_file("IST-2IDT,M3.4.4/26,M10.5.0", version=b"3")
GAZA = tzif_file("EET-2EEST,M3.4.4/50,M10.4.4/50", version=b"3")


@pytest.mark.parametrize(
    ("data", "at", "string", "since", "until", "departures"),
    [
        (ABOLISHED, "2026-12-01", EU, "2015-01-01", "2028-03-26T01:00:00", 72),
        (ABOLISHED, "2027-07-01", EU, "2015-01-01", "2028-03-26T01:00:00", 72),
        (ABOLISHED, "2027-11-01", "CET-1", "2027-10-31T01:00:00", None, 0),
        (STAYS, "2026-01-01", "MST7MDT,M3.2.0,M11.1.0", "2010-03-14T09:00:00", "2026-11-01T08:00:00", 74),
        (STAYS, "2026-07-01", "CST6", "2026-03-08T09:00:00", None, 0),
        (MOROCCO, "2026-11-27", "<+01>-1", "2026-03-22T02:00:00", "2027-02-07T02:00:00", 2),
        (MOROCCO, "2027-02-07T02:00:00", "<+00>0", "2027-02-07T02:00:00", "2027-03-14T02:00:00", 2),
        (MOROCCO, "2027-02-07T01:59:59", "<+01>-1", "2026-03-22T02:00:00", "2027-02-07T02:00:00", 2),
        (MOROCCO, "2028-03-05T02:00:00", "<+01>-1", "2028-03-05T02:00:00", None, 0),
        (HAVANA, "2026-01-01", CUBA, "2015-01-01", "2026-11-01T05:00:00", 1),
        (HAVANA, "2026-11-27", "CDT4", "2026-03-08T05:00:00", "2027-11-07T05:00:00", 73),
        (HAVANA, "2027-11-07T05:00:00", CUBA, "2027-03-14T05:00:00", None, 0),
        (NEW_RULES, "2026-07-01", "EST5EDT,M4.1.0,M10.5.0", "2015-01-01", "2027-03-14T07:00:00", 146),
        (NEW_RULES, "2026-12-01", "EST5EDT,M3.2.0,M11.1.0", "2026-11-01T06:00:00", None, 0),
        (MOVES, "2026-12-01", "EET-2", None, "2027-03-28T01:00:00", 1),
        (MOVES, "2027-04-01", "<+03>-3", "2027-03-28T01:00:00", None, 0),
        (ONCE, "2026-12-01", "CET-1", None, "2027-03-28T01:00:00", 1),
        (ONCE, "2027-05-01", "CEST-2", "2027-03-28T01:00:00", "2027-10-31T01:00:00", 1),
        (OJINAGA, "2026-12-01", "CST6CDT,M3.2.0,M11.1.0", "2022-10-30T08:00", None, 0),
        (NUUK, "2026-12-01", "<-02>2<-01>,M3.5.0/0,M10.5.0/0", "2026-03-29T02:00:00", "2027-03-28T01:00:00", 73),
        (NUUK, "2027-03-28T01:30", "<-02>2<-01>,M3.5.0/0,M10.5.0/0", "2027-03-28T01:30", "2027-03-28T01:30", 73),
        # 02:00 on the day after the fourth Thursday is an hour and a second later than VAPIX can write.
        (ISRAEL, "2026-12-01", "IST-2IDT,M3.4.4/24:59:59,M10.5.0", "2026-03-27", "2027-03-25T22:59:59", 73),
        # The last Saturday is two days after the fourth Thursday, except in years when March ends on a Saturday.
        (GAZA, "2026-12-01", "EET-2EEST,M3.5.6,M10.5.6", "2026-10-30T23:00:00", "2029-03-24", 21),
    ],
)  # fmt: skip
def test_the_string_in_force_and_until_when(
    folder: Path, data: bytes, at: str, string: str, since: str | None, until: str | None, departures: int
) -> None:
    (folder / "Zone").write_bytes(data)
    rule = tz.iana_rule("Zone", instant(at))
    assert str(rule.zone) == string
    assert rule.until == (None if until is None else instant(until))
    assert rule.exact is (until is None)
    assert len(rule.departures) == departures
    if string in (EU, CUBA) and since == "2015-01-01":
        # The file lists no earlier transitions, and shows one offset all year.
        assert rule.since is not None
        assert abs(rule.since - instant(since)) < 366 * 86400
    elif string == "EST5EDT,M4.1.0,M10.5.0":
        assert rule.since is not None
    else:
        assert rule.since == (None if since is None else instant(since))
    holds(data, rule, instant(at))


def holds(data: bytes, rule: tz.IanaRule, at: int, last: int = 2099) -> None:
    """Compares a rule with zoneinfo, around every transition of the clock or of the string."""
    clock = ZoneInfo.from_file(BytesIO(data))
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    end = instant(f"{last + 1}-01-01")
    marks = {at, end - 1} | {t.at for t in rule.zone.transitions(epoch.year + at // 31_557_600 - 1, last + 1)}
    marks |= {edge for each in rule.departures for edge in (each.since, each.until)}
    marks |= {at + days * 86400 + 43_200 for days in range(0, (end - at) // 86400, 50)}
    for mark in sorted(marks | {mark - 1 for mark in marks}):
        if not at <= mark < end:
            continue
        there = (epoch + timedelta(seconds=mark)).astimezone(clock)
        departure = next((each for each in rule.departures if each.since <= mark < each.until), None)
        shown = rule.zone.at(mark) if departure is None else departure.shown
        offset = there.utcoffset()
        assert offset is not None
        assert shown.utoff == offset.total_seconds(), (str(rule.zone), mark)
        if departure is not None:
            assert shown.designation == there.tzname()
            assert shown.utoff != rule.zone.at(mark).utoff
    assert rule.until is None or rule.until >= end or rule.until == rule.departures[0].since


def test_rules_of_made_up_files_hold(folder: Path) -> None:
    rng = random.Random(7)
    strings = [
        EU,
        CUBA,
        "<+01>-1",
        "UTC0",
        "IST-1GMT0,M10.5.0,M3.5.0/1",
        "AEST-10AEDT,M10.1.0,M4.1.0/3",
        "AAA-3BBB,J60,J300",
    ]
    inexact = 0
    for number in range(25):
        first, last = sorted(rng.sample(range(2005, 2040), 2))
        early, late = rng.choice(strings), rng.choice(strings)
        changes = listed(early, first, last) | {f"{last + 1}-06-01T00:00:00": (0, False, "ODD")}
        # Any listed transition except the last may be missing.
        changes = {at: shown for at, shown in changes.items() if rng.random() < 0.9}
        changes[f"{last + 2}-02-01T00:00:00"] = _shown(late, f"{last + 2}-02-01")
        # Before the first transition, zoneinfo always shows the first standard time.
        std = tz.parse(early).std
        data = tzif_file(late, changes, (std.utoff, False, std.designation))
        (folder / f"Zone{number}").write_bytes(data)
        for year in (2000, 2010, 2020, 2030):
            at = instant(f"{year}-01-01") + rng.randrange(365 * 86400)
            rule = tz.iana_rule(f"Zone{number}", at)
            inexact += not rule.exact
            holds(data, rule, at, 2050)
    assert inexact > 40


def _shown(text: str, day: str) -> Shown:
    kind = tz.parse(text).at(instant(day))
    return kind.utoff, kind.isdst, kind.designation


def test_from_iana_refuses_what_does_not_hold_forever(folder: Path) -> None:
    (folder / "version").write_text("2025b\n")
    (folder / "Zone").write_bytes(HAVANA)
    at = instant("2026-11-27")
    with pytest.raises(ParseError) as caught:
        tz.from_iana("Zone", at=at)
    error = caught.value
    assert (error.code, error.text, (error.span.start, error.span.end)) == ("tz-iana-inexact", "Zone", (0, 4))
    assert error.problem.message == (
        "no TZ string shows the clock of Zone for good: CDT4 does so until 2027-11-07T05:00:00Z, "
        f"according to the time zone database 2025b in {folder}"
    )
    assert error.hint == f"write CDT4, and from 2027-11-07T05:00:00Z on {CUBA}"
    assert str(tz.from_iana("Zone", at=at, exact=False)) == "CDT4"
    assert str(tz.from_iana("Zone", at=instant("2028-01-01"))) == CUBA
    assert str(tz.from_iana("Zone", at=datetime(2028, 1, 1, tzinfo=UTC))) == CUBA


def test_from_iana_refuses_what_the_dialect_can_not_write(folder: Path) -> None:
    (folder / "Nuuk").write_bytes(NUUK)
    with pytest.raises(ParseError) as caught:
        tz.from_iana("Nuuk")
    assert (caught.value.code, caught.value.text) == ("tz-time-signed", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0")
    assert caught.value.hint == "use <-02>2<-01>,M3.5.0/0,M10.5.0/0, the nearest string in the dialect vapix"
    assert f"the time zone database of unknown version in {folder}" in caught.value.problem.message
    assert str(tz.from_iana("Nuuk", exact=False)) == "<-02>2<-01>,M3.5.0/0,M10.5.0/0"
    assert str(tz.from_iana("Nuuk", "tzif-v3")) == "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"


def test_a_rule_that_can_be_written_otherwise_is(folder: Path) -> None:
    (folder / "Zone").write_bytes(tzif_file("AAA0BBB,J60/25,100/26", version=b"3"))
    rule = tz.iana_rule("Zone", 0)
    assert (str(rule.zone), rule.exact) == ("AAA0BBB,J61/1,101", True)
    assert tz.from_iana("Zone") == rule.zone


def test_a_designation_that_is_too_long_gets_its_offset(folder: Path) -> None:
    (folder / "Zone").write_bytes(tzif_file("LONGNAME-5:30"))
    rule = tz.iana_rule("Zone")
    assert (str(rule.zone), rule.exact) == ("<+0530>-5:30", True)
    with pytest.raises(ParseError, match="tz-designation-long") as caught:
        tz.from_iana("Zone")
    assert caught.value.hint == "use <+0530>-5:30, the nearest string in the dialect vapix"
    assert str(tz.from_iana("Zone", "posix-2024")) == "LONGNAME-5:30"


def test_names_leave_out_zones_that_depart(folder: Path) -> None:
    for name, data in (("Always", tzif_file("CET-1")), ("Later", ABOLISHED), ("Not", tzif_file(EU))):
        (folder / name).write_bytes(data)
    assert tz.iana_names("CET-1", at=instant("2026-12-01")) == ("Always",)
    assert tz.iana_names("CET-1", at=instant("2027-10-31T00:59:59")) == ("Always",)
    assert tz.iana_names("CET-1", at=instant("2027-10-31T01:00:00")) == ("Always", "Later")
    assert tz.iana_names(EU, at=instant("2026-12-01")) == ("Not",)
    assert tz.iana_names("XXX-1", at=instant("2100-01-01")) == ("Always", "Later")


def test_now_is_the_default(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "Zone").write_bytes(MOVES)
    for at, string in (("2027-03-28T00:59:59", "EET-2"), ("2027-03-28T01:00:00", "<+03>-3")):
        monkeypatch.setattr("time.time", lambda at=at: instant(at) + 0.5)
        assert str(tz.iana_rule("Zone").zone) == string
        assert str(tz.from_iana("Zone", exact=False)) == string
        assert tz.iana_names(string) == (() if string == "EET-2" else ("Zone",))


def test_a_list_may_begin_with_the_big_bang(folder: Path) -> None:
    data = tzif_file("CET-1", {"0001-01-01": (3000, False, "LMT"), "1900-01-01": CET})
    early = instant("0001-01-01").to_bytes(8, "big", signed=True)
    (folder / "Zone").write_bytes(data.replace(early, (-(2**59)).to_bytes(8, "big", signed=True)))
    assert str(tz.iana_rule("Zone", instant("1800-01-01")).zone) == "LMT-0:50"
    assert tz.iana_rule("Zone", instant("1950-01-01")).since == instant("1900-01-01")


@pytest.mark.parametrize("at", [10**30, -(10**18), float("nan"), datetime(2026, 1, 1)])
def test_what_is_no_instant_of_the_calendar_is_refused(folder: Path, at: tz.Instant) -> None:
    (folder / "Zone").write_bytes(MOVES)
    for ask in (tz.iana_rule, tz.from_iana):
        with pytest.raises(ValueError):  # noqa: PT011
            ask("Zone", at=at)
    with pytest.raises(ValueError):  # noqa: PT011
        tz.iana_names("EET-2", at=at)


def test_arguments_of_other_types_are_refused(folder: Path) -> None:
    with pytest.raises(TypeError):
        tz.from_iana(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        tz.iana_rule("Zone", "now")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no dialect"):
        tz.iana_rule("Zone", dialect="none")
