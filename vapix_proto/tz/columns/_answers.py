"""Calculates results for a column of times, and returns them in a container of the same type."""

from __future__ import annotations

import numpy as np

from vapix_proto.tz.columns._arguments import check_threads, checked_out, clock_of, fold_of, gap_of, integers, times_of
from vapix_proto.tz.columns._chunks import sweep
from vapix_proto.tz.columns._containers import check_labels, namespace_of
from vapix_proto.tz.columns._numpy_kernels import plain
from vapix_proto.tz.columns._operations import Ambiguity, IsDst, Local, Offset, Utc

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from vapix_proto.tz.columns._arguments import Times
    from vapix_proto.tz.columns._numpy_kernels import Plain
    from vapix_proto.tz.columns._operations import Job
    from vapix_proto.tz.columns._types import Array, ZoneOrClock


#: The method of ``ArrayClock`` for each kind of job that needs only a zone and times.
_NAMES: dict[type[Job], str] = {Offset: "utoff", IsDst: "isdst", Local: "to_local", Ambiguity: "ambiguity"}


def apart(read: Array, written: Array) -> Array:
    """The array ``read``, or a copy if writing to ``written`` would overwrite elements before they are read."""
    if not np.may_share_memory(read, written):
        return read
    same = read.ctypes.data == written.ctypes.data and read.strides == written.strides
    return read if same else read.copy()


def ask(kind: type[Job], zone: ZoneOrClock, given: object, out: Array | None, threads: int, compiled: bool) -> Any:
    """The result of a calculation that needs only a zone and times."""
    xp = namespace_of(given)
    if xp is not None:
        from vapix_proto.tz.columns import _arrays  # noqa: PLC0415 - few columns need it

        _no_outputs(xp, out=out)
        check_threads(threads)
        return _arrays.answer(_NAMES[kind], xp, clock_of(zone), given)
    times = times_of(given, local=kind.local)
    return answer(kind(clock_of(zone)._calculator, times.unit, times.has_nat), times, out, threads, compiled)


def ask_utc(
    zone: ZoneOrClock,
    given: object,
    fold: Any,
    gap: str,
    flags: Array | None,
    out: Array | None,
    threads: int,
    compiled: bool,
) -> Any:
    """The instants for local times; the arguments are those of ``columns.to_utc``."""
    xp = namespace_of(given)
    if xp is not None:
        from vapix_proto.tz.columns import _arrays  # noqa: PLC0415 - few columns need it

        _no_outputs(xp, out=out, flags=flags)
        check_threads(threads)
        return _arrays.to_utc(xp, clock_of(zone), given, fold, gap_of(gap, False))
    times = times_of(given, local=True)
    check_labels("fold", fold, given)
    number, folds = fold_of(fold, times.shape)
    gap = gap_of(gap, times.has_nat)
    job = Utc(clock_of(zone)._calculator, times.unit, times.has_nat, number, gap, flags=flags is not None)
    return answer(job, times, out, threads, compiled, flags=flags, folds=folds)


def answer(
    job: Job,
    times: Times,
    out: Array | None,
    threads: int,
    compiled: bool,
    flags: Array | None = None,
    folds: Array | None = None,
) -> Any:
    """Runs a job on ``times`` and returns the result in a container of the same type, such as an Arrow array."""
    check_threads(threads)
    result = times.result(job.dtype, out)
    values = times.filled(job.safe)
    written = [integers(result)]
    if flags is not None:
        written.append(checked_out(flags, "flags", times.shape, np.dtype(np.uint8)))
        if np.may_share_memory(result, flags):
            raise ValueError("out and flags share memory")
    for part in written:
        values = apart(values, part)
        folds = None if folds is None else apart(folds, part)
    sweep(job, (values, *written) if folds is None else (values, *written, folds), kernels_of(compiled), threads)
    return times.give(result, out)


def kernels_of(compiled: bool) -> Callable[[], Plain]:
    """A function that returns the kernels of the thread that calls it."""
    if not compiled:
        return plain
    from vapix_proto.tz.columns._numba_kernels import compiled as kernels  # noqa: PLC0415 - needs numba

    return kernels


def _no_outputs(xp: Any, **outputs: object) -> None:
    for name, output in outputs.items():
        if output is not None:
            raise TypeError(f"{name!r} is supported only for NumPy arrays, not for {xp.__name__}")
