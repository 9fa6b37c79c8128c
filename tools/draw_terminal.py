"""``python -m tools.draw_terminal``: draws the picture of a terminal that the README shows.

The command runs with a fixed instant and without a database, so that every machine draws the same picture.
"""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "explain.svg"
COMMAND = "tz explain GMT0BST,M3.5.0/1,M10.5.0"
_PINNED = "--at 2026-11-28T12:00Z --no-database"
_WIDTH = 118
_INK, _RED, _GREEN, _AMBER, _BLUE, _VIOLET, _CYAN = (
    (231, 237, 243),
    (255, 138, 128),
    (111, 211, 160),
    (240, 180, 80),
    (110, 163, 220),
    (200, 160, 230),
    (110, 200, 210),
)
_PAPER = (18, 24, 31)
_THEME = TerminalTheme(_PAPER, _INK, [_PAPER, _RED, _GREEN, _AMBER, _BLUE, _VIOLET, _CYAN, _INK])
# Rich's own format without the web fonts, which a browser would load from another origin.
_FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{unique_id}">
<title id="{unique_id}">What vapix-proto tz explain prints in a terminal</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px ui-monospace, "DejaVu Sans Mono", Menlo, monospace }}
.{unique_id}-title {{ font: 18px system-ui, sans-serif }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def printed() -> Text:
    """What the command prints in a terminal, with colours."""
    arguments = [*COMMAND.split(), *_PINNED.split()]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {
        "COLUMNS": str(_WIDTH),
        "FORCE_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
        "TERM": "xterm-256color",
    }
    command = [sys.executable, "-c", "from vapix_proto.cli import main; main()", *arguments]
    ran = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True)
    return Text.from_ansi(ran.stdout)


def picture(text: Text) -> str:
    """The text in a terminal, as an SVG image."""
    console = Console(record=True, width=_WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text(f"$ vapix-proto {COMMAND}", "bold"))
    console.print(text)
    return console.export_svg(title="vapix-proto", theme=_THEME, code_format=_FORMAT, unique_id="terminal")


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(printed()), "utf-8")
