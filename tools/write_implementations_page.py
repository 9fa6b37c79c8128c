"""Writes ``docs/reference/tz-implementations.md``, "Can I use this TZ string?", from the table of implementations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vapix_proto.tz import IMPLEMENTATIONS, Effect, Feature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.tz import Implementation

PAGE = Path(__file__).parent.parent / "docs" / "reference/tz-implementations.md"
_MARKS = {
    Effect.SAME: "yes",
    Effect.SAME_OFFSETS: "other names",
    Effect.OTHER_CLOCK: "**misread**",
    Effect.REFUSED: "refused",
    Effect.UTC: "**UTC**",
    Effect.SYSTEM_ZONE: "**system's**",
    Effect.FAULT_IGNORED: "ignored",
    Effect.FAULT_READ_IN: "**read in**",
    None: "?",
}
_FAULTS = (
    Feature.TWO_LETTER_DESIGNATION,
    Feature.OFFSET_25_HOURS,
    Feature.TRAILING_BLANK,
    Feature.TRAILING_TEXT,
    Feature.LEADING_COLON,
)
_DESIGNATIONS_AND_OFFSETS = (
    Feature.FIXED_OFFSET,
    Feature.LOWER_CASE_DESIGNATION,
    Feature.QUOTED_DESIGNATION,
    Feature.UTC_WITH_OFFSET,
    Feature.GMT_WITH_SIGN,
    Feature.OFFSET_MINUTES,
    Feature.OFFSET_UNDER_AN_HOUR_EAST,
    Feature.OFFSET_SECONDS,
    Feature.OFFSET_ZERO_SECONDS,
    Feature.OFFSET_24_HOURS,
)
_DST = (
    Feature.DST_WITHOUT_RULES,
    Feature.EXPLICIT_DST_OFFSET,
    Feature.DST_BEHIND,
    Feature.SOUTHERN_DST,
    Feature.MONTH_WEEK_DAY,
    Feature.JULIAN_DAY,
    Feature.JULIAN_DAY_59,
    Feature.DAY_OF_YEAR,
    Feature.DAY_365,
    Feature.TIME_24,
    Feature.TIME_26,
    Feature.TIME_167,
    Feature.TIME_SIGNED,
    Feature.EARLY_END,
    Feature.TRANSITION_IN_OTHER_UTC_YEAR,
    Feature.ALL_YEAR_DST,
)
_HEAD = """\
# Can I use this TZ string?

Programs read TZ strings differently, and most of them never report an error. This page shows how each implementation
reads the features of a string. To look up one string, run `vapix-proto tz implementations STRING`, or call
`tz.agreement(zone, at)` in Python. The [glossary](glossary.md) explains the words on this page.

In Python, `tz.IMPLEMENTATIONS` contains the rows of the tables, with some features that the tables leave out.
`python -m tools.write_implementations_page` writes this page from
`vapix_proto/tz/implementations/implementations.json`.
[How to check the table of implementations](../how-to/measure-implementations.md) explains how to verify the rows.

## What to write

On twenty implementations, the clock was right from 1971 to 2037 for all 300 random strings of this form:

- designations of 3 to 6 letters, without `<` and `>`;
- offsets of whole hours;
- both rules of the form `Mm.w.d`, with months from February to November;
- rule times from `/0` to `/24`, without a sign;
- nothing after the string, not even a space.

`tz.portable(zone)` looks for a string of the form above that keeps the same time as the zone. Java, Node, .NET and PHP
do not read rules at all.

## How to read the tables

| word | meaning |
| --- | --- |
| yes | the clock that POSIX describes |
| other names | the right UTC offsets, but other designations |
| **misread** | another clock, without any error |
| refused | an error |
| **UTC** | UTC, without any error |
| **system's** | the time zone of the system, without any error |
| ignored | the fault has no effect |
| **read in** | the fault is read as part of the string |
| ? | not tried |

There is more than one way to read some strings: see [readings](tz-readings.md). The column "reading" in the last table
names the reading that an implementation follows. "Nearly" before the name means that the implementation differs from
the reading for some strings.

A string that always means UTC, such as `<+00>0`, gets the right time even from implementations that show UTC for it
because they can't read it. Nothing was tried after the year 9999. dateutil refuses designations in brackets that
contain a sign, as in `<+05>-5`, but misreads some that contain a digit and no sign, as in `<A1b>2`.
"""
_REST = """
## Programs

Programs written in Perl, Ruby, Lua, R, Guile, Erlang or Emacs Lisp read `TZ` through the C library, and so do SQLite,
busybox and Python's `time` module. These do not:

- Java keeps the offset that is in force when it starts, so its clock has no transitions. `GMT+3` is 3 hours ahead of
  UTC.
- Node and Deno read strings such as `EST5`. For strings with rules, minutes or `<`, they use the system's time zone
  instead.
- Java, Node and PostgreSQL read `EST5EDT`, `CST6CDT`, `MST7MDT` and `PST8PDT` as names of zones in their own database,
  which follow the rules of the United States.
- Bun 1.4.5 shows UTC for strings such as `EST5`. For strings with rules, minutes or `<`, it uses the system's time zone
  instead.
- .NET Core 3.1 and Mono 6.8 show UTC for every string.
- PHP ignores `TZ`, and accepts only IANA names.
- pandas, pendulum, arrow and `zoneinfo.ZoneInfo` expect the name of a zone, and refuse TZ strings.

## Reported, but not run

- Windows, `_tzset` of the C runtime: designations have three letters, and the rules are always those of the United
  States, whatever the string contains.
- AIX: a string is first looked up as an IANA name. If a string has daylight saving time but no rules, the rules of the
  United States apply.
- z/OS and MKS: there is no daylight saving time if the two designations are the same.
- QNX: designations can contain only letters. OpenVMS: designations have 3 to 10 characters, and times have no sign.
- VxWorks: does not read `TZ` at all. Zephyr: behaves like picolibc or newlib, or shows UTC.
- glibc 2.26 and 2.27: the clock is wrong from 2039 on.
"""


def page() -> str:
    return "".join(_parts())


def _parts() -> Iterator[str]:
    yield _HEAD
    common = [row for row in IMPLEMENTATIONS if row.common]
    others = [row for row in IMPLEMENTATIONS if not row.common]
    for heading, features in (
        ("Designations and offsets", _DESIGNATIONS_AND_OFFSETS),
        ("Daylight saving time", _DST),
        ("Faults", _FAULTS),
    ):
        yield f"\n## {heading}\n\n"
        yield from (f"- {feature.words}: `{feature.example}`\n" for feature in features)
        yield "\n" + _table(features, [*common, *others])
    yield "\n## Limits and readings\n\n"
    yield _limits([*common, *others])
    yield "\n## Notes\n\n"
    for row in IMPLEMENTATIONS:
        yield from (f"- {row}, {feature.words}: {note}\n" for feature, note in row.notes)
    yield _REST


def _table(features: tuple[Feature, ...], rows: list[Implementation]) -> str:
    lines = [f"| implementation | {' | '.join(f'`{feature.example}`' for feature in features)} |"]
    lines.append("| --- " * (len(features) + 1) + "|")
    lines += [f"| {row} | {' | '.join(_MARKS[row.effect(feature)] for feature in features)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _limits(rows: list[Implementation]) -> str:
    head = ("implementation", "where", "run", "reading", "rules implied", "longest designation", "years with rules")
    lines = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    for row in rows:
        reading = "none" if row.reading is None else row.reading if row.reading_exact else f"nearly {row.reading}"
        implied = {None: "none", "": "never DST"}.get(row.implied_rules, f"`{row.implied_rules}`")
        longest = "?" if row.designation_max is None else str(row.designation_max)
        if row.designation_max_at_least:
            longest = f"at least {longest}"
        years = f"{row.first_year or ''} to {row.last_year or ''}".strip() if row.first_year or row.last_year else ""
        lines.append(f"| {' | '.join((str(row), row.used_by, row.run, reading, implied, longest, years))} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
