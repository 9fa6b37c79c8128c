"""Command groups: their help, which shows every summary in full, and how they report errors."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from vapix_proto._places import visible
from vapix_proto.cli.output import INTERRUPTED, nobody_reads, say, standard_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Group(click.Group):
    """A group whose help wraps the summaries of its commands; click would truncate them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Returns the arguments that are left after parsing.

        If no arguments were given, prints the help to standard error and exits with status 2, as click 8.2 does.
        """
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True, color=ctx.color)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the name and the summary of each command. The summary is the first sentence of the command's help."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, command.get_short_help_str(limit=1000)) for name, command in commands if command is not None]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


class LazyGroup(Group):
    """A group that loads a command's module when the command is needed.

    Args:
        modules: Maps command names to modules. In the module, the command has the same name, with ``_`` for ``-``.
        others: Passed on to ``click.Group``.
    """

    def __init__(self, *others: Any, modules: Mapping[str, str], **named: Any) -> None:  # noqa: ANN401 - for click
        super().__init__(*others, **named)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, without loading any."""
        return sorted({*super().list_commands(ctx), *self._modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with the given name, loaded from its module."""
        module = self._modules.get(cmd_name)
        if module is None:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(import_module(f"vapix_proto.cli.{module}"), cmd_name.replace("-", "_"))
        return found


class Program(LazyGroup):
    """The top-level group, which turns errors and interrupts into messages and exit codes."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401
    ) -> click.Context:
        """Reads the options before the command; ``--help`` and ``--version`` print at once."""
        with _reported():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as in click
        """Runs the given command."""
        with _reported():
            return super().invoke(ctx)


@contextmanager
def _reported() -> Iterator[None]:
    try:
        try:
            yield
        except click.ClickException as error:
            _show(error)
            raise SystemExit(error.exit_code) from None
        except KeyboardInterrupt as error:  # its text, if any, describes a change that may be half done
            say(standard_error(), "; ".join(("vapix-proto: interrupted", *error.args)))
            raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        nobody_reads()


def _show(error: click.ClickException) -> None:
    """Shows an error as click does, but wraps its text to the terminal's width and escapes control characters in it."""
    err = standard_error()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
        say(err, f"Try '{error.ctx.command_path} --help' for help.")
        say(err)
    for line in f"Error: {error.format_message()}".split("\n"):
        say(err, visible(line))


class HelpFormatter(click.HelpFormatter):
    """click's help, adapted to terminals with fewer than 50 columns."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        room = min(get_terminal_size().columns, max_width or 80) - 2
        super().__init__(indent_increment, max(room, 20) if width is None else width, max_width)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Writes terms and their meanings, side by side."""
        super().write_dl(rows, min(col_max, max(self.width - 34, 6)), col_spacing)
