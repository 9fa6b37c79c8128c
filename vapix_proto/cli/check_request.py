"""``check-request``: what is wrong with a request as somebody wrote it, and where."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from vapix_proto._places import visible
from vapix_proto._value import discreet
from vapix_proto.cli.options import axis_os_option
from vapix_proto.cli.output import (
    NO,
    WRONG_USE,
    format_option,
    print_json,
    print_problem,
    problem_json,
    say,
    standard_error,
    standard_output,
)
from vapix_proto.cli.request_judgement import judged
from vapix_proto.cli.request_texts import CommandLineError, requests_of
from vapix_proto.cli.text_files import complete_file, read_file
from vapix_proto.tz.scanning.scan import Positions

if TYPE_CHECKING:
    from collections.abc import Callable

    from vapix_proto.cli.output import Output
    from vapix_proto.cli.request_arguments import Told

__all__ = ["check_request_command"]

_NO_ARGUMENT = (
    "a request is read from a file or standard input, and this is not the name of a file; "
    "a request is never an argument, because others can see command lines"
)


_HELP = """Check requests to {}.

Requests are read from a file or standard input, one per line: a URL, a path with a query, a form body, a message with
its headers, or a command line of curl. A request is never an argument, because others can see command lines. Passwords,
and whatever may be part of one, are shown as ****.

Exit code 0 if no request has an error, 1 if one has, 2 if a line can't be read as a request.
"""


def check_request_command(group: click.Group, cgi: str) -> None:
    """Adds the command ``check-request`` to a group: for requests to a CGI."""

    def command(given: tuple[str, ...], axis_os: str | None, output: str, *, initial_admin: bool = False) -> None:
        _check(given, cgi, axis_os, output, initial_admin=initial_admin)

    command.__doc__ = _HELP.format(cgi)
    decorators: list[Callable[[Any], Any]] = [
        click.argument("given", nargs=-1, type=click.UNPROCESSED, metavar="[FILE | -]", shell_complete=complete_file),
        axis_os_option(),
        format_option("text", "json"),
    ]
    if cgi == "pwdgrp.cgi":
        initial = click.option("--initial-admin", is_flag=True, help="The request is to create the first account.")
        decorators.insert(2, initial)
    for decorator in reversed(decorators):
        command = decorator(command)
    group.command("check-request", context_settings={"ignore_unknown_options": True})(command)


@discreet
def _check(given: tuple[str, ...], cgi: str, axis_os: str | None, output: str, *, initial_admin: bool) -> None:
    name, text = _text(given)
    positions = Positions(text)
    answers: list[_Answer] = []
    unread: list[str] = []
    for request in requests_of(text):
        if isinstance(request, CommandLineError):
            unread.append(f"line {positions(request.at)[0]}: {request}")
            continue
        shown, found = judged(request, cgi, axis_os, initial_admin=initial_admin)
        answers.append(_Answer(positions(request.at)[0], shown, found))
    if not answers and not unread:
        raise click.UsageError("there is no request in the text")
    out = standard_output()
    for answer in answers:
        if output == "json":
            print_json(_record(answer, positions))
        else:
            _print(out, name, answer, positions)
    for line in unread:
        say(standard_error(), f"error: {line}", style="bold red")
    if unread:
        raise SystemExit(WRONG_USE)
    raise SystemExit(0 if all(answer.valid for answer in answers) else NO)


def _text(given: tuple[str, ...]) -> tuple[str, str]:
    """The name of what is read, and its text. What looks like a request is not repeated."""
    name, *others = given or ("-",)
    if not others:
        with suppress(click.UsageError, ValueError):  # a name with a null character is a ValueError
            return name, _decoded(read_file(name))
    raise click.UsageError(_NO_ARGUMENT)


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


class _Answer(NamedTuple):
    """What there is to say of a request: its line, the request with masks for secrets, its problems."""

    line: int
    shown: str
    found: list[Told]

    @property
    def valid(self) -> bool:
        """Whether none of the problems is an error."""
        return all(told.problem.severity != "error" for told in self.found)


def _record(answer: _Answer, positions: Positions) -> dict[str, Any]:
    problems = []
    for told in answer.found:
        line, column = positions(told.at)
        problems.append(problem_json(told.problem) | {"line": line, "column": column})
    return {"line": answer.line, "request": answer.shown, "valid": answer.valid, "problems": problems}


def _print(out: Output, name: str, answer: _Answer, positions: Positions) -> None:
    verdict = ("valid", "bold green") if answer.valid else ("invalid", "bold red")
    say(out, (f"line {answer.line}", "bold"), ": ", verdict)
    for told in answer.found:
        line, column = positions(told.at)
        place = "" if name == "-" else f"{visible(name)}:"
        print_problem(out, told.shown, told.problem.replace(span=told.span), place=f"{place}{line}:{column}: ")
