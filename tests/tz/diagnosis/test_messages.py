"""The messages about refused and suspicious strings, word by word, with the caret below the fault."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.support.paths import VECTORS
from vapix_proto import ParseError, tz
from vapix_proto.errors import excerpt
from vapix_proto.tz.advice import review

FILE = VECTORS / "tz_messages.txt"


def entries() -> list[tuple[str, str, str]]:
    """Every entry in the file: the dialect, the text, and the messages about it."""
    blocks = re.split(r"^=== ", FILE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    found = []
    for block in blocks:
        head, _, said = block.partition("\n")
        dialect, _, text = head.partition(" ")
        found.append((dialect, text.encode("ascii").decode("unicode_escape"), said.rstrip("\n")))
    return found


def said_of(text: str, dialect: str) -> str:
    """All problems of a text, as people see them."""
    lines = []
    for problem in tz.validate(text, dialect):
        line, caret = excerpt(text, problem.span)
        lines += [f"{problem.severity}: {problem.message} [{problem.code}]", f"  {line}", f"  {caret}"]
        if problem.hint is not None:
            lines.append(f"hint: {problem.hint}")
    return "\n".join(lines) or "valid"


@pytest.mark.parametrize(("dialect", "text", "said"), entries())
def test_what_is_said(dialect: str, text: str, said: str) -> None:
    assert said_of(text, dialect) == said


@pytest.mark.parametrize("topics", [(), ("form",), ("offset", "time")])
def test_a_problem_cites_the_title_of_a_dialect_that_names_no_clause(topics: tuple[str, ...]) -> None:
    own = tz.VAPIX.replace(title="My device", sources={topic: f"clause of {topic}" for topic in topics})
    cited = set()
    for _, text, _ in entries():
        ours, others = tz.validate(text, own), tz.validate(text, tz.VAPIX)
        assert [each.code for each in ours] == [each.code for each in others]
        cited |= {each.source for each in ours} - {each.source for each in others}
    assert cited == {"My device", *own.sources.values()}


def test_the_file_has_every_code() -> None:
    from vapix_proto import Code

    # These need a database, which validation does not read.
    elsewhere = {Code.TZ_IANA_INEXACT, *review.CODES}
    assert {str(code) for code in Code if code.startswith("tz-")} - elsewhere == set(
        re.findall(r"\[(tz-[a-z0-9-]+)\]$", FILE.read_text("utf-8"), re.MULTILINE)
    )


@pytest.mark.parametrize(
    "text", ["America/New_York", ":America/New_York", "TZ=:America/New_York", "'America/New_York'"]
)
def test_a_name_is_shown_as_it_was_given(text: str) -> None:
    assert "use tz.from_iana('America/New_York')" in [problem.hint for problem in tz.validate(text)]


@pytest.mark.parametrize("text", ["UTC-1CEST,M3.5.0,M10.5.0/3", "GMT-1BST,M3.5.0/1,M10.5.0"])
def test_the_hint_about_utc_with_daylight_saving_time_has_both_signs(text: str) -> None:
    assert tz.validate(text)[0].hint == (
        "write <-01>1 for standard time 1 hour behind UTC, or <+01>-1 for standard time 1 hour ahead of UTC"
    )


@pytest.mark.parametrize("between", [" ", "\t", "\n", "\r", "\r\n", "  ", "|", ";", "\0", '" "', "\n# "])
@pytest.mark.parametrize(
    ("first", "second"),
    [("UTC0", "CET-1"), ("EST5", "UTC0"), ("CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT"), ("<+03>-3", "<-03>3")],
)
def test_no_hint_joins_two_strings(first: str, between: str, second: str) -> None:
    for text in (first + between + second, (first + between + second).encode()):
        problems = tz.validate(text, "posix-2024")
        foreign = [problem for problem in problems if problem.code.endswith(("whitespace", "character"))]
        assert {problem.hint for problem in foreign} == {"keep one of the two strings"}
        assert {problem.fix for problem in problems} == {None}


@pytest.mark.parametrize("text", ["<A_B>5", "A_B5", "EST5E_T,M3.2.0,M11.1.0"])
def test_a_short_designation_is_counted_without_what_is_not_allowed_in_it(text: str) -> None:
    (message,) = (problem.message for problem in tz.validate(text) if problem.code == "tz-designation-short")
    name = "ET" if "EST" in text else "AB"
    assert message == (
        f"once the characters that are not allowed are removed or replaced, designation '{name}' has 2 characters: "
        "at least 3 are needed"
    )


@pytest.mark.parametrize("text", ["\u0415ST5", "<\u0415ST>5", "C\u0415T-1C\u0415ST,M3.5.0,M10.5.0/3"])
def test_a_letter_of_another_alphabet_counts_as_the_latin_letter_that_it_looks_like(text: str) -> None:
    assert {problem.code for problem in tz.validate(text)} == {"tz-designation-character"}


@pytest.mark.parametrize("text", ["<A B>5", "AB5", "AB5E_T,M3.2.0,M11.1.0"])
def test_a_short_designation_is_reported_beside_other_errors(text: str) -> None:
    assert "tz-designation-short" in {problem.code for problem in tz.validate(text)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("EST5EDT,0/0,J365/24", ""),
        ("EST5EDT,J60/0,J60/0", ""),
        ("EST5EDT,J100/2,J100/3:30", ""),
        ("EST5EDT,J365/23:30,J1/0", ""),
        ("EST5EDT,M9.4.2,M9.5.2", "in some years "),
        ("EST5EDT,J60/2,60/3:30", "in some years "),
    ],
)
def test_transitions_overlap_in_some_years_or_in_all(text: str, words: str) -> None:
    (overlap,) = (problem.message for problem in tz.validate(text) if problem.code == "tz-overlap")
    assert overlap == f"{words}the two transitions are so close together that their local times overlap"


@pytest.mark.parametrize("text", ["ABC14WXYZ,365/0,J365", "ABC12XYZ,M12.2.6,M12.2.0/-21"])
def test_rules_that_are_close_do_not_overlap_if_no_two_transitions_do(text: str) -> None:
    transitions = tz.parse(text, "posix-2024").transitions(1970, 2371)
    assert min(later.at - earlier.at for earlier, later in pairwise(transitions)) > 3600
    assert "tz-overlap" not in {problem.code for problem in tz.validate(text, "posix-2024")}


@pytest.mark.parametrize("text", ["IST-5:30IST", "EST5EST", "UTC0UTC", "<IST>-5:30IST"])
def test_the_second_of_two_equal_designations_is_the_one_to_remove(text: str) -> None:
    (hint,) = (problem.hint for problem in tz.validate(text) if problem.code == "tz-rules-implied")
    name = tz.parse(text).std.designation
    rest = f"or remove the second {name} if there is no daylight saving time"
    assert hint == f"add the rules that apply where the clock is, {rest}"


def test_a_parse_error_says_the_first_error() -> None:
    with pytest.raises(ParseError) as caught:
        tz.parse("CET-1CEST,M3.5.0/2:3,M10.5.0/3:2")
    assert str(caught.value) == (
        "minute 3 has 1 digit: two are needed [tz-minute-digits]\n"
        "  CET-1CEST,M3.5.0/2:3,M10.5.0/3:2\n"
        "                     ^\n"
        "hint: write :03 for 3 minutes, or :30 for 30 minutes"
    )
    assert repr(caught.value) == "ParseError(tz-minute-digits, 19..20: minute 3 has 1 digit: two are needed)"


def test_a_long_text_is_cut_around_the_fault() -> None:
    text = "EST5EDT,M3.2.0,M11.1.0" + "x" * 100 + "\x07" + "y" * 5000
    with pytest.raises(ParseError) as caught:
        tz.parse(text)
    message, line, caret, _ = str(caught.value).splitlines()
    assert len(message) < 120
    assert line.startswith("  EST5EDT,M3.2.0,M11.1.0xxx")
    assert line.endswith("...")
    assert len(line) <= 76
    assert caret == " " * 24 + "^" * 44


def test_nothing_of_a_text_reaches_a_message_raw() -> None:
    text = "EST\x1b[31m\u202e\u0000\n5"
    for problem in tz.validate(text):
        assert problem.message.isprintable()
        assert problem.message.isascii()
    line, _ = excerpt(text, tz.validate(text)[0].span)
    assert line == r"EST\x1b[31m\u202e\x00\n5"


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\ud83d", "U+D83D half of a surrogate pair"),
        ("\ue000", "U+E000 private character"),
        ("\u0378", "U+0378 unassigned character"),
        ("\x07", "U+0007 control character"),
    ],
)
def test_characters_without_a_name_are_called_what_they_are(character: str, name: str) -> None:
    assert tz.validate(f"CET-1{character}")[0].message.startswith(name)


if __name__ == "__main__":
    FILE.write_text(
        "".join(
            f"=== {dialect} {text.encode('unicode_escape').decode()}\n{said_of(text, dialect)}\n"
            for dialect, text, _ in entries()
        ),
        "utf-8",
    )
