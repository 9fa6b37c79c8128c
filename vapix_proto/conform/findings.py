"""The results of a conformance run, without any passwords."""

from __future__ import annotations

from vapix_proto._value import Value, pairs_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Exchange(Value):
    """A request and its response, in human-readable form.

    Attributes:
        what: The kind of request, such as ``"add an account"``.
        request: Method, path and arguments; passwords are described, not shown.
        login: The user who sent the request; empty if it was sent without credentials.
        status: The status code of the response; 0 if there was no response.
        response: The start of the response's body, without passwords.
        note: What is unusual about the login, such as ``"its previous password"``; empty if nothing is.
    """

    what: str
    request: str
    login: str
    status: int
    response: str
    note: str = ""

    @property
    def sender(self) -> str:
        """Who sent the request, in words."""
        return (f"as {self.login}" if self.login else "without a login") + (f" ({self.note})" if self.note else "")


class Finding(Value):
    """A response that is not acceptable.

    Attributes:
        what: The kind of request.
        reason: Why the response is not acceptable.
        exchanges: The shortest sequence found, starting from a clean device; the last response is the wrong one.
        shrunk: Whether the search for a shorter sequence was completed.
        repeated: Whether the device showed the same fault again.
        sent_again: Whether the run sent the sequence again; False if it ended before that.
    """

    what: str
    reason: str
    exchanges: tuple[Exchange, ...]
    shrunk: bool
    repeated: bool
    sent_again: bool

    def __init__(
        self,
        what: str,
        reason: str,
        exchanges: Iterable[Exchange],
        *,
        shrunk: bool = True,
        repeated: bool = True,
        sent_again: bool = True,
    ) -> None:
        self._set(what=what, reason=reason, exchanges=tuple(exchanges))
        self._set(shrunk=shrunk, repeated=repeated, sent_again=sent_again)


class Result(Value):
    """The result of a conformance run.

    Attributes:
        axis_os: The version whose rules the responses were checked against; empty if the run ended before it was known.
        detected: Whether the device reported that version itself.
        seed: The seed of the sequences.
        writes: Whether the run was allowed to change accounts and parameters.
        requests: How many requests were sent, including those that restored the device.
        sequences: How many sequences of requests were sent.
        complete: Whether all boundary values in the specification were tested; False if the run ended before that.
        checked: How many responses were checked, by kind of request, sorted.
        findings: Responses that are not acceptable.
        unsettled: The choices that the device made where the specification and recordings are silent, with counts.
        not_restored: Sentences about what could not be restored.
        stopped: Why the run ended early; empty if it did not.
        leftovers: One sentence for each account that an earlier run left behind and this run did not touch.
        untried: Sentences about what the run was allowed to do but could not test on this device.
        uncertain: Sentences about what the run restored, but perhaps not to the state before the run.
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
    uncertain: tuple[str, ...]

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
        uncertain: Iterable[str] = (),
    ) -> None:
        self._set(axis_os=axis_os, detected=detected, seed=seed, writes=writes, requests=requests, sequences=sequences)
        self._set(complete=complete, checked=pairs_of(checked), findings=tuple(findings), unsettled=pairs_of(unsettled))
        self._set(not_restored=tuple(not_restored), stopped=stopped, leftovers=tuple(leftovers), untried=tuple(untried))
        self._set(uncertain=tuple(uncertain))

    def concealed(self, hide: Callable[[str], str]) -> Result:
        """A copy of the run with ``hide`` applied to every string that a device may have influenced."""

        def concealed(one: Exchange) -> Exchange:
            return one.replace(request=hide(one.request), response=hide(one.response), note=hide(one.note))

        findings = [
            finding.replace(reason=hide(finding.reason), exchanges=tuple(map(concealed, finding.exchanges)))
            for finding in self.findings
        ]
        return self.replace(
            findings=tuple(findings),
            not_restored=tuple(map(hide, self.not_restored)),
            leftovers=tuple(map(hide, self.leftovers)),
            uncertain=tuple(map(hide, self.uncertain)),
            stopped=hide(self.stopped),
        )
