"""The law of linear time, for inputs that nobody thought of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zlib import crc32

from tests.support.growth import work

#: Counting is slow: one input in so many is counted, chosen by its content so that the choice is always the same.
COUNTED = 256
_LENGTH = 500
#: Steps that occur once, whatever the length: for example, to explain why a text is too long.
_ONCE = 20_000
_RATIO_MAX = 5


def assert_linear(data: bytes, read: Callable[[bytes], object]) -> None:
    """The middle of an input, repeated until it is four times as long, makes at most five times the steps."""
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
