"""``vapix-proto account``: checks user names, passwords, roles and requests, and lists the accounts in a response."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from vapix_proto import ParseError, vapix
from vapix_proto._value import discreet
from vapix_proto.cli.check_request import check_request_command
from vapix_proto.cli.connection import prompt
from vapix_proto.cli.groups import Group
from vapix_proto.cli.inputs import is_valid
from vapix_proto.cli.output import (
    NO,
    format_option,
    print_json,
    print_problem,
    print_problems,
    print_verdict,
    problem_json,
    problems_json,
    refuse,
    say,
    standard_output,
)
from vapix_proto.cli.text_files import complete_file, first_line, read_file
from vapix_proto.errors import Span, escape
from vapix_proto.vapix.http import MASK, names_password
from vapix_proto.vapix.pwdgrp.listing import listing_none

if TYPE_CHECKING:
    from collections.abc import Callable

    from vapix_proto import Problem
    from vapix_proto.cli.output import Output


#: The maximum width of the user name column: the specification allows 14 characters, but a device may send more.
_WIDTH_MAX = 32


@click.group(cls=Group)
def account() -> None:
    """Accounts of Axis devices (pwdgrp.cgi).

    Exit code 0 if all is well, 1 if something is invalid, 2 for a usage error.
    """


def _check(texts: tuple[str, ...], output: str, validate: Callable[[str], tuple[Problem, ...]]) -> None:
    wrong = 0
    out = standard_output()
    for text in texts:
        problems = validate(text)
        wrong += bool(problems)
        if output == "json":
            print_json({"input": text, "valid": not problems, "problems": problems_json(problems)})
            continue
        print_verdict(out, escape(text), valid=not problems)
        print_problems(out, text, problems)
    raise SystemExit(NO if wrong else 0)


@account.command("check-user")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@format_option("text", "json")
def check_user(names: tuple[str, ...], output: str) -> None:
    """Check user names (1-14 characters from a-z, A-Z and 0-9)."""
    _check(names, output, vapix.validate_user)


@account.command("check-role")
@click.argument("roles", nargs=-1, required=True, metavar="SGRP...")
@format_option("text", "json")
def check_role(roles: tuple[str, ...], output: str) -> None:
    """Check roles such as operator:viewer:ptz.

    A role is written as in the argument sgrp of pwdgrp.cgi: access groups in any order, separated by colons.
    """
    _check(roles, output, vapix.validate_role)


@account.command("check-password", context_settings={"ignore_unknown_options": True})
@click.argument("given", nargs=-1, type=click.UNPROCESSED, metavar="")
@click.option(
    "--policy", type=click.Choice(["none", "length", "complex"]), default="none", show_default=True,
    help="The device's passphrase policy (AXIS OS 12.9 and later).",
)  # fmt: skip
@format_option("text", "json")
def check_password(given: tuple[str, ...], policy: str, output: str) -> None:
    """Check a password (1-64 printable ASCII characters).

    The password is read from the first line of standard input, or you type it at a prompt; it is never an argument. The
    output shows none of its characters.

    The policy 'length' requires 15 characters or more; 'complex' requires 12 or more, with an upper-case letter, a
    lower-case letter, a digit and a special character.
    """
    if given:
        raise click.UsageError("a password can't be an argument: write it to standard input, or type it at the prompt")
    problems, stars = _judged_password(policy)
    if output == "json":
        print_json({"valid": not problems, "problems": problems_json(problems)})
    else:
        out = standard_output()
        say(out, ("invalid", "bold red") if problems else ("valid", "bold green"))
        for problem in problems:
            print_problem(out, stars, problem)
    raise SystemExit(NO if problems else 0)


@discreet
def _judged_password(policy: str) -> tuple[tuple[Problem, ...], str]:
    """Reads a password from the terminal or standard input. Returns its problems and asterisks to show in its place."""
    if sys.stdin.isatty():
        secret = prompt("Password", default="")
    else:
        line = first_line(sys.stdin.buffer)
        secret = line if isinstance(line, str) else line.decode("latin-1")
    return vapix.validate_password(secret, policy=policy), "*" * min(len(secret), 80)


@account.command("list")
@click.argument("file", metavar="FILE | -", shell_complete=complete_file)
@format_option("text", "json")
def list_accounts(file: str, output: str) -> None:
    """List the accounts in a response from pwdgrp.cgi.

    FILE contains the response to pwdgrp.cgi?action=get, or to usergroup.cgi, which lists one account. Each account is
    listed with its role.

    Exit code 1 if FILE contains neither of these responses, or has lines that do not belong in a listing.
    """
    data = read_file(file)
    out = standard_output()
    try:
        listing = vapix.AccountListing.parse(data)
    except ParseError as error:
        with suppress(ParseError):
            _print_own(out, vapix.OwnAccount.parse(data), output)
            return
        refuse(error.text, error.problems)
    if b'"' not in data and listing.groups.keys().isdisjoint({*vapix.ACCESS_GROUPS, "digusers"}):
        # This is a form or a file of settings, any part of which may be a password.
        refuse(MASK, [listing_none(MASK)])
    if output == "json":
        for one in listing.accounts:
            print_json(_record(one.user, one.role))
        groups = listing.access_groups
        for name in listing.system_accounts:
            print_json({"system_account": _shown(name), "groups": groups[name]})
        for problem in listing.problems:
            print_json({"problem": problem_json(problem)})
    else:
        width = min(_WIDTH_MAX, max((len(escape(_shown(one.user))) for one in listing.accounts), default=0))
        for one in listing.accounts:
            say(out, f"{escape(_shown(one.user)):<{width}}  {one.role or 'no access group'}")
        if not listing.accounts:
            say(out, "no user accounts", style="yellow")
        if listing.system_accounts:
            names = ", ".join(escape(_shown(name)) for name in listing.system_accounts)
            say(out, f"system accounts: {names}", style="dim")
        for problem in listing.problems:
            # Only the line with the problem is printed, because the others may contain passwords.
            start, end = problem.span.start, problem.span.end
            before, after = data[:start].rpartition(b"\n")[2], data[end:].partition(b"\n")[0]
            line, span = before + data[start:end] + after, Span(len(before), len(before) + end - start)
            if start == end or names_password(line.decode("latin-1")):
                line, span = MASK.encode(), Span(0, len(MASK))
            print_problem(out, line, problem.replace(span=span))
    raise SystemExit(0 if is_valid(listing.problems) else NO)


def _shown(name: str) -> str:
    """The name of an account, or a mask if it is not a valid name and may contain a password."""
    return MASK if names_password(name) and not name.isalnum() else name


def _record(user: str, role: vapix.Role | None) -> dict[str, Any]:
    return {"user": _shown(user), "role": None if role is None else str(role), "ptz": role is not None and role.ptz}


def _print_own(out: Output, own: vapix.OwnAccount, output: str) -> None:
    if output == "json":
        print_json(_record(own.user, own.role) | {"groups": own.groups})
    else:
        say(out, f"{escape(_shown(own.user))}: {own.role or 'no access group'}")


check_request_command(account, "pwdgrp.cgi")
