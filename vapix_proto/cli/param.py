"""``vapix-proto param``: checks values and requests, lists the values in a response, and shows what is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from vapix_proto import ParseError, tz, vapix
from vapix_proto.cli.advice import advice_options
from vapix_proto.cli.check_request import check_request_command
from vapix_proto.cli.groups import Group
from vapix_proto.cli.inputs import is_valid
from vapix_proto.cli.options import axis_os_option
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
from vapix_proto.cli.text_files import complete_file, read_file
from vapix_proto.errors import Code, Problem, Span, escape, quote
from vapix_proto.tz.advice.review import CODES
from vapix_proto.vapix.http import MASK, masked, unquoted
from vapix_proto.vapix.param.registry import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vapix_proto.cli.advice import Advisor
    from vapix_proto.cli.output import Output


_TIME_ZONE = "Time.POSIXTimeZone"
#: A response without parameters is empty, but so is the file that a failed download leaves.
_EMPTY = Problem(
    Code.LISTING_NONE,
    "the listing is empty",
    Span(0, 0),
    "check that the download succeeded; a request that matches no parameter has an empty response, too",
)


@click.group(cls=Group)
def param() -> None:
    """Parameters of Axis devices (param.cgi).

    Exit code 0 if all is well, 1 if something is invalid, 2 for a usage error.
    """


@param.command("check")
@click.argument("settings", nargs=-1, required=True, metavar="NAME=VALUE...")
@axis_os_option()
@advice_options
@format_option("text", "json")
def check(settings: tuple[str, ...], axis_os: str | None, advisor: Advisor, output: str) -> None:
    """Check values, such as Time.POSIXTimeZone=UTC0.

    A name may begin with 'root.'. Each value is judged, even if a name is repeated. Values are also checked for
    conflicts with each other: Time.DST.Enabled=no, for example, disables the daylight saving time of
    Time.POSIXTimeZone. Parameters that are not in the specification are not judged. --at, --database and --no-database
    affect only Time.POSIXTimeZone.

    Exit code 0 if no value is invalid, 1 if one is.
    """
    wrong = 0
    out = standard_output()
    for setting in settings:
        if "=" not in setting:
            raise click.UsageError(f"{quote(setting)} is not of the form NAME=VALUE")
    pairs = [setting.split("=", 1) for setting in settings]
    conflicts = vapix.parameter_conflicts(dict(pairs))
    for name, value in pairs:
        problems = vapix.validate_parameter(name, value, axis_os) + _about(name, conflicts)
        suggestions: tuple[tz.Suggestion, ...] = ()
        if plain_name(name) == _TIME_ZONE:
            found = advisor.problems(value, "vapix")
            suggestions = advisor.suggestions(value, "vapix", found)
            problems += tuple(problem.replace(subject=_TIME_ZONE) for problem in found if problem.code in CODES)
        problems = _quotable(name, value, problems)
        valid = _verdict(name, problems)
        wrong += valid is False
        if output == "json":
            record = {"name": name, "value": _shown(name, value), "valid": valid, "problems": problems_json(problems)}
            print_json(record | advisor.as_json(suggestions))
            continue
        print_verdict(out, escape(name), valid=valid)
        _print_problems(out, name, value, problems)
        advisor.print(out, problems, suggestions)
    raise SystemExit(NO if wrong else 0)


@param.command("list")
@click.argument("file", metavar="FILE | -", shell_complete=complete_file)
@axis_os_option()
@format_option("text", "json")
def list_parameters(file: str, axis_os: str | None, output: str) -> None:
    """List the parameters in a response from param.cgi.

    FILE contains the response to param.cgi?action=list. The list has a warning for each value that the specification
    does not allow, or that another value disables: Time.DST.Enabled=no, for example, disables the daylight saving time
    of Time.POSIXTimeZone.

    Exit code 1 if the text is empty or not a listing, or has lines that do not belong in one.
    """
    data = read_file(file)
    try:
        listing = vapix.ParameterListing.parse(data)
    except ParseError as error:
        refuse(error.text, error.problems)
    if not data.strip():
        refuse(data, [_EMPTY])
    out = standard_output()
    conflicts = vapix.parameter_conflicts(listing.values)
    for name, value in listing.values.items():
        problems = vapix.validate_parameter(name, value, axis_os) if name in vapix.PARAMETERS else ()
        # Nothing is written here, so a read-only parameter is not a problem.
        problems = tuple(_of_device(problem) for problem in problems if problem.code != "param-read-only")
        problems = _quotable(name, value, problems + _about(name, conflicts))
        if output == "json":
            print_json({"name": name, "value": _shown(name, value), "problems": problems_json(problems)})
            continue
        say(out, f"{escape(name)}={escape(_shown(name, value))}")
        _print_problems(out, name, value, problems)
    if output == "text" and not listing.values and not listing.errors:
        say(out, "no parameters", style="yellow")
    for group in (_shown("", asked) for asked in listing.errors):
        if output == "json":
            print_json({"unknown_group": group})
        else:
            say(out, f"the device has no group {escape(group)}", style="yellow")
    for problem in listing.problems:
        if output == "json":
            print_json({"problem": problem_json(problem)})
        else:
            # The rest of the text is left out, because it may contain passwords.
            piece = data[problem.span.start : problem.span.end] or MASK.encode()
            print_problem(out, piece, problem.replace(span=Span(0, len(piece))))
    raise SystemExit(0 if is_valid(listing.problems) else NO)


@param.command("show")
@click.argument("names", nargs=-1, metavar="[NAME...]")
@format_option("text", "json")
def show(names: tuple[str, ...], output: str) -> None:
    """Show what the specification allows for parameters.

    A NAME may also name a group, such as Time. Without a NAME, all parameters are shown.
    """
    found = list(vapix.PARAMETERS.values()) if not names else []
    for name in names:
        plain = plain_name(name)
        group = [each for each in vapix.PARAMETERS.values() if f"{each.name}.".startswith(f"{plain}.")]
        if not group:
            raise click.UsageError(
                f"there is no parameter {quote(plain)}: 'vapix-proto param show' lists all parameters"
            )
        found += group
    out = standard_output()
    for parameter in found:
        if output == "json":
            print_json(_record(parameter))
        else:
            _print(out, parameter)


def _verdict(name: str, problems: Iterable[Problem]) -> bool | None:
    """Whether a value may be set; None if the parameter is not in the specification."""
    if not is_valid(problems):
        return False
    return True if plain_name(name) in vapix.PARAMETERS else None


def _about(name: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.subject == plain_name(name))


def _of_device(problem: Problem) -> Problem:
    """Turns the problem into a warning, because a device does not refuse parameters and values that it already has."""
    if is_valid([problem]) or not problem.code.startswith("param-"):
        return problem.replace(severity="warning")
    message = f"the specification does not allow this: {problem.message}"
    return problem.replace(severity="warning", message=message, hint=None, fix=None)


def _shown(name: str, value: str) -> str:
    """The value, or a mask if the name of the parameter suggests a password. A login in a URL is masked, too."""
    return masked([(name, value)])[0][1]


def _quotable(name: str, value: str, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems with a parameter, without quoted text if the value contains a secret."""
    shown = _shown(name, value)
    if shown == value:
        return problems
    whole = Span(0, len(shown))
    return tuple(each if each.subject is None else unquoted(each).replace(span=whole) for each in problems)


def _print_problems(out: Output, name: str, value: str, problems: tuple[Problem, ...]) -> None:
    """Prints the problems with a parameter, each with an excerpt of the name or value that it concerns."""
    print_problems(out, name, [problem for problem in problems if problem.subject is None])
    print_problems(out, _shown(name, value), [problem for problem in problems if problem.subject is not None])


def _record(parameter: vapix.Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "default": parameter.default,
        "values": str(parameter.values),
        "admin": parameter.access.admin,
        "operator": parameter.access.operator,
        "since": str(parameter.since),
        "until": None if parameter.until is None else str(parameter.until),
        "description": parameter.description,
        "source": parameter.source,
    }


def _print(out: Output, parameter: vapix.Parameter) -> None:
    say(out, parameter.name, style="bold")
    default = "depends on the product" if parameter.default is None else parameter.default or "empty"
    until = "" if parameter.until is None else f", before {parameter.until}"
    operator = "" if parameter.access.operator is None else f"; operator: {parameter.access.operator}"
    for label, text in (
        ("meaning", parameter.description),
        ("values", str(parameter.values)),
        ("default", default),
        ("access", f"admin: {parameter.access.admin}{operator}"),
        ("AXIS OS", f"from {parameter.since}{until}"),
    ):
        say(out, (f"  {label}: ", "cyan"), text)


check_request_command(param, "param.cgi")
