"""The clock that PostgreSQL shows after SET TIME ZONE, in a cluster that exists only for this process.

Its argument is the folder of initdb, postgres and psql. The server refuses to run as root; if this
process is root, the server runs as nobody.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tools.measure_implementations.drivers.lines import REFUSED, serve

NOBODY = 65534
# PostgreSQL has no function that shows whether daylight saving time is in force.
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
        nobody: dict[str, Any] = {}
        if os.getuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
            nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **nobody}
        data = ("-D", f"{folder}/data")
        made = (*data, "-U", "asks", "-A", "trust", "--no-sync", "--locale", "C", "-E", "UTF8")
        subprocess.run([programs / "initdb", *made], check=True, **quiet)
        # Without pg_ctl, the server stays in our process group and so always ends with this process.
        options = ("-c", "listen_addresses=", "-c", "fsync=off", "-k", folder)
        with subprocess.Popen([programs / "postgres", *data, *options], **quiet) as server:
            try:
                while subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False).returncode:
                    time.sleep(0.05)
                ask([str(programs / "psql"), "-h", folder, "-U", "asks", "-XAtq", "postgres"])
            finally:
                server.send_signal(signal.SIGINT)  # a fast shutdown


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
