"""How a function's work grows with its input. The work is counted instead of timed, so it is the same on every machine.

The count includes each executed line of our code, each call, and each character or item of a new string or tuple in
a variable. It reveals loops within loops, and strings that are copied again and again, as by ``text += piece`` or
``text = text[1:]``. It does not include work inside a call of C code.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import vapix_proto

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_OURS = str(Path(vapix_proto.__file__).parent)
#: Four times the input should take four times the work; the rest allows for tables that grow in steps.
_RATIO_MAX = 5.0


class _Counter:
    """Counts the work that is done inside its context."""

    def __init__(self) -> None:
        self.work = 0
        # Kept alive, so that no new object can get the id of an old one.
        self._seen: dict[int, object] = {}

    def __enter__(self) -> _Counter:
        self._before = sys.gettrace()
        sys.settrace(self._call)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)

    def _call(self, frame: FrameType, _event: str, _argument: object) -> Callable[..., Any] | None:
        self.work += 1
        return self._line if frame.f_code.co_filename.startswith(_OURS) else None

    def _line(self, frame: FrameType, event: str, _argument: object) -> Callable[..., Any]:
        if event in ("line", "return"):
            self.work += 1
            for value in frame.f_locals.values():
                if isinstance(value, (str, bytes, bytearray, tuple)) and id(value) not in self._seen:
                    self._seen[id(value)] = value
                    self.work += len(value)
        return self._line


def work(act: Callable[[], object]) -> int:
    """The number of steps that a function takes."""
    with _Counter() as counter:
        act()
    return counter.work


def assert_linear(make: Callable[[int], Any], act: Callable[[Any], object], size: int = 200) -> None:
    """Asserts that four times the input takes no more than five times the work.

    Args:
        make: Makes an input of a given size.
        act: The function to test, which may raise ValueError.
        size: The smaller of the two sizes, as an argument of ``make``.
    """

    def attempt(value: Any) -> None:
        try:
            act(value)
        except ValueError:
            return

    attempt(make(size // 2))  # loads and compiles what is needed once
    inputs = make(size), make(4 * size)
    few, many = (work(partial(attempt, value)) for value in inputs)
    assert many <= _RATIO_MAX * few, f"{few} steps for {size}, {many} for {4 * size}"
