"""The benchmarks calculate correctly, detect wrong answers, and finish a quick run. No test judges a time."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks import clocks, functions, imports, listings, peers, readers, samples, strings
from benchmarks.__main__ import MODULES, main
from benchmarks.figures import duration, ratio
from benchmarks.harness import (
    FASTEST_PEER,
    QUICK,
    Case,
    Contestant,
    Effort,
    Section,
    Target,
    Time,
    Verdict,
    WrongAnswer,
    answers,
    judged,
    no_answer,
    race,
)
from benchmarks.memory import forget
from benchmarks.pictures import LONGEST, bars
from benchmarks.report import targets, text, write
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
        # A reference is not a peer, even if it is the fastest of all.
        (Target("ours", FASTEST_PEER, 2, "faster"), "quick", 2.0, True),
        (Target("ours", "copy", 1e-6, "over"), "copy", 1e-6, True),
        (Target("ours", "copy", 0.9e-6, "over"), "copy", 1e-6, False),
        (Target("ours", "", 2e-6, "within"), "", 2e-6, True),
        (Target("ours", "", 1.9e-6, "within"), "", 2e-6, False),
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
    """A clock that advances only when a function made by ``taking`` is called."""

    def __init__(self) -> None:
        self.now = 0.0
        self.collecting: set[bool] = set()

    def __call__(self) -> float:
        self.collecting.add(gc.isenabled())
        return self.now

    def taking(self, *seconds: float) -> Callable[[], None]:
        """A function whose calls take these times, one after the other."""
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


def test_contestants_take_turns_and_slow_ones_are_called_only_twice() -> None:
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
    "UTC offsets",
    "an element",
    tuple(TIMES),
    {"gone": "is not installed"},
    (
        Verdict(Target("ours", "copy", 2.5), "copy", 2.0),
        Verdict(Target("ours", FASTEST_PEER, 15, "faster", "it is slow"), "quick", 2.0),
        Verdict(Target("ours", "gone", 1), "gone", None),
    ),
    "A note.",
)
ALONE = Case("Other questions", "a call", (Time("explain", "ours", 1e-4), Time("review", "ours", 1e-3)), picture=False)
MACHINE = {
    "date": "2026-01-01",
    "processor": "P",
    "cores": "2",
    "memory": "4 GiB",
    "system": "S",
    "Python": "CPython 3",
    "numpy": "2.0",
    "numba": "1.0",
}


def test_the_page_has_a_picture_for_each_question_and_no_targets(tmp_path: Path) -> None:
    page = tmp_path / "times.md"
    pictures = tmp_path / "times"
    pictures.mkdir()
    (pictures / "old.svg").touch()
    write([Section("Columns", (CASE,)), Section("Rest", (ALONE,))], MACHINE, page)
    written = page.read_text("utf-8")
    assert (
        "## Columns\n\n### UTC offsets\n\nA note.\n\n"
        "![Each library's time for an element, as a multiple of this library's](times/utc-offsets.svg)" in written
    )
    assert "| explain | 100 µs |\n| review | 1 ms |" in written
    assert "Not timed: gone, which is not installed.\n" in written
    assert "Measured 2026-01-01 on P, 2 cores, 4 GiB, S, CPython 3, with\nnumpy 2.0, numba 1.0." in written
    assert "python -m benchmarks --report docs/reference/benchmarks.md" in written
    assert [path.name for path in pictures.iterdir()] == ["utc-offsets.svg"]
    for word in ("target", "missed", "it is slow"):
        assert word not in written


def test_bars_are_linear_from_zero() -> None:
    root = ElementTree.fromstring(bars(CASE))
    svg = "{http://www.w3.org/2000/svg}"
    widths = [float(bar.attrib["width"]) for bar in root.iter(f"{svg}rect") if bar.attrib["height"] == "16"]
    assert [width / widths[0] for width in widths] == pytest.approx([1, 4, 2, 0.5], rel=0.01)
    words = [element.text for element in root.iter(f"{svg}text")]
    assert {"ours", "4 \u00d7 (8 µs)", "0.5 \u00d7 (1 µs)"} <= set(words)


def test_a_bar_beyond_the_scale_has_a_gap() -> None:
    far = Case("x", "a thing", (TIMES[0], Time("far", "peer", 2e-6 * LONGEST * 10)))
    assert bars(far).count('fill="#fff"') == 1
    assert bars(CASE).count('fill="#fff"') == 0


def test_targets_are_for_maintainers() -> None:
    met, missed, unknown = targets(CASE)
    assert met == "UTC offsets: ours at most 2.5 times copy: 2, met"
    assert missed == "UTC offsets: ours at least 15 times faster than the fastest peer (quick): 2, missed: it is slow"
    assert unknown == "UTC offsets: ours at most 1 times gone: -, not measured"


def test_the_text_for_a_terminal() -> None:
    lines = text(CASE).splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["ours", "slow", "quick", "copy", "gone"]
    assert lines[2].split() == ["slow", "8", "µs", "4"]
    assert text(ALONE).splitlines()[1].split() == ["explain", "100", "µs"]


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


# --- the exact answers ---------------------------------------------------------------------------------------------


def near_changes() -> Iterator[int]:
    """Instants around transitions."""
    for change in tz.parse(samples.TEXT).transitions(2010, 2036):
        yield from (change.at + step for step in (-3601, -3600, -1, 0, 1, 3599, 3600))


def test_the_exact_answers_are_those_of_the_calculator() -> None:
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


def test_the_exact_columns_are_those_of_the_calculator() -> None:
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


def test_one_wrong_row_is_enough_to_be_found() -> None:
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


@pytest.mark.parametrize(
    "module", [strings, clocks, functions, listings, imports], ids=lambda module: str(module.__name__)
)
def test_a_quick_run_checks_all_answers(module: Any) -> None:
    cases = list(module.run(QUICK))
    assert len({case.name for case in cases}) == len(cases) > 0
    for case in cases:
        assert case.ours is not None
        names = {time.name for time in case.times} | set(case.absent)
        for verdict in case.verdicts:
            assert verdict.target.of in names
            assert verdict.against in names | {""}


@pytest.mark.parametrize("name", ["columns", "growth", "fleets"])
def test_a_quick_run_of_columns_checks_all_answers(name: str) -> None:
    pytest.importorskip("numpy")
    cases = list(import_module(f"benchmarks.{name}").run(QUICK))
    assert len(cases) > 0
    assert all(case.ours is not None for case in cases)


@pytest.mark.parametrize(
    ("name", "function", "case"),
    [("columns", "utoff", "UTC offsets"), ("columns", "to_utc", "Local times"), ("growth", "utoff", "An element")],
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
    with pytest.raises(WrongAnswer, match=f"{case}.*; 1 such rows"):
        list(import_module(f"benchmarks.{name}").run(QUICK))


def test_a_parser_that_is_wrong_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tz, "parse", lambda text: tz.PosixTimeZone(tz.LocalTimeType(0, False, "UTC")))
    with pytest.raises(WrongAnswer, match=r"Parse a string: tz.parse: "):
        strings.run(QUICK)


def test_a_listing_that_is_wrong_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = AccountListing.parse(b'admin=""\noperator=""\nviewer=""\nptz=""\n')
    monkeypatch.setattr(AccountListing, "parse", lambda data: empty)
    with pytest.raises(WrongAnswer, match="a different listing"):
        listings.run(QUICK)


def test_a_reader_that_gets_a_string_wrong_is_not_timed_but_named() -> None:
    absent: dict[str, str] = {}
    # In Ireland, summer time is standard time; for the winter's explicit offset of zero, ical assumes an hour more.
    texts = ["IST-1GMT0,M10.5.0,M3.5.0/1", "UTC0"]
    timed = {contestant.name for contestant in readers.contestants(texts, absent)}
    assert "zoneinfo (from a TZif file)" in timed
    assert absent["whenever, pendulum and arrow"] == "have no public way to read a TZ string"
    assert timed.isdisjoint(absent)
    pytest.importorskip("ical")
    assert absent["ical"] == "understands 1 of the 2 strings"


def test_a_judge_that_accepts_invalid_strings_is_not_timed_but_named() -> None:
    pytest.importorskip("dateutil")
    absent: dict[str, str] = {}
    timed = {
        contestant.name for contestant in readers.judges(["UTC", "CET-1CEST,M13.5.0,M10.5.0"], absent, valid=False)
    }
    assert "zoneinfo (from a TZif file)" in timed
    assert absent["dateutil tzstr"] == "accepts 2 of the 2 strings"
    assert absent["glibc tzset"] == "never reports that a string is invalid"


def test_a_peer_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "peer", lambda name: None)
    absent = {name for module in (strings, clocks, listings) for case in module.run(QUICK) for name in case.absent}
    assert {"dateutil", "ry", clocks.WHENEVER, listings.AXIS} <= absent


def test_forgetting_empties_what_is_remembered() -> None:
    text = "XAB1XCD,M4.1.0,M9.1.0"
    first = tz.parse(text)
    assert tz.parse(text) is first
    forget(pieces=False)
    second = tz.parse(text)
    assert second is not first
    assert second.start is first.start
    forget(pieces=True)
    assert tz.parse(text).start is not first.start


def test_the_program_prints_tables_or_targets_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--only", "listings"]) == 0
    printed = capsys.readouterr().out
    assert "answers checked" in printed
    assert "at most 1 times axis" not in printed
    assert main(["--quick", "--only", "listings", "--targets"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert all("vapix_proto at most 1 times axis: " in line for line in lines)


def test_a_busy_machine_writes_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("benchmarks.__main__.measured", lambda *_, **__: {"columns": Section("Columns", (CASE,))})
    page = tmp_path / "page.md"
    for loads in ([1.6], [1.5, 1.6]):
        monkeypatch.setattr("benchmarks.__main__.load", iter(loads).__next__)
        assert main(["--report", str(page)]) == 2
        assert "the load is 1.6: to write the page" in capsys.readouterr().out
        assert not page.exists()
    monkeypatch.setattr("benchmarks.__main__.load", lambda: 1.5)
    assert main(["--report", str(page)]) == 0
    assert page.exists()


@pytest.mark.parametrize("options", [["--quick"], ["--only", "columns"]])
def test_a_page_needs_a_whole_run(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--report", "page.md", *options])
    assert "--report needs a whole run" in capsys.readouterr().err


def test_what_cannot_be_measured_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("benchmarks.__main__.peer", lambda name: None)
    assert main(["--quick", "--only", "columns"]) == 0
    assert "columns: not measured, numpy, vapix_proto.tz.columns is not installed" in capsys.readouterr().err


def test_the_readme_names_every_module() -> None:
    readme = (ROOT / "benchmarks" / "README.md").read_text("utf-8")
    for name in MODULES:
        assert f"`{name}`" in readme
