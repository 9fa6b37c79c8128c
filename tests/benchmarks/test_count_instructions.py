"""Counts of instructions are compared as promised. The tests count none, because that takes valgrind and minutes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools import count_instructions
from tools.hot_paths import PATHS

BEFORE = {"python": count_instructions.python(), "versions": {"valgrind": "1"}, "instructions": {"explain": 1000}}


def counting(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(
        count_instructions, "measured", lambda names: BEFORE | {"instructions": dict.fromkeys(names, count)}
    )


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    file = tmp_path / "counts.json"
    file.write_text(json.dumps(BEFORE))
    return file


@pytest.mark.parametrize(
    ("count", "options", "code", "line"),
    [
        (1050, [], 0, "no path grew"),
        (900, [], 0, "no path grew"),
        (1051, [], 1, "explain: 1,000 instructions before, 1,051 now"),
        (1051, ["--tolerance", "0.1"], 0, "no path grew"),
    ],
)
def test_growth_above_the_tolerance_is_found(
    kept: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    count: int,
    options: list[str],
    code: int,
    line: str,
) -> None:
    counting(monkeypatch, count)
    assert count_instructions.main(["explain", *options], kept) == code
    assert capsys.readouterr().out == f"{line}\n"


def test_a_path_that_was_never_counted_is_found(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counting(monkeypatch, 1)
    assert count_instructions.main(["contested"], kept) == 1


def test_counts_of_another_python_are_never_compared(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept.write_text(json.dumps(BEFORE | {"python": "CPython 2.7.18"}))
    assert count_instructions.main([], kept) == 2
    assert "the saved counts are for CPython 2.7.18, but this is CPython 3." in capsys.readouterr().out


def test_written_counts_are_added_to_those_of_the_same_python(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counting(monkeypatch, 7)
    assert count_instructions.main(["contested", "--write"], kept) == 0
    assert json.loads(kept.read_text())["instructions"] == {"explain": 1000, "contested": 7}
    kept.write_text(json.dumps(BEFORE | {"python": "CPython 2.7.18"}))
    assert count_instructions.main(["contested", "--write"], kept) == 0
    assert json.loads(kept.read_text()) == BEFORE | {"instructions": {"contested": 7}}


def test_an_unknown_path_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        count_instructions.main(["nothing"])
    assert "'nothing' is not a path" in capsys.readouterr().err


@pytest.mark.parametrize("name", PATHS)
def test_every_path_runs(name: str) -> None:
    PATHS[name]()()


def test_the_stored_counts_are_those_of_the_paths() -> None:
    assert set(json.loads(count_instructions.KEPT.read_text("utf-8"))["instructions"]) == set(PATHS)
