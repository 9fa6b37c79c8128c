"""The clock of the Rust library jiff, through its Python bindings ry."""

from __future__ import annotations

import ry

from tools.measure_implementations.drivers.lines import REFUSED, serve


def shown(text: str, instants: list[int]) -> list[str]:
    try:
        clock = ry.TimeZone.posix(text)
    except ValueError:
        return [REFUSED] * len(instants)
    return [answer(clock, at) for at in instants]


def answer(clock: ry.TimeZone, at: int) -> str:
    info = clock.to_offset_info(ry.Timestamp.from_second(at))
    return f"{info['offset']['seconds']}\t{int(info['dst'])}\t{info['abbreviation']}"


if __name__ == "__main__":
    serve(shown)
