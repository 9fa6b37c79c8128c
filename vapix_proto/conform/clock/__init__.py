"""Holding a clock against ours: questions for a program, its answers, and small strings that it gets wrong."""

from __future__ import annotations

from vapix_proto._lazy import lazy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vapix_proto.conform.clock.check import ClockCheck
    from vapix_proto.conform.clock.findings import ClockAnswer, ClockFinding

__all__ = ["ClockAnswer", "ClockCheck", "ClockFinding"]

_HOME = {"check": ("ClockCheck",), "findings": ("ClockAnswer", "ClockFinding")}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy(__name__, globals(), _HOME)
