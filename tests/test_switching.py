"""The adapters in ``docs/how-to/switch.md``, which replace other projects' parsers with this library.

Stand-ins replace aioesphomeapi and ical here, but axis is the installed one. ``python -m tools.downstream`` uses all.
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

import pytest

from tests.support.paths import DOCS, EXAMPLES, VECTORS
from tools.downstream import probe
from tools.downstream.projects import PROJECTS
from tools.downstream.strings import judged
from vapix_proto import ParseError, vapix

if TYPE_CHECKING:
    from collections.abc import Callable

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
    """A stand-in for a rule. Like the real one, it treats an offset of zero as an absent offset."""

    def __init__(self, std: Any, dst: Any = None, dst_start: Any = None, dst_end: Any = None) -> None:
        self.std, self.dst, self.dst_start, self.dst_end = std, dst, dst_start, dst_end
        if dst is not None and not dst.offset:
            dst.offset = std.offset + timedelta(hours=1)


def stand_in(monkeypatch: pytest.MonkeyPatch, name: str, *values: type) -> ModuleType:
    """A module with these values that stands in for one that is not installed."""
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


#: Every other test vector; ``tools.downstream`` tries all of them.
SAMPLE = dict(list(RECORDS.items())[::2])


def kinds(reader: Callable[[str], str]) -> Counter[str]:
    """How many test vectors get each kind of verdict on how a parser reads them."""
    codes = {text: [code for code, _, _ in record["posix-2024"]] for text, record in SAMPLE.items()}
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
    zero_based = [text for text, record in SAMPLE.items() if not record["posix-2024"] and re.search(r",\d", text)]
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
    # axis's own parser needs a line for ptz, and turns an empty group into a user.
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
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "how-to/switch.md").read_text("utf-8"), re.DOTALL)
    assert len(blocks) == len(texts)
    for block in blocks:
        assert any(block in text for text in texts), block


def test_every_adapter_has_what_its_project_calls() -> None:
    for part in (part for project in PROJECTS.values() for part in project.switches):
        source = (ADAPTERS / part.adapter).read_text("utf-8")
        for function in part.calls.values():
            assert f"\ndef {function}(" in source


def test_access_groups_are_in_the_order_of_the_fields_of_axis() -> None:
    assert vapix.ACCESS_GROUPS == ("admin", "operator", "viewer", "ptz")
