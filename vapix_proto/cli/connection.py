"""The options of commands that connect to a device."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])

__all__ = ["connection_options", "password_option"]


def connection_options(command: F) -> F:
    """The options ``--timeout``, ``--ca``, ``--insecure`` and ``--allow-basic``."""
    for option in (
        click.option(
            "--allow-basic", is_flag=True,
            help="Allow Basic authentication over http or with --insecure, where others can read the password.",
        ),
        click.option("--insecure", is_flag=True, help="Do not check the certificate of an https device."),
        click.option(
            "--ca", type=click.Path(dir_okay=False), metavar="FILE",
            help="The certificate authority of an https device, in PEM.  [default: those of the system]",
        ),
        click.option(
            "--timeout", type=click.FloatRange(0.1), default=20.0, show_default=True,
            help="How long to wait for a whole response, in seconds.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def password_option(*, required: bool = False, default: str = "") -> Callable[[F], F]:
    """The option ``--password-file``, with what its help says of the default."""
    return click.option(
        "--password-file", type=click.File("rb"), metavar="FILE", required=required,
        help=f"The file whose first line is the password; '-' for standard input.{default}",
    )  # fmt: skip
