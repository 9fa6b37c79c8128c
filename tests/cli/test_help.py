"""The ``--help`` output of every command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest

from tests.cli.test_tz import in_terminal, plain
from tests.support.command import text_of
from vapix_proto.cli.app import cli

if TYPE_CHECKING:
    from collections.abc import Iterator


def commands(command: click.Command, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """A command and every command below it, each with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, *path, name)


ALL = dict(commands(cli))


@pytest.mark.parametrize(
    "path", [path for path, command in ALL.items() if isinstance(command, click.Group)], ids=" ".join
)
def test_every_summary_is_whole_and_on_a_line_of_its_own(path: tuple[str, ...]) -> None:
    listed = text_of(*path, "--help", COLUMNS="80").partition("Commands:\n")[2]
    rows = [line.split(maxsplit=1) for line in listed.splitlines()]
    own = {words[-1]: command for words, command in ALL.items() if words[:-1] == path and words}
    assert rows == [[name, (command.help or "").split("\n\n")[0].replace("\n", " ")] for name, command in own.items()]
    narrow = text_of(*path, "--help", COLUMNS="50").partition("Commands:\n")[2]
    assert narrow.split() == listed.split()


@pytest.mark.parametrize("columns", [40, 50, 80])
@pytest.mark.parametrize(
    "arguments", ["tz --help", "tz check --help", "device show --help", "tz fleet nosuch", "tz plot", "tz at UTC0 x"]
)
def test_help_and_errors_keep_to_the_width_of_the_terminal(arguments: str, columns: int) -> None:
    lines = plain(in_terminal(columns, arguments.split())).splitlines()
    # Only lines that consist of one word, or of one option with its values, may be wider.
    wide = [line for line in lines if len(line) > columns and not re.fullmatch(r" *(-\w, )?\S+( \[.*\])?", line)]
    assert not wide


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_and_option_has_sentences(path: tuple[str, ...]) -> None:
    command = ALL[path]
    assert re.fullmatch(r"[A-Z].*\.", (command.help or "").split("\n\n")[0], re.DOTALL)
    for option in command.params:
        if isinstance(option, click.Option):
            assert re.match(r"[A-Z].*\.(  \[default: .*\])?$", option.help or ""), option.name
