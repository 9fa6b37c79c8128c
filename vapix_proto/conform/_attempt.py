"""Makes one attempt: runs a sequence of steps on a clean device, then sends the requests that show its whole state."""

from __future__ import annotations

import re

from vapix_proto.conform._challenges import challenges_of, why_no_login
from vapix_proto.conform._connection import BAD_REQUEST, UNAUTHORIZED
from vapix_proto.conform._guard import PARAM, TREE
from vapix_proto.conform._json_steps import zone_looks
from vapix_proto.conform._sequences import list_accounts, list_parameters
from vapix_proto.conform._steps import Names
from vapix_proto.conform._zone import ZONE_PARAMETERS
from vapix_proto.conform.transports import DeviceTransport, Unreachable
from vapix_proto.oracle.expectation import Mismatch, expect
from vapix_proto.oracle.time_zone import DST

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from vapix_proto.conform._connection import Line
    from vapix_proto.conform._steps import Step
    from vapix_proto.conform.findings import Exchange
    from vapix_proto.conform.transports import Login
    from vapix_proto.oracle.device import Device
    from vapix_proto.vapix.http import HttpRequest, HttpResponse

#: The maximum number of reference devices. More would be needed only if our sources left many responses undetermined.
_DEVICES_MAX = 128
_NOTE_MAX = 200
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[0-9]+")


class Fault(Exception):  # noqa: N818 - a fault in the device, not an error in this code
    """A response that is not acceptable.

    Attributes:
        labels: Labels of the fault. Faults that share a label count as one.
        reason: Why the response is not acceptable.
        steps: All steps of the attempt, including the looks, up to the one that showed the fault.
        exchanges: Their requests and responses.
    """

    def __init__(self, steps: Iterable[Step], reason: str, exchanges: Iterable[Exchange]) -> None:
        super().__init__(reason)
        self.steps, self.reason, self.exchanges = tuple(steps), reason, tuple(exchanges)
        step = self.steps[-1]
        self.what = step.what
        names = [name.removeprefix("root.") for name, _ in step.args if name != "action"]
        if step.what == "set parameters":
            self.labels = frozenset(f"set {name}" for name in names)
        else:
            detail = _QUOTED.sub("", reason.partition("; or ")[0]) if step.what.startswith("list") else ""
            self.labels = frozenset({f"{step.what} {detail}"})


class _Model:
    """Tracks which reference devices could be in the same state as the tested device.

    Attributes:
        devices: Every reference device that could have given the responses so far.
    """

    def __init__(self, devices: Iterable[Device], unsettled: Counter[str]) -> None:
        self.devices = tuple(devices)
        self._unsettled = unsettled

    def follow(self, request: HttpRequest, login: Login | None, response: HttpResponse) -> str | None:
        """Drops the devices that could not have given the response. If none is left, returns the reason, else None."""
        reasons: dict[str, None] = {}
        after: dict[object, Device] = {}
        sources: set[str] = set()
        for device in self.devices:
            # The reference devices may have different passwords for the same account. An empty password means that the
            # real one is unknown, so no login with an empty password succeeds.
            user = DeviceTransport(device).authenticated(login) if login and login.password else None
            found = expect(device, request, user).match(response)
            if isinstance(found, Mismatch):
                reasons[found.reason] = None
                continue
            sources.update(source for source in found.sources if source.startswith("not settled"))
            after |= {one.essence: one.replace(log=()) for one in found.devices}
        if not after:
            return next(iter(reasons))
        self._unsettled.update(sources)
        self.devices = tuple(after.values())[:_DEVICES_MAX]
        return None


class Trial:
    """Runs steps and compares each response with those that the reference devices could give."""

    def __init__(self, line: Line, base: Device, checked: Counter[str], unsettled: Counter[str]) -> None:
        self._line, self._checked = line, checked
        self._model = _Model(_possible(base), unsettled)
        self._version = base.axis_os
        self._names = Names(line)
        self._sent: list[tuple[Step, tuple[HttpRequest, Login | None, HttpResponse, str]]] = []

    def run(self, steps: Iterable[Step], looks: Iterable[Step]) -> None:
        """Runs steps; if any of them can change the device, then runs the ``looks``, which show the resulting state.

        Raises:
            Fault: A response is not acceptable.
        """
        written: list[Step] = []
        for step in steps:
            if self.send(step):
                written.append(step)
        if not written:
            return
        wanted = [*looks, *(zone_looks(self._version) if any(map(_sets_zone, written)) else ())]
        # To keep the report short, first read what was written last, then everything else, which may have changed, too.
        last = written[-1].path
        for step in sorted(wanted, key=lambda look: look.path != (TREE if last.startswith(TREE) else last)):
            self.send(step)

    def send(self, step: Step) -> bool:
        """Sends the request of a step. Returns whether the request can change the device.

        Raises:
            Fault: The response is not acceptable.
            Unreachable: No response came.
        """
        login = self._names.login(step)
        note = self._names.note(step, login, self._model.devices) if login else ""
        request = self._names.request(step)
        try:
            response = self._line.send(request, login, step.what)
        except Unreachable as error:
            # This request may have crashed the device.
            who = f"as {login.user}" if login else "without a login"
            raise Unreachable(f"{error}; the request, sent {who}, was {self._line.shown(request)}") from None
        if login and self._line.login_sent is False and response.status < BAD_REQUEST:
            login, note = None, "the device did not ask for one"
        elif login and self._line.login_sent is not None and response.status == UNAUTHORIZED:
            challenges = challenges_of(response)
            why = why_no_login(challenges)
            note = ": ".join(filter(None, ("not logged in", why, ", ".join(challenges)))) if why else note
        self._checked[step.what] += 1
        note = _printable(self._line.redact(note))[:_NOTE_MAX]
        self._sent.append((step, (request, login, response, note)))
        reason = self._model.follow(request, login, response) or self._ghost(step, response)
        if reason is None:
            return self._line.guard.check(request, self._line.prefixes)
        clean = self._line.redact(response.body.decode("utf-8", "surrogateescape"))
        body = clean.encode("utf-8", "surrogateescape")
        if body != response.body:
            # The reason quotes the response, and a quotation with only part of a password might not be redacted.
            again = self._model.follow(request, login, response.replace(body=body))
            reason = again or "the response is not acceptable; it contains a password, so it is not quoted"
        exchanges = [self._line.exchange(one.what, *sent) for one, sent in self._sent]
        raise Fault((one for one, _ in self._sent), _printable(self._line.redact(reason)), exchanges)

    def _ghost(self, step: Step, response: HttpResponse) -> str | None:
        """Reports a listed account whose name has this attempt's prefix, but which should not exist.

        Unreported, it might pass for a system account.
        """
        if step.what != "list accounts":
            return None
        known = {account.user for device in self._model.devices for account in device.accounts}
        listed = re.findall(rf"\b{self._names.prefix}[A-Za-z0-9]*", response.body.decode("utf-8", "surrogateescape"))
        ghost = next((name for name in listed if name not in known), None)
        return None if ghost is None else f"{ghost!r} is listed, but there is no such account"


def _possible(base: Device) -> tuple[Device, ...]:
    """The device's possible states: its daylight saving flag is unknown unless a POSIX string is in force."""
    if base.time_zone.mirrored:
        return (base,)
    return base, *(base.replace(settings={**dict(base.settings), DST: flag}) for flag in ("yes", "no"))


def _sets_zone(step: Step) -> bool:
    names = [name.removeprefix("root.") for name, _ in step.args]
    return bool(step.body) or (step.path == PARAM and any(name in ZONE_PARAMETERS for name in names))


def _printable(text: str) -> str:
    """The text with all unprintable characters escaped, because a device may send any characters or bytes."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def looks(names: Iterable[str]) -> tuple[Step, ...]:
    """The requests that show a device's state after a sequence that may have changed it."""
    group = ",".join(names)
    return (list_accounts(), list_parameters(group)) if group else (list_accounts(),)
