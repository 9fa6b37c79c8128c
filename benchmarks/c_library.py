"""Calls the C library of this process for local times."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def process_zone(text: str) -> Iterator[None]:
    """Makes the C library's local time follow a TZ string inside the context."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = text
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


class _Tm(ctypes.Structure):
    """glibc's ``struct tm``."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("sec", "min", "hour", "mday", "mon", "year", "wday", "yday", "isdst")),
        ("gmtoff", ctypes.c_long),
        ("zone", ctypes.c_char_p),
    ]


def localtime_r() -> Callable[[int], int]:
    """A function that returns the UTC offset at an instant, by calling ``localtime_r``."""
    function = ctypes.CDLL(None).localtime_r
    function.restype = ctypes.c_void_p
    function.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    instant, clock = ctypes.c_int64(), _Tm()
    places = ctypes.addressof(instant), ctypes.addressof(clock)

    def offset(t: int, *, _keep: tuple[object, ...] = (instant, clock)) -> int:
        instant.value = t
        function(*places)
        return int(clock.gmtoff)

    return offset
