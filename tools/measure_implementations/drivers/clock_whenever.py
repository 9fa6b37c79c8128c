"""The clock that whenever derives from the footers of TZif files."""

from __future__ import annotations

import struct
import tempfile
from pathlib import Path

import whenever

from tools.measure_implementations.drivers.lines import REFUSED, serve

# A TZif file (RFC 9636) whose time zone is described by the footer alone.
BLOCK = b"TZif3" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + struct.pack(">lbB", 0, 0, 0) + b"UTC\0"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        whenever.reset_tzpath([folder])

        def shown(text: str, instants: list[int]) -> list[str]:
            (Path(folder) / "made").write_bytes(BLOCK + BLOCK + b"\n" + text.encode() + b"\n")
            whenever.clear_tzcache()
            try:
                whenever.Instant.from_timestamp(0).to_tz("made")
            except ValueError:
                return [REFUSED] * len(instants)
            return [answer(whenever.Instant.from_timestamp(at).to_tz("made")) for at in instants]

        serve(shown)


def answer(shown: whenever.ZonedDateTime) -> str:
    # whenever shows how far ahead the clock is, not whether daylight saving time is in force; with zero, it may be.
    ahead = shown.dst_offset().total("seconds")
    return f"{shown.offset.total('seconds'):.0f}\t{1 if ahead else '?'}\t{shown.tz_abbrev()}"


if __name__ == "__main__":
    main()
