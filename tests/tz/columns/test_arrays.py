"""Arrays of other libraries give the same answers as NumPy's, in arrays of the same library on the same device.

Arrays of array-api-strict refuse everything outside the standard, and stay on their device unless told otherwise.
Arrays of torch, JAX and CuPy are tested if these libraries are installed, as in ``tools.compat``.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tz_texts import instants, instants_near_changes, readings, zones
from vapix_proto import tz
from vapix_proto.tz import columns

if TYPE_CHECKING:
    from collections.abc import Callable

CET = tz.parse("CET-1CEST,M3.5.0,M10.5.0/3")
#: This clock changes too often for a table of cells.
SEARCHED = tz.parse("XXX0YYY,J180/2,J180/13")
#: Local times around the gap of spring 2026: before it, in it, and after it.
LOCAL = [1_774_745_999, 1_774_749_600, 1_774_753_200]
QUESTIONS = ("utoff", "isdst", "to_local", "ambiguity")


class Library(NamedTuple):
    """An array library: its namespace, and the device on which its arrays are in these tests."""

    xp: Any
    device: Any

    def array(self, numbers: Any, dtype: str = "int64") -> Any:
        return self.xp.asarray(np.asarray(numbers, dtype), device=self.device)

    def numbers(self, array: Any) -> Any:
        """The elements as lists; asserts that the array has the right type and is on the right device."""
        assert type(array) is type(self.array(0))
        assert array.device == self.array(0).device
        if self.xp.__name__ == "array_api_strict":
            array = array.to_device(self.xp.Device("CPU_DEVICE"))
            return np.asarray(array).tolist()
        return array.tolist()


def strict() -> Library:
    xp = pytest.importorskip("array_api_strict")
    return Library(xp, xp.Device("device1"))


def torch() -> Library:
    torch = pytest.importorskip("torch")
    return Library(pytest.importorskip("array_api_compat.torch"), "cuda" if torch.cuda.is_available() else "cpu")


def jax() -> Library:
    # Must be set before JAX starts. JAX then has two devices, and the column is on the second.
    os.environ.setdefault("XLA_FLAGS", "--xla_force_host_platform_device_count=2")
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    return Library(pytest.importorskip("jax.numpy"), jax.devices()[-1])


def cupy() -> Library:
    if pytest.importorskip("cupy").cuda.runtime.getDeviceCount() == 0:
        pytest.skip("CuPy finds no GPU here")
    return Library(pytest.importorskip("array_api_compat.cupy"), None)


@pytest.fixture(scope="module", params=[strict, torch, jax, cupy], ids=lambda make: make.__name__)
def library(request: pytest.FixtureRequest) -> Library:
    made: Library = request.param()
    return made


def outcome(call: Callable[[Any], Any], column: Any, read: Callable[[Any], Any]) -> Any:
    """What a call returns, after ``read``, or the error that it raises."""
    try:
        return read(call(column))
    except (OverflowError, ValueError) as error:
        return type(error), str(error)


def plain(array: Any) -> Any:
    """The elements of a NumPy array as lists."""
    return np.asarray(array).tolist()


def check(library: Library, clock: tz.Clock, numbers: Any, dtype: str = "int64") -> None:
    """Compares the answers to all questions about numbers, as instants and as local times, with NumPy's columns."""
    expected = np.asarray(numbers, dtype)
    array = library.array(numbers, dtype)
    calls: list[Callable[[Any], Any]] = [partial(getattr(columns, name), clock) for name in QUESTIONS]
    for fold, gap in ((0, "raise"), (1, "raise"), (0, "forward"), (1, "backward")):
        calls.append(partial(columns.to_utc, clock, fold=fold, gap=gap))
    for call in calls:
        assert outcome(call, array, library.numbers) == outcome(call, expected, plain), call
    assert library.numbers(array) == expected.tolist()


@given(zones(), readings(), st.data())
def test_generated_zones(library: Library, zone: tz.PosixTimeZone, how: tz.Reading, data: st.DataObject) -> None:
    near = instants_near_changes(zone, how)
    drawn = data.draw(st.lists(st.one_of(instants(), near), min_size=1, max_size=20))
    clock = zone.clock(reading=how)
    check(library, clock, drawn)
    for number in drawn[:4]:
        check(library, clock, number)
    kinds = [clock.at(second) for second in drawn]
    t = library.array(drawn)
    assert library.numbers(columns.utoff(clock, t)) == [kind.utoff for kind in kinds]
    assert library.numbers(columns.isdst(clock, t)) == [kind.isdst for kind in kinds]
    found = [clock._calculator.resolve(second) for second in drawn]
    flags = [{tz.Fold: 1, tz.Gap: 2}.get(type(each), 0) for each in found]
    assert library.numbers(columns.ambiguity(clock, t)) == flags


@pytest.mark.parametrize("how", list(tz.Reading))
@pytest.mark.parametrize("zone", [CET, SEARCHED, tz.parse("EST5EDT", "posix-2024"), tz.parse("UTC0")], ids=str)
def test_around_changes_of_many_years(library: Library, zone: tz.PosixTimeZone, how: tz.Reading) -> None:
    clock = zone.clock(reading=how)
    years = (1500, 1569, 1570, 1769, 1969, 1970, 1971, 2026, 2369, 2370, 2371, 5000)
    edges = [change.at for year in years for change in clock.transitions(year)]
    edges += [int(np.datetime64(f"{year}-01-01", "s").astype(np.int64)) for year in years]
    offsets = (-7200, -3600, -1, 0, 1, 3599, 3600, 7200, 40_000)
    check(library, clock, [[edge + offset for offset in offsets] for edge in edges])
    for end in (-(2**63), 2**63 - 1):
        for away in (0, 1, 3599, 3600, 7200, 10**6):
            check(library, clock, [0, end + away if end < 0 else end - away])


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32"])
@pytest.mark.parametrize("shape", [(), (0,), (6,), (2, 3), (3, 1, 2), (2, 0)])
def test_types_and_shapes(library: Library, dtype: str, shape: tuple[int, ...]) -> None:
    numbers = np.resize([0, 1, 100, 5, 7, 127], shape).astype(dtype)
    check(library, CET.clock(), numbers, dtype)
    array, xp = library.array(numbers, dtype), library.xp
    dtypes = {"utoff": xp.int32, "isdst": xp.bool, "to_local": xp.int64, "to_utc": xp.int64, "ambiguity": xp.uint8}
    for name, expected in dtypes.items():
        got = getattr(columns, name)(CET, array)
        assert (got.dtype, tuple(got.shape)) == (expected, shape), name


def test_a_fold_for_each(library: Library) -> None:
    twice = 1_792_893_600 + 1800
    local = library.array([[twice, twice], [0, twice]])
    later = [[twice - 7200, twice - 3600], [-3600, twice - 3600]]
    folds: tuple[Any, ...] = ([0, 1], np.array([[0, 1], [1, 1]]), library.array([0, 1]), library.array([0, 1], "bool"))
    for fold in folds:
        assert library.numbers(columns.to_utc(CET, local, fold=fold)) == later
    with pytest.raises(ValueError, match=r"^a fold must be 0 or 1$"):
        columns.to_utc(CET, local, fold=library.array([0, 257]))
    with pytest.raises(ValueError, match=r"^fold has shape \(3,\), but the times have shape \(2, 2\)$"):
        columns.to_utc(CET, local, fold=library.array([0, 0, 1]))
    with pytest.raises(TypeError, match=r"fold must contain integers or booleans, not .*float"):
        columns.to_utc(CET, local, fold=library.array([0, 1], "float32"))


def test_gaps(library: Library) -> None:
    local = library.array(LOCAL)
    with pytest.raises(ValueError, match="element 1 lies in a gap"):
        columns.to_utc(CET, local)
    with pytest.raises(ValueError, match='gap="nat" needs datetime64'):
        columns.to_utc(CET, local, gap="nat")
    with pytest.raises(ValueError, match="gap must be one of"):
        columns.to_utc(CET, local, gap="no")  # type: ignore[call-overload]
    forward, backward = (library.numbers(columns.to_utc(CET, local, gap=gap)) for gap in ("forward", "backward"))
    assert [a - b for a, b in zip(forward, backward, strict=True)] == [0, 3600, 0]


def test_what_is_refused(library: Library) -> None:
    name = library.xp.__name__
    for dtype in ("float64", "bool", "uint64"):
        for question in (columns.utoff, columns.isdst, columns.to_local, columns.to_utc, columns.ambiguity):
            with pytest.raises(TypeError, match=f"^times in {name} arrays must be integers that fit in int64, not "):
                question(CET, library.array([0, 1], dtype))
    t: Any = library.array([0, 1])
    with pytest.raises(TypeError, match=f"^'out' is supported only for NumPy arrays, not for {name}$"):
        columns.utoff(CET, t, out=np.empty(2, np.int32))
    with pytest.raises(TypeError, match=f"^'flags' is supported only for NumPy arrays, not for {name}$"):
        columns.to_utc(CET, t, flags=np.empty(2, np.uint8))
    with pytest.raises(ValueError, match="threads must be 1 or more"):
        columns.utoff(CET, t, threads=0)
    with pytest.raises(TypeError, match="expected a PosixTimeZone or a Clock, not str"):
        columns.utoff("UTC0", t)  # type: ignore[call-overload]
    with pytest.raises(OverflowError, match=r"^the result for element 1 does not fit in int64$"):
        columns.to_local(CET, library.array([0, 2**63 - 1]))


def test_shards_and_traced_functions(library: Library) -> None:
    if library.xp.__name__ != "jax.numpy":
        return
    jax: Any = pytest.importorskip("jax")
    shards = jax.sharding.NamedSharding(jax.sharding.Mesh(jax.devices(), ("x",)), jax.sharding.PartitionSpec("x"))
    t = jax.device_put(np.array([LOCAL, LOCAL[::-1]] * len(jax.devices())), shards)
    for name in (*QUESTIONS, "to_utc"):
        how = {"gap": "forward"} if name == "to_utc" else {}
        question = partial(getattr(columns, name), CET, **how)
        assert question(t).tolist() == question(np.asarray(t)).tolist()
        assert question(t).sharding.device_set == t.sharding.device_set
    t = library.array(LOCAL)
    for name in QUESTIONS:
        question = getattr(columns, name)
        assert jax.jit(lambda t, question=question: question(CET, t))(t).tolist() == question(CET, t).tolist()
    utc = columns.to_utc(CET, t, gap="forward")
    assert jax.jit(lambda t: columns.to_utc(CET, t, gap="forward"))(t).tolist() == utc.tolist()
    with pytest.raises(TypeError, match="traced"):
        jax.jit(lambda t: columns.to_utc(CET, t))(t)
    jax.config.update("jax_enable_x64", False)
    try:
        with pytest.raises(TypeError, match=r"^jax.numpy has no int64: if this is JAX, set jax_enable_x64$"):
            columns.utoff(CET, jax.numpy.arange(3))
    finally:
        jax.config.update("jax_enable_x64", True)


def test_without_array_api_compat(monkeypatch: pytest.MonkeyPatch) -> None:
    tensor: Any = type("Tensor", (), {"__module__": "torch"})()
    monkeypatch.setitem(sys.modules, "array_api_compat", None)
    with pytest.raises(ImportError, match=r"^torch arrays need array-api-compat: pip install array-api-compat$"):
        columns.utoff(CET, tensor)
