"""Parameter values that conflict with each other."""

from __future__ import annotations

from vapix_proto._value import discreet
from vapix_proto.errors import Code, ParseError, Problem, Severity, Span
from vapix_proto.vapix.param.registry import PARAMETERS, plain_name

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from vapix_proto.tz.model import PosixTimeZone

_TIME_ZONE, _DST_ENABLED = "Time.POSIXTimeZone", "Time.DST.Enabled"


@discreet
def parameter_conflicts(values: Mapping[str, str]) -> tuple[Problem, ...]:
    """Warnings about parameter values, such as those of a listing, that conflict with each other.

    ``Time.DST.Enabled=no`` disables the daylight saving time that ``Time.POSIXTimeZone`` describes: the device's
    clock shows standard time all year. Some versions of AXIS OS have this combination as their default.

    Args:
        values: Values keyed by name, with or without ``root.``.

    Returns:
        The warnings. Each warning's ``subject`` is a parameter's name without ``root.``, and its span lies in that
        parameter's value.
    """
    plain = {plain_name(name): value for name, value in values.items()}
    zone = _zone(plain.get(_TIME_ZONE))
    if zone is None or zone.dst is None or plain.get(_DST_ENABLED) != "no":
        return ()
    std, dst = zone.std.designation, zone.dst.designation
    standard = zone.replace(dst=None, start=None, end=None)
    message = (
        f"{_DST_ENABLED}=no disables the daylight saving time ({dst}) of {_TIME_ZONE}: the clock shows {std} all year"
    )
    hint = f"set {_DST_ENABLED} to yes, or {_TIME_ZONE} to {standard} for a clock without daylight saving time"
    return (
        Problem(
            Code.PARAM_DST_DISABLED,
            message,
            Span(0, len("no")),
            hint,
            PARAMETERS[_DST_ENABLED].source,
            Severity.WARNING,
            subject=_DST_ENABLED,
            params={"dst": dst, "std": std, "standard": str(standard)},
        ),
    )


def _zone(text: str | None) -> PosixTimeZone | None:
    """The time zone that a valid TZ string describes; None for any other string."""
    if text is None:
        return None
    from vapix_proto.tz.parser import parse  # noqa: PLC0415 - only this parameter needs it

    try:
        return parse(text)
    except ParseError:
        return None
