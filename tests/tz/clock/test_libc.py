"""The clock against C libraries: glibc and musl through a C program, glibc through Python's time module, and zdump."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.support.independent import glibc_child, localtime_c, random_tz, zdump_c
from tests.support.paths import VECTORS
from vapix_proto import tz
from vapix_proto.cli.tz import zdump_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# Years in which leap days and the ends of centuries could cause errors.
ALWAYS = (1972, 1999, 2000, 2100, 2400)
READINGS: dict[localtime_c.Libc, tz.Reading] = {"glibc": tz.Reading.UTC_YEAR, "musl": tz.Reading.MUSL}


def questions(seed: int, strings: int, years: int, dialect: random_tz.Dialect) -> Iterator[tuple[str, list[int]]]:
    """Random strings, each with instants around its transitions and the ends of years, from 1971 on."""
    rng = random.Random(seed)
    for text in random_tz.random_strings(rng, strings, dialect=dialect):
        chosen = rng.sample(range(1972, 2038), years)
        yield text, [at for at in random_tz.instants_of_interest(text, [*chosen, *ALWAYS], rng) if at >= 31_536_000]


@pytest.mark.parametrize("dialect", ["vapix", "tzif-v3"])
@pytest.mark.parametrize("libc", ["glibc", "musl"])
def test_the_reading_of_a_c_library_is_what_it_does(
    libc: localtime_c.Libc, dialect: random_tz.Dialect, thorough: bool, request: pytest.FixtureRequest
) -> None:
    program: Path = request.getfixturevalue(libc)
    strings, years = (3000, 36) if thorough else (130, 5)
    asked = list(questions(seed=11, strings=strings, years=years, dialect=dialect))
    contested = 0
    for (text, instants), answers in zip(asked, localtime_c.ask(program, asked), strict=True):
        zone = tz.parse(text, dialect)
        agreed = tz.contested(zone) is None
        contested += not agreed
        # If all readings agree, the C library must agree with them, too.
        clocks = [zone.clock(reading=READINGS[libc]), *([zone.clock()] if agreed else [])]
        for at, answer in zip(instants, answers, strict=True):
            for clock in clocks:
                kind = clock.at(at)
                assert (kind.utoff, kind.isdst, kind.designation) == answer, (text, at, clock.reading)
    assert sum(len(instants) for _, instants in asked) > (2_000_000 if thorough else 15_000)
    assert 0 < contested < strings


def test_glibc_by_python_says_the_same() -> None:
    if not glibc_child.available():
        pytest.skip("Python's time module is not glibc's here")
    asked = list(questions(seed=12, strings=150, years=4, dialect="vapix"))
    for (text, instants), answers in zip(asked, glibc_child.ask(asked), strict=True):
        zone = tz.parse(text)
        for at, answer in zip(instants, answers, strict=True):
            kind = zone.clock(reading="utc-year").at(at)
            assert (kind.utoff, kind.isdst, kind.designation) == answer, (text, at)


def test_musl_before_1970_but_for_its_slip(musl: Path) -> None:
    """Before 1970, musl puts some Mm.w.d dates a week late (remainder of a negative number); J and n are right."""
    rng = random.Random(13)
    texts = [text for text in random_tz.random_strings(rng, 400) if "M" not in text.partition(",")[2]]
    asked = [(text, random_tz.instants_of_interest(text, rng.sample(range(1600, 1969), 4), rng)) for text in texts]
    assert len(asked) > 50
    for (text, instants), answers in zip(asked, localtime_c.ask(musl, asked), strict=True):
        for at, answer in zip(instants, answers, strict=True):
            kind = tz.parse(text).clock(reading="musl").at(at)
            assert (kind.utoff, kind.isdst, kind.designation) == answer, (text, at)
    slip = "XXX0YYY,M4.1.1/0,J300/0"
    assert tz.parse(slip).transitions(1968)[0].at == -55_296_000
    assert localtime_c.ask(musl, [(slip, [-55_296_000, -54_691_200])]) == [[(0, False, "XXX"), (3600, True, "YYY")]]


def test_the_reading_of_uclibc_is_what_it_showed() -> None:
    records = [json.loads(line) for line in (VECTORS / "tz_uclibc.jsonl").read_text("ascii").splitlines()]
    differing = 0
    for record in records:
        zone = tz.parse(record["text"])
        expected = [flag == "1" for flag in record["isdst"]]
        clock = zone.clock(reading="uclibc")
        assert [clock.at(at).isdst for at in record["instants"]] == expected, record["text"]
        differing += [zone.at(at).isdst for at in record["instants"]] != expected
    assert len(records) > 50
    assert differing > 20


def test_dst_without_rules_is_what_the_c_libraries_imply(glibc: Path, musl: Path) -> None:
    zone = tz.parse("EST5EDT")
    instants = random_tz.instants_of_interest("EST5EDT,M3.2.0,M11.1.0", [1999, 2006, 2026], random.Random(1))
    for program, how in ((glibc, "glibc"), (musl, "musl")):
        answers = localtime_c.ask(program, [("EST5EDT", instants)])[0]
        for at, answer in zip(instants, answers, strict=True):
            kind = zone.clock(reading=how).at(at)
            assert (kind.utoff, kind.isdst, kind.designation) == answer, (how, at)


def zdump(text: str, low: int, high: int) -> list[str]:
    """The lines that the system's zdump prints about these years."""
    if zdump_c.COMMAND is None:
        pytest.skip("no zdump of glibc here")
    # Without a database, zdump reads the string itself, not a file with that name.
    return zdump_c.inside(zdump_c.lines(text, low, high, TZDIR="/nonexistent"), low, high)


def test_the_transitions_are_those_of_zdump() -> None:
    rng = random.Random(14)
    texts = ["GMT0BST,M3.5.0/1,M10.5.0", "EST5EDT", "UTC0", "XXX0YYY,J1/0,J180/0", "IST-1GMT0,M10.5.0,M3.5.0/1"]
    texts += random_tz.random_strings(rng, 60)
    compared = 0
    for text in texts:
        clock = tz.parse(text).clock(reading="utc-year")
        low = rng.choice([1975, 1999, 2020, 2099])
        found = clock.transitions(low - 1, low + 6)
        # zdump samples every twelve hours, so it misses transitions that are closer together.
        if any(b.at - a.at < 43_200 for a, b in pairwise(found)):
            continue
        ours = zdump_lines(text, clock, low, low + 4)
        assert zdump_c.inside(ours, low, low + 4) == zdump(text, low, low + 4), text
        compared += 1
    assert compared > 50
