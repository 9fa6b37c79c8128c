"""``vapix-proto oracle``: test vectors, and the schemas of their forms."""

from __future__ import annotations

import json
import os
import sys
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import click

from vapix_proto import tz
from vapix_proto import vectors as library
from vapix_proto.cli.output import print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["oracle"]

#: The columns of the flat form of TZ vectors; its first line.
TSV_COLUMNS = ("tz", "at", "utoff", "isdst", "designation", "contested")


@click.group()
def oracle() -> None:
    """Test vectors: inputs with known answers, for programs in any language."""


@oracle.command()
@click.argument("kind", type=click.Choice(library.KINDS))
@click.option("--n", "-n", "number", type=click.IntRange(0), default=100, show_default=True, help="How many.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same vectors.")
@click.option("--dialect", type=click.Choice(list(tz.DIALECTS)), help="Of tz: whose strings.  [default: vapix]")
@click.option("--axis-os", metavar="VERSION", help="Of params and pwdgrp: the version.  [default: several]")
@click.option(
    "--format", "output", type=click.Choice(["jsonl", "tsv"]), default="jsonl", show_default=True,
    help="One JSON object a line; of tz also one instant a line, between tabs.",
)  # fmt: skip
def vectors(kind: str, number: int, seed: int, dialect: str | None, axis_os: str | None, output: str) -> None:
    """Print test vectors of a KIND.

    tz: TZ strings with verdicts and clocks. accounts: user names, passwords and roles. params: parameters and values.
    pwdgrp: requests to a new device, with all answers that are right. 'oracle schema KIND' prints their form.
    """
    if output == "tsv" and kind != "tz":
        raise click.UsageError("only tz has the form tsv")
    try:
        records = library.generate(kind, n=number, seed=seed, dialect=dialect, axis_os=axis_os)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    try:
        if output == "tsv":
            sys.stdout.write("\t".join(TSV_COLUMNS) + "\n")
        for record in records:
            if output == "jsonl":
                print_json(record)
                continue
            for row in _rows(record):
                sys.stdout.write("\t".join(row) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read them has enough; nothing is left to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _rows(record: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The instants of a valid string; what is not valid in its dialect has none."""
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


@oracle.command()
@click.argument("kind", type=click.Choice(library.KINDS))
def schema(kind: str) -> None:
    """Print the JSON Schema of the vectors of a KIND."""
    text = files("vapix_proto").joinpath("vectors", "schemas", f"{kind}.json").read_text("utf-8")
    sys.stdout.write(json.dumps(json.loads(text), indent=2) + "\n")
