"""The tool that replaces other projects' parsers with this library; these tests fetch none of the projects."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from tools.downstream import __main__ as downstream
from tools.downstream import probe, suites
from tools.downstream.fetching import NotFetchedError
from tools.downstream.projects import Project, Switch
from tools.downstream.strings import Judged, judged
from tools.downstream.switching import code_lines, switch, switched

if TYPE_CHECKING:
    from pathlib import Path

THEIRS = '''"""A parser."""

LIMIT = 5  # hours


class Reader:
    """Reads."""

    @property
    def data(self) -> dict[str, str]:
        """Data."""
        found = {}
        return found


@cache
def helper() -> None:
    pass


def parse(text: str, strict: bool = False) -> str:
    return text[:LIMIT]
'''
OURS = '''"""A parser."""



class Reader:
    """Reads."""

    @property
    def data(self) -> dict[str, str]:
        """Data."""
        return _vapix_proto_adapter.written(self)




def parse(text: str, strict: bool = False) -> str:
    return _vapix_proto_adapter.parsed(text, strict)
'''
PART = Switch("theirs.reader", "ours.py", {"parse": "parsed", "Reader.data": "written"}, ("LIMIT", "helper"))


def test_functions_call_the_adapter_and_unused_code_is_removed(tmp_path: Path) -> None:
    assert switched(THEIRS, PART) == OURS
    module = tmp_path / "theirs" / "reader.py"
    module.parent.mkdir()
    module.write_text(THEIRS)
    ours = "def parsed(text, strict): return text\n\n\ndef written(reader): return 5  # five\n"
    assert switch(tmp_path, PART, ours) == (5, 2)
    with pytest.raises(ValueError, match=r"^theirs\.reader has no LIMIT, Reader\.data, helper, parse"):
        switched("", PART)
    with pytest.raises(TypeError, match="can only replace a function"):
        switched("parse = 5\n", Switch("theirs", "ours.py", {"parse": "parsed"}))


def test_blank_lines_comments_and_docstrings_are_not_lines_of_code() -> None:
    assert code_lines(THEIRS) == 11
    assert code_lines('"""A\nB"""\n\n# C\nx = """\n\n"""\n') == 3


@pytest.mark.parametrize(
    ("text", "errors", "answer", "expected"),
    [
        ("UTC", ["tz-offset-missing"], "STD0", Judged("UTC", "wrong, accepted", "tz-offset-missing")),
        ("UTC", ["tz-offset-missing"], None, Judged("UTC", "wrong, refused")),
        ("UTC0", [], {"raised": "KeyError"}, Judged("UTC0", "right, raises KeyError")),
        ("UTC0", [], "STD0", Judged("UTC0", "right, the same clock")),
        ("UTC0", [], None, Judged("UTC0", "right, refused")),
        (
            "UTC0",
            [],
            "STD-1:30",
            Judged("UTC0", "right, misread", "UTC+01:30 instead of UTC+00:00 at 1970-01-01T00:00Z"),
        ),
    ],
)
def test_what_a_parser_makes_of_a_string(text: str, errors: list[str], answer: Any, expected: Judged) -> None:
    assert judged(text, errors, answer, "posix-2024") == expected


def test_an_answer_is_a_string_a_refusal_or_another_exception() -> None:
    def parser(text: str) -> str:
        return text if int(text) else dict[str, str]()[text]

    assert [probe.answer(parser, text) for text in ("1", "x", "0")] == ["1", None, {"raised": "KeyError"}]
    assert [probe.time(seconds) for seconds in (0, -5400, 45296)] == ["0:00:00", "-1:30:00", "12:34:56"]


def test_tests_are_counted_from_the_report() -> None:
    report = ElementTree.fromstring(
        '<t><testcase classname="a" name="b"/><testcase classname="a" name="c"><failure message="x ==&#10;  y"/>'
        '</testcase><testcase classname="a" name="d"><skipped message="z"/></testcase></t>'
    )
    results = dict(map(suites.result_of, report.iter("testcase")))
    assert results["a::c"] == suites.Result("failure", "x == y")
    assert suites.counts(results) == "1 passed, 1 failed, 1 skipped"


def test_the_exit_code_shows_that_something_could_not_be_fetched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def nothing(project: Project, version: str | None, folder: Path) -> None:
        raise NotFetchedError(f"no {project.name} {version}")

    monkeypatch.setattr(downstream, "fetch", nothing)
    monkeypatch.setattr(sys, "argv", ["downstream", "ical==99", "--folder", str(tmp_path)])
    assert downstream.main() == 2
    assert capsys.readouterr().out == "ical: not fetched: no ical 99\n"
