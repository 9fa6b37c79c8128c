"""The command ``vapix-proto``: the only place of the library that prints, reads the clock or asks the terminal."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Runs the command line; the entry point of the installed command."""
    try:
        import click  # noqa: F401, PLC0415 - an extra, which may be missing
        import rich  # noqa: F401, PLC0415
    except ModuleNotFoundError as error:
        sys.stderr.write(
            f"vapix-proto: {error.name} is missing; install the command line with: pip install 'vapix-proto[cli]'\n"
        )
        raise SystemExit(2) from None
    from vapix_proto.cli.app import cli  # noqa: PLC0415 - needs the extra

    cli(prog_name="vapix-proto")
