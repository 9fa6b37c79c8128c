"""``vapix-proto tz scan``: finds TZ strings in configuration files and source code, and repairs them."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from difflib import unified_diff
from typing import TYPE_CHECKING, Any

import click

from vapix_proto import Code, ParseError, tz
from vapix_proto._places import plural, visible
from vapix_proto.cli.check import print_summary
from vapix_proto.cli.inputs import is_valid
from vapix_proto.cli.output import NO, WRONG_USE, format_option, problem_json, say, standard_error, standard_output
from vapix_proto.cli.text_files import TooLarge, keeping, read_text, walk, write_text
from vapix_proto.errors import Severity, fix_of
from vapix_proto.tz.scanning.places import LANGUAGES
from vapix_proto.tz.scanning.scan import Found, Positions, find, language_of, replaced

if TYPE_CHECKING:
    from collections.abc import Callable

    from vapix_proto.cli.text_files import TextFile
    from vapix_proto.errors import Problem


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH... | -", type=click.Path(exists=True, allow_dash=True))
@click.option(
    "--as",
    "language",
    type=click.Choice(list(LANGUAGES)),
    help="Read all files as this language, whatever their names.",
)
@click.option(
    "--dialect", type=click.Choice(list(tz.DIALECTS), case_sensitive=False),
    help="The dialect of the strings.  [default: vapix for parameters of Axis devices, else posix-2024]",
)  # fmt: skip
@click.option("--diff", "mode", flag_value="diff", help="Print what --fix would change, but change nothing.")
@click.option("--fix", "mode", flag_value="fix", help="Fix the files where the fix is certain, and print the changes.")
@format_option("text", "json", "github")
@click.option("-q", "--quiet", is_flag=True, help="Report errors only, without warnings or a summary.")
def scan(
    paths: tuple[str, ...], language: str | None, dialect: str | None, mode: str | None, output: str, quiet: bool
) -> None:
    """Find TZ strings in files and folders, and check them.

    The command looks for timezone, time_zone and TZ in YAML; for timezone and TZ in UCI, .env, shell, Dockerfile,
    crontab and systemd files; for setenv, configTzTime and the like in C, C++ and Arduino; for os.environ in Python;
    and in any text, for the parameter Time.POSIXTimeZone of Axis devices, at the beginning of a line or in a URL. A
    zone name is a problem only where a POSIX TZ string is required.

    With --fix and --diff, the changes go to standard output as a unified diff, and the remaining problems to standard
    error.

    Exit code 0 if there are no errors, or all are fixed; 1 if errors remain; 2 if a file can't be read or written.
    """
    if mode == "fix" and "-" in paths:
        raise click.UsageError("standard input can't be repaired in place: use --diff")
    scanner = _Scanner(dialect, mode, output, quiet=quiet)
    files = 0
    for path in paths:
        for name in [path] if path == "-" else walk(path):
            files += 1
            try:
                scanner.scan(name, language)
            except click.ClickException as error:
                # A folder may contain large data files, but a file that the user names is meant to be read.
                scanner.failed |= name == path or not isinstance(error, TooLarge)
                click.echo(f"vapix-proto: {visible(error.message)}", err=True)
    if output == "text" and not quiet:
        where = f" in {plural(f'{files:,}', 'file')}"
        print_summary(scanner.out, scanner.strings, scanner.wrong, scanner.codes, where)
    raise SystemExit(WRONG_USE if scanner.failed else NO if scanner.wrong else 0)


class _Scanner:
    """Reports the problems in files, one after another, and counts strings and problems.

    Attributes:
        out: The output for the reports.
        strings: How many strings have been found.
        wrong: How many strings are invalid and have not been repaired.
        codes: The number of problems with each code.
        failed: Whether a file could not be read or written.
    """

    def __init__(self, dialect: str | None, mode: str | None, output: str, *, quiet: bool) -> None:
        self._dialect, self._mode, self._line, self._quiet = dialect, mode, _FORMATS[output], quiet
        self.out = standard_output() if mode is None else standard_error()
        self.strings = self.wrong = 0
        self.codes: Counter[str] = Counter()
        self.failed = False

    def scan(self, name: str, language: str | None) -> None:
        """Reports the problems in a file, and repairs what it can."""
        file = read_text(name)
        if file is None:
            return
        text = file.text
        language = language or language_of(os.path.abspath(name).replace(os.sep, "/"), text)
        judged = self._judged(text, language)
        changes: list[tuple[Found, str]] = []
        if self._mode is not None:
            changes = [(each, fix) for each, problems in judged if (fix := _sure(each, problems)) is not None]
        if changes:
            fixed = replaced(text, changes)
            _print_diff(name, file, fixed)
            if self._mode == "fix":
                write_text(name, file, fixed)
                text, judged, changes = fixed, self._judged(fixed, language), []
        repaired = [each for each, _ in changes]
        positions = Positions(text)
        for each, problems in judged:
            self.strings += 1
            self.wrong += not is_valid(problems)
            for problem in problems:
                if each not in repaired and not (self._quiet and problem.severity is Severity.WARNING):
                    self.codes[problem.code] += 1
                    record = _record(name, each, problem, positions, self._dialect or each.dialect)
                    say(self.out, self._line(record), whole=self._line is not _text_line, indent=4)

    def _judged(self, text: str, language: str) -> list[tuple[Found, tuple[Problem, ...]]]:
        """The strings in a text, each with its problems."""
        return [(each, tz.validate(each.literal.text, self._dialect or each.dialect)) for each in find(text, language)]


def _sure(found: Found, problems: tuple[Problem, ...]) -> str | None:
    """The fix for a string, in the notation that its surroundings in the file require; None if there is no fix."""
    fix = fix_of(problems)
    return None if fix is None else found.written(fix)


def _record(name: str, found: Found, problem: Problem, positions: Positions, dialect: str) -> dict[str, Any]:
    """A problem and its location in the file, as a JSON object."""
    (line, column), (end_line, end_column) = map(positions, found.literal.place(problem.span))
    return {
        "file": name,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "place": found.title,
        "string": found.literal.text,
        "dialect": dialect,
        **problem_json(problem.replace(hint=_hint(problem, dialect))),
    }


def _hint(problem: Problem, dialect: str) -> str | None:
    """The hint for a problem. If the string is a zone name, the hint gives the zone's TZ string from the database."""
    if problem.code is Code.TZ_IANA_NAME:
        try:
            return f"write {tz.from_iana(str(problem.params['name']), dialect)}"
        except ParseError:
            pass
    return problem.hint


def _text_line(record: dict[str, Any]) -> str:
    hint = "" if record["hint"] is None else f"; {record['hint']}"
    place = f"{visible(record['file'])}:{record['line']}:{record['column']}"
    return f"{place}: {record['severity']}: {record['message']}{hint} [{record['code']}]"


def _github_line(record: dict[str, Any]) -> str:
    """A GitHub Actions annotation."""
    keys = {"file": "file", "line": "line", "endLine": "end_line", "col": "column", "endColumn": "end_column"}
    # GitHub decodes no other escapes, so a name with other invisible characters can't be given exactly.
    places = ",".join(
        f"{key}={visible(_percent(str(record[name]))).replace(':', '%3A').replace(',', '%2C')}"
        for key, name in keys.items()
    )
    message = record["message"] if record["hint"] is None else f"{record['message']}; {record['hint']}"
    return f"::{record['severity']} {places},title={record['code']}::{_percent(message)}"


def _percent(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


_FORMATS: dict[str, Callable[[dict[str, Any]], str]] = {"text": _text_line, "json": json.dumps, "github": _github_line}


def _print_diff(name: str, file: TextFile, text: str) -> None:
    shown = _diff_name(name)
    lines = unified_diff(_lines(file.text), _lines(text), shown, shown)
    for line in lines:
        end = "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
        click.echo((line + end).encode("utf-8", keeping(file.encoding)), nl=False)


def _diff_name(name: str) -> str:
    """The name of a file in a diff. If necessary, it is quoted as in Git, so that ``patch`` finds the file."""
    if name.isprintable() and '"' not in name and "\\" not in name:
        return f"{name}\t" if " " in name else name
    plain = {byte: chr(byte) for byte in range(0x20, 0x7F) if byte not in b'"\\'}
    return f'"{"".join(plain.get(byte, f"{chr(92)}{byte:03o}") for byte in os.fsencode(name))}"'


def _lines(text: str) -> list[str]:
    """The lines with their line endings; only LF ends a line."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
