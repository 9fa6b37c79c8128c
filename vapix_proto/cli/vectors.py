"""``vapix-proto vectors``: test vectors, and the schemas of their forms."""

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
    from collections.abc import Iterable, Iterator

__all__ = ["vectors"]

#: The columns of the flat form of TZ vectors; its first line.
TSV_COLUMNS = ("tz", "at", "utoff", "isdst", "designation", "contested")

_number = click.option(
    "--n", "-n", "number", type=click.IntRange(0), default=100, show_default=True, help="The number of vectors."
)
_seed = click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same vectors.")
_axis_os = axis_os_option("The version of the device.  [default: several]")


@click.group(cls=Group)
def vectors() -> None:
    """Test vectors: inputs with known answers.

    They are for programs in any language: one JSON object per line. 'vectors schema KIND' prints their JSON Schema.
    """


@vectors.command()
@_number
@_seed
@dialect_option
@click.option(
    "--format", "output", type=click.Choice(["jsonl", "tsv"]), default="jsonl", show_default=True,
    help="One JSON object per line, or one instant per line with tabs between its fields.",
)  # fmt: skip
def tz(number: int, seed: int, dialect: str, output: str) -> None:
    """Print TZ strings with verdicts and clocks."""
    if output == "jsonl":
        _print_json("tz", n=number, seed=seed, dialect=dialect)
        return
    rows = _rows(library.generate("tz", n=number, seed=seed, dialect=dialect))
    _print("\t".join(row) + "\n" for row in rows)


@vectors.command()
@_number
@_seed
def accounts(number: int, seed: int) -> None:
    """Print user names, passwords and roles with verdicts."""
    _print_json("accounts", n=number, seed=seed)


@vectors.command()
@_number
@_seed
@_axis_os
def params(number: int, seed: int, axis_os: str | None) -> None:
    """Print parameters and values with verdicts."""
    _print_json("params", n=number, seed=seed, axis_os=axis_os)


@vectors.command()
@_number
@_seed
@_axis_os
def pwdgrp(number: int, seed: int, axis_os: str | None) -> None:
    """Print requests to a new device with the right responses."""
    _print_json("pwdgrp", n=number, seed=seed, axis_os=axis_os)


@vectors.command()
@click.argument("kind", type=click.Choice(library.KINDS))
def schema(kind: str) -> None:
    """Print the JSON Schema of the vectors of a KIND."""
    text = files("vapix_proto").joinpath("vectors", "schemas", f"{kind}.json").read_text("utf-8")
    sys.stdout.write(json.dumps(json.loads(text), indent=2) + "\n")


def _print_json(kind: str, **arguments: Any) -> None:  # noqa: ANN401 - those of generate
    try:
        records = library.generate(kind, **arguments)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    _print(json.dumps(record) + "\n" for record in records)


def _print(lines: Iterable[str]) -> None:
    # Bytes: the text of Windows would have CR LF.
    sys.stdout.buffer.writelines(line.encode("ascii") for line in lines)


def _rows(records: Iterable[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """The names of the columns and the instants; a string that is invalid in its dialect has none."""
    yield TSV_COLUMNS
    for record in records:
        implied = "implied" if record["implied_rules"] is not None else ""
        for one in record["instants"]:
            contested = implied or ("no" if one["agree"] else "reading")
            yield (
                record["text"],
                str(one["at"]),
                str(one["utoff"]),
                str(int(one["isdst"])),
                one["designation"],
                contested,
            )
