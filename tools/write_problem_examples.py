"""Writes what the library reports about each example in ``docs/reference/tz-errors.md`` and ``vapix-errors.md``.

The descriptions and the examples are written by hand. An example is a string in the first column of a table, or a call
after "Example:". This program adds the current spans, fixes and hints. A test fails if a page is out of date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from vapix_proto import ParseError, Problem, tz, vapix

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
#: The date for warnings that depend on one.
AT = datetime(2026, 11, 27, tzinfo=UTC)
_CODE = re.compile(r"^#{3,4} `([a-z0-9-]+)`\n((?:(?!#).*\n)*)", re.MULTILINE)
_ROW = re.compile(r"^\| (`.+?`|\(nothing\)) \| .*$", re.MULTILINE)
_CALL = re.compile(r"^- Example: `(.*)`\n(?:- Hint: .*\n)?", re.MULTILINE)


def tz_page(text: str) -> str:
    """The page on errors in TZ strings, with current spans and advice."""
    return _CODE.sub(lambda found: _ROW.sub(lambda row: _tz_row(found[1], row[1]), found[0]), text)


def vapix_page(text: str) -> str:
    """The page on errors in System settings, with current hints."""
    return _CODE.sub(lambda found: _CALL.sub(lambda call: _vapix_example(found[1], call[1]), found[0]), text)


def _tz_row(code: str, shown: str) -> str:
    text = "" if shown == "(nothing)" else shown.strip("`").replace(r"\n", "\n")
    problem = _of(code, [*tz.validate(text), *tz.review(text, at=AT, database=_database())])
    advice = f"write `{problem.fix}`" if problem.fix else problem.hint or ""
    return f"| {shown} | ({problem.span.start}, {problem.span.end}) | {advice} |"


def _database() -> tz.Database | None:
    return next((each for each in tz.databases() if each.origin == "tzdata"), None)


def _vapix_example(code: str, call: str) -> str:
    problem = _of(code, problems_of(call))
    return f"- Example: `{call}`\n" + (f"- Hint: {problem.hint}\n" if problem.hint else "")


def problems_of(call: str) -> tuple[Problem, ...]:
    """The problems that a call returns or raises."""
    try:
        found: tuple[Problem, ...] = eval(call, {name: getattr(vapix, name) for name in dir(vapix)})
    except ParseError as error:
        found = error.problems
    return found


def _of(code: str, problems: Iterable[Problem]) -> Problem:
    found = next((problem for problem in problems if problem.code == code), None)
    if found is None:
        raise ValueError(f"no example of {code}")
    return found


if __name__ == "__main__":
    for page, write in (("tz-errors.md", tz_page), ("vapix-errors.md", vapix_page)):
        path = FOLDER / page
        path.write_text(write(path.read_text("utf-8")), "utf-8")
