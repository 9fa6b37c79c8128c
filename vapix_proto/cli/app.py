"""The commands of ``vapix-proto``."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from vapix_proto._version import __version__
from vapix_proto.cli.groups import HelpFormatter, LazyGroup, Program

#: The module of each command.
_COMMANDS = {
    "account": "account",
    "conform": "conform",
    "conform-clock": "clock",
    "device": "device",
    "emulate": "emulate",
    "param": "param",
    "vectors": "vectors",
}
_TZ_COMMANDS = {
    "at": "tz",
    "audit": "audit",
    "check": "check",
    "compare": "compare",
    "explain": "explain",
    "fleet": "fleet",
    "from-iana": "iana",
    "implementations": "implementations",
    "plot": "plot",
    "scan": "scan",
    "to-iana": "iana",
    "transitions": "tz",
}
_SHELLS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}

click.Context.formatter_class = HelpFormatter  # applies to every command


@click.group(cls=Program, modules=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vapix-proto")
def cli() -> None:
    """POSIX TZ strings, and the VAPIX System settings API of Axis devices."""


@cli.group(cls=LazyGroup, modules=_TZ_COMMANDS)
def tz() -> None:
    """POSIX TZ strings, such as GMT0BST,M3.5.0/1,M10.5.0.

    Exit code 0 if all is well, 1 if a string is invalid or two clocks differ, 2 for a usage error. But 'tz compare'
    exits with 2 if a string is invalid.
    """


@cli.command()
@click.argument("shell", type=click.Choice(list(_SHELLS)))
def completion(shell: str) -> None:
    """Print a script for completion in a shell.

    \b
    Add a line to the file that your shell reads when it starts:
    bash, ~/.bashrc:                   eval "$(vapix-proto completion bash)"
    zsh, ~/.zshrc after compinit:      eval "$(vapix-proto completion zsh)"
    fish, ~/.config/fish/config.fish:  vapix-proto completion fish | source
    """  # noqa: D301 - click needs the backspace character
    click.echo(_SHELLS[shell](cli, {}, "vapix-proto", "_VAPIX_PROTO_COMPLETE").source())
