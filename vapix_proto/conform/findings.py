"""What a run found, as values without any password."""

from __future__ import annotations

from vapix_proto._value import Value, pairs_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Exchange(Value):
    """A request that was sent, and its response, for people.

    Attributes:
        what: What it is, such as ``"add an account"``.
        request: Method, path and arguments; passwords are described, not shown.
        login: Whom it was authenticated as; empty without credentials.
        status: The status of the response; 0 where none came.
        response: The start of its body, without passwords.
    """

    what: str
    request: str
    login: str
    status: int
    response: str


class Finding(Value):
    """A response that is not acceptable.

    Attributes:
        what: The kind of the request.
        reason: Why the response is not one of the acceptable ones.
        exchanges: The shortest sequence found, from a cleaned device on; the last response is the wrong one.
        shrunk: Whether the search for a shorter sequence came to its end.
        repeated: Whether the sequence showed the same fault when it was sent again.
    """

    what: str
    reason: str
    exchanges: tuple[Exchange, ...]
    shrunk: bool
    repeated: bool

    def __init__(
        self, what: str, reason: str, exchanges: Iterable[Exchange], *, shrunk: bool = True, repeated: bool = True
    ) -> None:
        self._set(what=what, reason=reason, exchanges=tuple(exchanges), shrunk=shrunk, repeated=repeated)


class Result(Value):
    """A conformance run.

    Attributes:
        axis_os: The version whose rules the responses were held against.
        detected: Whether the device said that version itself.
        seed: The seed of the sequences.
        writes: Whether accounts and parameters were written.
        requests: How many requests were sent, restoration included.
        sequences: How many sequences of requests were tried.
        complete: Whether each boundary of the specification was tried; False if the requests ran out before that.
        checked: How many responses were checked, by the kind of request, in sorted order.
        findings: Responses that are not acceptable.
        unsettled: What the device does where the sources are silent: sources of choices, each with a count.
        not_restored: What could not be set back, one sentence each.
        stopped: Why the run ended before its time; empty where it did not.
        leftovers: Accounts of an earlier run, which this run left alone, one sentence each.
        untried: What the run was allowed to do and could not try on this device, one sentence each.
    """

    axis_os: str
    detected: bool
    seed: int
    writes: bool
    requests: int
    sequences: int
    complete: bool
    checked: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]
    unsettled: tuple[tuple[str, int], ...]
    not_restored: tuple[str, ...]
    stopped: str
    leftovers: tuple[str, ...]
    untried: tuple[str, ...]

    def __init__(
        self,
        axis_os: str,
        *,
        detected: bool,
        seed: int,
        writes: bool,
        requests: int = 0,
        sequences: int = 0,
        complete: bool = True,
        checked: Mapping[str, int] | Iterable[tuple[str, int]] = (),
        findings: Iterable[Finding] = (),
        unsettled: Mapping[str, int] | Iterable[tuple[str, int]] = (),
        not_restored: Iterable[str] = (),
        stopped: str = "",
        leftovers: Iterable[str] = (),
        untried: Iterable[str] = (),
    ) -> None:
        self._set(axis_os=axis_os, detected=detected, seed=seed, writes=writes, requests=requests, sequences=sequences)
        self._set(complete=complete, checked=pairs_of(checked), findings=tuple(findings), unsettled=pairs_of(unsettled))
        self._set(not_restored=tuple(not_restored), stopped=stopped, leftovers=tuple(leftovers), untried=tuple(untried))

    def concealed(self, hide: Callable[[str], str]) -> Result:
        """The run with each text that a device may have a part in as ``hide`` gives it."""
        findings = [
            finding.replace(
                reason=hide(finding.reason),
                exchanges=tuple(
                    one.replace(request=hide(one.request), response=hide(one.response)) for one in finding.exchanges
                ),
            )
            for finding in self.findings
        ]
        return self.replace(
            findings=tuple(findings),
            not_restored=tuple(map(hide, self.not_restored)),
            leftovers=tuple(map(hide, self.leftovers)),
            stopped=hide(self.stopped),
        )
