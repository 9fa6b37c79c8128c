"""Texts of files as they are found: with or without a byte order mark, in UTF-8 or UTF-16, with any line ends."""

from __future__ import annotations

import codecs
import sys
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

__all__ = ["as_given", "encoding_of", "lines_of", "opened"]

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def encoding_of(head: bytes) -> tuple[bytes, str]:
    """The byte order mark that a text begins with, which may be empty, and its encoding.

    Without a mark, a null character in the first or second byte tells UTF-16 from UTF-8.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return mark, encoding
    null = head[:2].find(0)
    return b"", "utf-8" if null < 0 else ("utf-16-be", "utf-16-le")[null]


def lines_of(stream: Iterable[bytes]) -> Iterator[str]:
    """The lines of a text, as they come in, without their ends, LF or CRLF; it is given as pieces up to each LF.

    Bytes that are not UTF-8 become surrogates; ``as_given`` turns them back.
    """
    pieces = iter(stream)
    first = next(pieces, b"")
    mark, encoding = encoding_of(first)
    pieces = chain([first[len(mark) :]], pieces)
    # Not by a decoder of streams: a line is there as soon as its end is.
    if encoding == "utf-8":
        for piece in pieces:
            if piece:
                yield piece.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "surrogateescape")
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = ""
    for piece in pieces:
        rest += decoder.decode(piece)
        *whole, rest = rest.split("\n")
        for line in whole:
            yield line.removesuffix("\r")
    if rest:
        yield rest.removesuffix("\r")


def as_given(text: str) -> str | bytes:
    """The text, or its bytes where these are not UTF-8."""
    if not any("\udc80" <= character <= "\udcff" for character in text):
        return text
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # other surrogates are from escapes of JSON
        return text


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """The bytes of a file, or of standard input for ``-``; a file that can't be read is wrong use."""
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = open(name, "rb")  # noqa: SIM115 - closed below; only opening it is guarded
    except OSError as error:
        raise click.UsageError(f"can't read {name}: {error.strerror}") from None
    with stream:
        yield stream
