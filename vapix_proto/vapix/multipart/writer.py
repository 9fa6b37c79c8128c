"""Writes multipart/form-data with one file (RFC 1867) as a stream, in constant memory."""

from __future__ import annotations

from contextlib import contextmanager

from vapix_proto._places import plural

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class Readable(Protocol):
        """A binary file. It can be read more than once only if it also has ``seek`` and ``tell``."""

        def read(self, size: int, /) -> bytes:
            """Up to ``size`` bytes; empty at the end of the file."""


CHUNK = 1 << 16


def seekable(file: object) -> bool:
    """Whether a file can be read repeatedly."""
    if not (hasattr(file, "seek") and hasattr(file, "tell")):
        return False
    return not hasattr(file, "seekable") or bool(file.seekable())


class MultipartBody:
    """A body with one part, produced in chunks in constant memory; ``length`` is its exact size.

    It can be iterated once, or repeatedly if the file is seekable, but not by two iterators at once.
    """

    def __init__(self, file: bytes | Readable, size: int, head: str, boundary: str) -> None:
        self._file, self._size = file, size
        self.boundary: str = boundary
        self._start: int | None = None
        if not isinstance(file, bytes) and seekable(file):
            self._start = file.tell()  # type: ignore[attr-defined]
        self._sent = False
        self._head = f"--{boundary}\r\n{head}\r\n\r\n".encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode("ascii")
        self.length: int = len(self._head) + size + len(self._tail)

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        yield from self._pieces()
        yield self._tail

    def _pieces(self) -> Iterator[bytes]:
        if isinstance(self._file, bytes):
            yield from (self._file[at : at + CHUNK] for at in range(0, self._size, CHUNK))
            return
        if self._start is not None:
            self._file.seek(self._start)  # type: ignore[attr-defined]
        elif self._sent:
            raise ValueError("the file is not seekable and has already been read")
        self._sent = True
        left = self._size
        while left:
            piece = self._file.read(min(CHUNK, left))
            if not isinstance(piece, bytes):
                raise TypeError(f"read() returned {type(piece).__name__}, not bytes")
            if not 0 < len(piece) <= left:
                raise ValueError(f"the file's size is not the declared {plural(self._size, 'byte')}")
            left -= len(piece)
            yield piece

    @property
    def repeatable(self) -> bool:
        """Whether it can be iterated repeatedly."""
        return isinstance(self._file, bytes) or self._start is not None

    @contextmanager
    def unmoved(self) -> Iterator[None]:
        """A context after which the file is back at its present position. The body must be repeatable."""
        if isinstance(self._file, bytes):
            yield
            return
        at = self._file.tell()  # type: ignore[attr-defined]
        try:
            yield
        finally:
            self._file.seek(at)  # type: ignore[attr-defined]

    def has_boundary(self) -> bool:
        """Whether the data contains the boundary. Reads all of the data; a file must be seekable."""
        if not self.repeatable:
            raise ValueError("a file that is not seekable can't be verified before it is sent")
        wanted, window = self.boundary.encode("ascii"), b""
        with self.unmoved():
            for piece in self._pieces():
                window = window[max(0, len(window) - len(wanted) + 1) :] + piece
                if wanted in window:
                    return True
        return False
