"""Tests a program's clock: asks it for local times, checks the answers, and finds TZ strings that it misreads."""

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.conform.clock.check import ClockCheck as ClockCheck
    from vapix_proto.conform.clock.findings import ClockAnswer as ClockAnswer
    from vapix_proto.conform.clock.findings import ClockFinding as ClockFinding
else:
    from vapix_proto._lazy import lazy as _lazy

    __all__, __getattr__, __dir__ = _lazy(__name__, globals())
