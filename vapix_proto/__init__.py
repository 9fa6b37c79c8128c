"""Two small languages of network devices, parsed, validated, explained: POSIX TZ strings and VAPIX System settings."""

from __future__ import annotations

from vapix_proto._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vapix_proto import conform, oracle, tz, vapix
    from vapix_proto.errors import Code, ParseError, Problem, Severity, Span

__all__ = ["Code", "ParseError", "Problem", "Severity", "Span", "__version__", "conform", "oracle", "tz", "vapix"]


def __getattr__(name: str) -> object:
    if name in {"conform", "oracle", "tz", "vapix"}:
        return __import__(f"vapix_proto.{name}", fromlist=["__name__"])
    if name in __all__:
        value = getattr(__import__("vapix_proto.errors", fromlist=[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
