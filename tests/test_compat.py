"""The table of clients that ``tools.compat`` writes from pytest's reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.compat.environments import lowest
from tools.compat.table import Result, results, table

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """<testsuites><testsuite>
  <testcase name="test_a"><properties>
    <property name="profile" value="5.51"/><property name="scheme" value="http"/>
    <property name="client" value="axis 60"/>
    <property name="fault" value="`GET x`: wrong"/><property name="last" value="- GET /x 200 2"/>
  </properties></testcase>
  <testcase name="test_b"><properties>
    <property name="profile" value="9.80"/><property name="scheme" value="http"/>
    <property name="client" value="axis 60"/>
    <property name="last" value="- GET /y 404 9"/>
  </properties><failure message="AssertionError:&#10;not 200">...</failure></testcase>
  <testcase name="test_of_no_client"/>
</testsuite></testsuites>"""


def test_results_are_read_from_a_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    assert list(results(report)) == [
        Result("axis 60", "5.51", "http", ("`GET x`: wrong",), (), ""),
        Result("axis 60", "9.80", "http", (), (), "after `- GET /y 404 9`: AssertionError: not 200"),
    ]


def test_the_table_numbers_each_note_once() -> None:
    found = [
        Result("a 1", "5.51", "http", ("fault",), (), ""),
        Result("a 1", "9.80", "http", ("other", "fault"), (), ""),
        Result("a 1", "9.80", "https", ("fault",), ("limit",), ""),
        Result("b 2", "9.80", "http", (), (), ""),
        Result("b 2", "9.80", "http", (), (), "failure"),
    ]
    assert table(found) == (
        "| client | | 5.51 | 9.80 |\n"
        "| --- | --- | --- | --- |\n"
        "| a 1 | HTTP | works (1) | works (1, 2) |\n"
        "| a 1 | HTTPS | - | no (3) |\n"
        "| b 2 | HTTP | - | **fails** (4) |\n"
        "| b 2 | HTTPS | - | - |\n"
        "\n"
        "1. fault\n"
        "2. other\n"
        "3. limit\n"
        "4. failure\n"
    )


def test_the_lowest_versions_are_those_of_the_extras() -> None:
    numba, numpy = "numba==0.61; python_version < '3.15'", "numpy==1.26"
    assert lowest("compiled") == (numpy, numba)
    found = lowest("all")
    assert {numpy, numba, "click==8.1", "uvicorn==0.30"} <= set(found)
    assert all("==" in each and ">" not in each and "vapix-proto" not in each for each in found)
    assert len(found) == len(set(found))
