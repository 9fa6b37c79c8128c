"""The console of rich, for terminals and whoever wants colors; only they load it, which takes 15 ms."""

from __future__ import annotations

import os
import sys

from rich.console import Console

from vapix_proto.cli.plain_output import nobody_reads

__all__ = ["TerminalConsole"]


class TerminalConsole(Console):
    """A console that wraps text to the width of a terminal, and leaves whole lines to a pipe or file."""

    def __init__(self, *, stderr: bool) -> None:
        terminal = (sys.stderr if stderr else sys.stdout).isatty()
        width = None if terminal or "COLUMNS" in os.environ else 120
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=not terminal, width=width)

    def on_broken_pipe(self) -> None:
        self.quiet = True
        nobody_reads(self.file)
