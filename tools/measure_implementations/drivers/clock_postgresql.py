"""The clock of PostgreSQL by SET TIME ZONE, in a cluster of its own that ends with it.

Its argument is the folder of initdb, pg_ctl and psql. The server doesn't run as root: then all is done as nobody.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.measure_implementations.drivers.lines import REFUSED, serve

NOBODY = 65534
# Whether daylight saving time is in force, no function tells.
QUESTION = r"""
SET TIME ZONE '{text}';
\if :ERROR
\echo refused
\else
SELECT extract(timezone FROM t)::int || E'\t?\t' || to_char(t, 'TZ')
FROM unnest(ARRAY[{instants}]::bigint[]) WITH ORDINALITY AS asked(at, n), to_timestamp(at) AS t ORDER BY n;
\endif
\echo end
"""


def main() -> None:
    programs = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        as_root = os.getuid() == 0
        if as_root:
            os.chown(folder, NOBODY, NOBODY)

        def run(name: str, *arguments: str) -> None:
            subprocess.run(
                [programs / name, "-D", f"{folder}/data", *arguments],
                cwd=folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=True,
                user=NOBODY if as_root else None,
                group=NOBODY if as_root else None,
                extra_groups=[] if as_root else None,
            )

        run("initdb", "-U", "asks", "-A", "trust", "--no-sync", "--locale", "C", "-E", "UTF8")
        run("pg_ctl", "-w", "-o", f"-c listen_addresses= -c fsync=off -k {folder}", "start")
        try:
            ask([str(programs / "psql"), "-h", folder, "-U", "asks", "-XAtq", "postgres"])
        finally:
            run("pg_ctl", "-m", "immediate", "stop")


def ask(psql: list[str]) -> None:
    with subprocess.Popen(
        psql, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        questions, answers = child.stdin, child.stdout
        assert questions is not None
        assert answers is not None

        def shown(text: str, instants: list[int]) -> list[str]:
            questions.write(QUESTION.format(text=text.replace("'", "''"), instants=",".join(map(str, instants))))
            questions.flush()
            lines = list(iter(lambda: answers.readline().rstrip("\n"), "end"))
            return [REFUSED] * len(instants) if lines == ["refused"] else lines

        serve(shown)
        questions.close()


if __name__ == "__main__":
    main()
