"""Tables of the text that may surround a TZ string or replace some of its characters.

Removing or decoding anything in these tables leaves no doubt about the string that was meant. Any other character that
a TZ string can't contain leaves room for doubt.
"""

from __future__ import annotations

import re
import unicodedata

#: What precedes a string in the text it was copied from: patterns, keyed by their name in messages.
OPENINGS = {
    "export TZ=": r"export\s+TZ\s*=",
    "TZ=": r"TZ\s*=",
    "root.Time.POSIXTimeZone=": r"(?:root\.)?Time\.POSIXTimeZone\s*=",
    "PSTR(": r"PSTR\s*\(",
    "b'": r"b(?=['\"])",
}
# The percent sign may itself be encoded, as %25: %253C is < encoded twice.
_PERCENT = "%(?:25)*"
_NEXT = f"{_PERCENT}[89ABab][0-9A-Fa-f]"
#: Encoded characters: patterns, keyed by the encoding's name.
ENCODINGS = {
    "percent encoding": (
        rf"{_PERCENT}(?:[0-7][0-9A-Fa-f]|[CDcd][0-9A-Fa-f]{_NEXT}|[Ee][0-9A-Fa-f](?:{_NEXT}){{2}}"
        rf"|[Ff][0-7](?:{_NEXT}){{3}})"
    ),
    "HTML": r"&(?:[A-Za-z]{2,8}|\#[0-9]{1,5}|\#[xX][0-9A-Fa-f]{1,4});",
    "a backslash escape": r"\\{1,2}(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[nrt'\"<>:+,./-])",
}
#: Characters to remove, like white space, from both ends of a string.
QUOTES = frozenset("'\"`\u2018\u2019\u201a\u201c\u201d\u201e\u2039\u203a\xab\xbb")
TERMINATORS = frozenset("\0")
#: Characters to remove after a string if an opening such as ``PSTR(`` comes before it.
CLOSINGS = frozenset(");")
#: Invisible characters to remove anywhere in a string: the byte order mark and other zero-width marks.
INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\u202a\u202b\u202c\u202d\u202e\ufeff")
#: The byte order mark in text given as bytes.
BOM_BYTES = "\xef\xbb\xbf"
#: Characters used in place of a minus sign.
DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
_FULL_WIDTH = range(0xFF01, 0xFF5F)
#: Cyrillic and Greek capital letters, each with the Latin letter that looks the same.
LOOK_ALIKES = dict(
    zip(
        "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425"
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
        "ABESIJKMHOPCTXABEZHIKMNOPTYX",
        strict=True,
    )
)
#: A character used in place of a comma between two pieces.
COMMA = ";"

#: A space that was a plus sign before a web form was decoded: < 05>-5 and GMT 5:30.
LOST_PLUS = re.compile(
    r"(?<=<) (?=(?:[01][0-9]|2[0-4])(?:[0-5][0-9])?>)|(?i:(?<=\bUTC)|(?<=\bGMT)|(?<=\bUT)) (?=0?[1-9][0-9:.]*(?!\w))"
)
OPENING = re.compile("|".join(f"(?:{pattern})" for pattern in OPENINGS.values()))
ENCODED = "|".join(ENCODINGS.values())
#: The Unicode decomposition tags of characters, such as footnote marks, that mean something else when decomposed.
_NOT_ALIKE = ("<super>", "<sub>", "<circle>", "<fraction>", "<square>")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}


def decode(encoded: str) -> tuple[str, str]:
    """The character that the text encodes (an empty string if there is none), and the encoding's name."""
    kind = next(kind for kind, pattern in ENCODINGS.items() if re.fullmatch(pattern, encoded))
    if encoded[0] == "&":
        from html import unescape  # noqa: PLC0415 - loaded only when needed

        character = unescape(encoded)
        return "" if len(character) > 1 else character, kind
    if encoded[0] == "%":
        return bytes.fromhex(re.sub(rf"{_PERCENT}(?=..)", "", encoded)).decode(errors="ignore"), kind
    escaped = encoded.lstrip("\\")
    return chr(int(escaped[1:], 16)) if escaped[0] in "xu" else _ESCAPED.get(escaped, escaped), kind


def ascii_of(character: str) -> str:
    """The ASCII equivalent of a character, or an empty string if there is no unambiguous one."""
    if character.isascii():
        return character
    if character in DASHES:
        return "-"
    if character.isdecimal():
        return str(int(character))
    return chr(ord(character) - 0xFEE0) if ord(character) in _FULL_WIDTH else ""


def similar(character: str) -> str:
    """The valid ASCII character that a foreign character looks like, or an empty string."""
    if character == "\u00ad" or character in DASHES:
        return "-"
    if unicodedata.decomposition(character).startswith(_NOT_ALIKE):
        return ""
    # Decomposition turns an O with diaeresis into an O, a full-width letter into an ordinary one, and a ligature into
    # several letters.
    plain = "".join([each for each in unicodedata.normalize("NFKD", character) if not unicodedata.combining(each)])
    if len(plain) != 1:
        return ""
    plain = str(int(plain)) if plain.isdecimal() else plain
    return plain if plain.isascii() and (plain.isalnum() or plain in "<>:+,./-") else ""


def closes_up(left: str, right: str, *, bracketed: bool, line_end: bool, rules_follow: bool) -> bool:
    """Whether white space between two characters is certainly a mistake.

    It may be intended if it separates letters from letters, digits from digits, or strings on consecutive lines.
    """
    if "," in (left, right):
        return True
    if bracketed:
        return right == ">"
    if line_end:
        return False
    if right == "<" or right.isalpha():
        return rules_follow and not left.isalpha()
    return not (left.isdigit() and right.isdigit())
