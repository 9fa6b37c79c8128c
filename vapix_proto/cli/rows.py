"""Prints rows of cells: the cells of a row side by side if there is room, otherwise one below another."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from vapix_proto._places import columns
from vapix_proto.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vapix_proto.cli.output import Output


#: The narrowest width to which the last cell is wrapped.
_LAST_MIN = 24


def print_rows(out: Output, rows: Sequence[Sequence[str]], *, styles: Sequence[str] = (), indent: int = 2) -> None:
    """Prints rows in columns; ``styles`` lists the styles of the first columns, in order.

    If the terminal is too narrow, the last cell goes below the others, or each cell gets its own line.
    """
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    left = indent + sum(width + 2 for width in widths[:-1] if width)
    room = (out.wraps_at or inf) - left
    beside = room >= min(widths[-1], _LAST_MIN)
    together = len(widths) if beside else len(widths) - 1 if room >= -2 else 1
    for row in rows:
        pieces: list[tuple[str, str]] = []
        for index, (cell, width) in enumerate(zip(row[:together], widths, strict=False)):
            if width:
                pieces += [
                    (cell, styles[index] if index < len(styles) else ""),
                    (" " * (width - columns(cell) + 2), ""),
                ]
        while pieces and not pieces[-1][0].strip():
            pieces.pop()
        say(out, " " * indent, *pieces, indent=left if beside else None)
        for cell in row[together:]:
            if cell:
                say(out, " " * (indent + 4), cell)
