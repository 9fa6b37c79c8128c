"""Commands that people in the field need: the rows of ``vectors/field``, each run with text output and with JSON.

``python -m tests.cli.test_field`` marks the rows that hold now. ``vectors/README.md`` explains the keys of a row.
"""

from __future__ import annotations

import json
import re
import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from click.testing import CliRunner

from tests.support.paths import VECTORS
from vapix_proto import Code, tz
from vapix_proto.cli.app import cli

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from click.testing import Result

tzdata = pytest.importorskip("tzdata")

Row = dict[str, Any]
FILES = sorted((VECTORS / "field").glob("*.jsonl"))
ROWS: list[Row] = [json.loads(line) for file in FILES for line in file.read_text("ascii").splitlines()]
TODAY = datetime(2026, 11, 27, tzinfo=UTC)
KINDS = {"repair", "zone", "abbreviation", "rules", "sign", "notation"}
#: The keys under which a command's output repeats its input.
ECHOES = {"input", "canonical", "dialect", "name", "a", "b", "tz"}


class Answer(NamedTuple):
    """A command's result: its exit code, all of its output, and the strings that the output names, best first."""

    code: int
    text: str
    strings: tuple[str, ...]
    records: tuple[Any, ...] = ()


# -- running


def formats(row: Row) -> list[str]:
    return list(row.get("formats", ["text", "json"]))


def run(row: Row, output: str, folder: Path) -> Answer:
    """Runs a row's command; the system has the database that the row asks for, if any."""
    before = zoneinfo.TZPATH
    if "system" in row:
        zoneinfo.reset_tzpath([old_database(row["system"], folder)])
    try:
        arguments = [str(database()) if part == "{database}" else part for part in row["command"]]
        if output == "json":
            arguments[2:2] = ["--format", "json"]
        done = CliRunner().invoke(cli, arguments, input=row.get("stdin"), prog_name="vapix-proto")
    finally:
        zoneinfo.reset_tzpath(before)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception  # no row expects a crash
    return of_json(row, done) if output == "json" and done.stdout else of_text(row, done)


def database() -> Path:
    """The folder of the time zone database for the commands, in the tzdata package."""
    return resources.files("tzdata") / "zoneinfo"  # type: ignore[return-value]


def old_database(zones: dict[str, str], folder: Path) -> str:
    """A folder such as /usr/share/zoneinfo, with a database of an old version and its rules."""
    (folder / "tzdata.zi").write_text(f"# version {zones['version']}\n", "ascii")
    for name in zones.keys() - {"version"}:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(tz.parse(zones[name]).to_tzif())
    return str(folder)


def of_text(row: Row, done: Result) -> Answer:
    repeated = rf"(?<!\S){re.escape(row['input'])}(?=\W*(?:\s|$))"
    return Answer(done.exit_code, done.output, strings(row, [re.sub(repeated, "", done.output)]))


def of_json(row: Row, done: Result) -> Answer:
    records = tuple(json.loads(line) for line in done.stdout.splitlines())
    named = [text for record in records for text in advice(record)]
    if row["command"][:2] != ["tz", "check"]:
        named += [text for record in records for text in texts(record)]
    return Answer(
        done.exit_code,
        "\n".join(text for record in records for text in texts(record)) + done.stderr,
        strings(row, named),
        records,
    )


def advice(record: Any) -> Iterator[str]:
    """The fixes and suggestions in a record, in order."""
    yield from (problem["fix"] for problem in record.get("problems", ()) if problem.get("fix") is not None)
    yield from (suggestion["text"] for suggestion in record.get("suggestions", ()))


def texts(record: Any) -> Iterator[str]:
    """All texts in a record, except texts that repeat the input."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, dict):
        for key, value in record.items():
            yield from () if key in ECHOES else texts(value)
    elif isinstance(record, list):
        for value in record:
            yield from texts(value)


def words(text: str) -> list[str]:
    """The words of a text, without the punctuation around them."""
    return [word.strip("\"'`“”().,;:!?") for word in text.split()]


def strings(row: Row, found: Iterable[str]) -> tuple[str, ...]:
    """The TZ strings among the words of some texts, without the row's input and without offsets such as UTC+01:00."""
    asked = {row["input"], *row["command"]}
    asked |= {str(tz.parse(text)) for text in asked if tz.is_valid(text)}
    return tuple(
        dict.fromkeys(
            word
            for text in found
            for word in words(text)
            if word not in asked and tz.is_valid(word) and not re.fullmatch(r"UTC[+-]\d\d:\d\d", word)
        )
    )


# -- judging


def alike(a: str, b: str) -> bool:
    """Whether two strings show the same clock; a string without rules has the same clock only as itself."""
    zones = tz.parse(a), tz.parse(b)
    if any(zone.dst is not None and zone.start is None for zone in zones):
        return zones[0] == zones[1]
    return tz.same_clock(*zones)


def place(named: tuple[str, ...], wanted: list[str]) -> int | None:
    """The position of the first named string that shows one of the wanted clocks, or None."""
    return next((i for i, text in enumerate(named) if any(alike(text, each) for each in wanted)), None)


def right(row: Row) -> list[str]:
    """Every string that the row gives as right."""
    fixes = row.get("fix") or []
    return [*row.get("first", ()), *row.get("names", ()), *([fixes] if isinstance(fixes, str) else fixes)]


def judge(row: Row, answer: Answer) -> None:
    """Asserts that the answer is what the row requires."""
    assert answer.code in ([row["exit"]] if isinstance(row["exit"], int) else row["exit"]), answer.text
    problems = [problem for record in answer.records for problem in record.get("problems", ())]
    for text in row.get("names", ()):
        assert place(answer.strings, [text]) is not None, f"{text} is not named:\n{answer}"
    assert row.get("names") != [] or not answer.strings, f"something is named:\n{answer}"
    for text in row.get("never", ()):
        assert text not in words(answer.text.replace(row["input"], "")), f"{text} is named:\n{answer}"
        # Some strings are wrong only because of their designations.
        by_clock = tz.is_valid(text) and place((text,), right(row)) is None
        assert not by_clock or place(answer.strings, [text]) is None, f"{text} is named:\n{answer}"
    first, rival = (place(answer.strings, row.get(key, [])) for key in ("first", "rivals"))
    assert rival is None or (first is not None and first < rival), f"a rival comes first:\n{answer}"
    assert not (answer.records and "first" in row) or first == 0, f"another comes first:\n{answer}"
    for expression in row.get("says", ()):
        assert re.search(expression, answer.text), f"/{expression}/ is not in:\n{answer.text}"
    for expression in row.get("unsaid", ()):
        assert not re.search(expression, answer.text), f"/{expression}/ is in:\n{answer.text}"
    for code in row.get("codes", ()):
        assert code in [problem["code"] for problem in problems] if answer.records else f"[{code}]" in answer.text
    judge_fix(row, answer)
    if answer.records:
        assert contains(answer.records[0], row.get("json", {})), answer.records[0]
        if "values" not in row:
            assert_advice_is_sound(answer.records)


def judge_fix(row: Row, answer: Answer) -> None:
    """If the row gives a fix, it is the fix of every problem, or one of several fixes, and no other clock is named.

    With null, no problem has a fix. If the row gives none, any fix must still show one of the right clocks.
    Rows about values other than TZ strings list all fixes.
    """
    if "values" in row:
        fixed = [problem["fix"] for record in answer.records for problem in record.get("problems", ())]
        assert not answer.records or [fix for fix in fixed if fix is not None] == row["values"]
        assert answer.records or all(value in words(answer.text) for value in row["values"])
        return
    wanted = row.get("fix", ())
    allowed = {wanted} if isinstance(wanted, str) else set(wanted or ())
    if allowed:
        assert answer.records or allowed & set(answer.strings), answer.text
        assert all(place((text,), right(row)) == 0 for text in answer.strings), f"another clock is named:\n{answer}"
    problems = [problem for record in answer.records for problem in record.get("problems", ())]
    fixes = {problem["fix"] for problem in problems} - {None}
    if allowed and problems:
        assert len(fixes) == 1
        assert fixes <= allowed, fixes
    elif wanted is None:
        assert not fixes
    else:
        assert all(place((fix,), row.get("names", [])) == 0 for fix in fixes), fixes


def assert_advice_is_sound(records: tuple[Any, ...]) -> None:
    """Asserts that every advised string is valid, and that every suggestion has a reason."""
    for record in records:
        assert all(tz.is_valid(text) for text in advice(record)), record
        suggestions = record.get("suggestions", [])
        assert len({suggestion["text"] for suggestion in suggestions}) == len(suggestions), record
        assert all(suggestion["reason"] and suggestion["kind"] in KINDS for suggestion in suggestions), record


def contains(record: Any, part: Any) -> bool:
    """Whether a record contains the keys and values of another record, in which "*" stands for any text."""
    if isinstance(part, dict):
        return isinstance(record, dict) and all(k in record and contains(record[k], v) for k, v in part.items())
    return bool(record) and isinstance(record, str) if part == "*" else bool(record == part)


# -- the rows


def cases() -> Iterator[Any]:
    for row in ROWS:
        for output in formats(row):
            fails = pytest.mark.xfail(strict=True, raises=(AssertionError, KeyError))
            mark = () if output in row["holds"] else (fails,)
            yield pytest.param(row, output, id=f"{row['id']}-{output}", marks=mark)


def skip_before(row: Row) -> None:
    if row.get("since", "") > tzdata.IANA_VERSION:
        pytest.skip(f"tzdata {tzdata.IANA_VERSION} is older than {row['since']}")


@pytest.mark.parametrize(("row", "output"), list(cases()))
def test_one_command_gives_what_is_needed(row: Row, output: str, tmp_path: Path) -> None:
    skip_before(row)
    judge(row, run(row, output, tmp_path))


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_row_asks_for_what_is_true(row: Row) -> None:
    assert all(tz.is_valid(text) for text in (*right(row), *row.get("rivals", ()), *row.get("zones", {}).values()))
    assert not set(right(row)) & set(row.get("never", ()))
    assert not any(alike(a, b) for a in row.get("first", ()) for b in row.get("rivals", ()))
    assert set(row.get("codes", ())) <= set(Code)
    for expression in (*row.get("says", ()), *row.get("unsaid", ())):
        re.compile(expression)
    skip_before(row)
    for name, text in row.get("zones", {}).items():
        assert shows(text, name), f"{name} does not follow {text}"


@cache
def shows(text: str, name: str) -> bool:
    """Whether a string has the same clock as a zone for ten years from today, each week and around transitions."""
    zone = tz.parse(text)
    with (database() / name).open("rb") as file:
        place = zoneinfo.ZoneInfo.from_file(file)
    start = int(TODAY.timestamp())
    changes = [transition.at for transition in zone.clock().transitions(2027, 2036)]
    instants = [*range(start, start + 3650 * 86400, 7 * 86400), *changes, *(at - 1 for at in changes)]
    offsets = ((zone.at(t).utoff, datetime.fromtimestamp(t, place).utcoffset()) for t in instants)
    return all(timedelta(seconds=ours) == theirs for ours, theirs in offsets)


def test_rows_have_numbers_of_their_own_and_say_what_is_needed() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert all(row["needs"] and row["kind"] and set(row["holds"]) <= set(formats(row)) for row in ROWS)
    assert all(row["command"][:1] in (["tz"], ["param"], ["account"]) for row in ROWS)
    judged = {"fix", "values", "names", "says", "unsaid", "json"}
    assert all(judged & set(row) for row in ROWS)


def test_a_wrong_answer_is_noticed() -> None:
    row = next(row for row in ROWS if row["input"] == "CET-1CEST" and row["exit"] == 0)
    right = Answer(0, "[tz-rules-implied] CET-1CEST,M3.5.0,M10.5.0/3", ("CET-1CEST,M3.5.0,M10.5.0/3",))
    judge(row, right)
    for wrong in (
        right._replace(code=1),
        right._replace(strings=()),
        right._replace(strings=(*right.strings, "CET-1CEST,M3.2.0,M11.1.0")),
        right._replace(text=right.text.replace("implied", "")),
    ):
        with pytest.raises(AssertionError):
            judge(row, wrong)
    assert shows("CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Berlin")
    assert not shows("CET-1CEST,M3.5.0,M10.5.0", "Europe/Berlin")


if __name__ == "__main__":
    import tempfile
    from pathlib import Path

    for file in FILES:
        rows = [json.loads(line) for line in file.read_text("ascii").splitlines()]
        for row in rows:
            row["holds"] = []
            for output in formats(row):
                with tempfile.TemporaryDirectory() as folder:
                    try:
                        judge(row, run(row, output, Path(folder)))
                    except (AssertionError, KeyError):
                        continue
                row["holds"].append(output)
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), "ascii")
        print(f"{file.name}: {sum(row['holds'] == formats(row) for row in rows)} of {len(rows)} hold")
