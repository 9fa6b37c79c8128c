"""The adapters that put the library in the place of other parsers, and the program that tries them out.

Its runs fetch what nobody keeps here: these tests have stand-ins of aioesphomeapi and ical, and the installed axis.
"""

from __future__ import annotations

import json
import re
import runpy
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from types import ModuleType
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from tests.support.paths import DOCS, EXAMPLES, VECTORS
from tools.downstream import __main__ as downstream
from tools.downstream import probe, suites
from tools.downstream.fetching import NotFetchedError
from tools.downstream.projects import PROJECTS, Project, Switch
from tools.downstream.strings import Judged, judged
from tools.downstream.switching import code_lines, switch, switched
from vapix_proto import ParseError, vapix

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ADAPTERS = EXAMPLES / "switching"
LINES = [line for path in sorted((VECTORS / "tz").glob("*.jsonl")) for line in path.read_text("ascii").splitlines()]
RECORDS = {record["text"]: record for record in map(json.loads, LINES) if "text" in record}


def adapter(name: str) -> dict[str, Any]:
    return runpy.run_path(str(ADAPTERS / name))


class DSTRuleType(IntEnum):
    NONE, MONTH_WEEK_DAY, JULIAN_NO_LEAP, DAY_OF_YEAR = range(4)


@dataclass
class DSTRule:
    time_seconds: int = 0
    day: int = 0
    type: DSTRuleType = DSTRuleType.NONE
    month: int = 0
    week: int = 0
    day_of_week: int = 0


@dataclass
class ParsedTimezone:
    std_offset_seconds: int = 0
    dst_offset_seconds: int = 0
    dst_start: DSTRule = field(default_factory=DSTRule)
    dst_end: DSTRule = field(default_factory=DSTRule)

    @property
    def has_dst(self) -> bool:
        return self.dst_start.type != DSTRuleType.NONE


@dataclass
class RuleDay:
    day_of_year: int
    time: timedelta


@dataclass
class RuleDate:
    month: int
    day_of_week: int
    week_of_month: int
    time: timedelta


class RuleOccurrence:
    def __init__(self, name: str, offset: timedelta) -> None:
        self.name, self.offset = name, -offset


class Rule:
    """Like the real one, it reads UTC as an offset that was left out."""

    def __init__(self, std: Any, dst: Any = None, dst_start: Any = None, dst_end: Any = None) -> None:
        self.std, self.dst, self.dst_start, self.dst_end = std, dst, dst_start, dst_end
        if dst is not None and not dst.offset:
            dst.offset = std.offset + timedelta(hours=1)


def stand_in(monkeypatch: pytest.MonkeyPatch, name: str, *values: type) -> ModuleType:
    """A module with these values in the place of one that is not installed."""
    module = ModuleType(name)
    for value in values:
        setattr(module, value.__name__, value)
    parts = name.split(".")
    for end in range(1, len(parts)):
        monkeypatch.setitem(sys.modules, ".".join(parts[:end]), ModuleType(".".join(parts[:end])))
    monkeypatch.setitem(sys.modules, name, module)
    return module


@pytest.fixture
def aioesphomeapi(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    module = stand_in(monkeypatch, "aioesphomeapi.posix_tz", DSTRuleType, DSTRule, ParsedTimezone)
    module.parse_posix_tz = adapter("aioesphomeapi_tz.py")["parse_posix_tz"]  # type: ignore[attr-defined]
    return module.parse_posix_tz  # type: ignore[no-any-return]


@pytest.fixture
def ical(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    module = stand_in(monkeypatch, "ical.tzif.tz_rule", Rule, RuleDate, RuleDay, RuleOccurrence)
    module.parse_tz_rule = adapter("ical_tz.py")["parse_tz_rule"]  # type: ignore[attr-defined]
    return module.parse_tz_rule  # type: ignore[no-any-return]


def kinds(reader: Callable[[str], str]) -> Counter[str]:
    """What a parser makes of all vectors, counted."""
    codes = {text: [code for code, _, _ in record["posix-2024"]] for text, record in RECORDS.items()}
    answers = {text: probe.answer(reader, text) for text in codes}
    return Counter(judged(text, codes[text], answers[text], "posix-2024").kind for text in codes)


NO_RULES = "right, daylight saving time without rules: its clock is left open"


@pytest.mark.usefixtures("aioesphomeapi")
def test_the_adapter_of_aioesphomeapi_reads_every_vector() -> None:
    assert kinds(probe.aioesphomeapi).keys() == {"wrong, refused", "right, the same clock", NO_RULES}


def test_what_the_adapter_of_aioesphomeapi_returns(aioesphomeapi: Callable[[str], Any]) -> None:
    parsed = aioesphomeapi("EST5EDT,J60/1,M11.1.0/-1")
    assert (parsed.std_offset_seconds, parsed.dst_offset_seconds) == (5 * 3600, 4 * 3600)
    assert parsed.dst_start == DSTRule(3600, 60, DSTRuleType.JULIAN_NO_LEAP)
    assert parsed.dst_end == DSTRule(-3600, 0, DSTRuleType.MONTH_WEEK_DAY, 11, 1, 0)
    assert not aioesphomeapi("EST5EDT").has_dst


@pytest.mark.usefixtures("ical")
def test_the_adapter_of_ical_reads_every_vector_that_its_values_can_hold() -> None:
    found = kinds(probe.ical)
    assert found.keys() == {"wrong, refused", "right, the same clock", "right, refused", NO_RULES}
    zero_based = [text for text, record in RECORDS.items() if not record["posix-2024"] and re.search(r",\d", text)]
    assert found["right, refused"] == len(zero_based)


def test_what_the_adapter_of_ical_returns(ical: Callable[[str], Any]) -> None:
    dublin = ical("IST-1GMT0,M10.5.0,M3.5.0/1")
    assert (dublin.std.offset, dublin.dst.offset) == (timedelta(hours=1), timedelta(0))
    assert dublin.dst_end == RuleDate(3, 0, 5, timedelta(hours=1))
    assert ical("<+0330>-3:30").std.name == "<+0330>"
    with pytest.raises(ValueError, match=r"^Unable to parse TZ string: month 13 is out of range"):
        ical("EST5EDT,M13.2.0,M11.1.0")


def test_the_adapters_of_axis() -> None:
    models = pytest.importorskip("axis.models.pwdgrp_cgi")
    parameters = pytest.importorskip("axis.models.parameters.param_cgi")
    accounts = adapter("axis_accounts.py")
    # Its own parser needs a line for ptz, and makes a user of an empty group.
    listing = b'admin="root"\noperator=""\nviewer="root,joe"\ndigusers="root,joe"\n'
    joe = models.User("joe", False, False, True, False)
    assert accounts["users"](models.GetUsersResponse, listing).data == {
        "root": models.User("root", True, False, True, False),
        "joe": joe,
    }
    assert accounts["privileges"](joe) is joe.privileges is models.SecondaryGroup.VIEWER
    ask = models.CreateUserRequest("joe", "pass", models.SecondaryGroup.OPERATOR_PTZ)
    given = accounts["create"](ask)
    assert given == {**ask.data, "sgrp": "operator:viewer:ptz"}
    for mine, theirs in (
        ("get", models.GetUsersRequest()),
        ("modify", models.ModifyUserRequest("joe", "pass", models.SecondaryGroup.VIEWER_PTZ, "Joe")),
        ("modify", models.ModifyUserRequest("joe", pwd="pass")),
        ("delete", models.DeleteUserRequest("joe")),
    ):
        assert accounts[mine](theirs) == theirs.data
    with pytest.raises(ParseError):
        accounts["create"](models.CreateUserRequest("joe!", "pass", models.SecondaryGroup.VIEWER))
    read, text = adapter("axis_parameters.py"), "root.Time.DST.Enabled=yes\nroot.PTZ.Limit=-5\nroot.Brand.Brand=AXIS\n"
    assert read["params_to_dict"](text) == parameters.params_to_dict(text)
    for ask in (parameters.ParamRequest(), parameters.ParamRequest(parameters.ParameterGroup.TIME)):
        assert read["arguments"](ask) == ask.data


def test_the_code_of_the_document_is_that_of_the_adapters() -> None:
    texts = [path.read_text("utf-8") for path in sorted(ADAPTERS.glob("*.py"))]
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "switching.md").read_text("utf-8"), re.DOTALL)
    assert len(blocks) == len(texts)
    for block in blocks:
        assert any(block in text for text in texts), block


def test_every_adapter_has_what_its_project_calls() -> None:
    for part in (part for project in PROJECTS.values() for part in project.switches):
        source = (ADAPTERS / part.adapter).read_text("utf-8")
        for function in part.calls.values():
            assert f"\ndef {function}(" in source


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


def test_functions_call_the_adapter_and_what_nobody_needs_is_gone(tmp_path: Path) -> None:
    assert switched(THEIRS, PART) == OURS
    module = tmp_path / "theirs" / "reader.py"
    module.parent.mkdir()
    module.write_text(THEIRS)
    ours = "def parsed(text, strict): return text\n\n\ndef written(reader): return 5  # five\n"
    assert switch(tmp_path, PART, ours) == (5, 2)
    with pytest.raises(ValueError, match=r"^theirs\.reader has no LIMIT, Reader\.data, helper, parse"):
        switched("", PART)
    with pytest.raises(TypeError, match="a function only"):
        switched("parse = 5\n", Switch("theirs", "ours.py", {"parse": "parsed"}))


def test_lines_of_code_are_those_that_do_something() -> None:
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


def test_the_exit_code_tells_what_could_not_be_fetched(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def nothing(project: Project, version: str | None, folder: Path) -> None:
        raise NotFetchedError(f"no {project.name} {version}")

    monkeypatch.setattr(downstream, "fetch", nothing)
    monkeypatch.setattr(sys, "argv", ["downstream", "ical==99", "--folder", str(tmp_path)])
    assert downstream.main() == 2
    assert capsys.readouterr().out == "ical: not fetched: no ical 99\n"


def test_access_groups_are_in_the_order_of_the_fields_of_axis() -> None:
    assert vapix.ACCESS_GROUPS == ("admin", "operator", "viewer", "ptz")
