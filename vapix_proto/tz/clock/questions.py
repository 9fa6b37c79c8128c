"""The query methods that zones and clocks share."""

from __future__ import annotations

from operator import index

from vapix_proto._value import Value, later
from vapix_proto.tz.clock.calendar import SPAN_BITS
from vapix_proto.tz.clock.instants import local_seconds, utc_seconds

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from datetime import datetime

    from vapix_proto.tz.aliases import Instant
    from vapix_proto.tz.clock.transitions import Calculator, Fold, Gap, Transition, Unambiguous
    from vapix_proto.tz.rules import LocalTimeType


class Questions(Value):
    """The query methods that zones and clocks share; both get the answers from a calculator."""

    if TYPE_CHECKING:
        _calculator: Calculator | None = later()

    def _ready(self) -> Calculator:
        """The calculator, which a zone creates on first use."""
        raise NotImplementedError

    def at(self, instant: Instant) -> LocalTimeType:
        """What the clock shows at an instant.

        Args:
            instant: An int of any size or a float, in seconds since 1970-01-01 00:00:00 UTC, or an aware datetime.

        Raises:
            TypeError: ``instant`` is not an instant.
            ValueError: The datetime is naive, or the float is not finite.
        """
        # A shortcut for the most frequent query: what the calculator has cached for this span of time.
        if type(instant) is int and self._calculator is not None:
            span = self._calculator.spans.get(instant >> SPAN_BITS)
            if span is not None:
                return span[1] if instant < span[0] else span[2]
        return self._ready().at(utc_seconds(instant))

    def transitions(self, first: int, stop: int | None = None) -> tuple[Transition, ...]:
        """The transitions in one or more UTC years, in order.

        Args:
            first: The first year.
            stop: The year after the last, as in ``range``; by default, only the first year is listed.
        """
        first, calculator = index(first), self._ready()
        years = range(first, first + 1 if stop is None else index(stop))
        return tuple(transition for year in years for transition in calculator.in_year(year))

    def next_transition(self, instant: Instant) -> Transition | None:
        """The first transition strictly after an instant, or None. Accepts the same instants as ``at``."""
        return self._ready().after(utc_seconds(instant))

    def previous_transition(self, instant: Instant) -> Transition | None:
        """The last transition strictly before an instant, or None. Accepts the same instants as ``at``."""
        return self._ready().before(utc_seconds(instant, up=True))

    def resolve(self, local: datetime) -> Unambiguous | Fold | Gap:
        """The instants at which the clock shows a local time (PEP 495); ``local.fold`` is ignored.

        Args:
            local: A naive datetime. Its microseconds are dropped, because instants are whole seconds.

        Raises:
            TypeError: ``local`` is not a datetime.
            ValueError: The datetime is aware.
        """
        return (self._calculator or self._ready()).resolve(local_seconds(local))
