"""Uses hypothesis to find a sequence of requests that a device answers incorrectly, and then a shorter one."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Flaky

from vapix_proto.conform._attempt import Fault
from vapix_proto.conform._connection import Spent

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from vapix_proto.conform._steps import Step

#: More examples than any run can try: the limit on requests ends the run first.
_EXAMPLES_MAX = 1_000_000
#: The maximum number of requests for shortening with hypothesis, and also for leaving out steps one by one.
_SHRINKING_MAX = 400


class _Stop(BaseException):
    """Wraps an error that is not the device's fault, because hypothesis would otherwise try to shrink the sequence."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__()
        self.cause = cause


class Search:
    """Looks for one fault at a time.

    Attributes:
        best: The fault found with the shortest sequence of steps so far, or None.
        shrunk: Whether the search for a shorter sequence was completed.
        repeated: Whether the device showed this fault again.
        sent_again: Whether the sequence was sent again.
    """

    def __init__(self, attempt: Callable[[list[Step]], None], sent: Callable[[], int]) -> None:
        self._attempt, self._sent = attempt, sent
        self.best: Fault | None = None
        self.shrunk, self.repeated, self.sent_again = True, False, False
        self._until: int | None = None
        self._seen: frozenset[str] = frozenset()

    def shorten(self, steps: tuple[Step, ...], known: frozenset[str]) -> int | None:
        """Runs a sequence; if the device shows a fault that has none of the labels in ``known``, runs shorter ones.

        Returns:
            The number of steps up to and including the one that showed the first fault; None if there was no fault.

        Raises:
            Spent: The run has used up its requests; ``best`` is the fault found so far, if any.
            Unreachable: The device did not respond.
        """
        first = self._fault(steps)
        if first is None or first.labels & known:
            return None if first is None else len(first.exchanges)
        self._keep(first)
        self._leave_out(first.steps, known)
        return len(first.steps)

    def _leave_out(self, rest: tuple[Step, ...], known: frozenset[str]) -> None:
        """Leaves out steps without which the device still shows a fault that has none of the labels in ``known``."""
        self._until = self._sent() + _SHRINKING_MAX
        self.shrunk = False
        # Most faults need only the last step, or the last step and one earlier step.
        for shorter in (rest[-1:], *((step, rest[-1]) for step in rest[:-1])):
            if len(shorter) < len(rest) and self._shows(shorter, known):
                rest = shorter
                break
        at = 0
        while at < len(rest) > 1 and self._sent() < self._until:
            shorter = rest[:at] + rest[at + 1 :]
            if self._shows(shorter, known):
                rest, at = shorter, 0
            else:
                at += 1
        self.shrunk = self._sent() < self._until
        self._shows(rest, known)
        self.sent_again = True

    def _fault(self, steps: tuple[Step, ...]) -> Fault | None:
        try:
            self._attempt(list(steps))
        except Fault as fault:
            return fault
        return None

    def _shows(self, steps: tuple[Step, ...], known: frozenset[str]) -> bool:
        fault = self._fault(steps)
        if fault is None or fault.labels & known:
            return False
        self._keep(fault)
        return True

    def _keep(self, fault: Fault) -> None:
        """Keeps the fault with the shortest sequence, and notes whether it has been seen before."""
        again = bool(fault.labels & self._seen)
        self._seen |= fault.labels
        if self.best is None or len(fault.steps) <= len(self.best.steps):
            self.best, self.repeated, self.sent_again = fault, again, again
        elif fault.labels & self.best.labels:
            self.repeated = self.sent_again = True

    def run(self, strategy: SearchStrategy[list[Step]], seed: int, known: frozenset[str]) -> None:
        """Looks for a fault that has none of the labels in ``known``.

        Raises:
            Spent: The run has used up its requests; ``best`` is the fault found so far, if any.
            Unreachable: The device did not respond.
        """

        def body(steps: list[Step]) -> None:
            if self._until is not None and self._sent() >= self._until:
                raise _Stop(Spent())
            try:
                self._attempt(steps)
            except Fault as fault:
                if fault.labels & known:
                    return
                self._keep(fault)
                if self._until is None:
                    self._until = self._sent() + _SHRINKING_MAX
                raise
            except BaseException as error:
                raise _Stop(error) from None

        quiet = settings(
            max_examples=_EXAMPLES_MAX,
            database=None,
            deadline=None,
            derandomize=False,
            phases=(Phase.generate, Phase.shrink),
            print_blob=False,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.quiet,
        )
        try:
            seeded(seed)(quiet(given(strategy)(body)))()
        except _Stop as stop:
            self.shrunk = False
            out_of_shrinking = self._until is not None and self._sent() >= self._until
            if not (isinstance(stop.cause, Spent) and out_of_shrinking):
                raise stop.cause from None
        except (Fault, Flaky):
            pass
        if self.best is not None and (len(self.best.steps) > 1 or not self.repeated):
            # Hypothesis may run out of requests before it leaves out any steps, and can't leave out looks. The last
            # fault that it found may be another one than before.
            self._leave_out(self.best.steps, known)
