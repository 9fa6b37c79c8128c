"""Groups of commands, whose help has every summary whole; and one that loads its commands when they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from vapix_proto._places import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Group", "LazyGroup", "Program"]


class Group(click.Group):
    """A group whose help wraps the summaries of its commands, where that of click cuts them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The rest of the arguments; without any, the help is an error, as it is not with click before 8.2."""
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True, color=ctx.color)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the names of the commands with their summaries, which are the first sentences of their help."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, command.get_short_help_str(limit=1000)) for name, command in commands if command is not None]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


class LazyGroup(Group):
    """A group that knows its commands by the modules that they are in.

    Args:
        modules: The module of each command, by the command's name. In the module it has the same name, with ``_``.
        others: As for ``click.Group``.
    """

    def __init__(self, *others: Any, modules: Mapping[str, str], **named: Any) -> None:  # noqa: ANN401 - those of click
        super().__init__(*others, **named)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, without loading one."""
        return sorted({*super().list_commands(ctx), *self._modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from its module."""
        module = self._modules.get(cmd_name)
        if module is None:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(import_module(f"vapix_proto.cli.{module}"), cmd_name.replace("-", "_"))
        return found


class Program(LazyGroup):
    """The group of all commands: what is wrong, which may name files, is shown without control characters."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - that of click
        """Runs the command that was given."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            error.message = "\n".join(map(visible, error.message.split("\n")))  # type: ignore[misc]
            raise
