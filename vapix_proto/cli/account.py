"""``vapix-proto account``: check user names, passwords and roles, and read a listing of groups."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from vapix_proto import ParseError, vapix
from vapix_proto._value import discreet
from vapix_proto.cli.output import NO, console, format_option, print_json, print_problem, print_verdict, read_file
from vapix_proto.errors import escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from vapix_proto import Problem

__all__ = ["account"]

#: The widest column of user names; the specification allows 14 characters, and a device may send any number.
_WIDTH_MAX = 32


@click.group()
def account() -> None:
    """Accounts of Axis devices (pwdgrp.cgi of the VAPIX System settings).

    Exit codes: 0 all is well, 1 something is invalid, 2 wrong use.
    """


def _check(texts: tuple[str, ...], output: str, validate: Callable[[str], tuple[Problem, ...]]) -> None:
    wrong = 0
    out = console()
    for text in texts:
        problems = validate(text)
        wrong += bool(problems)
        if output == "json":
            print_json({"input": text, "valid": not problems, "problems": [problem.to_json() for problem in problems]})
            continue
        print_verdict(out, escape(text), text, problems, valid=not problems)
    raise SystemExit(NO if wrong else 0)


@account.command("check-user")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@format_option("text", "json")
def check_user(names: tuple[str, ...], output: str) -> None:
    """Check user names: 1-14 characters of a-z, A-Z and 0-9."""
    _check(names, output, vapix.validate_user)


@account.command("check-role")
@click.argument("roles", nargs=-1, required=True, metavar="SGRP...")
@format_option("text", "json")
def check_role(roles: tuple[str, ...], output: str) -> None:
    """Check roles as sgrp writes them, such as operator:viewer:ptz, in any order."""
    _check(roles, output, vapix.validate_role)


@account.command("check-password", context_settings={"ignore_unknown_options": True})
@click.argument("given", nargs=-1, type=click.UNPROCESSED, metavar="")
@format_option("text", "json")
def check_password(given: tuple[str, ...], output: str) -> None:
    """Check a password: 1-64 characters of printable ASCII.

    It is read from standard input, up to its first line end, or from a prompt on a terminal; never from an argument. No
    output has a character of it.
    """
    if given:
        raise click.UsageError("a password is not an argument: write it to standard input, or at the prompt")
    problems, stars = _judged_password()
    if output == "json":
        print_json({"valid": not problems, "problems": [problem.to_json() for problem in problems]})
    else:
        out = console()
        out.print(Text("invalid", "bold red") if problems else Text("valid", "bold green"))
        for problem in problems:
            print_problem(out, stars, problem)
    raise SystemExit(NO if problems else 0)


@discreet
def _judged_password() -> tuple[tuple[Problem, ...], str]:
    """The problems of a password from the terminal or standard input, and stars in its place."""
    if sys.stdin.isatty():
        secret = click.prompt("Password", hide_input=True, default="", show_default=False, err=True)
    else:
        data = sys.stdin.buffer.readline().removesuffix(b"\n").removesuffix(b"\r")
        try:
            secret = data.decode("utf-8")
        except UnicodeDecodeError:
            secret = data.decode("latin-1")
    return vapix.validate_password(secret), "*" * min(len(secret), 80)


@account.command("list")
@click.argument("file", metavar="FILE | -")
@format_option("text", "json")
def list_accounts(file: str, output: str) -> None:
    """Read the response of pwdgrp.cgi?action=get, and list the accounts with their roles.

    Of the response of usergroup.cgi, show the one account that it is about.

    Exit code 1 if it is neither, or has lines that are not part of a listing.
    """
    data = read_file(file)
    out = console()
    try:
        listing = vapix.AccountListing.parse(data)
    except ParseError as error:
        with suppress(ParseError):
            _print_own(out, vapix.OwnAccount.parse(data), output)
            return
        print_problem(console(stderr=True), data, error.problem)
        raise SystemExit(NO) from None
    if output == "json":
        for one in listing.accounts:
            print_json(_record(one.user, one.role))
        groups = listing.access_groups
        for name in listing.system_accounts:
            print_json({"system_account": name, "groups": groups[name]})
        for problem in listing.problems:
            print_json({"problem": problem.to_json()})
    else:
        width = min(_WIDTH_MAX, max((len(escape(one.user)) for one in listing.accounts), default=0))
        for one in listing.accounts:
            out.print(Text(f"{escape(one.user):<{width}}  {one.role or 'no access group'}"))
        if listing.system_accounts:
            out.print(Text(f"system accounts: {', '.join(map(escape, listing.system_accounts))}", "dim"))
        for problem in listing.problems:
            print_problem(out, data, problem)
    raise SystemExit(NO if any(problem.severity == "error" for problem in listing.problems) else 0)


def _record(user: str, role: vapix.Role | None) -> dict[str, Any]:
    return {"user": user, "role": None if role is None else str(role), "ptz": role is not None and role.ptz}


def _print_own(out: Console, own: vapix.OwnAccount, output: str) -> None:
    if output == "json":
        print_json(_record(own.user, own.role) | {"groups": own.groups})
    else:
        out.print(Text(f"{escape(own.user)}: {own.role or 'no access group'}"))
