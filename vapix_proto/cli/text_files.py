"""Text files of any origin: in UTF-8 or UTF-16, with or without a byte order mark, and with any line endings."""

from __future__ import annotations

import codecs
import os
import re
import sys
from contextlib import contextmanager, suppress
from itertools import chain
from stat import S_IMODE, S_ISDIR, S_ISREG
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from vapix_proto._value import Value
from vapix_proto.errors import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO


#: Names of folders to skip, because they contain third-party code or generated files.
_LEFT_OUT = frozenset(
    (".git", ".hg", ".svn", "node_modules", ".venv", "venv", ".tox", "__pycache__", ".mypy_cache", ".pio")
)
#: Larger files are neither configuration nor source code.
SIZE_MAX = 8 * 2**20
#: How many bytes of a file are examined to decide whether it is text.
_HEAD = 8192

#: How file names begin or end. No TZ string ends like this, because a dot in a TZ string is followed by a digit.
_FILE_NAME = re.compile(r"^(?:\.{0,2}/|~/|[A-Za-z]:\\)|\.[A-Za-z][A-Za-z0-9]{1,7}$")

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def complete_file(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Tells the shell to complete a file name."""
    return [CompletionItem(incomplete, type="file")]


def encoding_of(head: bytes) -> tuple[bytes, str]:
    """The byte order mark at the start of the text (empty if there is none), and the encoding.

    Without a mark, a null byte as the first or second byte distinguishes UTF-16 from UTF-8.
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return mark, encoding
    null = head[:2].find(0)
    return b"", "utf-8" if null < 0 else ("utf-16-be", "utf-16-le")[null]


def lines_of(stream: Iterable[bytes]) -> Iterator[str]:
    """Yields the lines of a text as they arrive, without LF or CRLF.

    ``stream`` must be split after each LF byte, as a binary file is. Bytes that are not UTF-8 become surrogates, which
    ``as_given`` turns back into bytes.
    """
    pieces = iter(stream)
    first = next(pieces, b"")
    mark, encoding = encoding_of(first)
    pieces = chain([first[len(mark) :]], pieces)
    # A stream decoder would wait for more input after the end of a line.
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
    """The text, or its original bytes if they are not valid UTF-8."""
    if not any("\udc80" <= character <= "\udcff" for character in text):
        return text
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # surrogates that do not stand for bytes come from JSON escapes
        return text


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """Opens a file, or standard input for ``-``, to read bytes. Raises a usage error if it can't be opened."""
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = open(name, "rb")  # noqa: SIM115 - closed below; only opening it is guarded
    except OSError as error:
        raise click.UsageError(f"can't read {name}: {error.strerror}") from None
    with stream:
        yield stream


def read_file(name: str) -> bytes:
    """The bytes of a file, or of standard input for ``-``. Raises a usage error if it can't be opened.

    Text in UTF-16 or with a byte order mark, as Windows writes it, is converted to UTF-8 without a mark.
    """
    with opened(name) as stream:
        data = stream.read()
    mark, encoding = encoding_of(data[:4])
    return data if encoding == "utf-8" and not mark else data[len(mark) :].decode(encoding, "replace").encode()


def first_line(file: IO[bytes]) -> str | bytes:
    """The first line of a file; returned as bytes if it is not valid UTF-8."""
    return as_given(next(lines_of(file), ""))


def read_password(file: IO[bytes]) -> str:
    """The first line of a password file. Raises a usage error if the line is empty or not UTF-8."""
    password = first_line(file)
    if not password or isinstance(password, bytes):
        raise click.UsageError("the first line of the password file is empty or not UTF-8")
    return password


class TextFile(Value):
    """The text of a file, with everything needed to write it back byte for byte.

    Attributes:
        text: The text without its byte order mark; line endings are as in the file.
        mark: The byte order mark; empty if there is none.
        encoding: The encoding.
    """

    text: str
    mark: bytes
    encoding: str

    def encoded(self, text: str) -> bytes:
        """Encodes new text in the encoding of the file, with the file's byte order mark."""
        return self.mark + text.encode(self.encoding, keeping(self.encoding))


def keeping(encoding: str) -> str:
    """The error handler that preserves bytes that are invalid in the encoding."""
    return "surrogateescape" if encoding == "utf-8" else "surrogatepass"


class TooLarge(click.ClickException):
    """A file has more than ``SIZE_MAX`` bytes."""


def read_text(name: str) -> TextFile | None:
    """The text of a file, or of standard input for ``-``; None if it is not text."""
    try:
        with opened(name) as stream:
            head = stream.read(_HEAD)
            if not _is_text(head):
                return None
            data = head + stream.read(SIZE_MAX)
    except OSError as error:
        raise click.ClickException(f"can't read {name}: {error.strerror}") from None
    mark, encoding = encoding_of(data[:4])
    if len(data) > SIZE_MAX:
        raise TooLarge(f"{name} is left out, because it is larger than {SIZE_MAX >> 20} MiB")
    try:
        text = data[len(mark) :].decode(encoding, keeping(encoding))
    except UnicodeDecodeError:
        return None
    return TextFile(text, mark, encoding)


def _is_text(head: bytes) -> bool:
    """Whether a file is text, judging by its first bytes."""
    return "\0" not in head.decode(encoding_of(head[:4])[1], "replace")


def is_text_file(name: str) -> bool:
    """Whether the file at a path can be read as text: it is a pipe, or a regular file that is not binary."""
    try:
        mode = os.stat(name).st_mode
        if not S_ISREG(mode):
            return not S_ISDIR(mode)
        with open(name, "rb") as file:
            return _is_text(file.read(_HEAD))
    except (OSError, ValueError):  # a path with a null character raises ValueError
        return False


def file_note(argument: str | bytes, *, reads_files: bool = False) -> str | None:
    """What to do if an invalid string is, or looks like, a file name; ``reads_files`` is set for ``tz check``."""
    if not isinstance(argument, str):
        return None
    shown = escape(argument)
    if os.path.isdir(argument):
        return f"{shown} is a folder; to check the strings in its files, run vapix-proto tz scan {shown}"
    if os.path.isfile(argument):
        if reads_files or not is_text_file(argument):
            return f"{shown} is a binary file; a file of strings has one string per line"
        return f"{shown} is a file, not a string; to check the strings in it, run vapix-proto tz check {shown}"
    if _FILE_NAME.search(argument):
        return f"there is no file {shown}; to check a file of strings, run vapix-proto tz check FILE"
    return None


def write_text(name: str, file: TextFile, text: str) -> None:
    """Replaces the text of a file atomically: readers get the old text or the new.

    Fails if the file has changed since ``file`` was read from it.
    """
    path = os.path.realpath(name)
    if read_text(path) != file:
        raise click.ClickException(f"can't write {name}: it was changed in the meantime")
    new = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.{os.getpid()}")
    try:
        with open(new, "xb") as stream:
            os.chmod(new, S_IMODE(os.stat(path).st_mode))
            stream.write(file.encoded(text))
        os.replace(new, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(new)
        raise click.ClickException(f"can't write {name}: {error.strerror}") from None


def walk(path: str) -> Iterator[str]:
    """Yields the path itself or, for a folder, the paths of all regular files in it, sorted, without following links.

    The last paths are those of folders that can't be read, so that the caller gets the error when it reads them.
    """
    if not os.path.isdir(path):
        yield path
        return
    unread: list[str] = []
    for folder, folders, files in os.walk(path, onerror=lambda error: unread.append(error.filename)):
        folders[:] = sorted(set(folders) - _LEFT_OUT)
        for name in sorted(files):
            found = os.path.normpath(os.path.join(folder, name))
            if os.path.isfile(found) and not os.path.islink(found):
                yield found
    yield from unread
