"""Asserts that reading takes linear time, for inputs that nobody thought of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zlib import crc32

from tests.support.growth import work

#: Counting steps is slow, so only one input in this many is counted. Its content decides, so the choice never varies.
COUNTED = 256
_LENGTH = 500
#: How many steps may occur once, whatever the length: for example, to explain why a string is too long.
_ONCE = 20_000
_RATIO_MAX = 5


def assert_linear(data: bytes, read: Callable[[bytes], object]) -> None:
    """Asserts that repeating the middle of an input four times as often takes at most five times as many steps."""
    if not data or crc32(data) % COUNTED:
        return
    third = len(data) // 3
    first, middle, last = data[:third], data[third : 2 * third + 1], data[2 * third + 1 :]
    few_times = _LENGTH // len(middle) + 1
    read(first + middle * (few_times // 2) + last)  # loads and compiles what is needed once
    few, many = (work(partial(read, first + middle * n + last)) for n in (few_times, 4 * few_times))
    assert many <= _RATIO_MAX * few + _ONCE, (
        f"{few:,} steps for {few_times} of {middle!r}, {many:,} for 4 times as many"
    )
