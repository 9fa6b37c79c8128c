"""The types that all rules use, and ``decide``, which finds the acceptable responses to a request.

A ``Service`` is a CGI or an API that is missing from some versions of AXIS OS.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from vapix_proto._value import Value
from vapix_proto.oracle.responses.forms import Status, decode
from vapix_proto.oracle.rules.allowed import Verdict

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vapix_proto.oracle.responses.forms import Form
    from vapix_proto.oracle.state import Account, State
    from vapix_proto.vapix.axis_os import AxisOs
    from vapix_proto.vapix.http import HttpRequest

NOT_SETTLED = "not settled"
LIKE_NEW = "whether a device that has accounts, but no administrator, is like a new one"


class Acceptable(Value):
    """One acceptable response.

    Attributes:
        form: The meaning of the response.
        source: What shows that the response is acceptable, or ``"not settled"`` and why, if no specification or
            recording settles it.
        state: The device's state after the response.
    """

    form: Form
    source: str
    state: State


class Ask:
    """A request to a CGI, the device's state before it, the account that sent it, and one value for each argument."""

    __slots__ = ("account", "args", "now", "request", "state")
    state: State
    request: HttpRequest
    account: Account | None
    now: int
    args: Mapping[str, str]

    def __init__(
        self, state: State, request: HttpRequest, account: Account | None, now: int, args: Mapping[str, str]
    ) -> None:
        self.state, self.request, self.account, self.now, self.args = state, request, account, now, args

    def noted(self, state: State, level: str, text: str) -> State:
        """The state with an event added to its system log."""
        return state.logged(self.now, "System", level, text)


class Rule(Value):
    """A rule that may refuse requests.

    Attributes:
        why: The reason for a refusal, for the device's log.
        judge: Returns the verdict on a request; None if the rule does not apply to it.
        refusals: The correct refusals, each with its source.
    """

    why: str
    judge: Callable[[Ask], Verdict | None]
    refusals: tuple[tuple[Form, str], ...]


def decide(rules: Iterable[Rule], ask: Ask, taken: Callable[[Ask], Iterable[Acceptable]]) -> tuple[Acceptable, ...]:
    """The acceptable responses, starting with the one that the reference device sends.

    If any verdict is ``Verdict.REFUSED``, a device must not accept the request. No source settles which rule a device
    checks first, so a refusal because of any broken rule is correct.
    """
    broken = [(rule, verdict) for rule in rules if (verdict := rule.judge(ask)) not in (None, Verdict.TAKEN)]
    before = [row for rule, verdict in broken if verdict is not Verdict.TAKEN_FIRST for row in _refusals(rule, ask)]
    after = [row for rule, verdict in broken if verdict is Verdict.TAKEN_FIRST for row in _refusals(rule, ask)]
    if any(verdict is Verdict.REFUSED for _, verdict in broken):
        return (*before, *after)
    responses = tuple(taken(ask))
    why = ", ".join(rule.why for rule, _ in broken)
    return (*before, *(unsettled(responses, why) if broken else responses), *unsettled(after, why))


def _refusals(rule: Rule, ask: Ask) -> list[Acceptable]:
    state = ask.noted(ask.state, "Warning", rule.why)
    return [Acceptable(form, source, state) for form, source in rule.refusals]


def unsettled(responses: Iterable[Acceptable], why: str) -> list[Acceptable]:
    """The responses, marked as not settled."""
    mark = f"{NOT_SETTLED}: {why}; "
    return [one if one.source.startswith(NOT_SETTLED) else one.replace(source=mark + one.source) for one in responses]


def pairs_of(request: HttpRequest, *, body: bool = True) -> tuple[tuple[str, str], ...]:
    """A request's arguments in order: first from its query, then from its body, regardless of the content type."""
    pairs = parse_qsl(request.query, keep_blank_values=True, errors="surrogateescape") if request.query else []
    if body and request.body:
        pairs += parse_qsl(decode(request.read_body()), keep_blank_values=True, errors="surrogateescape")
    return tuple(pairs)


# -- the CGIs and APIs that some versions lack: which versions have them, and who may send requests

#: The level of an account whose only access group, if any, is ptz.
ANY = "none"
_METHOD = Status((405, 400, 404, 501), "Method Not Allowed")
_LEVELS = (ANY, "viewer", "operator", "admin")


def refused(_ask: Ask) -> tuple[tuple[Form, str], ...]:
    """The refusal that an unauthorised account gets: only its status code is checked."""
    return ((Status((403, 401), "Forbidden"), f"{NOT_SETTLED}: how an unauthorised account is refused"),)


def may(account: Account | None, level: str | None) -> bool:
    """Whether an account has at least the given level; level None permits everybody, even without a login."""
    return level is None or (account is not None and _LEVELS.index(account.level) >= _LEVELS.index(level))


def other_method(ask: Ask) -> Acceptable:
    """The refusal of an HTTP method that an API does not support."""
    return Acceptable(_METHOD, f"{NOT_SETTLED}: how an unsupported HTTP method is refused", ask.state)


class Service(Value):
    """A CGI or an API.

    Attributes:
        methods: The HTTP methods that it supports.
        since: The first version in which the reference device has it.
        until: The first version for which no source settles whether the CGI or API still exists; None if there is no
            such version.
        doubt: The last version that certainly lacks it; later versions before ``since`` may have it.
        level: The level that an account needs for a request; None if no login is needed.
        answers: The responses to a request from an authorised account.
        denied: The correct status codes for a request without a login.
        fresh: Whether a source confirms that requests without a login work even before there is an administrator.
        forbidden: The refusals that an unauthorised account gets, each with its source.
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
        """Whether the reference device has the CGI or API in this version."""
        return version >= self.since

    def is_sure(self, version: AxisOs) -> bool:
        """Whether a source confirms that this version has or lacks the CGI or API."""
        if self.is_in(version):
            return self.until is None or version < self.until
        return self.doubt is None or version <= self.doubt
