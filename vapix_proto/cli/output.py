"""How answers look: text for people, one JSON object a line for programs."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from vapix_proto.cli.plain_output import NO, WRONG_USE, PlainOutput, wants_plain
from vapix_proto.errors import excerpt
from vapix_proto.tz.clock.calendar import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from vapix_proto._value import Value
    from vapix_proto.cli._terminal import TerminalConsole
    from vapix_proto.errors import Problem
    from vapix_proto.tz import Database, Transition

    Output: TypeAlias = TerminalConsole | PlainOutput

__all__ = [
    "NO",
    "WRONG_USE",
    "command_hint",
    "console",
    "database_json",
    "fields",
    "format_option",
    "print_database",
    "print_json",
    "print_note",
    "print_problem",
    "print_problems",
    "print_verdict",
    "problem_json",
    "problems_json",
    "refuse",
    "say",
    "standard_error",
    "standard_output",
    "transition_json",
    "unicode_output",
    "wants_json",
]

#: How a hint of the library names ``tz.from_iana``.
_FROM_IANA = re.compile(r"use tz\.from_iana(?:\('(?P<name>[^']*)'\))?")
_STYLES = {"error": "bold red", "warning": "yellow"}
_VERDICTS = {True: ("valid", "bold green"), False: ("invalid", "bold red"), None: ("not judged", "bold yellow")}


def console(*, stderr: bool = False) -> TerminalConsole:
    """A console of rich: wrapped to the width of a terminal, whole lines into a pipe or file. NO_COLOR is obeyed."""
    from vapix_proto.cli._terminal import TerminalConsole  # noqa: PLC0415 - rich, which plain output does without

    return TerminalConsole(stderr=stderr)


def standard_output() -> Output:
    """Where answers go: a console for terminals and whoever wants colors, else without rich."""
    return PlainOutput(sys.stdout) if wants_plain(sys.stdout) else console()


def standard_error() -> Output:
    """Where all else goes."""
    return PlainOutput(sys.stderr) if wants_plain(sys.stderr) else console(stderr=True)


def say(
    out: Output, *pieces: str | tuple[str, str], style: str = "", whole: bool = False, indent: int | None = None
) -> None:
    """Prints a line, wrapped to the width of a terminal, but not within a date or a TZ string.

    Args:
        out: Where to.
        pieces: The texts of the line, each alone or with its style.
        style: The style of the line.
        whole: Whether the line is wider than a terminal rather than wrapped.
        indent: The indentation of the lines after the first; by default that of the first.
    """
    if isinstance(out, PlainOutput):
        out.line("".join([piece if isinstance(piece, str) else piece[0] for piece in pieces]))
        return
    from rich.text import Text  # noqa: PLC0415 - see console

    out.say(Text.assemble(*pieces, style=style), indent, whole=whole)


def format_option(*names: str) -> Callable[[Any], Any]:
    """The option ``--format``, the first name being the default; commands take it as ``output``."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="The form of the output.",
    )


def unicode_output(out: Output) -> bool:
    """Whether block characters can be written there."""
    return out.encoding.lower().replace("-", "") == "utf8"


def print_json(record: dict[str, Any]) -> None:
    """One JSON object on a line of its own, in ASCII."""
    from json import dumps  # noqa: PLC0415 - text needs none

    sys.stdout.write(dumps(record) + "\n")


def command_hint(hint: str) -> str:
    """A hint to use a function, as one to use the command."""
    return _FROM_IANA.sub(lambda found: f"run vapix-proto tz from-iana {found['name'] or 'NAME'}", hint)


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as a JSON object, with the hint that is printed."""
    record = problem.to_json()
    return record | {"hint": record["hint"] and command_hint(record["hint"])}


def problems_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as JSON objects."""
    return [problem_json(problem) for problem in problems]


def print_problem(out: Output, text: str | bytes, problem: Problem, *, hint: bool = True, place: str = "") -> None:
    """A problem after its place in a file, its caret beneath the fault and, unless another has the same, its hint."""
    style = _STYLES[problem.severity]
    say(out, place, (f"{problem.severity}: ", style), problem.message, (f" [{problem.code}]", "dim"))
    if text:
        line, caret = excerpt(text, problem.span, max(24, min(out.width - 4, 72)), out.encoding)
        say(out, "  ", line, whole=True)
        say(out, "  ", caret, style=style, whole=True)
    if hint and problem.hint is not None:
        say(out, ("hint: ", "bold"), command_hint(problem.hint))
    if problem.source:
        say(out, f"source: {problem.source}", style="dim")


def wants_json() -> bool:
    """Whether the answer is to be JSON."""
    return bool(click.get_current_context().params.get("output") == "json")


def refuse(
    text: str | bytes,
    problems: Sequence[Problem],
    exit_code: int,
    *,
    note: str | None = None,
    **record: Any,  # noqa: ANN401
) -> NoReturn:
    """Says why a text is refused, and ends the program: on standard error, or as a JSON object if that is the format.

    Args:
        text: The text.
        problems: Its problems; people get the first.
        exit_code: The exit code.
        note: What to add for people; JSON has it as ``note``.
        record: What the JSON object has beside the problems.
    """
    if wants_json():
        record |= {"valid": False, "problems": problems_json(problems)}
        print_json(record if note is None else record | {"note": note})
    else:
        print_problem(standard_error(), text, problems[0])
        print_note(standard_error(), note)
    raise SystemExit(exit_code)


def print_verdict(
    out: Output, name: str, text: str | bytes, problems: Iterable[Problem], *, valid: bool | None, note: str = ""
) -> None:
    """Whether something is valid, and its problems, for people.

    Args:
        out: Where to.
        name: What is judged, as it is shown.
        text: The text in which the problems have their places.
        problems: The problems.
        valid: The verdict; None where there is no rule to judge by.
        note: What to add to the verdict.
    """
    shown = (name if len(name) <= 60 else name[:57] + "...") or "''"
    say(out, (shown, "bold"), ": ", _VERDICTS[valid], note)
    print_problems(out, text, tuple(problems))


def print_problems(
    out: Output, text: str | bytes, problems: Sequence[Problem], place: Callable[[Problem], str] = lambda _: ""
) -> None:
    """The problems of a text; ``place`` gives what to write before each."""
    for number, problem in enumerate(problems, 1):
        # All errors of a text share their fix: its hint comes once, after the last of them.
        last = problem.fix is None or number == len(problems)
        print_problem(out, text, problem, hint=last, place=place(problem))


def print_note(out: Output, note: str | None) -> None:
    """What to do, if it is known."""
    if note is not None:
        say(out, ("note: ", "bold"), note)


def print_database(out: Output, database: Database) -> None:
    """The version and the place of the time zone database that an answer rests on."""
    say(out, f"database: {database}", style="dim")


def database_json(database: Database) -> dict[str, str | None]:
    """A time zone database as a JSON object."""
    return {"version": database.version, "origin": database.origin, "path": database.path}


def fields(value: Value) -> dict[str, Any]:
    """A value as a JSON object: its fields by their names."""
    return {name: getattr(value, name) for name in value.__match_args__}


def transition_json(transition: Transition) -> dict[str, Any]:
    """A transition as a JSON object."""
    return {
        "at": transition.at,
        "utc": iso(transition.at),
        "before": fields(transition.before),
        "after": fields(transition.after),
    }
