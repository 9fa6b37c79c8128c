"""The clock that Java takes from TZ, in a new virtual machine for every string: java.util.TimeZone reads TZ only once.

Its argument is the folder of Clock.class.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tools.measure_implementations.drivers.lines import serve


def shown(text: str, instants: list[int]) -> list[str]:
    return subprocess.run(
        ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", sys.argv[1], "Clock"],
        env={**os.environ, "TZ": text},
        input="".join(f"{at}\n" for at in instants),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()


if __name__ == "__main__":
    serve(shown)
