"""``vapix-proto tz check``: checks strings, given as arguments or in files."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import click

from vapix_proto import tz
from vapix_proto._places import plural, visible
from vapix_proto.cli.advice import Advisor, advice_options
from vapix_proto.cli.inputs import Given, from_file, is_file, is_valid, note_json, record_of
from vapix_proto.cli.options import dialect_option
from vapix_proto.cli.output import (
    NO,
    PlainOutput,
    format_option,
    print_json,
    print_note,
    print_problems,
    print_verdict,
    say,
    standard_error,
    standard_output,
)
from vapix_proto.cli.text_files import as_given, complete_file, file_note
from vapix_proto.errors import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.cli.output import Output
    from vapix_proto.errors import Problem


#: The number of strings whose problems are cached.
_REMEMBERED = 1024


@click.command()
@click.argument("arguments", nargs=-1, metavar="STRING... | FILE... | -", shell_complete=complete_file)
@click.option(
    "--file", "files", multiple=True, metavar="FILE", shell_complete=complete_file,
    help="Read TZ strings from this file, even if its name is itself a valid TZ string.",
)  # fmt: skip
@click.option("--column", metavar="NAME", help="The CSV column, or the JSON Lines key, that contains the strings.")
@dialect_option
@advice_options
@format_option("text", "json")
@click.option("-q", "--quiet", is_flag=True, help="Report only the invalid strings and the summary.")
def check(
    arguments: tuple[str, ...],
    files: tuple[str, ...],
    column: str | None,
    dialect: str,
    advisor: Advisor,
    output: str,
    quiet: bool,
) -> None:
    """Check strings, or files of strings.

    An argument that is not a valid string is read as a file if a text file of that name exists; use --file for a file
    whose name is a valid string, and '-' for standard input. A file has one string per line; blank lines and comments
    that begin with '#' are skipped. With --column, the file is JSON Lines, or CSV whose first line names the columns.
    The encoding is UTF-8 or UTF-16.

    The command uses the time zone database to add warnings, and suggestions for strings that have problems. Strings
    from files are checked without the database unless you give --database.

    Rows without a string are not checked; a note on standard error counts them.

    Exit code 0 if all strings are valid (warnings don't count), 1 if one is not, 2 if a file can't be read.
    """
    if not arguments and not files:
        raise click.UsageError("nothing to check: give a string, a file or '-'")
    out = standard_output()
    codes: Counter[str] = Counter()
    strings = wrong = 0
    alone = Advisor()
    # Lists of devices repeat a few strings on many lines, and validating a string takes a millisecond.
    problems_of = lru_cache(maxsize=_REMEMBERED)(Advisor.problems)
    lacking: dict[str | None, tuple[int, int]] = {}  # the first row without a string, and the number of such rows
    for given in _all_given(arguments, files, column, dialect):
        if column is not None and not given.text.strip():
            first, count = lacking.get(given.file, (given.number, 0))
            lacking[given.file] = first, count + 1
            continue
        judge = advisor if given.file is None or advisor.chosen else alone
        problems = problems_of(judge, given.text, dialect)
        codes.update(problem.code for problem in problems)
        strings += 1
        wrong += not is_valid(problems)
        if not quiet or not is_valid(problems):
            _print(out, given, problems, dialect, judge, output)
            if isinstance(out, PlainOutput):
                out.flush()  # some programs wait for each result before they write the next string
    if output == "text" and (strings > 1 or files or column or any(is_file(each, dialect) for each in arguments)):
        print_summary(out, strings, wrong, codes)
    for name, (first, count) in lacking.items():
        rows = "1 row has" if count == 1 else f"{count:,} rows have"
        print_note(standard_error(), f"{visible(name or '-')}: {rows} no string; the first is on line {first}")
    raise SystemExit(NO if wrong else 0)


def _all_given(arguments: tuple[str, ...], files: tuple[str, ...], column: str | None, dialect: str) -> Iterator[Given]:
    for argument in arguments:
        if column is not None or is_file(argument, dialect):
            yield from from_file(argument, column)
        else:
            yield Given(as_given(argument))  # bytes that are not UTF-8 arrive as surrogates
    for file in files:
        yield from from_file(file, column)


def _print(
    out: Output, given: Given, problems: tuple[Problem, ...], dialect: str, advisor: Advisor, output: str
) -> None:
    """Prints the result for one string. In the text output, a string from a file appears only if it has problems."""
    text = given.text
    note = None if given.file is not None or is_valid(problems) else file_note(text, reads_files=True)
    if output == "json":
        record = record_of(text, dialect, advisor, problems) | note_json(note)
        if given.file is not None:
            places = [given.position(problem.span.start) for problem in problems]
            record["problems"] = [
                found | {"line": line, "column": column}
                for found, (line, column) in zip(record["problems"], places, strict=True)
            ]
            line, column = given.position()
            record = {"file": given.file, "line": line, "column": column} | record
        print_json(record)
        return
    if given.file is None:
        print_verdict(out, escape(text), valid=is_valid(problems), note=f" ({dialect})")
        print_problems(out, text, problems)
        # A string with problems may not be what the user meant, so its canonical form would be useless.
        if not problems and (canonical := str(tz.parse(text, dialect))) != text:
            say(out, f"canonical: {canonical}")
    else:
        print_problems(out, text, problems, given.place)
    advisor.print(out, problems, advisor.suggestions(text, dialect, problems))
    print_note(out, note)


def print_summary(out: Output, strings: int, wrong: int, codes: Counter[str], where: str = "") -> None:
    """Prints how many strings are valid, and how often each problem code occurs, with the most frequent code first."""
    say(out, f"{plural(f'{strings:,}', 'string')}{where}: {strings - wrong:,} valid, {wrong:,} invalid", style="bold")
    width = len(str(max(codes.values(), default=0)))
    for code, count in sorted(codes.items(), key=lambda item: (-item[1], item[0])):
        say(out, f"  {count:{width}} {code}")
