"""How the work of a function grows with its input, counted and never timed: the same on every machine.

What counts is each line of our own code that runs, each call that it makes, and each character or item of a new text
or tuple that a variable gets. So a loop inside a loop shows, and so does a text that is copied again and again, as by
``text += piece`` or ``text = text[1:]``. What happens inside one call of C code does not show.
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
#: Four times the input is four times the work, and something for tables that grow in steps.
_RATIO_MAX = 5.0


class _Counter:
    """Counts the work that is done while it is entered."""

    def __init__(self) -> None:
        self.work = 0
        # They are kept, so that none gives its id to another.
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
    """The work of a function."""
    with _Counter() as counter:
        act()
    return counter.work


def assert_linear(make: Callable[[int], Any], act: Callable[[Any], object], size: int = 200) -> None:
    """Four times the input makes no more than five times the work.

    Args:
        make: Makes an input of a size.
        act: What works on it; it may raise ValueError.
        size: The smaller size, in what ``make`` counts by.
    """

    def tried(value: Any) -> None:
        try:
            act(value)
        except ValueError:
            return

    tried(make(size // 2))  # what is loaded and compiled once
    inputs = make(size), make(4 * size)
    few, many = (work(partial(tried, value)) for value in inputs)
    assert many <= _RATIO_MAX * few, f"{few} steps for {size}, {many} for {4 * size}"
