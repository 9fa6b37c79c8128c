"""TZ strings in files: each is at its reported position, and a fix written there is found again."""

from __future__ import annotations

from fuzz._growth import assert_linear
from fuzz._inputs import as_text, chosen
from vapix_proto import tz
from vapix_proto.tz.scanning.lines import in_column, in_lines
from vapix_proto.tz.scanning.places import LANGUAGES
from vapix_proto.tz.scanning.scan import Positions, find, language_of, replaced

_LANGUAGES = list(LANGUAGES)


def check(data: bytes) -> None:
    """The first byte chooses the language; the other bytes are the text of the file."""
    language, rest = chosen(_LANGUAGES, data)
    text = as_text(rest)
    language_of("/file", text)
    found = find(text, language)
    assert replaced(text, []) == text
    positions = Positions(text)
    for each in found:
        start, end = each.literal.starts[0], each.literal.starts[-1]
        assert 0 <= start <= end <= len(text)
        assert text.split("\n")[positions(start)[0] - 1][positions(start)[1] - 1 :].startswith(text[start : start + 1])
        fix = next((problem.fix for problem in tz.validate(each.literal.text, each.dialect) if problem.fix), None)
        written = None if fix is None else each.written(fix)
        if written is not None:
            repaired = find(replaced(text, [(each, written)]), language)
            assert fix in [again.literal.text for again in repaired if again.literal.starts[0] == start], (each, fix)
    _check_lines(text.split("\n"))
    assert_linear(rest, lambda longer: find(as_text(longer), language))


def _check_lines(lines: list[str]) -> None:
    for line in in_lines(lines):
        assert lines[line.number - 1][line.literal.starts[0] : line.literal.starts[-1]] == line.literal.text
    try:
        rows = list(in_column(lines, "tz"))
    except ValueError as error:
        assert str(error).isprintable(), error
        return
    for row in rows:
        assert 1 <= row.number <= len(lines)
        assert len(row.literal.starts) == len(row.literal.text) + 1
