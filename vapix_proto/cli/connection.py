"""The options of commands that connect to a device, and how these commands exit if the device does not respond."""

from __future__ import annotations

import sys
from functools import wraps
from typing import TYPE_CHECKING

import click

from vapix_proto import conform as library
from vapix_proto._value import discreet
from vapix_proto.cli.options import Seconds
from vapix_proto.cli.output import WRONG_USE, say, standard_error
from vapix_proto.cli.text_files import read_password

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, BinaryIO, NoReturn

    Command = Callable[..., Any]


def password_option(*, required: bool = False, default: str = "") -> Callable[[Command], Command]:
    """The option ``--password-file``. ``default`` is appended to its help text."""
    return click.option(
        "--password-file", type=click.File("rb"), metavar="FILE", required=required,
        help=f"The file whose first line is the password; '-' for standard input.{default}",
    )  # fmt: skip


def connected(*, user: str, asks: bool) -> Callable[[Command], Command]:
    """Lets a command connect to a device: adds the argument URL, and options such as ``--user`` and ``--timeout``.

    The command receives an open ``transport`` and a ``login``. ``user`` is the help text of ``--user``. If ``asks`` is
    set, the command prompts for the password when no password file is given.
    """
    options = (
        click.argument("url"),
        click.option("--user", required=True, metavar="NAME", help=user),
        password_option(default="  [default: ask]") if asks else password_option(required=True),
        click.option(
            "--timeout", type=Seconds(0.1), default=20.0, show_default=True,
            help="How long to wait for a whole response, in seconds.",
        ),
        click.option(
            "--ca", type=click.Path(dir_okay=False), metavar="FILE",
            help="A PEM file with the certificate of the authority to trust for https.  "
            "[default: the authorities that this computer trusts]",
        ),
        click.option("--insecure", is_flag=True, help="Do not verify the certificate of an https device."),
        click.option(
            "--allow-basic", is_flag=True,
            help="Allow Basic authentication over http or with --insecure, where others can read the password.",
        ),
    )  # fmt: skip

    def decorated(command: Command) -> Command:
        @wraps(command)
        @discreet
        def connecting(
            *,
            url: str,
            user: str,
            password_file: BinaryIO | None,
            timeout: float,
            ca: str | None,
            insecure: bool,
            allow_basic: bool,
            **others: Any,  # noqa: ANN401
        ) -> None:
            try:
                transport = library.HttpTransport(
                    url, timeout=timeout, verify=not insecure, ca=ca, allow_basic=allow_basic
                )
            except ValueError as error:
                raise click.UsageError(str(error)) from None
            login = library.Login(user, _asked(user) if password_file is None else read_password(password_file))
            try:
                with transport:
                    command(transport=transport, login=login, **others)
            except library.Unreachable as error:
                fail(str(error))

        found: Command = connecting
        for option in reversed(options):
            found = option(found)
        return found

    return decorated


def _asked(user: str) -> str:
    if not sys.stdin.isatty():
        raise click.UsageError("there is no terminal for a prompt: use --password-file FILE ('-' for standard input)")
    return prompt(f"Password of {user}")


def prompt(text: str, default: str | None = None) -> str:
    """Prompts for a password at the terminal. Raises a usage error if the input ends without one."""
    try:
        secret: str = click.prompt(text, hide_input=True, default=default, show_default=False, err=True)
    except click.Abort as error:
        if isinstance(error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        raise click.UsageError("no password was given") from None
    return secret


class Failure(SystemExit):
    """The exit of a command that failed.

    Attributes:
        why: The error that was printed.
    """

    def __init__(self, why: str) -> None:
        super().__init__(WRONG_USE)
        self.why: str = why


def fail(why: str) -> NoReturn:
    """Prints why the command failed, and exits."""
    say(standard_error(), f"error: {why}", style="bold red")
    raise Failure(why)
