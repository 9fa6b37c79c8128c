"""The parser's caches are bounded, separate for each dialect and the same in every thread; what the parser loads."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest

from vapix_proto import ParseError, tz
from vapix_proto.tz.syntax import building, reader


def numbered(count: int) -> list[str]:
    """This many different strings."""
    return [f"AAA{n % 25}:{n // 25 % 60:02}:{n // 1500 % 60:02}" for n in range(count)]


def test_the_same_string_gives_the_same_zone() -> None:
    text = "MEM3MEN,M3.4.0,M10.4.0"
    assert tz.parse(text) is tz.parse(text)
    assert tz.parse(text, "VAPIX") is tz.parse(text)
    assert tz.parse(text.encode()) is tz.parse(text)


def test_dialects_remember_for_themselves() -> None:
    text = "EST5EDT,M3.2.0,M11.1.0/25"
    assert not tz.is_valid(text)
    assert tz.is_valid(text, tz.TZIF_V3)
    assert tz.parse(text, tz.TZIF_V3).end == tz.Rule(tz.MonthWeekDay(11, 1, 0), 90_000)
    for _ in range(2):
        with pytest.raises(ParseError, match="rule times run from 0 to 24"):
            tz.parse(text)
        assert not tz.is_valid(text)


def test_memories_are_bounded() -> None:
    for text in numbered(3 * building.KEPT):
        assert tz.is_valid(text)
        assert str(tz.parse(text)) is not None
        assert not tz.is_valid(f"{text}!")
    rules = [f"AAA0BBB,J{n % 365 + 1}/{n // 365},J1" for n in range(3 * building.KEPT)]
    for text in rules:
        assert tz.parse(text).end == tz.Rule(tz.JulianDay(1))
    for size in (len(tz.VAPIX._reader.zones), len(tz.VAPIX._reader.verdicts)):
        assert size <= reader.KEPT
    for memory in (building.std_types, building.dst_types, building.rules):
        assert len(memory) <= building.KEPT


def test_long_texts_are_not_remembered() -> None:
    text = "A" * 10_000 + "0"
    assert tz.is_valid(text, tz.POSIX_2024)
    assert tz.parse(text, tz.POSIX_2024).std.designation == "A" * 10_000
    assert not tz.is_valid(text + "!", tz.POSIX_2024)
    for memory in (tz.POSIX_2024._reader.zones, tz.POSIX_2024._reader.verdicts, building.std_types):
        assert max(map(len, filter(None, memory)), default=0) < 10_000


def test_threads_read_alike() -> None:
    texts = numbered(2000)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(
            lambda start: [tz.parse(text) for text in texts[start:] + texts[:start]], range(0, 2000, 250)
        ):
            assert len({zone.std.utoff for zone in found}) == len(texts)


@pytest.mark.parametrize("start", ["", "EST5EDT,"])
@pytest.mark.parametrize("piece", ["é1", "中A", "\uff15A", "\u22121", "\ud800A", " 1", "\0A", "5", ",", "<"])
def test_a_refusal_takes_little_more_memory_than_the_text(piece: str, start: str) -> None:
    size = 4000
    text = start + piece * (size // len(piece))
    for given in (text, text.encode("utf-8", "surrogatepass")):
        tz.validate(given[:100])  # loads the grammar
        tracemalloc.start()
        try:
            assert tz.validate(given)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 30 * len(given) + 250_000


@pytest.mark.parametrize("text", [None, 5, 0.5, object(), ["UTC0"], {"UTC0"}, ("UTC0",)])
def test_what_is_no_text(text: object) -> None:
    for question in (tz.parse, tz.is_valid, tz.validate):
        with pytest.raises(TypeError, match="a TZ string must be str or bytes"):
            question(text)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [b"UTC0", bytearray(b"UTC0"), memoryview(b"UTC0")])
def test_bytes(text: bytes) -> None:
    assert tz.parse(text) == tz.parse("UTC0")
    assert tz.is_valid(text)
    assert tz.validate(text) == ()


def run(code: str, *options: str) -> str:
    """What a program prints in a new interpreter."""
    done = subprocess.run(
        [sys.executable, "-W", "error", *options, "-c", code], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def test_bytes_beside_strings_where_python_forbids_to_compare_them() -> None:
    code = """
from vapix_proto import tz
for text in ("UTC0", b"UTC0", "UTC0", b"UTC0"):
    print(tz.parse(text), tz.is_valid(text))
"""
    assert run(code, "-bb").split() == ["UTC0", "True"] * 4


def test_nothing_heavy_loads_even_when_something_is_refused() -> None:
    code = """
import sys
from vapix_proto import tz
zone = tz.parse("GMT0BST,M3.5.0/1,M10.5.0")
assert tz.is_valid("EST5EDT") and not tz.is_valid("EST")
assert [problem.code for problem in tz.validate("EST5EDT")] == ["tz-rules-implied"]
assert zone.clock(implied_rules=",M3.5.0,M10.5.0").at(0) and zone.clock(implied_rules="J1,J2")
assert tz.validate("EST") and tz.validate("EST5EDT,M3.2.0/2,M13.1.0")
heavy = {"lark", "numpy", "hypothesis", "dataclasses", "typing"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""
    run(code)
