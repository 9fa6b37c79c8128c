"""Tells a likely misspelling of a name from a name that only resembles it."""

from __future__ import annotations

import re

from vapix_proto.tz.advice._spelling import key, slips_between

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.tz.advice._named import Named
    from vapix_proto.tz.advice._names import Names

# A code or an initial at the start of a name: US/Pacific, SA Western Standard Time.
_CODE = re.compile(r"[A-Z]{2,3}(?![A-Za-z])")
#: A part of up to this many letters may have one error; a longer part, two.
_SHORT = 9


def likely(known: Names, text: str, found: list[Named]) -> list[Named]:
    """The names in ``found`` that the text may misspell, likeliest first.

    - AUS Eastern does not stand for US/Eastern: a code with another letter before it is another code.
    - If the text has an area that is spelt correctly, as in Brazil/Macae, the name must have the same area, and the
      rest must have few errors for its length.
    - Of names in an area, zones are likelier than places that the database does not list there. For example,
      America/Monterry stands for America/Monterrey rather than for Monterey, California.
    - A letter is more often left out than replaced: Asia/Tmsk stands for Asia/Tomsk rather than for Asia/Omsk.
    """
    asked = key(text)
    area, slash, place = text.rpartition("/")
    placed = bool(slash) and bool(known.zones_in(area))
    kept = []
    for each in found:
        code = _CODE.match(each.name)
        if code is not None and asked[1:].startswith(code[0].lower()) and not asked.startswith(code[0].lower()):
            continue
        whole, _, part = each.name.rpartition("/")
        most = 1 if len(key(place)) <= _SHORT else 2
        if placed and (key(whole) != key(area) or slips_between(key(place), key(part), most, 1) > most):
            continue
        kept.append(each)
    zones = [each for each in kept if each.of == "zone"] if slash else []
    kept = zones or kept
    left_out = [each for each in kept if slips_between(asked, key(each.name), 2, 3) <= 1]
    return left_out or kept
