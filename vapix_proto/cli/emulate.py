"""``vapix-proto emulate``: a device behind HTTP."""

from __future__ import annotations

import ipaddress
import logging
import sys
from typing import TYPE_CHECKING

import click

from vapix_proto.cli.output import read_password

if TYPE_CHECKING:
    from typing import BinaryIO

__all__ = ["emulate"]


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 for a free port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--axis-os", metavar="VERSION", help="The version of the device; 11.11 for a new one.")
@click.option("--state", type=click.Path(dir_okay=False), help="A file that keeps the state; created if missing.")
@click.option("--user", metavar="NAME", help="The initial admin; without one, the device is new.")
@click.option("--password-file", type=click.File("rb"), help="Its first line is the password; '-' reads it.")
@click.option("--allow-host", metavar="NAME", multiple=True, help="A name that clients use for it; '*' for any.")
@click.option(
    "--allow-origin", metavar="URL", multiple=True, help="An origin of web pages that may use it; '*' for any."
)
def emulate(
    port: int,
    host: str,
    axis_os: str | None,
    state: str | None,
    user: str | None,
    password_file: BinaryIO | None,
    allow_host: tuple[str, ...],
    allow_origin: tuple[str, ...],
) -> None:
    """Serve a device with digest authentication, until it is interrupted.

    It prints its URL, and on standard error a line for each request, without queries and bodies. The state file has
    passwords in clear. Exit codes: 0 interrupted, 2 wrong use.
    """
    try:
        from vapix_proto.emulator import Emulator  # noqa: PLC0415 - an extra, which may be missing
    except ImportError as error:
        raise click.UsageError(str(error)) from None
    if (user is None) is not (password_file is None):
        raise click.UsageError("--user and --password-file need each other")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.getLogger("vapix_proto.emulator")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    if not _loopback(host):
        click.echo("warning: others can reach this address; nothing is encrypted", err=True)
    try:
        emulator = Emulator(
            axis_os,
            user=user,
            password=None if password_file is None else read_password(password_file),
            state=state,
            host=host,
            port=port,
            allowed_hosts=allow_host,
            allowed_origins=allow_origin,
        )
        emulator.run(click.echo)
    except (OSError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    finally:
        logger.removeHandler(handler)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
