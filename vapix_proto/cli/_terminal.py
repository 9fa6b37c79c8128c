"""A console built on Rich, for terminals and colored output. It is loaded only when needed: loading takes 15 ms."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from vapix_proto._places import columns

if TYPE_CHECKING:
    from collections.abc import Iterator


#: Text that is never split across lines: a date with its time, or any text without spaces.
_UNIT = re.compile(r"\S*-\d\d-\d\d \d\d:\d\d:\d\d\S*|\S+")


class TerminalConsole(Console):
    """A console that wraps text to the width of a terminal, and writes unwrapped lines to a pipe or file.

    Attributes:
        wraps_at: The width to wrap lines to; None if lines are not wrapped.
    """

    def __init__(self, *, stderr: bool) -> None:
        terminal = (sys.stderr if stderr else sys.stdout).isatty()
        width = None if terminal or "COLUMNS" in os.environ else 120
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=not terminal, width=width)
        self.wraps_at: int | None = self.width if terminal else None

    def say(self, text: Text, indent: int | None = None, *, whole: bool = False) -> None:
        """Prints a line of text. ``indent`` and ``whole`` have the same meaning as in ``output.say``."""
        for line in [text] if whole or self.wraps_at is None else _wrapped(text, self.wraps_at, indent):
            self.print(line, no_wrap=True, overflow="ignore", crop=False)

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def _wrapped(text: Text, width: int, indent: int | None) -> Iterator[Text]:
    """Wraps text. A word or date that is wider than the terminal gets its own line, which the terminal breaks."""
    plain = text.plain
    start = leading = len(plain) - len(plain.lstrip(" "))
    indent = min(leading if indent is None else indent, width // 2)
    room, cuts = width - leading, []
    for unit in _UNIT.finditer(plain):
        if unit.start() > start and columns(plain[start : unit.end()]) > room:
            start, room = unit.start(), width - indent
            cuts.append(start)
    first, *others = text.divide(cuts)
    for line in (first, *(Text.assemble(" " * indent, other) for other in others)):
        line.rstrip()
        yield line
