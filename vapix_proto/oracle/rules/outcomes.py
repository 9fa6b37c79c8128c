"""What all rules share: a request as they see it, an acceptable response, how rules decide, and the newer APIs."""

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


class Acceptable(Value):
    """One response that is right.

    Attributes:
        form: What it means.
        source: Where that is written; ``"not settled"`` and why, where neither specification nor recording decides.
        state: The device after it.
    """

    form: Form
    source: str
    state: State


class Ask:
    """A request to a CGI: the device before it, who asks, and the arguments, each with one value."""

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
        """The state after an event of the system log."""
        return state.logged(self.now, "System", level, text)


class Rule(Value):
    """A rule that may refuse a request: the line of the log, a verdict or None, and the right refusals and sources."""

    why: str
    judge: Callable[[Ask], Verdict | None]
    refusals: tuple[tuple[Form, str], ...]


def decide(rules: Iterable[Rule], ask: Ask, taken: Callable[[Ask], Iterable[Acceptable]]) -> tuple[Acceptable, ...]:
    """The acceptable responses, that of the reference device first.

    One firm refusal makes taking wrong. In which order a device looks is not settled: any refusal of a rule that does
    not hold is right.
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
    """The same responses, marked as not settled."""
    mark = f"{NOT_SETTLED}: {why}; "
    return [one if one.source.startswith(NOT_SETTLED) else one.replace(source=mark + one.source) for one in responses]


def pairs_of(request: HttpRequest, *, body: bool = True) -> tuple[tuple[str, str], ...]:
    """The arguments of a request, in order: those of its query, then those of its body, whatever its content type."""
    pairs = parse_qsl(request.query, keep_blank_values=True, errors="surrogateescape") if request.query else []
    if body and request.body:
        pairs += parse_qsl(decode(request.read_body()), keep_blank_values=True, errors="surrogateescape")
    return tuple(pairs)


# -- what the newer CGIs and APIs have in common: which versions have them, and who may ask

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
        answers: The responses to an account with the right.
        denied: The statuses that are right without a login.
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
