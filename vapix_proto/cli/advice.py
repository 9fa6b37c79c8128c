"""Advice about strings, based on a time zone database: warnings and suggestions, with the database version."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn

import click

from vapix_proto import Code, ParseError, tz
from vapix_proto.cli.options import at_option, database_option
from vapix_proto.cli.output import (
    NO,
    database_json,
    print_database,
    print_json,
    print_note,
    print_problems,
    problems_json,
    say,
    standard_error,
    wants_json,
)
from vapix_proto.errors import fix_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vapix_proto.cli.output import Output
    from vapix_proto.errors import Problem


#: The maximum number of zones that the text output names for a suggestion; the JSON output names all of them.
_SHOWN = 3


class Advisor:
    """Gives advice on strings, based on a time zone database and an instant. Without a database, only validates them.

    Attributes:
        database: The database, or None if there is none.
        at: The instant, or None for the present.
        chosen: Whether the user chose the database with ``--database``.
    """

    def __init__(self, database: tz.Database | None = None, at: int | None = None, *, chosen: bool = False) -> None:
        self.database: tz.Database | None = database
        self.at: int | None = at
        self.chosen: bool = chosen

    def problems(self, text: str | bytes, dialect: str) -> tuple[Problem, ...]:
        """The problems with a string, including any that only the database reveals."""
        if self.database is None:
            return tz.validate(text, dialect)
        problems = tz.review(text, dialect, at=self.at, database=self.database)
        # The hint is dropped if the zone is unknown: it suggests from-iana, which would refuse the name.
        return tuple(each.replace(hint=None) if self._is_unknown_name(each) else each for each in problems)

    def _is_unknown_name(self, problem: Problem) -> bool:
        if problem.code is not Code.TZ_IANA_NAME:
            return False
        try:
            tz.iana_rule(str(problem.params["name"]), self.at, database=self.database)
        except ParseError:
            return True
        return False

    def suggestions(self, text: str | bytes, dialect: str, problems: Sequence[Problem]) -> tuple[tz.Suggestion, ...]:
        """The strings that the user may have meant; empty if the string has no problems or there is no database."""
        if self.database is None or not problems:
            return ()
        return tz.suggest(text, dialect, at=self.at, database=self.database)

    def as_json(self, suggestions: Sequence[tz.Suggestion]) -> dict[str, Any]:
        """The suggestions and a description of the database, as members of a JSON object."""
        return {
            "suggestions": [suggestion.to_json() for suggestion in suggestions],
            "database": database_json(self.database),
        }

    def refuse(
        self,
        given: str,
        dialect: str,
        problems: Sequence[Problem],
        *,
        text: str | bytes | None = None,
        exit_code: int = NO,
        note: str | None = None,
        **more: Any,  # noqa: ANN401
    ) -> NoReturn:
        """Shows why the input is refused, gives advice, and exits.

        If ``given`` is a zone name, ``text`` may be that zone's string. The spans of the problems refer to ``text``;
        if ``text`` is None, they refer to ``given``. ``more`` contains further members for the JSON output.
        """
        another = text is not None and text != given
        suggestions = () if another else self.suggestions(given, dialect, problems)
        text = given if text is None else text
        if wants_json():
            record = {"input": given, "dialect": dialect} | ({"string": text} if another else {})
            verdict = {"valid": False, "problems": problems_json(problems)} | ({} if note is None else {"note": note})
            print_json(record | self.as_json(suggestions) | more | verdict)
            raise SystemExit(exit_code)
        err = standard_error()
        print_problems(err, text, problems)
        self.print(err, problems, suggestions)
        print_note(err, note)
        raise SystemExit(exit_code)

    def print(self, out: Output, problems: Sequence[Problem], suggestions: Sequence[tz.Suggestion]) -> None:
        """Prints any fix or suggestion that no hint mentions, and names the database if any advice is based on it."""
        words = {word.rstrip(",:") for problem in problems for word in (problem.hint or "").split()}
        fix = fix_of(problems)
        if fix is not None and fix not in words:
            say(out, ("fix: ", "bold"), fix)
        for suggestion in suggestions:
            if suggestion.kind != "repair" and suggestion.text not in words:
                say(out, ("suggestion: ", "bold"), f"{suggestion.text} ({_reason(suggestion)})")
        if self.database is None:
            return
        from vapix_proto.tz.advice.review import CODES  # noqa: PLC0415 - loads all of tz.advice, rarely needed

        known = [each for each in suggestions if each.kind != "repair"]
        if known or any(problem.code in CODES for problem in problems):
            print_database(out, self.database)


def _reason(suggestion: tz.Suggestion) -> str:
    """The reason for a suggestion, followed by the first few of its ``zones`` unless the reason already names one."""
    zones = suggestion.zones
    if not zones or any(zone in suggestion.reason for zone in zones):
        return suggestion.reason
    more = f" and {len(zones) - _SHOWN} more" if len(zones) > _SHOWN else ""
    return f"{suggestion.reason}: {', '.join(zones[:_SHOWN])}{more}"


def advice_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds ``--at``, ``--database`` and ``--no-database`` to a command, which receives them as an ``advisor``."""

    @wraps(command)
    def advised(*, at: int | None, folder: str | None, pure: bool, **options: Any) -> None:  # noqa: ANN401
        if pure and folder is not None:
            raise click.UsageError("--database and --no-database can't be used together")
        database = None if pure else tz.database(folder)
        command(advisor=Advisor(database, at, chosen=folder is not None), **options)

    pure_option = click.option(
        "--no-database",
        "pure",
        is_flag=True,
        help="Use no database, so that the result is the same on every computer.",
    )
    return at_option(database_option(pure_option(advised)))
