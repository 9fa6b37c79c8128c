"""Holding a clock against ours: questions for a program, its answers, and small strings that it gets wrong."""

from vapix_proto._lazy import public as _public

with _public(__name__, globals()):
    from vapix_proto.conform.clock.check import ClockCheck as ClockCheck
    from vapix_proto.conform.clock.findings import ClockAnswer as ClockAnswer
    from vapix_proto.conform.clock.findings import ClockFinding as ClockFinding
