"""Suggests a user name that devices accept, to replace one that they refuse."""

from __future__ import annotations

#: Longer names get no suggestion.
_LENGTH_MAX = 64
#: How passports spell letters that are not just a-z with a diacritic: ICAO Doc 9303, part 3, section 6.
_LETTERS = {
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ẞ": "ss", "å": "aa", "æ": "ae", "ø": "oe", "œ": "oe",
    "ð": "d", "đ": "d", "ħ": "h", "\u0131": "i", "ł": "l", "þ": "th",
}  # fmt: skip
#: Unicode categories of characters that join words or are invisible: spaces, dashes, underscores, marks and format
#: characters.
_LEFT_OUT = frozenset({"Zs", "Zl", "Zp", "Pd", "Pc", "Mn", "Cf"})
_LEFT_OUT_TOO = frozenset(".'\"\u2019\t\r\n")


def accepted_name(text: str) -> str | None:
    """The name spelled with a-z, A-Z and 0-9: ``Joerg`` for ``Jörg``, ``hassuser`` for ``hass_user``.

    The result may be too long for a device. None if the name has more than 64 characters, or if characters other than
    separators would be lost, as in ``user!`` or in a name with letters from other alphabets.
    """
    from unicodedata import category, normalize  # noqa: PLC0415 - only refused names need it

    if len(text) > _LENGTH_MAX:
        return None
    composed = normalize("NFC", text)
    name = ""
    for character in normalize("NFKD", "".join(_written(each, all_upper=composed.isupper()) for each in composed)):
        if character.isascii() and character.isalnum():
            name += character
        elif category(character) not in _LEFT_OUT and character not in _LEFT_OUT_TOO:
            return None
    return name or None


def _written(character: str, *, all_upper: bool) -> str:
    """Spells a letter in ``_LETTERS`` with a-z, in the same case. Any other character stays unchanged."""
    letters = _LETTERS.get(character.lower(), character)
    if letters == character or character.islower():
        return letters
    return letters.upper() if all_upper else letters.capitalize()
