"""Runs a job on a whole column of any memory layout, chunk by chunk and, if requested, in several threads."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

import numpy as np

from vapix_proto.tz.columns._numpy_kernels import CHUNK
from vapix_proto.tz.columns._operations import NAT
from vapix_proto.tz.columns._tables import EDGE, INT64_MAX, INT64_MIN

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from vapix_proto.tz.columns._numpy_kernels import Plain
    from vapix_proto.tz.columns._operations import Job, Parts
    from vapix_proto.tz.columns._types import Array, Int64s

    Arrays: TypeAlias = tuple[Array, ...]

#: A sorted chunk is cut at its transitions if there are at most this many.
_CUTS_MAX = 8
#: A chunk is searched for transitions only if its times span at most this many cells of the table.
_STRETCHES_MAX = 32
#: The minimum number of elements per thread: with fewer, starting a thread costs more than it saves.
_SHARE_MIN = 2**20


def sweep(job: Job, arrays: Arrays, makers: Callable[[], Plain], threads: int) -> None:
    """Runs a job on the first array, which is a column of times.

    The other arrays have the same shape and are for results, flags and folds. The times are integers that fit in int64.
    Each thread calls ``makers`` for its kernels, the functions that calculate results for one chunk.
    """
    size = arrays[0].size
    if size == 0:
        return
    if arrays[0].dtype != np.int64 or not all(map(_is_plain, arrays)):
        _scattered(job, makers(), arrays)
    elif size <= CHUNK:
        chunk(job, makers(), arrays[0].reshape(-1), tuple([part.reshape(-1) for part in arrays[1:]]), 0)
    else:
        flat = [array.reshape(-1) for array in arrays]
        shared(lambda low, high: _range(job, makers(), flat, low, high), size, threads)


def _is_plain(array: Array) -> bool:
    flags = array.flags
    return flags.c_contiguous and flags.aligned and array.dtype.isnative


def shared(work: Callable[[int, int], None], size: int, threads: int) -> None:
    """Splits ``range(size)`` into equal shares, and does the work for each share in a thread of its own."""
    shares = min(threads, max(1, size // _SHARE_MIN))
    if shares == 1:
        work(0, size)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - few calls use threads

    ends = [size * share // shares for share in range(shares + 1)]
    with ThreadPoolExecutor(shares) as pool:
        running = [pool.submit(work, low, high) for low, high in pairwise(ends)]
        # Futures are awaited in column order, so that the earliest error in the column is the one raised.
        for future in running:
            future.result()


def _range(job: Job, kernel: Plain, flat: list[Array], low: int, high: int) -> None:
    for first in range(low, high, CHUNK):
        some = slice(first, min(first + CHUNK, high))
        chunk(job, kernel, flat[0][some], tuple([part[some] for part in flat[1:]]), first)


def _scattered(job: Job, kernel: Plain, arrays: Arrays) -> None:
    """Runs a job on arrays of any layout and byte order, through small native buffers."""
    types = [np.dtype(np.int64), *(array.dtype.newbyteorder("=") for array in arrays[1:])]
    modes = [["readonly"], *(["readwrite"] if array.flags.writeable else ["readonly"] for array in arrays[1:])]
    options: Any = {
        "flags": ["external_loop", "buffered", "copy_if_overlap"],
        "op_flags": [[*mode, "contig", "aligned", "nbo", "overlap_assume_elementwise"] for mode in modes],
        "op_dtypes": types,
        "order": "C",
        "casting": "safe",
        "buffersize": CHUNK,
    }
    rows = np.nditer(arrays, **options)
    first = 0
    with rows:
        for t, *parts in rows:
            chunk(job, kernel, t, tuple(parts), first)
            first += len(t)


def chunk(job: Job, kernel: Plain, t: Int64s, parts: Parts, first: int) -> None:
    """Processes one chunk in the fastest way that is correct for it; ``first`` is the index of its first element."""
    table = job.table
    low, high = kernel.bounds(t)
    if table.shift >= 0 and table.low <= low - job.ahead and high - job.ahead <= table.high:
        if high - low >> table.shift > _STRETCHES_MAX or not _settled(job, kernel, t, parts, first, low, high):
            job.fast(kernel, t, parts, first)
    elif job.has_nat and low == NAT:
        none = t == NAT
        filled = t.copy()
        np.copyto(filled, job.safe(), where=none)
        chunk(job, kernel, filled, parts, first)
        job.blank(parts, none)
    elif table.shift >= 0 and low > INT64_MIN + EDGE * table.unit and high < INT64_MAX - EDGE * table.unit:
        job.wide(kernel, t, parts, first)
    else:
        job.careful(t, parts, first)


def _settled(job: Job, kernel: Plain, t: Int64s, parts: Parts, first: int, low: int, high: int) -> bool:
    """Processes a chunk without transitions, or a sorted chunk with few; returns False for any other chunk."""
    events = job.events
    start, stop = bisect_right(events, low), bisect_right(events, high)
    if start < stop:
        if stop - start > _CUTS_MAX or len(t) < 1024 or t[0] != low or t[-1] != high or not (t[1:] >= t[:-1]).all():
            return False
        cuts = [0, *t.searchsorted(events[start:stop], side="left").tolist(), len(t)]
    else:
        cuts = [0, len(t)]
    for passed, begin, end in zip(range(start, stop + 1), cuts, cuts[1:], strict=False):
        if begin == end:
            continue
        piece = slice(begin, end)
        upper = job.quiet_at(passed)
        if upper is None:
            job.fast(kernel, t[piece], tuple([part[piece] for part in parts]), first + begin)
        else:
            job.quiet(t[piece], upper, tuple([part[piece] for part in parts]))
    return True
