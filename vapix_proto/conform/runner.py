"""Carries out a run: reads the device's state, searches for faults, restores the device, and reports the findings."""

from __future__ import annotations

import secrets
from collections import Counter
from contextlib import contextmanager, nullcontext, suppress

from vapix_proto.conform._attempt import Fault, Trial, looks
from vapix_proto.conform._boundaries import firsts, untried
from vapix_proto.conform._connection import Line, Spent
from vapix_proto.conform._guard import Guard
from vapix_proto.conform._restoration import (
    described,
    may_be_left,
    may_exist,
    may_still_happen,
    restore,
    settle_zone,
    some,
    zone_may_differ,
)
from vapix_proto.conform._search import Search
from vapix_proto.conform._sequences import sequences
from vapix_proto.conform.findings import Finding, Result
from vapix_proto.conform.inventory import Unusable, leftovers, read_survey
from vapix_proto.conform.transports import Unreachable

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from vapix_proto.conform._steps import Step
    from vapix_proto.conform.inventory import Survey
    from vapix_proto.conform.transports import Login, Transport
    from vapix_proto.oracle.device import Device
    from vapix_proto.vapix.axis_os import AxisOs

REQUESTS = 3000
_SEEDS = 2**32


def run(
    transport: Transport,
    login: Login,
    *,
    axis_os: AxisOs | str | None = None,
    allow_writes: bool = False,
    disposable: bool = False,
    seed: int | None = None,
    max_requests: int = REQUESTS,
    sleep: Callable[[float], object] | None = None,
    progress: Callable[[int, str], None] | None = None,
    heard: Callable[[int], AbstractContextManager[object]] = nullcontext,
) -> Result:
    """Sends requests to a device and checks that each response is acceptable.

    An interrupt (``KeyboardInterrupt``), a device that no longer answers or any error ends the tests; the run then
    restores the device, and the result reports why it ended. A second interrupt ends the restoration; the result then
    lists what the run may have left behind.

    Args:
        transport: The transport to the device.
        login: An administrator of the device.
        axis_os: The version whose rules apply, as ``AxisOs`` or a string; with None, the run asks the device for it.
        allow_writes: Whether the run may set parameters and create accounts, whose names begin with ``vpx`` and five
            random letters or digits. Without it, the run only reads listings and logs.
        disposable: Whether the run may ask the device to remove the initial admin, which versions before 11.5 must
            refuse.
        seed: The seed from which the run generates sequences of requests; with None, it chooses one.
        max_requests: The maximum number of requests, not counting those that restore the device.
        sleep: The function that waits (such as ``time.sleep``) when the device does not answer during restoration, for
            at most 90 seconds in total. With None, the run does not wait.
        progress: Called after each request with the number of requests sent and the kind of the last one.
        heard: Called before each of the three parts of the run with the number of interrupts, counted from the start of
            the run, that end the part: 1 for reading the device, 1 for testing it, and 2 for restoring it. Returns the
            context manager in which the part runs. The command line blocks interrupts outside these contexts, where
            nothing could catch them.

    Raises:
        Unusable: No run is possible, for example because the login is not an administrator's, the version is unknown,
            or a response is not a listing.
        Unreachable: The device did not answer even the first requests.
        ValueError: ``axis_os`` is not a version that the specification covers.
    """
    seed = secrets.randbelow(_SEEDS) if seed is None else seed
    admin = login.user if allow_writes and disposable else None
    guard = Guard(writes=allow_writes, admin=admin)
    line = Line(transport, login, guard, max_requests, progress or (lambda _sent, _what: None))
    with _concealed(line.redact):
        try:
            with heard(1):
                survey = read_survey(line, axis_os)
                again = read_survey(line, axis_os) if allow_writes or survey.faults else survey
        except Spent:
            raise Unusable(
                f"max_requests={max_requests} allows too few requests to read the state of the device"
            ) from None
        except (Unreachable, Unusable, ValueError):
            raise
        except Exception as error:
            raise Unusable(described(error, line)) from error
        if allow_writes and again != survey:
            # Restoring misread values would change the device.
            raise Unusable("the device reported a different state when it was read again: nothing was written")
        line.sleep = sleep
        running = _Run(line, survey, seed, again.faults)
        stopped = "interrupted"
        try:
            with suppress(KeyboardInterrupt), heard(1):
                stopped = running.search()
        finally:
            running.finish(heard)
        return running.result(stopped).concealed(line.redact)


@contextmanager
def _concealed(hide: Callable[[str], str]) -> Iterator[None]:
    """Removes passwords from the messages of any exception raised in the context and of the errors that caused it."""
    try:
        yield
    except BaseException as raised:
        errors: list[BaseException | None] = [raised]
        seen: set[int] = set()
        for error in errors:  # the list grows
            if error is not None and id(error) not in seen:
                seen.add(id(error))
                error.args = tuple(hide(one) if isinstance(one, str) else one for one in error.args)
                if error.__suppress_context__:
                    # Python never shows this error, but its attributes other than args may contain passwords.
                    error.__context__ = None
                errors += [error.__cause__, error.__context__]
        raise


class _Run:
    def __init__(self, line: Line, survey: Survey, seed: int, faults: tuple[tuple[str, str], ...]) -> None:
        self._line, self._survey, self._seed = line, survey, seed
        self._strategy = sequences(survey, line.guard)
        self._firsts = tuple(firsts(survey, line.guard))
        self._looks = looks(survey.names)
        self._base: Device = survey.device
        self._sequences = 0
        self._complete = False
        self._checked: Counter[str] = Counter()
        self._unsettled: Counter[str] = Counter()
        self._not_restored: tuple[str, ...] = ()
        # The users and parameters that the last call to clean() restored.
        self._cleaned: tuple[frozenset[str], frozenset[str]] = frozenset(), frozenset()
        self._settled = False
        self._searching: Search | None = None
        self._findings = [Finding("read the state", fault[1], (), repeated=fault in faults) for fault in survey.faults]
        self._known: frozenset[str] = frozenset()

    def search(self) -> str:
        """Looks for faults until no more are found or the requests run out.

        Returns the error that ended the search, or an empty string.
        """
        try:
            for steps, independent in self._firsts:
                self._first(steps, independent=independent)
            self._complete = True
            seed = self._seed
            while True:
                self._searching = Search(self._attempt, lambda: self._line.sent)
                self._searching.run(self._strategy, seed, self._known)
                if self._searching.best is None:
                    return ""
                self._take()
                seed += 1
        except Spent:
            return ""
        except Exception as error:  # no error may discard the findings
            return described(error, self._line)

    def _first(self, steps: tuple[Step, ...], *, independent: bool) -> None:
        """Runs a sequence; if its steps are independent, continues after each fault with the remaining steps."""
        while steps:
            self._searching = Search(self._attempt, lambda: self._line.sent)
            sent = self._searching.shorten(steps, self._known)
            self._take()
            if sent is None or not independent:
                return
            steps = steps[sent:]

    def _take(self) -> None:
        """Adds the fault that the search found, if any, to the findings."""
        found = self._searching
        self._searching = None
        if found is not None and found.best is not None:
            fault = found.best
            self._known |= fault.labels
            how = {"shrunk": found.shrunk, "repeated": found.repeated, "sent_again": found.sent_again}
            self._findings.append(Finding(fault.what, fault.reason, fault.exchanges, **how))

    def _attempt(self, steps: list[Step]) -> None:
        self.clean()
        self._sequences += 1
        try:
            Trial(self._line, self._base, self._checked, self._unsettled).run(steps, self._looks)
        except Fault:
            self._line.hang_up()
            raise

    def clean(self) -> None:
        """Restores what the run has changed since the last restoration."""
        if not self._line.wrote:
            return
        device, self._not_restored = restore(self._line, self._survey)
        if device is not None:
            self._base = device
        if not self._not_restored:
            self._cleaned = frozenset(self._line.users), frozenset(self._line.parameters)
            self._line.users.clear()
            self._line.own_admins.clear()
            self._line.parameters.clear()

    def finish(self, heard: Callable[[int], AbstractContextManager[object]]) -> None:
        """Restores the device for the last time; if this is cut short, notes the reason and what may be left behind."""
        try:
            with heard(2):
                self._line.try_again()
                self.clean()
                # The final restoration runs twice, in case a response damaged in transit made it miss something.
                self._line.hang_up()
                users, parameters = self._cleaned
                self._line.try_again()
                self._line.users |= users
                self._line.parameters |= parameters
                self._settled = settle_zone(self._line, self._survey)
                self.clean()
        except (Exception, KeyboardInterrupt) as error:
            why = described(error, self._line) if isinstance(error, Exception) else "interrupted"
            self._not_restored = (f"the restoration ended early: {why}", *may_be_left(self._line, self._survey))

    def result(self, stopped: str) -> Result:
        """The whole run, as a value."""
        self._take()
        survey = self._survey
        left = (
            f"the account {one.user!r} ({':'.join(one.groups)}) is left over from an earlier run: remove it by hand"
            for one in leftovers(survey)
        )
        zone = zone_may_differ(self._line, survey, settled=self._settled)
        return Result(
            str(survey.device.axis_os),
            detected=survey.detected,
            seed=self._seed,
            writes=self._line.guard.writes,
            requests=self._line.sent,
            sequences=self._sequences,
            complete=self._complete,
            checked=sorted(self._checked.items()),
            findings=self._findings,
            unsettled=sorted(self._unsettled.items()),
            not_restored=(
                *self._not_restored,
                *(() if self._settled else zone),
                *may_exist(self._line),
                *may_still_happen(self._line, self._survey),
            ),
            leftovers=some(left),
            untried=untried(survey, self._line.guard),
            uncertain=zone if self._settled else (),
            stopped=stopped,
        )
