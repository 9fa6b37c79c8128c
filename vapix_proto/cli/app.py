"""The commands of ``vapix-proto``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from vapix_proto._version import __version__
from vapix_proto.cli.account import account
from vapix_proto.cli.audit import audit
from vapix_proto.cli.check import check
from vapix_proto.cli.clock import conform_clock
from vapix_proto.cli.compare import compare
from vapix_proto.cli.conform import conform
from vapix_proto.cli.emulate import emulate
from vapix_proto.cli.iana import from_iana, to_iana
from vapix_proto.cli.implementations import implementations
from vapix_proto.cli.param import param
from vapix_proto.cli.scan import scan
from vapix_proto.cli.tz import tz
from vapix_proto.cli.vectors import vectors

__all__ = ["cli"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vapix-proto")
def cli() -> None:
    """Check, explain and calculate with the small languages of network devices."""


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes this command in a shell.

    For bash, add this line to ~/.bashrc: eval "$(vapix-proto completion bash)"
    """
    completer = get_completion_class(shell)
    if completer is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(completer(cli, {}, "vapix-proto", "_VAPIX_PROTO_COMPLETE").source())


cli.add_command(account)
cli.add_command(emulate)
cli.add_command(conform)
cli.add_command(conform_clock)
cli.add_command(param)
tz.add_command(audit)
tz.add_command(check)
tz.add_command(compare)
tz.add_command(from_iana)
tz.add_command(to_iana)
tz.add_command(implementations)
tz.add_command(scan)
cli.add_command(tz)
cli.add_command(vectors)
