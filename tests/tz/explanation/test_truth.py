"""Explanations are true, compared with the transitions and with the calendar of ``datetime``.

The sentences are not parsed. From a transition, the test derives every way to name its day and its times; one of them
must be in the sentence.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support import tz_texts as texts
from tests.support.tz_damage import FOOTERS
from vapix_proto import tz

if TYPE_CHECKING:
    from collections.abc import Iterator

EPOCH = datetime(1970, 1, 1)
YEARS = range(2019, 2033)
#: In days: a time of up to a week, and one more day for the date 365.
REACH = 8
ORDINALS = ("first", "second", "third", "fourth")
INCOMPLETE = "Not every year has both of these transitions."
DEPARTURES = ("there are other transitions, too", "There are other transitions instead")


def names_of_dates(day: datetime) -> Iterator[str]:
    """The names of a day, by its weekday or its date: ``the last Sunday in March``, ``March 29``."""
    weekday, month = f"{day:%A} in {day:%B}", f"{day:%B} {day.day}"
    number, size = (day.day - 1) // 7, monthrange(day.year, day.month)[1]
    if number < 4:
        yield f"the {ORDINALS[number]} {weekday}"
    if day.day + 7 > size:
        yield f"the last {weekday}"
    yield month


def names_of_days(day: datetime) -> Iterator[str]:
    """All names of a day, including names by a day before or after it, or by the date in the other kind of year."""
    for name in names_of_dates(day):
        yield f"on {name} at "
    for days in range(1, REACH):
        for other, side in ((day - timedelta(days), "after"), (day + timedelta(days), "before")):
            for name in names_of_dates(other):
                yield f"on the day {side} {name} at " if days == 1 else f"on the {day:%A} {days} days {side} {name} at "
    date = f"{day:%B} {day.day}"
    if isleap(day.year):
        yield f"({date} in leap years) at "
    else:
        yield f"on {date} ("
    early = day.month == 1 and day.day <= REACH
    if early and isleap(day.year - 1):
        yield f"({date} after leap years) at "
    elif early:
        yield f"on {date} of the following year ("


def clock_time(moment: datetime, kind: tz.LocalTimeType) -> str:
    shown = f"{moment:%H:%M:%S}".removesuffix(":00") if moment.second == 0 else f"{moment:%H:%M:%S}"
    return (
        f"{shown} {kind.designation}"
        if re.fullmatch("[A-Za-z]+", kind.designation)
        else (f"{shown} ({kind.designation})")
    )


def span(seconds: int) -> str:
    hours, rest = divmod(abs(seconds), 3600)
    units = {"hour": hours, "minute": rest // 60, "second": rest % 60}
    return " ".join(f"{n} {unit}" + "s" * (n != 1) for unit, n in units.items() if n)


def day_shift(days: int) -> str:
    if days == 0:
        return ""
    if abs(days) == 1:
        return " on the next day" if days == 1 else " on the day before"
    return f" {days} days later" if days > 0 else f" {-days} days earlier"


def sentences_for(transition: tz.Transition) -> Iterator[str]:
    """All true sentences about a transition, as the name of the day, ``|``, and the end of the sentence."""
    before, after = transition.before, transition.after
    left = EPOCH + timedelta(seconds=transition.at + before.utoff)
    change = after.utoff - before.utoff
    arrived = left + timedelta(seconds=change)
    ways = [(left, f"{clock_time(left, before)}")]
    if left.hour == left.minute == left.second == 0:
        kind = clock_time(left, before).removeprefix("00:00")
        ways.append((left - timedelta(1), f"24:00{kind}, the end of that day"))
    for day, time in ways:
        if change == 0:
            what = "the UTC offset stays the same"
            if before.designation != after.designation:
                what += f" and the designation becomes {after.designation}"
        else:
            moves = "goes forward" if change > 0 else "goes back"
            shift = day_shift((arrived.date() - day.date()).days)
            what = f"the clock {moves} {span(change)} to {clock_time(arrived, after)}{shift}"
        for name in names_of_days(day):
            yield f"{name}|{time}, when {what}."


def is_said(sentence: str, transition: tz.Transition) -> bool:
    for truth in sentences_for(transition):
        day, _, rest = truth.partition("|")
        # Between the date and the time, the sentence may name the other kind of year.
        if day in sentence and sentence.endswith(f" at {rest}"):
            return True
    return False


def assert_true(zone: tz.PosixTimeZone, explanation: tz.Explanation) -> None:
    """Asserts that the sentences about transitions are true in every year, or say that a year lacks a transition."""
    start, end = (
        next(sentence for sentence in explanation.sentences if sentence.startswith(words))
        for words in ("Daylight saving time starts on ", "It ends on ")
    )
    found = explanation.clock.transitions(YEARS[0], YEARS[-1] + 1)
    departs = any(words in sentence for sentence in explanation.sentences for words in DEPARTURES)
    for transition in found:
        sentence = start if transition.after.isdst else end
        assert departs or is_said(sentence, transition), (str(zone), sentence, transition)
    # The calendar repeats after 400 years, and so do the missing transitions.
    cycle = explanation.clock.transitions(1970, 2370)
    starts = sum(transition.after.isdst for transition in cycle)
    complete = starts == len(cycle) - starts == 400
    # What a sentence calls missing never occurs: every transition of that kind departs from the rule.
    merged = {(each.at, each.after.isdst) for each in zone.clock().transitions(1969, 2371)}
    for words, isdst in (("the start never occurs", True), ("the end never occurs", False)):
        if any(words in sentence for sentence in explanation.sentences):
            assert not any((each.at, isdst) in merged for each in cycle if each.after.isdst is isdst)
    if not departs:
        assert complete == (INCOMPLETE not in explanation.sentences)


@pytest.mark.parametrize("text", [text for text in FOOTERS if "," in text])
def test_the_sentences_are_true_of_every_footer(text: str) -> None:
    zone = tz.parse(text, "tzif-v3")
    explanation = tz.explain(zone)
    assert_true(zone, explanation)
    assert len(explanation.sentences) == (4 if "IST-1GMT0" in text else 3)


@given(st.one_of(texts.zones(), texts.zones(tz.VAPIX)), texts.readings())
def test_the_sentences_are_true(zone: tz.PosixTimeZone, reading: tz.Reading) -> None:
    explanation = tz.explain(zone, reading=reading)
    clock = explanation.clock
    if clock.next_transition(0) is None:
        shown = clock.at(0)
        assert explanation.sentences[1] == f"Its designation is {shown.designation}."
        offsets, said = [shown.utoff], explanation.sentences[0]
    else:
        assert zone.dst is not None
        assert_true(zone, explanation)
        offsets, said = [zone.std.utoff, zone.dst.utoff], " ".join(explanation.sentences[:2])
        assert all(kind.designation in said for kind in (zone.std, zone.dst))
    for utoff in offsets:
        assert ("shows UTC" if utoff == 0 else f"{span(utoff)} {'ahead of' if utoff > 0 else 'behind'} UTC") in said


@given(texts.zones(), st.data())
def test_a_sentence_about_another_zone_is_false(zone: tz.PosixTimeZone, data: st.DataObject) -> None:
    # The check fails if the sentence has an hour more, a day more, or another designation.
    assume(zone.dst is not None and zone.start is not None and zone.start.time < 100 * 3600)
    assert zone.start is not None
    other = zone.replace(start=zone.start.replace(time=zone.start.time + data.draw(st.sampled_from([60, 3600, 86400]))))
    mine, its = tz.explain(zone), tz.explain(other)
    found = [each for each in its.clock.transitions(2001) if each.after.isdst]
    sentence = next((each for each in mine.sentences if each.startswith("Daylight saving time starts")), None)
    assume(found and sentence is not None)
    assert not any(is_said(str(sentence), transition) for transition in found)
