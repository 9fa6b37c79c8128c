"""Writes the reference of the commands, from what click knows about them."""

from __future__ import annotations

import inspect
import re
from html import escape
from typing import TYPE_CHECKING

import click

from vapix_proto.cli.app import cli

if TYPE_CHECKING:
    from collections.abc import Iterator


def page(_: str = "") -> str:
    """Every command with its arguments and options, as Markdown."""
    return "\n".join(line for context in contexts() for line in _section(context))


def contexts(context: click.Context | None = None) -> Iterator[click.Context]:
    """The context of every command, each before the contexts of its subcommands."""
    context = context or click.Context(cli, info_name="vapix-proto", **cli.context_settings)
    yield context
    for name, command in _subcommands(context):
        yield from contexts(click.Context(command, parent=context, info_name=name))


def _subcommands(context: click.Context) -> Iterator[tuple[str, click.Command]]:
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            if command is not None and not command.hidden:
                yield name, command


def _section(context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n"
    usage = " ".join(context.command.collect_usage_pieces(context))
    yield f"```text\n{context.command_path} {usage}\n```\n"
    # Click keeps the line breaks of a paragraph that begins with \b, and so does a code block.
    for paragraph in inspect.cleandoc(context.command.help or "").split("\n\n"):
        if paragraph.startswith("\b"):
            yield f"```text\n{paragraph.removeprefix(chr(8)).strip(chr(10))}\n```\n"
        else:
            yield f"{_plain(paragraph)}\n"
    with context:
        for parameter in context.command.get_params(context):
            record = parameter.get_help_record(context)
            if record is not None and record[0]:
                yield f"- `{record[0]}`: {_plain(record[1])}".rstrip(": ")
    for name, command in _subcommands(context):
        anchor = f"{context.command_path} {name}".replace(" ", "-")
        yield f"- [`{name}`](#{anchor}): {_plain(command.get_short_help_str(200))}"
    yield ""


def _plain(text: str) -> str:
    """Text in which the characters with a meaning in Markdown or HTML are escaped."""
    return re.sub(r"([\\`*_\[\]#|])", r"\\\1", escape(" ".join(text.split()), quote=False))
