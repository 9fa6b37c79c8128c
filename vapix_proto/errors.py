"""Problems in the input, each with a code, a message, the exact position, and the text to write instead."""

from __future__ import annotations

from enum import StrEnum

from vapix_proto._places import Span, escape, excerpt, plural, quote, shown
from vapix_proto._value import Params, Value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

__all__ = ["Code", "ParseError", "Problem", "Severity", "Span", "escape", "excerpt", "limited", "quote", "shown"]


class Severity(StrEnum):
    """How bad a problem is: an error makes the text invalid, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """The stable names of all problems; ``docs/reference/tz-errors.md`` explains each with an example."""

    TZ_EMPTY = "tz-empty"
    TZ_WRAPPED = "tz-wrapped"
    TZ_ENCODED = "tz-encoded"
    TZ_COLON_FORM = "tz-colon-form"
    TZ_IANA_NAME = "tz-iana-name"
    TZ_IANA_INEXACT = "tz-iana-inexact"
    TZ_DESIGNATION_MISSING = "tz-designation-missing"
    TZ_DESIGNATION_SHORT = "tz-designation-short"
    TZ_DESIGNATION_LONG = "tz-designation-long"
    TZ_DESIGNATION_CHARACTER = "tz-designation-character"
    TZ_DESIGNATION_UNCLOSED = "tz-designation-unclosed"
    TZ_OFFSET_MISSING = "tz-offset-missing"
    TZ_OFFSET_RANGE = "tz-offset-range"
    TZ_HOUR_DIGITS = "tz-hour-digits"
    TZ_MINUTE_DIGITS = "tz-minute-digits"
    TZ_MINUTE_RANGE = "tz-minute-range"
    TZ_SECOND_DIGITS = "tz-second-digits"
    TZ_SECOND_RANGE = "tz-second-range"
    TZ_DST_MISSING = "tz-dst-missing"
    TZ_RULE_MISSING = "tz-rule-missing"
    TZ_RULE_DATE = "tz-rule-date"
    TZ_MONTH_RANGE = "tz-month-range"
    TZ_WEEK_RANGE = "tz-week-range"
    TZ_WEEKDAY_RANGE = "tz-weekday-range"
    TZ_JULIAN_RANGE = "tz-julian-range"
    TZ_DAY_RANGE = "tz-day-range"
    TZ_TIME_MISSING = "tz-time-missing"
    TZ_TIME_SIGNED = "tz-time-signed"
    TZ_TIME_RANGE = "tz-time-range"
    TZ_TRAILING = "tz-trailing"
    TZ_WHITESPACE = "tz-whitespace"
    TZ_CHARACTER = "tz-character"
    # Warnings: the text is valid, but may not mean what its author intended.
    TZ_RULES_IMPLIED = "tz-rules-implied"
    TZ_SIGN_SUSPICIOUS = "tz-sign-suspicious"
    TZ_DESIGNATION_OFFSET = "tz-designation-offset"
    TZ_DAY_365 = "tz-day-365"
    TZ_NEVER_CHANGES = "tz-never-changes"
    TZ_DST_NOT_AHEAD = "tz-dst-not-ahead"
    TZ_OVERLAP = "tz-overlap"
    TZ_CONTESTED = "tz-contested"
    # Warnings based on a time zone database.
    TZ_RULE_UNUSUAL = "tz-rule-unusual"
    TZ_RULE_STALE = "tz-rule-stale"
    TZ_SHIFT_UNUSUAL = "tz-shift-unusual"
    TZ_DESIGNATION_ELSEWHERE = "tz-designation-elsewhere"
    # VAPIX System settings: accounts.
    USER_EMPTY = "user-empty"
    USER_LONG = "user-long"
    USER_CHARACTER = "user-character"
    PASSWORD_EMPTY = "password-empty"  # noqa: S105 - the name of a problem
    PASSWORD_LONG = "password-long"  # noqa: S105
    PASSWORD_CHARACTER = "password-character"  # noqa: S105
    PASSWORD_MASKED = "password-masked"  # noqa: S105
    PASSWORD_POLICY = "password-policy"  # noqa: S105
    ROLE_EMPTY = "role-empty"
    ROLE_UNKNOWN_GROUP = "role-unknown-group"
    ROLE_INCOMPLETE = "role-incomplete"
    ROLE_DUPLICATE = "role-duplicate"
    GROUP_UNKNOWN = "group-unknown"
    INITIAL_ADMIN = "initial-admin"
    AXIS_OS = "axis-os"
    # Requests to any CGI.
    ACTION_UNKNOWN = "action-unknown"
    ARGUMENT_MISSING = "argument-missing"
    ARGUMENT_UNKNOWN = "argument-unknown"
    ARGUMENT_REPEATED = "argument-repeated"
    ARGUMENT_VALUE = "argument-value"
    ARGUMENT_ENCODING = "argument-encoding"
    JSON = "json"
    CONTENT_TYPE = "content-type"
    METHOD_WRONG = "method-wrong"
    PATH_WRONG = "path-wrong"
    SECRET_IN_URL = "secret-in-url"  # noqa: S105
    # Responses (listings of groups and parameters), and the bodies of uploads.
    LISTING_NONE = "listing-none"
    LISTING_LINE = "listing-line"
    LISTING_NAME = "listing-name"
    LISTING_REPEATED = "listing-repeated"
    LISTING_RUN_TOGETHER = "listing-run-together"
    PARAM_NAME = "param-name"
    PARAM_UNKNOWN = "param-unknown"
    PARAM_VERSION = "param-version"
    PARAM_READ_ONLY = "param-read-only"
    PARAM_VALUE = "param-value"
    PARAM_HOST = "param-host"
    PARAM_EMAIL = "param-email"
    PARAM_LINE = "param-line"
    PARAM_DST_DISABLED = "param-dst-disabled"
    # Side effects of setting a time zone, and open questions about it.
    ZONE_NAME_LOST = "zone-name-lost"
    ZONE_DHCP = "zone-dhcp"
    ZONE_UNSETTLED = "zone-unsettled"
    MULTIPART = "multipart"
    MORE_PROBLEMS = "more-problems"


_NO_PARAMS = Params({})


class Problem(Value):
    """An error or a suspicious detail in the input.

    Attributes:
        code: The stable name of the problem.
        severity: Error or warning.
        message: What is wrong, as a clause without the position. Any text that it quotes is escaped and truncated.
        span: The position of the problem in the text or, if there is a ``subject``, in the subject's value.
        hint: What to do, or None if unknown. In "write X", X is the fix. In "write X for Y", X, often
            only a part of the text, is the way to write Y.
        source: For an error, the clause of the standard or specification that the text violates; for a warning, the
            clause that the warning relies on.
        subject: The argument or parameter whose value contains the problem; None if the span refers to the text.
        fix: The whole text, or the subject's value, with all its errors repaired; it is valid, and the same for every
            error. None for warnings, and if any error can't be repaired with certainty. Outside the spans of the
            errors, every designation, sign and digit stays as it was.
        params: If ``tz.parse``, ``tz.validate`` or ``tz.review`` found the problem, or if its code is
            ``more-problems``: the values that the message contains, keyed by name, as str or int, so that the message
            can be translated. For other problems, it lacks some or all of the values. Like the message, the fix and
            the subject, it never contains a secret.
    """

    code: Code
    message: str
    span: Span
    hint: str | None
    source: str
    severity: Severity
    subject: str | None
    fix: str | None
    params: Params

    def __init__(
        self,
        code: Code | str,
        message: str,
        span: Span,
        hint: str | None = None,
        source: str = "",
        severity: Severity | str = Severity.ERROR,
        subject: str | None = None,
        fix: str | None = None,
        params: Mapping[str, str | int] | None = None,
    ) -> None:
        self._set(
            code=Code(code),
            message=message,
            span=span,
            hint=hint,
            source=source,
            severity=Severity(severity),
            subject=subject,
            fix=fix,
            params=_NO_PARAMS if params is None else Params(params),
        )

    def __str__(self) -> str:
        """What is wrong and, if known, what to do, in one line."""
        return self.message if self.hint is None else f"{self.message}; {self.hint}"

    def to_json(self) -> dict[str, Any]:
        """The problem as a JSON object, with the span as start and end, and with the subject if there is one."""
        record: dict[str, Any] = {
            "code": str(self.code),
            "severity": str(self.severity),
            "message": self.message,
            "start": self.span.start,
            "end": self.span.end,
            "hint": self.hint,
            "fix": self.fix,
            "source": self.source,
            "params": dict(self.params),
        }
        return record if self.subject is None else record | {"subject": self.subject}


#: How many problems to report: text with more was probably never meant to be valid.
PROBLEMS_MAX = 64


def limited(problems: Iterable[Problem], most: int = PROBLEMS_MAX) -> tuple[Problem, ...]:
    """The first few problems and, if there are more, one that states the number and the worst severity of the rest."""
    first: list[Problem] = []
    next_one: Problem | None = None
    more, severity = 0, Severity.WARNING
    for problem in problems:
        if len(first) < most:
            first.append(problem)
            continue
        next_one = next_one or problem
        more += int(problem.params["more"]) if problem.code is Code.MORE_PROBLEMS else 1
        if problem.severity is Severity.ERROR:
            severity = Severity.ERROR
    if next_one is not None:
        message = f"and {plural(more, 'more problem')}"
        changes = {"code": Code.MORE_PROBLEMS, "message": message, "severity": severity, "params": {"more": more}}
        first.append(next_one.replace(hint=None, **changes))
    return tuple(first)


def fix_of(problems: Iterable[Problem]) -> str | None:
    """The fix that all errors share; None if there is no error, or no sure fix."""
    return next((problem.fix for problem in problems if problem.fix is not None), None)


def refuse_errors(problems: Iterable[Problem], text: str) -> None:
    """Raises a ParseError if any of the problems is an error."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        first, *others = limited(errors)
        raise ParseError(first, text, *others)


class ParseError(ValueError):
    """The text was refused. ``str(error)`` shows the first error, and marks its position with carets."""

    args: tuple[Problem, str | bytes, *tuple[Problem, ...]]

    # Nothing is stored in vars(), which web frameworks turn into JSON.
    def __init__(self, problem: Problem, text: str | bytes, *others: Problem) -> None:
        super().__init__(problem, text, *others)

    @property
    def problem(self) -> Problem:
        """The first error in the text."""
        return self.args[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The errors in order of position; for a TZ string, all errors that ``tz.validate`` reports."""
        return self.args[0], *self.args[2:]

    @property
    def text(self) -> str | bytes:
        """The text as given."""
        return self.args[1]

    @property
    def code(self) -> Code:
        """The stable name of the problem."""
        return self.problem.code

    @property
    def span(self) -> Span:
        """The position of the first error in the text."""
        return self.problem.span

    @property
    def hint(self) -> str | None:
        """What to do about the first error, or None if unknown."""
        return self.problem.hint

    @property
    def fix(self) -> str | None:
        """The whole text with all its errors repaired, or None if any of them can't be repaired with certainty."""
        return self.problem.fix

    def __str__(self) -> str:
        line, caret = excerpt(self.text, self.span)
        lines = [f"{self.problem.message} [{self.code}]", f"  {line}", f"  {caret}"]
        if self.hint is not None:
            lines.append(f"hint: {self.hint}")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"ParseError({self.code}, {self.span.start}..{self.span.end}: {self.problem.message})"
