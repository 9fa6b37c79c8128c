"""The clock that whenever derives from the footers of TZif files."""

from __future__ import annotations

import tempfile
from pathlib import Path

import whenever

from tests.support.tzif_files import tzif_file
from tools.measure_implementations.drivers.lines import REFUSED, serve


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        whenever.reset_tzpath([folder])

        def shown(text: str, instants: list[int]) -> list[str]:
            (Path(folder) / "made").write_bytes(tzif_file(text, version=b"3"))
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
