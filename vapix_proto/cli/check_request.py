"""``check-request``: reports the problems in a request's text, and where they are."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from vapix_proto._places import visible
from vapix_proto._value import discreet
from vapix_proto.cli.inputs import is_valid
from vapix_proto.cli.options import axis_os_option
from vapix_proto.cli.output import (
    NO,
    WRONG_USE,
    format_option,
    print_json,
    print_problem,
    print_verdict,
    problem_json,
    say,
    standard_error,
    standard_output,
)
from vapix_proto.cli.request_judgement import judged
from vapix_proto.cli.request_texts import requests_of
from vapix_proto.cli.shell_words import CommandLineError
from vapix_proto.cli.text_files import complete_file, read_file
from vapix_proto.tz.scanning.scan import Positions
from vapix_proto.vapix.texts import text_of

if TYPE_CHECKING:
    from collections.abc import Callable


_NO_ARGUMENT = (
    "a request is read from a file or standard input, and this is not the name of a file; "
    "a request is never an argument, because others can see command lines"
)


_HELP = """Check requests to {}.

Requests are read from a file or standard input, one per line: a URL, a path with a query, a form body, a message with
its headers, or a curl command line. A request is never an argument, because others can see command lines. Passwords,
and anything that may be part of one, are shown as ****.

Exit code 0 if no request has an error, 1 if one does, 2 if a line can't be read as a request.
"""


def check_request_command(group: click.Group, cgi: str) -> None:
    """Adds the command ``check-request`` for a CGI to a group."""

    def command(given: tuple[str, ...], axis_os: str | None, output: str, *, initial_admin: bool = False) -> None:
        _check(given, cgi, axis_os, output, initial_admin=initial_admin)

    command.__doc__ = _HELP.format(cgi)
    decorators: list[Callable[[Any], Any]] = [
        click.argument("given", nargs=-1, type=click.UNPROCESSED, metavar="[FILE | -]", shell_complete=complete_file),
        axis_os_option(),
        format_option("text", "json"),
    ]
    if cgi == "pwdgrp.cgi":
        initial = click.option(
            "--initial-admin", is_flag=True, help="Apply the rules for the first account of a new device."
        )
        decorators.insert(2, initial)
    for decorator in reversed(decorators):
        command = decorator(command)
    group.command("check-request", context_settings={"ignore_unknown_options": True})(command)


@discreet
def _check(given: tuple[str, ...], cgi: str, axis_os: str | None, output: str, *, initial_admin: bool) -> None:
    name, text = _text(given)
    positions = Positions(text)
    out = standard_output()
    unread: list[str] = []
    verdicts: list[bool] = []
    for request in requests_of(text):
        if isinstance(request, CommandLineError):
            unread.append(f"line {positions(request.at)[0]}: {request}")
            continue
        shown, found = judged(request, cgi, axis_os, initial_admin=initial_admin)
        valid = is_valid(told.problem for told in found)
        verdicts.append(valid)
        line = positions(request.at)[0]
        places = [positions(told.at) for told in found]
        if output == "json":
            problems = [
                problem_json(told.problem) | {"line": place[0], "column": place[1]}
                for told, place in zip(found, places, strict=True)
            ]
            print_json({"line": line, "request": shown, "valid": valid, "problems": problems})
            continue
        print_verdict(out, f"line {line}", valid=valid)
        file = "" if name == "-" else f"{visible(name)}:"
        for told, place in zip(found, places, strict=True):
            problem = told.problem.replace(span=told.span)
            print_problem(out, told.shown, problem, place=f"{file}{place[0]}:{place[1]}: ")
    if not verdicts and not unread:
        raise click.UsageError("there is no request in the text")
    for reason in unread:
        say(standard_error(), f"error: {reason}", style="bold red")
    raise SystemExit(WRONG_USE if unread else 0 if all(verdicts) else NO)


def _text(given: tuple[str, ...]) -> tuple[str, str]:
    """The name and the text of the input. An error message never quotes an argument, which may contain a password."""
    name, *others = given or ("-",)
    if not others:
        with suppress(click.UsageError, ValueError):  # a name with a null character raises ValueError
            return name, text_of(read_file(name))
    raise click.UsageError(_NO_ARGUMENT)
