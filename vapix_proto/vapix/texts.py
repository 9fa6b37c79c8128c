"""Decodes the text of message bodies as UTF-8, or else as Latin-1, and checks that values are text."""

from __future__ import annotations

import re

#: Half of a surrogate pair, which UTF-8 can't encode.
SURROGATE = re.compile("[\ud800-\udfff]")


def need_text(what: str, text: object) -> str:
    """The text as a plain str; raises a TypeError unless it is a str."""
    if not isinstance(text, str):
        raise TypeError(f"{what} must be a str, not {type(text).__name__}")
    return str.__str__(text)


def text_of(data: bytes) -> str:
    """Bytes decoded as UTF-8, or else as Latin-1."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def characters_of(data: str | bytes | bytearray | memoryview) -> tuple[str | bytes, str]:
    """The body as a str or bytes object, and its characters: bytes are decoded as Latin-1.

    Some editors write a byte order mark at the start. In the characters, line breaks replace it: three if the body is
    given as bytes, one if it is given as a str.
    """
    if isinstance(data, str):
        return data, f"\n{data[1:]}" if data.startswith("\ufeff") else data
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise TypeError(f"a response must be str or bytes, not {type(data).__name__}")
    given = bytes(data)
    text = given.decode("latin-1")
    return given, f"\n\n\n{text[3:]}" if given.startswith(b"\xef\xbb\xbf") else text


def decoded(given: str | bytes, piece: str) -> str:
    """A piece of a body's text, decoded as UTF-8 or else as Latin-1.

    ``given`` is the whole body. If the body is a str, the piece is returned unchanged.
    """
    return piece if isinstance(given, str) or piece.isascii() else text_of(piece.encode("latin-1"))
