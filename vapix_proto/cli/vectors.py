"""``vapix-proto vectors``: prints test vectors and their schemas."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import click

from vapix_proto import vectors as library
from vapix_proto.cli.groups import Group
from vapix_proto.cli.options import axis_os_option, dialect_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


_number = click.option(
    "--n", "-n", type=click.IntRange(0), default=100, show_default=True, help="The number of vectors."
)
_seed = click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same vectors.")
_axis_os = axis_os_option("The version of the device.  [default: several]")


@click.group(cls=Group)
def vectors() -> None:
    """Test vectors: inputs with known answers.

    Programs in any language can use the vectors, which are printed as one JSON object per line. 'vectors schema KIND'
    prints the JSON Schema.
    """


@vectors.command()
@_number
@_seed
@dialect_option
@click.option(
    "--format", "output", type=click.Choice(["jsonl", "tsv"]), default="jsonl", show_default=True,
    help="Print a JSON object for each string (jsonl), or a line of tab-separated values for each instant (tsv).",
)  # fmt: skip
def tz(output: str, **options: Any) -> None:  # noqa: ANN401 - passed to generate
    """Print TZ strings, whether they are valid, and their local times."""
    if output == "jsonl":
        _print_json("tz", **options)
    else:
        _print("\t".join(row) for row in _rows(library.generate("tz", **options)))


def _add(kind: str, text: str, *more: Callable[[Any], Any]) -> None:
    """Adds a command that prints one kind of vector as JSON."""

    def command(**options: Any) -> None:  # noqa: ANN401
        _print_json(kind, **options)

    for option in (*more, _seed, _number):
        command = option(command)
    vectors.command(kind, help=text)(command)


_add("accounts", "Print user names, passwords and roles with verdicts.")
_add("params", "Print parameters and values with verdicts.", _axis_os)
_add("pwdgrp", "Print requests to a new device with every acceptable response.", _axis_os)


@vectors.command()
@click.argument("kind", type=click.Choice(library.KINDS))
def schema(kind: str) -> None:
    """Print the JSON Schema of one KIND of vector."""
    text = files("vapix_proto").joinpath("vectors", "schemas", f"{kind}.json").read_text("utf-8")
    sys.stdout.write(json.dumps(json.loads(text), indent=2) + "\n")


def _print_json(kind: str, **options: Any) -> None:  # noqa: ANN401
    try:
        records = library.generate(kind, **options)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    _print(json.dumps(record) for record in records)


def _print(lines: Iterable[str]) -> None:
    # Written as bytes, because a text stream would write CR LF on Windows.
    sys.stdout.buffer.writelines(f"{line}\n".encode("ascii") for line in lines)


def _rows(records: Iterable[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """Yields the column names, then a row for each instant of each record; records of invalid strings have none."""
    yield "tz", "at", "utoff", "isdst", "designation", "contested"
    for record in records:
        implied = "implied" if record["implied_rules"] is not None else ""
        for one in record["instants"]:
            contested = implied or ("no" if one["agree"] else "reading")
            numbers = (str(int(one[name])) for name in ("at", "utoff", "isdst"))
            yield record["text"], *numbers, one["designation"], contested
