"""Server reports as ZIP and tar archives, built in memory. The same files give the same bytes on every platform."""

from __future__ import annotations

import stat
import tarfile
import zipfile
from io import BytesIO

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_MODE = 0o644
_UNIX = 3

#: A grey one-pixel image: the snapshot from a device without a lens.
JPEG_OF_ONE_PIXEL = bytes.fromhex(
    "ffd8 ffe0 0010 4a46494600 0101 00 0001 0001 00 00"
    f"ffdb 0043 00 {'01' * 64}"
    "ffc0 000b 08 0001 0001 01 01 11 00"
    f"ffc4 0014 00 01 {'00' * 16} ffc4 0014 10 01 {'00' * 16}"
    "ffda 0008 01 01 00 00 3f 00 3f ffd9"
)


def zip_of(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP archive of files, without compression because deflate's output depends on the zlib version."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as writer:
        for name, data in files:
            member = zipfile.ZipInfo(name)  # dated 1980-01-01
            member.create_system = _UNIX  # on Windows, too
            member.external_attr = (stat.S_IFREG | _MODE) << 16
            writer.writestr(member, data)
    return archive.getvalue()


def tar_of(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A tar archive in the ustar format (POSIX.1-2024, under pax), with files dated 1970-01-01 and owned by user 0."""
    archive = BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.USTAR_FORMAT) as writer:
        for name, data in files:
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(data), _MODE
            writer.addfile(member, BytesIO(data))
    return archive.getvalue()
