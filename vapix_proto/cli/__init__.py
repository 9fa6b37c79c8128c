"""The command ``vapix-proto``: the only part of the library that prints, reads the system clock or prompts the user."""

from __future__ import annotations

import os
import sys

__all__ = ["main"]

#: The maximum number of digits in the variable COLUMNS; Python refuses to parse a number with thousands of digits.
_COLUMNS_MAX = 9


def main() -> None:
    """Runs the command line. This is the entry point of the installed command."""
    if len(os.environ.get("COLUMNS", "")) > _COLUMNS_MAX:
        del os.environ["COLUMNS"]
    if sys.stdin is None:  # stdin was closed by the parent process; reading it must fail, not look like empty input
        sys.stdin = open(os.open(os.devnull, os.O_WRONLY), encoding="utf-8")  # noqa: SIM115 - open until exit
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # the parent process closed this stream, but the exit code still matters
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open until exit
        # Characters that the stream can't encode are escaped, as control characters always are.
        getattr(sys, name).reconfigure(errors="backslashreplace")
    try:
        import click  # noqa: F401, PLC0415 - from an extra that may not be installed
        import rich  # noqa: F401, PLC0415
    except ModuleNotFoundError as error:
        sys.stderr.write(
            f"vapix-proto: {error.name} is missing: install the cli extra of vapix-proto, as its README describes\n"
        )
        raise SystemExit(2) from None
    from vapix_proto.cli.app import cli  # noqa: PLC0415 - needs the extra
    from vapix_proto.cli.interrupts import Interrupts  # noqa: PLC0415
    from vapix_proto.cli.output import nobody_reads  # noqa: PLC0415

    Interrupts.ends_process = True
    try:
        try:
            cli(prog_name="vapix-proto")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        nobody_reads()
    except OSError as error:  # an error that no command handles, such as a full disk
        sys.stderr.write(f"vapix-proto: {error.strerror or error}\n")
        # The interpreter would write the remaining output at exit, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(2) from None
