"""The picture of a terminal in the README shows the current output of the command."""

from __future__ import annotations

import re
from html import unescape

from tools.draw_terminal import COMMAND, PICTURE, printed


def test_the_picture_shows_what_the_command_prints_and_loads_nothing() -> None:
    picture = PICTURE.read_text("utf-8")
    shown = "".join(re.findall(r"<text [^>]*>([^<]*)</text>", picture))
    expected = f"vapix-proto$vapix-proto{COMMAND}{printed()}"
    assert re.sub(r"\s", "", unescape(shown)) == re.sub(r"\s", "", expected)
    assert not re.search(r"url\((?!#)|href|@import|@font-face", picture)
