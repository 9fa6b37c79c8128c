"""The benchmarks' arithmetic, that wrong answers are found, and that what is cheap of them runs. No time is judged."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from benchmarks import imports, listing, parsing, samples, scalar
from benchmarks.__main__ import MODULES, main
from benchmarks.harness import (
    FASTEST_PEER,
    QUICK,
    Case,
    Contestant,
    Effort,
    Target,
    Time,
    Verdict,
    WrongAnswer,
    answers,
    judged,
    no_answer,
    race,
)
from benchmarks.report import duration, page, ratio, text
from benchmarks.results import Results, Section, from_json, to_json
from tests.support.paths import ROOT
from vapix_proto import tz
from vapix_proto.vapix import AccountListing

TIMES = [
    Time("ours", "ours", 2e-6),
    Time("slow", "peer", 8e-6),
    Time("quick", "peer", 4e-6),
    Time("copy", "reference", 1e-6),
]


@pytest.mark.parametrize(
    ("target", "against", "value", "met"),
    [
        (Target("ours", "copy", 2.0), "copy", 2.0, True),
        (Target("ours", "copy", 1.9), "copy", 2.0, False),
        (Target("ours", "slow", 4, "faster"), "slow", 4.0, True),
        (Target("ours", "slow", 4.1, "faster"), "slow", 4.0, False),
        # A reference is no peer, even where it is the quickest of all.
        (Target("ours", FASTEST_PEER, 2, "faster"), "quick", 2.0, True),
        (Target("ours", "copy", 1e-6, "over"), "copy", 1e-6, True),
        (Target("ours", "copy", 0.9e-6, "over"), "copy", 1e-6, False),
        (Target("ours", "not there", 1), "not there", None, None),
        (Target("not there", FASTEST_PEER, 1), "quick", None, None),
    ],
)
def test_targets(target: Target, against: str, value: float | None, met: bool | None) -> None:
    verdict = judged(target, TIMES)
    assert verdict.against == against
    assert verdict.met is met
    assert verdict.value == (None if value is None else pytest.approx(value))


def test_there_may_be_no_peer() -> None:
    verdict = judged(Target("ours", FASTEST_PEER, 2, "faster"), TIMES[:1])
    assert (verdict.against, verdict.value, verdict.met) == (FASTEST_PEER, None, None)


class FakeClock:
    """A clock that only moves when told."""

    def __init__(self) -> None:
        self.now = 0.0
        self.collecting: set[bool] = set()

    def __call__(self) -> float:
        self.collecting.add(gc.isenabled())
        return self.now

    def taking(self, *seconds: float) -> Callable[[], None]:
        """Work that takes so long, call by call."""
        durations = iter(seconds)

        def work() -> None:
            self.now += next(durations)

        return work


def test_the_best_call_counts_and_preparation_does_not() -> None:
    clock = FakeClock()
    contestants = [
        Contestant("a", clock.taking(3.0, 2.0, 5.0), no_answer, 2, "ours", before=clock.taking(*[100.0] * 4)),
        Contestant("b", clock.taking(6.0, 7.0, 8.0), no_answer, 1),
    ]
    case = race("x", "a thing", contestants, Effort(rounds=3, least=0.0, patience=1e9), clock=clock)
    assert [(time.name, time.seconds) for time in case.times] == [("a", 1.0), ("b", 6.0)]
    assert clock.collecting == {False}
    assert gc.isenabled()


def test_contestants_take_turns_and_the_slow_are_not_called_for_ever() -> None:
    calls: list[str] = []
    clock = FakeClock()

    def called(name: str, work: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            calls.append(name)
            work()

        return run

    contestants = [
        Contestant("slow", called("slow", clock.taking(*[50.0] * 9)), no_answer, 1),
        Contestant("fast", called("fast", clock.taking(*[1.0] * 9)), no_answer, 1),
    ]
    race("x", "a thing", contestants, Effort(rounds=4, least=0.0, patience=60.0), clock=clock)
    assert calls == ["slow", "fast", "slow", "fast", "fast", "fast"]


def test_a_wrong_answer_stops_the_race_before_anything_is_timed() -> None:
    clock = FakeClock()
    wrong = Contestant("wrong", clock.taking(), answers(lambda value: value + 1, [1, 2], [2, 4]), 1)
    with pytest.raises(WrongAnswer, match="race: wrong: 3 for 2, not 4"):
        race("race", "a thing", [wrong], QUICK, clock=clock)
    assert clock.collecting == set()


CASE = Case(
    "utoff",
    "an element",
    tuple(TIMES),
    {"gone": "not installed"},
    (
        Verdict(Target("ours", "copy", 2.5), "copy", 2.0),
        Verdict(Target("ours", FASTEST_PEER, 15, "faster", "it is slow"), "quick", 2.0),
        Verdict(Target("ours", "gone", 1), "gone", None),
    ),
    10**4,
    "A note.",
    {"extra memory, bytes": 4096.0},
)
GROWTH = Case(
    "growth",
    "an element",
    tuple(Time(f"ours, {n}", "ours", n * 1e-12, 10**n) for n in (4, 5, 6))
    + tuple(Time(f"copy, {n}", "reference", 1e-9, 10**n) for n in (4, 5, 6)),
)
RESULTS = Results(
    {
        "date": "2026-01-01",
        "processor": "P",
        "cores": "2",
        "load": "1.5",
        "memory": "4 GiB",
        "system": "S",
        "Python": "CPython 3",
        "numpy": "2.0",
    },
    False,
    (Section("columns", "How fast?", (CASE,)), Section("growth", "Does it grow?", (GROWTH,))),
)


def test_results_come_back_from_json() -> None:
    written = json.loads(json.dumps(to_json(RESULTS)))
    assert from_json(strip(written)) == RESULTS
    assert [verdict["met"] for verdict in written["sections"][0]["cases"][0]["verdicts"]] == [True, False, None]


def strip(written: dict[str, Any]) -> dict[str, Any]:
    """As a reader of another program might give it back: in another order of keys."""
    return dict(reversed(written.items()))


def test_the_page_says_what_was_met_missed_and_absent() -> None:
    written = page(RESULTS, None, Path())
    assert "1 of 3 met" in written
    assert "| utoff, 10,000 elements | ours: at most 2.5 times copy | 2 | met |" in written
    assert "at least 15 times faster than the fastest peer (quick) | 2 | **missed**: it is slow |" in written
    assert "| ours: at most 1 times gone | - | not measured |" in written
    assert "| gone | absent: not installed | |" in written
    assert "| **ours** | 2 µs | 1 |\n| slow | 8 µs | 4 |" in written
    assert "on P, 2 cores, 4 GiB, S, CPython 3.\n" in written
    assert "The system's load was 1.5 at the end; 1 is this run alone.\nLibraries: numpy 2.0." in written
    assert "A quick run" not in written
    assert "A quick run" in page(Results(RESULTS.machine, True, ()), None, Path())


def test_the_text_says_the_same() -> None:
    lines = text(CASE).splitlines()
    assert [line.split()[0] for line in lines[1:6]] == ["ours", "slow", "quick", "copy", "gone"]
    assert lines[-2].endswith("than the fastest peer (quick): 2, missed")


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (1.234e-9, "1.23 ns"),
        (999e-9, "999 ns"),
        (1e-6, "1 µs"),
        (0.0123, "12.3 ms"),
        (2.5, "2.5 s"),
        (1234.5, "1234 s"),
        (-1e-4, "-100 µs"),
    ],
)
def test_durations(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


def test_ratios() -> None:
    assert [ratio(value) for value in (0.123456, 1.0, 12.34, 314.15)] == ["0.123", "1", "12.3", "314"]


def test_pictures_are_the_same_every_time(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from benchmarks.charts import draw

    pictures = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        written = draw(RESULTS, folder)
        assert [path.name for path in written] == ["columns.svg", "growth.svg"]
        pictures.append([path.read_text("utf-8") for path in written])
    assert pictures[0] == pictures[1]
    assert "utoff, 10,000 elements" in pictures[0][0]
    assert "<dc:date>" not in pictures[0][0]


# --- the exact answers ---------------------------------------------------------------------------------------------


def near_changes() -> Iterator[int]:
    """Instants around changes."""
    for change in tz.parse(samples.TEXT).transitions(2010, 2036):
        yield from (change.at + step for step in (-3601, -3600, -1, 0, 1, 3599, 3600))


def test_the_exact_answers_are_the_calculators() -> None:
    zone = tz.parse(samples.TEXT)
    for instant in (*near_changes(), *samples.instants(200)):
        assert samples.utoff(samples.TEXT, instant) == zone.at(instant).utoff
        for local in (instant + 3600, instant + 7200):
            kind, found = samples.local_kinds(samples.TEXT, local)
            right = zone.clock()._calculator.resolve(local)
            assert kind == {tz.Unambiguous: "once", tz.Fold: "fold", tz.Gap: "gap"}[type(right)]
            if isinstance(right, tz.Fold):
                assert found == [right.earlier, right.later]
            if isinstance(right, tz.Unambiguous):
                assert found == [right.utc]


def test_the_exact_columns_are_the_calculators() -> None:
    np = pytest.importorskip("numpy")
    from benchmarks import tables

    zone = tz.parse(samples.TEXT)
    t = np.array([*near_changes(), *samples.instants(200)], np.int64)
    offsets = tables.offsets(t)
    assert offsets.tolist() == [zone.at(instant).utoff for instant in t.tolist()]
    kinds = [zone.clock()._calculator.resolve(local) for local in (t + offsets).tolist()]
    firsts = [kind.earlier if isinstance(kind, tz.Fold) else kind.utc for kind in kinds]  # type: ignore[union-attr]
    lasts = [kind.later if isinstance(kind, tz.Fold) else kind.utc for kind in kinds]  # type: ignore[union-attr]
    assert tables.folds(t).tolist() == [isinstance(kind, tz.Fold) for kind in kinds]
    assert tables.earliest(t).tolist() == firsts
    assert tables.latest(t).tolist() == lasts
    assert not tables.folds(t, "UTC0").any()


def test_one_wrong_row_is_found() -> None:
    np = pytest.importorskip("numpy")
    from benchmarks import tables

    t = tables.seconds(3000)
    column = tables.offsets(t)
    tables.equal(lambda: column, t, tables.offsets)()
    column[2999] ^= 1
    with pytest.raises(WrongAnswer, match="1 such rows"):
        tables.equal(lambda: column, t, tables.offsets)()
    with pytest.raises(WrongAnswer, match="rows, not"):
        tables.equal(lambda: np.zeros(3), t, tables.offsets)()


# --- the modules ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", [parsing, scalar, listing, imports], ids=lambda module: str(module.__name__))
def test_a_quick_run_checks_all_answers(module: Any) -> None:
    cases = module.run(QUICK)
    assert len({case.name for case in cases}) == len(cases) > 0
    for case in cases:
        assert case.ours is not None
        names = {time.name for time in case.times}
        for verdict in case.verdicts:
            assert verdict.target.of in names
            assert verdict.against in names | set(case.absent)


@pytest.mark.parametrize("name", ["columns", "growth", "fleets"])
def test_a_quick_run_of_columns_checks_all_answers(name: str) -> None:
    pytest.importorskip("numpy")
    cases = list(import_module(f"benchmarks.{name}").run(QUICK))
    assert len(cases) > 0
    assert all(case.ours is not None for case in cases)


@pytest.mark.parametrize(
    ("name", "function", "case"),
    [("columns", "utoff", "utoff, random"), ("columns", "to_utc", "to_utc, random"), ("growth", "utoff", "growth")],
)
def test_a_column_that_is_wrong_in_its_last_row_is_not_timed(
    monkeypatch: pytest.MonkeyPatch, name: str, function: str, case: str
) -> None:
    pytest.importorskip("numpy")
    from vapix_proto.tz import columns

    right = getattr(columns, function)

    def wrong(*arguments: Any, **named: Any) -> Any:
        found = right(*arguments, **named)
        found[-1] += 1
        return found

    monkeypatch.setattr(columns, function, wrong)
    with pytest.raises(WrongAnswer, match=f"{case}.*: NumPy.*; 1 such rows"):
        list(import_module(f"benchmarks.{name}").run(QUICK))


def test_a_parser_that_is_wrong_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tz, "parse", lambda text: tz.PosixTimeZone(tz.LocalTimeType(0, False, "UTC")))
    with pytest.raises(WrongAnswer, match="parse, cold: parse: "):
        parsing.run(QUICK)


def test_a_listing_that_is_wrong_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = AccountListing.parse(b'admin=""\noperator=""\nviewer=""\nptz=""\n')
    monkeypatch.setattr(AccountListing, "parse", lambda data: empty)
    with pytest.raises(WrongAnswer, match="another listing"):
        listing.run(QUICK)


def test_a_peer_that_is_not_installed_is_said_to_be_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (parsing, scalar, listing):
        monkeypatch.setattr(module, "peer", lambda name: None)
    absent = {name for module in (parsing, scalar, listing) for case in module.run(QUICK) for name in case.absent}
    assert {parsing.DATEUTIL, scalar.WHENEVER, listing.AXIS} <= absent


def test_forgetting_empties_what_is_remembered() -> None:
    text = "XAB1XCD,M4.1.0,M9.1.0"
    first = tz.parse(text)
    assert tz.parse(text) is first
    parsing.forget(pieces=False)
    second = tz.parse(text)
    assert second is not first
    assert second.start is first.start
    parsing.forget(pieces=True)
    assert tz.parse(text).start is not first.start


def test_the_program_writes_results_and_a_page_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved, written = tmp_path / "results.json", tmp_path / "docs" / "page.md"
    assert main(["--quick", "--only", "listing", "--json", str(saved)]) == 0
    assert "answers checked" in capsys.readouterr().out
    assert main(["--from", str(saved), "--report", str(written)]) == 0
    assert capsys.readouterr().out == ""
    assert "## listing: How long do listings" in written.read_text("utf-8")
    assert json.loads(saved.read_text("utf-8"))["quick"] is True


def test_what_can_not_be_measured_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("benchmarks.__main__.peer", lambda name: None)
    assert main(["--quick", "--only", "columns", "--json", str(tmp_path / "results.json")]) == 0
    assert "columns: not measured, numpy, vapix_proto.tz.columns not installed" in capsys.readouterr().out
    (section,) = json.loads((tmp_path / "results.json").read_text("utf-8"))["sections"]
    assert section["cases"][0]["absent"] == {"numpy": "not installed", "vapix_proto.tz.columns": "not installed"}


def test_the_readme_names_every_module() -> None:
    readme = (ROOT / "benchmarks" / "README.md").read_text("utf-8")
    for name in MODULES:
        assert f"`{name}`" in readme
