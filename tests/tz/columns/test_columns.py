"""Columns equal the scalar calculator at every instant, for every type, layout and reading."""

from __future__ import annotations

import tracemalloc
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tz_texts import instants, instants_near_changes, readings, zones
from vapix_proto import tz
from vapix_proto.tz import columns
from vapix_proto.tz.clock.calendar import year_start
from vapix_proto.tz.columns._numpy_kernels import CHUNK
from vapix_proto.tz.columns._tables import table_of

#: If numba is installed, the compiled code is tested, too.
COMPILED = [False, True] if find_spec("numba") else [False]
CET = tz.parse("CET-1CEST,M3.5.0,M10.5.0/3")
NEGATIVE = tz.parse("IST-1GMT0,M10.5.0,M3.5.0/1")
NEAR_CHANGES = tz.parse("XXX0YYY,J180/2,J180/13")
UNITS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
INT64 = (-(2**63), 2**63 - 1)
ZONES = [
    *("UTC0", "CET-1CEST,M3.5.0,M10.5.0/3", "NZST-12NZDT,M9.5.0,M4.1.0/3", "IST-1GMT0,M10.5.0,M3.5.0/1"),
    *("LHST-10:30LHDT-11,M10.1.0,M4.1.0", "XXX0YYY,J180/2,J180/13", "AAA0BBB,0/0,J365/25", "XXX0YYY0,J100,J200"),
    *("XXX24YYY-24,J1/0,J200/0", "WGT2WGST,M3.5.0/-2,M10.5.0/-1", "EST5EDT", "KSPKHK0:59YAqs,J1/0,365/1"),
]


def zone_of(text: str) -> tz.PosixTimeZone:
    return tz.parse(text, "tzif-v3" if "," in text else "posix-2024")


def expected(zone: tz.PosixTimeZone, seconds: Any, how: tz.Reading | str = "merge") -> list[tz.LocalTimeType]:
    return [zone.clock(reading=how).at(int(second)) for second in np.asarray(seconds).reshape(-1)]


def check_instants(zone: tz.PosixTimeZone, t: Any, how: tz.Reading) -> None:
    """Asserts all answers about instants in seconds, plain and compiled."""
    kinds = expected(zone, t, how)
    clock = zone.clock(reading=how)
    utoffs = [kind.utoff for kind in kinds]
    for compiled in COMPILED:
        assert columns.utoff(clock, t, compiled=compiled).tolist() == utoffs
        assert columns.isdst(clock, t, compiled=compiled).tolist() == [kind.isdst for kind in kinds]
        local = [int(second) + utoff for second, utoff in zip(t, utoffs, strict=True)]
        if min(local) < INT64[0] or max(local) > INT64[1]:
            with pytest.raises(OverflowError, match="element"):
                columns.to_local(clock, t, compiled=compiled)
        else:
            assert columns.to_local(clock, t, compiled=compiled).tolist() == local


def check_local(zone: tz.PosixTimeZone, local: list[int], how: tz.Reading, unit: str, compiled: bool) -> None:
    """Asserts all answers about local times, which ``local`` has in a unit."""
    scale = UNITS[unit]
    clock = zone.clock(reading=how)
    column = np.array(local, np.int64)
    column = column if unit == "s" else column.view(f"M8[{unit}]")
    answers = []
    for number in local:
        second, rest = divmod(number, scale)
        found = clock._calculator.resolve(second)
        if isinstance(found, tz.Unambiguous):
            pair, flag = (found.utc, found.utc), 0
        elif isinstance(found, tz.Fold):
            pair, flag = (found.earlier, found.later), 1
        else:
            pair, flag = (found.before, found.after), 2
        answers.append((pair[0] * scale + rest, pair[1] * scale + rest, flag))
    flags = [flag for *_, flag in answers]
    keys: dict[str, Any] = {"compiled": compiled}
    assert columns.ambiguity(clock, column, **keys).tolist() == flags
    gap: Any
    for fold, gap in ((0, "forward"), (1, "backward"), (0, "backward"), (1, "forward"), (0, "raise"), (1, "raise")):
        right = [pair[gap == "backward" if pair[2] == 2 else fold] for pair in answers]
        got = np.full(len(local), 9, np.uint8)
        if gap == "raise" and 2 in flags:
            with pytest.raises(ValueError, match=f"element {flags.index(2)} lies in a gap"):
                columns.to_utc(clock, column, fold=fold, gap=gap, flags=got, **keys)
            with pytest.raises(ValueError, match=f"element {flags.index(2)} lies in a gap"):
                columns.to_utc(clock, column, fold=fold, gap=gap, **keys)
            continue
        least = INT64[0] + (unit != "s")
        if min(right) < least or max(right) > INT64[1]:
            with pytest.raises(OverflowError, match="element"):
                columns.to_utc(clock, column, fold=fold, gap=gap, **keys)
            continue
        assert columns.to_utc(clock, column, fold=fold, gap=gap, **keys).view(np.int64).tolist() == right
        folds = np.full(len(local), fold)
        utc = columns.to_utc(clock, column, fold=folds, gap=gap, flags=got, **keys)
        assert utc.view(np.int64).tolist() == right
        assert got.tolist() == flags


@given(zones(), readings(), st.data())
def test_instants_of_generated_zones(zone: tz.PosixTimeZone, how: tz.Reading, data: st.DataObject) -> None:
    near = instants_near_changes(zone, how)
    drawn = data.draw(st.lists(st.one_of(instants(), near), min_size=1, max_size=40))
    t = np.array(drawn, np.int64)
    check_instants(zone, t, how)
    # Alone, because most are far from the limits of int64 and within the window of the tables.
    for second in drawn[:5]:
        check_instants(zone, np.array([second], np.int64), how)


@given(zones(), readings(), st.sampled_from(list(UNITS)), st.sampled_from(COMPILED), st.data())
def test_local_times_of_generated_zones(
    zone: tz.PosixTimeZone, how: tz.Reading, unit: str, compiled: bool, data: st.DataObject
) -> None:
    scale = UNITS[unit]
    near = instants_near_changes(zone, how).map(lambda t: t * scale + data.draw(st.integers(0, scale - 1)))
    some = st.one_of(instants(), near)
    least = INT64[0] + (unit != "s")
    drawn = [t for t in data.draw(st.lists(some, min_size=1, max_size=20)) if least <= t <= INT64[1]]
    if drawn:
        check_local(zone, drawn, how, unit, compiled)
        check_local(zone, drawn[:1], how, unit, compiled)


@pytest.mark.parametrize("how", list(tz.Reading))
@pytest.mark.parametrize("text", ZONES)
def test_around_every_change_and_new_year(text: str, how: tz.Reading) -> None:
    zone = zone_of(text)
    years = (1500, 1568, 1769, 1770, 1969, 1970, 1971, 1972, 2026, 2037, 2169, 2170, 2369, 2370, 2371, 2372, 5000)
    edges = [(year - 1970) * 31_556_952 for year in years] + [year_start(year) for year in years]
    edges += [change.at for year in years for change in zone.clock(reading=how).transitions(year)]
    t = np.array([edge + off for edge in edges for off in (-7200, -3600, -1, 0, 1, 3599, 3600)], np.int64)
    check_instants(zone, t, how)
    check_instants(zone, t[np.abs(t) < 2**32], how)
    for compiled in COMPILED:
        check_local(zone, t.tolist(), how, "s", compiled)
        for first in range(0, len(t), 64):
            check_local(zone, t[first : first + 64].tolist(), how, "s", compiled)


@pytest.mark.parametrize("unit", list(UNITS))
@pytest.mark.parametrize("text", ZONES)
def test_units(text: str, unit: str) -> None:
    zone, scale = zone_of(text), UNITS[unit]
    changes = [change.at for year in (1900, 1970, 2025, 2100) for change in zone.transitions(year)] or [0]
    t = np.array([c * scale + off for c in changes for off in (-1, 0, 1, -scale, scale)], np.int64)
    utoff = np.array([zone.at(number // scale).utoff for number in t.tolist()])
    column = t.view(f"M8[{unit}]")
    for compiled in COMPILED:
        assert columns.utoff(zone, column, compiled=compiled).tolist() == utoff.tolist()
        local = columns.to_local(zone, column, compiled=compiled)
        assert local.dtype == column.dtype
        assert local.view(np.int64).tolist() == (t + utoff * scale).tolist()


@pytest.mark.parametrize("unit", list(UNITS))
def test_the_ends_of_int64(unit: str) -> None:
    scale = UNITS[unit]
    for text in ZONES:
        zone = zone_of(text)
        for end in INT64:
            inward = 1 if end < 0 else -1
            for away in (1, 10**9, 3600 * scale, 30 * 3600 * scale, 200 * 86400 * scale):
                number = end + inward * away
                t = np.array([number], np.int64).view(f"M8[{unit}]")
                utoff = zone.at(number // scale).utoff
                assert columns.utoff(zone, t)[0] == utoff
                local = number + utoff * scale
                if INT64[0] < local <= INT64[1]:
                    assert columns.to_local(zone, t).view(np.int64)[0] == local
                else:
                    with pytest.raises(OverflowError, match=r"element 0 does not fit in datetime64"):
                        columns.to_local(zone, t)
                check_local(zone, [number], tz.Reading.MERGE, unit, compiled=False)


def random_column(size: int, *, sort: bool = False, span: tuple[int, int] = (0, 2**31)) -> Any:
    t = np.random.default_rng(size).integers(*span, size)
    return np.sort(t) if sort else t


def oracle(zone: tz.PosixTimeZone, t: Any) -> Any:
    """The UTC offsets, found by a search among the scalar calculator's transitions."""
    changes = zone.transitions(1960, 2045)
    at = np.array([change.at for change in changes])
    utoffs = np.array([changes[0].before.utoff, *[change.after.utoff for change in changes]])
    return utoffs[np.searchsorted(at, t, side="right")]


@pytest.mark.parametrize("text", [ZONES[1], ZONES[2], ZONES[3], ZONES[5]])
@pytest.mark.parametrize("compiled", COMPILED)
@pytest.mark.parametrize("sort", [False, True])
def test_many_chunks(text: str, compiled: bool, sort: bool) -> None:
    zone = zone_of(text)
    for size in (CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK + 7):
        for span in ((0, 2**31), (10**9, 10**9 + 10**7), (1_761_440_400 - 50, 1_761_440_400 + 50)):
            t = random_column(size, sort=sort, span=span)
            utoff = oracle(zone, t)
            assert (columns.utoff(zone, t, compiled=compiled) == utoff).all()
            local = columns.to_local(zone, t, compiled=compiled)
            assert (local == t + utoff).all()
            flags = np.empty(size, np.uint8)
            earlier = columns.to_utc(zone, local, flags=flags, compiled=compiled)
            later = columns.to_utc(zone, local, fold=1, compiled=compiled)
            assert ((earlier == t) | (later == t)).all()
            assert ((earlier != later) == (flags == columns.FOLD)).all()
            assert not (flags == columns.GAP).any()
            assert (columns.ambiguity(zone, t) == columns.ambiguity(zone, t, compiled=compiled)).all()


@pytest.mark.parametrize("compiled", COMPILED)
def test_threads_and_the_first_gap(compiled: bool) -> None:
    t = random_column(3 * 2**20)
    one = columns.to_local(CET, t, compiled=compiled)
    assert (columns.to_local(CET, t, threads=3, compiled=compiled) == one).all()
    gaps = columns.ambiguity(CET, t, threads=2, compiled=compiled) == columns.GAP
    with pytest.raises(ValueError, match=f"element {gaps.argmax()} lies in a gap"):
        columns.to_utc(CET, t, threads=3, compiled=compiled)


@pytest.mark.parametrize("text", ZONES)
@pytest.mark.parametrize("unit", list(UNITS))
@pytest.mark.parametrize("compiled", COMPILED)
def test_not_a_time(text: str, unit: str, compiled: bool) -> None:
    zone = zone_of(text)
    t = np.array([0, 10**9, 1_784_000_000] * 3, "M8[s]").astype(f"M8[{unit}]")
    want = columns.to_local(zone, t)
    utoff = columns.utoff(zone, t)
    t[[1, 4, 8]] = want[[1, 4, 8]] = "NaT"
    utoff[[1, 4, 8]] = columns.NAT_UTOFF
    local = columns.to_local(zone, t, compiled=compiled)
    np.testing.assert_array_equal(local, want)
    assert columns.utoff(zone, t, compiled=compiled).tolist() == utoff.tolist()
    assert not columns.isdst(zone, t, compiled=compiled)[[1, 4, 8]].any()
    for gap in ("raise", "forward", "backward", "nat"):
        flags = np.full(9, 7, np.uint8)
        utc = columns.to_utc(zone, local, gap=gap, flags=flags, compiled=compiled)
        assert np.isnat(utc).tolist() == np.isnat(t).tolist()
        assert flags[[1, 4, 8]].tolist() == [0, 0, 0]
    nothing = np.array(["NaT"] * 3, f"M8[{unit}]")
    assert np.isnat(columns.to_local(zone, nothing)).all()
    assert np.isnat(columns.to_utc(zone, nothing)).all()
    assert columns.ambiguity(zone, nothing).tolist() == [0, 0, 0]


def test_gaps_to_nat() -> None:
    local = np.array(
        ["2026-03-29T01:59:59", "2026-03-29T02:00:00", "2026-03-29T02:59:59", "2026-03-29T03:00:00"], "M8[s]"
    )
    for zone in (CET, zone_of("CET-1CEST,M3.5.0,M10.5.0/3")):
        assert np.isnat(columns.to_utc(zone, local, gap="nat")).tolist() == [False, True, True, False]
    forward = columns.to_utc(CET, local, gap="forward")
    assert columns.to_local(CET, forward[1:2])[0] == np.datetime64("2026-03-29T03:00:00")
    backward = columns.to_utc(CET, local, gap="backward")
    assert columns.to_local(CET, backward[1:2])[0] == np.datetime64("2026-03-29T01:00:00")
    far: Any = local + np.timedelta64(40 * 12_622_780_800, "s")
    assert np.isnat(columns.to_utc(CET, far, gap="nat")).tolist() == [False, True, True, False]
    assert (columns.to_utc(CET, far[[0, 3]]) - far[[0, 3]]).astype(int).tolist() == [-3600, -7200]


@pytest.mark.parametrize("zone", [CET, NEAR_CHANGES])
def test_layouts(zone: tz.PosixTimeZone) -> None:
    base = random_column(6 * CHUNK + 12, span=(-(10**9), 2**32)).astype("M8[s]")
    want = columns.to_local(zone, base)
    utoff = columns.utoff(zone, base)
    shaped = base.reshape(4, -1, 3)
    for view, right, offs in (
        (base[::-2], want[::-2], utoff[::-2]),
        (shaped.transpose(2, 0, 1), want.reshape(shaped.shape).transpose(2, 0, 1), None),
        (shaped[:, ::5], want.reshape(shaped.shape)[:, ::5], utoff.reshape(shaped.shape)[:, ::5]),
        (base.astype(">M8[s]"), want, utoff),
        (base[7], want[7], utoff[7]),
        (base[:0], want[:0], utoff[:0]),
        (shaped[:, :0], want.reshape(shaped.shape)[:, :0], None),
    ):
        got = columns.to_local(zone, view)
        assert got.dtype == want.dtype
        assert got.shape == right.shape
        assert (got == right).all()
        if offs is not None:
            assert (columns.utoff(zone, view) == offs).all()
    # Flags and folds may have any layout, too.
    local = want.reshape(4, -1, 3)
    flags = np.empty((3, *local.shape[:2]), np.uint8).transpose(1, 2, 0)
    folds = np.arange(3)[::-1] % 2
    utc = columns.to_utc(zone, local, fold=folds, flags=flags, gap="forward")
    flat = columns.to_utc(zone, want, fold=np.tile(folds, len(want) // 3), gap="forward")
    assert (utc.reshape(-1) == flat).all()
    assert (flags.reshape(-1) == columns.ambiguity(zone, want)).all()


def test_a_read_only_and_an_unaligned_column() -> None:
    t = random_column(100)
    t.flags.writeable = False
    want = oracle(CET, t)
    assert (columns.utoff(CET, t) == want).all()
    raw = np.frombuffer(b"x" + t.tobytes(), np.uint8)[1:].view(np.int64)
    assert not raw.flags.aligned
    for compiled in COMPILED:
        assert (columns.utoff(CET, raw, compiled=compiled) == want).all()


@pytest.mark.parametrize("dtype", ["i1", "u1", "i2", "u2", "i4", "u4", ">i4", ">i8"])
def test_integers_widen(dtype: str) -> None:
    t = np.array([0, 1, 100], dtype)
    local = columns.to_local(CET, t)
    assert local.dtype == np.int64
    assert local.tolist() == [3600, 3601, 3700]
    assert columns.to_local(CET, [0, 1, 100]).tolist() == local.tolist()
    assert columns.to_local(CET, []).tolist() == []
    # For a single instant, the zone itself is faster, so the types allow only columns.
    one: Any = 5
    assert columns.to_local(CET, one) == 3605


@pytest.mark.parametrize(
    ("t", "message"),
    [
        (np.array([1.0]), "float64"),
        (np.array([1], np.uint64), "uint64"),
        (np.array([True]), "bool"),
        (np.array(["2026-01-01"], "M8[D]"), r"datetime64\[D\]"),
        (np.array([1], "M8[25s]"), r"datetime64\[25s\]"),
        (np.array([1], "m8[s]"), r"timedelta64\[s\]"),
        (np.array(["2026"]), "U4"),
        (np.array([None]), "object"),
    ],
)
def test_what_is_no_column(t: Any, message: str) -> None:
    for question in (columns.utoff, columns.isdst, columns.to_local, columns.to_utc, columns.ambiguity):
        with pytest.raises(TypeError, match=message):
            question(CET, t)


def test_fleets_accept_the_names_of_implementations() -> None:
    t = np.array([1768572000, 1784000000, 1774000000])  # January, July and March 20 of 2026
    texts = ["PST8PDT"] * 3
    flags = {"musl": [1, 1, 1], "glibc": [0, 1, 1], "apple": [0, 1, 0], "esphome": [0, 0, 0], "uclibc": [0, 1, 1]}
    for name, expected in flags.items():
        assert columns.isdst_by_string(texts, t, reading=name).tolist() == expected, name
        assert columns.isdst(tz.parse("PST8PDT").clock(reading=name), t).tolist() == expected, name
    assert columns.isdst_by_string(texts, t, reading="jiff", implied_rules="").tolist() == [False] * 3
    with pytest.raises(ValueError, match="jiff refuses"):
        columns.isdst_by_string(texts, t, reading="jiff")


def test_other_wrong_arguments() -> None:
    t = np.arange(4)
    with pytest.raises(TypeError, match="expected a PosixTimeZone or a Clock, not str"):
        columns.utoff("UTC0", t)  # type: ignore[call-overload]
    with pytest.raises(ValueError, match=r"reading must be one of .*, not"):
        columns.utoff_by_string(["UTC0"] * 4, t, reading="no")
    with pytest.raises(ValueError, match="gap must be one of"):
        columns.to_utc(CET, t, gap="no")  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="needs datetime64"):
        columns.to_utc(CET, t, gap="nat")
    for fold in (2, -1, [0, 0, 0, 2]):
        with pytest.raises(ValueError, match="a fold must be 0 or 1"):
            columns.to_utc(CET, t, fold=fold)
    with pytest.raises(TypeError, match="fold must contain integers or booleans"):
        columns.to_utc(CET, t, fold=0.5)
    with pytest.raises(ValueError, match="fold has shape"):
        columns.to_utc(CET, t, fold=[0, 1])
    for bad in (np.empty(4), np.empty(4, np.int64), [0] * 4):
        with pytest.raises(TypeError, match="out must be an array of int32"):
            columns.utoff(CET, t, out=bad)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="out has shape"):
        columns.utoff(CET, t, out=np.empty(5, np.int32))
    locked = np.empty(4, np.int32)
    locked.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        columns.utoff(CET, t, out=locked)
    with pytest.raises(TypeError, match="flags must be an array of uint8"):
        columns.to_utc(CET, t, flags=np.empty(4, np.int8))
    with pytest.raises(ValueError, match="threads must be 1 or more"):
        columns.utoff(CET, t, threads=0)
    with pytest.raises(TypeError, match="threads must be an int"):
        columns.utoff(CET, t, threads=1.5)  # type: ignore[call-overload]


@pytest.mark.parametrize("zone", [CET, NEGATIVE, NEAR_CHANGES])
@pytest.mark.parametrize("compiled", COMPILED)
@pytest.mark.parametrize("sort", [False, True])
def test_out_may_be_the_column_or_overlap_it(zone: tz.PosixTimeZone, compiled: bool, sort: bool) -> None:
    keys: dict[str, Any] = {"compiled": compiled}
    for span in ((0, 2**31), (-(2**40), 2**40)):
        t = random_column(2 * CHUNK + 5, sort=sort, span=span)
        want = columns.to_local(zone, t)
        same = t.copy()
        assert columns.to_local(zone, same, out=same, **keys) is same
        assert (same == want).all()
        shifted = np.empty(len(t) + 3, np.int64)
        shifted[:-3] = t
        columns.to_local(zone, shifted[:-3], out=shifted[3:], **keys)
        assert (shifted[3:] == want).all()
        backwards = t.copy()
        columns.to_local(zone, backwards, out=backwards[::-1], **keys)
        assert (backwards[::-1] == want).all()
        utc = columns.to_utc(zone, want, gap="forward")
        assert (columns.to_utc(zone, same, gap="forward", out=same, **keys) == utc).all()
        # A gap is reported even if the result overwrites the local times.
        gaps = columns.ambiguity(zone, t) == columns.GAP
        if gaps.any():
            again = t.copy()
            with pytest.raises(ValueError, match=f"element {gaps.argmax()} lies"):
                columns.to_utc(zone, again, out=again, **keys)
        narrow = t.copy()
        offsets = columns.utoff(zone, narrow, out=narrow.view(np.int32)[: len(t)], **keys)
        assert (offsets == want - t).all()


def test_implied_rules() -> None:
    zone = tz.parse("EST5EDT", "posix-2024")
    t = random_column(1000)
    assert (columns.utoff(zone, t) == columns.utoff(tz.parse("EST5EDT,M3.2.0,M11.1.0"), t)).all()
    other = columns.utoff(zone.clock(implied_rules=",M4.1.0,M10.5.0"), t)
    assert (other == columns.utoff(tz.parse("EST5EDT,M4.1.0,M10.5.0"), t)).all()
    assert (other != columns.utoff(zone, t)).any()


@pytest.mark.parametrize("compiled", COMPILED)
def test_memory_does_not_grow_with_the_column(compiled: bool) -> None:
    t = random_column(10**7)
    out, flags, offsets = np.empty_like(t), np.empty(len(t), np.uint8), np.empty(len(t), np.int32)
    dates = t.copy().view("M8[s]")
    dates[::1000] = "NaT"
    columns.to_utc(CET, t[:10], flags=flags[:10], gap="forward", compiled=compiled)
    columns.utoff(CET, dates[:10], compiled=compiled)
    columns.utoff(CET, t[:10], compiled=compiled)
    tracemalloc.start()
    try:
        columns.utoff(CET, t, out=offsets, compiled=compiled)
        columns.utoff(CET, dates, out=offsets, compiled=compiled)
        columns.to_local(CET, dates, out=out.view("M8[s]"), compiled=compiled)
        columns.to_utc(CET, dates, out=out.view("M8[s]"), flags=flags, gap="nat", fold=1, compiled=compiled)
        columns.to_utc(CET, dates[::2], out=out.view("M8[s]")[::2], gap="forward", compiled=compiled)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 * 2**20  # a tenth of the column


@pytest.mark.parametrize("compiled", COMPILED)
@pytest.mark.parametrize("text", ["CET-1CEST,M3.5.0,M10.5.0/3", "AEST-10AEDT,M10.1.0,M4.1.0/3", "JST-9"])
def test_at_the_edges_of_the_table(text: str, compiled: bool) -> None:
    """Instants around the ends of the table's window, and around the end of its cells."""
    zone = tz.parse(text)
    table = table_of(zone.clock()._calculator, 1)
    edges = [0, table.low, table.high + 1, len(table.cells) << table.shift]
    steps = (-20_000_000, -1, 0, 1, 10_000_000, 20_000_000)
    for edge in edges:
        for step in steps:
            # Alone, and together with an instant well inside the window.
            for t in ([edge + step], [1_800_000_000, edge + step]):
                right = [zone.at(s).utoff for s in t]
                assert columns.utoff(zone, np.array(t, np.int64), compiled=compiled).tolist() == right


@pytest.mark.parametrize("compiled", COMPILED)
@pytest.mark.parametrize("dtype", ["i8", "i4", "M8[s]", "M8[us]"])
def test_what_is_masked_stays_masked(dtype: str, compiled: bool) -> None:
    seconds = np.array([0, 1_774_746_000, 2**31 - 1, 1_793_000_000]).reshape(2, 2)
    plain = seconds.astype("M8[s]").astype(dtype) if dtype[0] == "M" else seconds.astype(dtype)
    mask = np.array([[False, True], [True, False]])
    column: Any = np.ma.MaskedArray(plain, mask)
    questions: Any = (columns.utoff, columns.isdst, columns.to_local, columns.ambiguity)
    for question in questions:
        got, want = question(CET, column, compiled=compiled), question(CET, plain, compiled=compiled)
        assert isinstance(got, np.ma.MaskedArray)
        assert got.dtype == want.dtype
        assert (got.mask == mask).all()
        assert (got.compressed() == want[~mask]).all()
    by_string: Any = (columns.utoff_by_string, columns.isdst_by_string, columns.to_local_by_string)
    for ask in by_string:
        names = np.full((2, 2), str(CET))
        got, want = ask(names, column), ask(names, plain)
        assert (got.mask == mask).all()
        assert (got.compressed() == want[~mask]).all()
    # The masks are separate: setting an element of a result unmasks nothing in the column.
    got[0, 1] = got[0, 0]
    assert column.mask.tolist() == [[False, True], [True, False]]
    # A column without any masked element stays so, and loses nothing.
    whole: Any = columns.utoff(CET, np.ma.MaskedArray(plain), compiled=compiled)
    assert whole.mask is np.ma.nomask
    assert (whole == columns.utoff(CET, plain)).all()


def test_a_mask_hides_gaps_and_overflows() -> None:
    under = np.array([2**63 - 1, 1_774_749_600 + 1, 0])
    column = np.ma.MaskedArray(under, [True, True, False])
    assert columns.to_local(CET, column).tolist() == [None, None, 3600]
    assert columns.to_utc(CET, column).tolist() == [None, None, -3600]
    assert columns.to_local_by_string([str(CET)] * 3, column).tolist() == [None, None, 3600]
    nat = np.ma.MaskedArray(np.array(["NaT", "1970-01-01", "NaT"], "M8[s]"), [True, False, False])
    assert columns.utoff(CET, nat).tolist() == [None, 3600, columns.NAT_UTOFF]


def test_a_mask_that_no_result_can_have_is_refused() -> None:
    two: Any = np.zeros(2, np.int64)
    some: Any = np.ma.MaskedArray([0, 1], [False, True])
    with pytest.raises(TypeError, match="some elements of fold are masked"):
        columns.to_utc(CET, two, fold=some)
    assert columns.to_utc(CET, two, fold=np.ma.MaskedArray([0, 1])).tolist() == [-3600, -3600]
    lost = r"would lose their masks: join them with np\.ma\.stack"
    with pytest.raises(TypeError, match=lost):
        columns.to_local(CET, [some, some])
    with pytest.raises(TypeError, match=lost):
        columns.to_utc(CET, [two, two], fold=[some, some])
    with pytest.raises(TypeError, match=lost):
        columns.utoff_by_string([np.ma.MaskedArray(["UTC0", "UTC0"])], np.zeros((1, 2), np.int64))  # type: ignore[list-item]
    with pytest.raises(TypeError, match="out must be a plain array"):
        columns.to_local(CET, two, out=some)
    with pytest.raises(TypeError, match="flags must be a plain array"):
        columns.to_utc(CET, two, flags=some.astype(np.uint8))
    with pytest.raises(TypeError, match="'out' is supported only for NumPy arrays"):
        columns.to_local(CET, some, out=two)
    with pytest.raises(TypeError, match="a TZ string is missing"):
        columns.utoff_by_string(np.ma.MaskedArray(["UTC0", "UTC0"], [False, True]), two)
