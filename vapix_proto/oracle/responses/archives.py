"""Server reports as bytes: text, ZIP and tar archives, an image, written without files and the same every time."""

from __future__ import annotations

import struct
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["png_of_one_pixel", "tar_of", "zip_of"]

_DOS_DATE = (1 << 5) | 1  # 1980-01-01, the first that a ZIP archive can say


def zip_of(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP archive of files, stored as they are (APPNOTE 4.3)."""
    body, directory, count = bytearray(), bytearray(), 0
    for name, data in files:
        raw = name.encode("ascii")
        common = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, _DOS_DATE, zlib.crc32(data), len(data), len(data), len(raw), 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + raw
        body += b"PK\x03\x04" + common + raw + data
        count += 1
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory) + b"PK\x05\x06" + end


def tar_of(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A tar archive of files (POSIX.1-2017, pax, ustar interchange format)."""
    blocks = bytearray()
    for name, data in files:
        sizes = b"0000644\x000000000\x000000000\x00" + b"%011o\x00%011o\x00" % (len(data), 0)
        head = name.encode("ascii").ljust(100, b"\0") + sizes + b" " * 8 + b"0" + bytes(100) + b"ustar\x0000"
        head = head.ljust(512, b"\0")
        blocks += head[:148] + b"%06o\x00 " % sum(head) + head[156:] + data + bytes(-len(data) % 512)
    return bytes(blocks) + bytes(1024)


def png_of_one_pixel() -> bytes:
    """A grey PNG image of one pixel, the snapshot of a device without a lens."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
