"""What the newer CGIs and APIs have in common: which versions have them, and who may ask."""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.oracle.responses.forms import Status
from vapix_proto.oracle.rules.outcomes import NOT_SETTLED, Acceptable
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vapix_proto.oracle.responses.forms import Form
    from vapix_proto.oracle.rules.outcomes import Ask
    from vapix_proto.oracle.state import Account

__all__ = ["ANY", "Service", "may", "other_method", "refused"]

#: The level of an account with no access group but ptz.
ANY = "none"
_METHOD = Status((405, 400, 404, 501), "Method Not Allowed")
_LEVELS = (ANY, "viewer", "operator", "admin")


def refused(_ask: Ask) -> tuple[tuple[Form, str], ...]:
    """The refusal of an account without the right by a status."""
    return ((Status((403, 401), "Forbidden"), f"{NOT_SETTLED}: how an account without the right is refused"),)


def may(account: Account | None, level: str | None) -> bool:
    """Whether an account has a level at the least; None is for all, with and without a login."""
    return level is None or (account is not None and _LEVELS.index(account.level) >= _LEVELS.index(level))


def other_method(ask: Ask) -> Acceptable:
    """The refusal of an HTTP method that an API does not have."""
    return Acceptable(_METHOD, f"{NOT_SETTLED}: how another method is refused", ask.state)


class Service(Value):
    """A CGI or an API.

    Attributes:
        methods: The HTTP methods that it answers.
        since: The first version that has it.
        until: The first version of which no source knows whether it has it; None where there is none.
        doubt: From which version on it may be there before ``since``; itself excluded.
        level: What an account needs for a request; None where no login is needed.
        answers: The responses to who may ask.
        denied: The statuses that are right for who has not logged in.
        fresh: Whether a source decides that what needs no login works before there is an administrator, too.
        forbidden: The refusals of an account without the right, each with its source.
    """

    methods: tuple[str, ...]
    since: AxisOs
    level: Callable[[Ask], str | None]
    answers: Callable[[Ask], Iterable[Acceptable]]
    until: AxisOs | None = None
    doubt: AxisOs | None = None
    denied: tuple[int, ...] = (401,)
    fresh: bool = True
    forbidden: Callable[[Ask], tuple[tuple[Form, str], ...]] = refused

    def is_in(self, version: AxisOs) -> bool:
        """Whether the reference device of a version has it."""
        return version >= self.since

    def is_sure(self, version: AxisOs) -> bool:
        """Whether a source decides that."""
        if self.is_in(version):
            return self.until is None or version < self.until
        return self.doubt is None or version <= self.doubt
