"""The time zone of a device with the Time API: three kinds, of which one is in force.

The API calls them IANA, POSIX and DHCP. A zone that was set wins over that of DHCP, and that over the default.
"""

from __future__ import annotations

from functools import lru_cache

from vapix_proto._value import Value
from vapix_proto.oracle.rules.tz_strings import WIDE
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The settings that make up a zone. The first two are parameters before AXIS OS 13; the others are named after their
#: paths in the Time API, and are no parameters.
POSIX, DST = "Time.POSIXTimeZone", "Time.DST.Enabled"
IANA, DHCP, LEASE = "timeZone.iana.timeZone", "timeZone.dhcp.enabled", "timeZone.dhcp.timeZone"
#: Those that a choice of a zone sets, which leaves what DHCP gave.
_CHOSEN = frozenset({POSIX, DST, IANA, DHCP})
#: Since which version there is a Time API (documentation).
_SINCE = AxisOs((9, 30))
#: The default zone of versions without the parameters is our choice: that of the versions before.
_DEFAULTS = {POSIX: "UTC0", DST: "yes", IANA: "", DHCP: "yes", LEASE: ""}
_PARAMETERS_END = AxisOs((13,))


@lru_cache(maxsize=64)
def settings_of(version: AxisOs) -> dict[str, str]:
    """The settings of the Time API that are no parameters of a version, with their defaults."""
    if version < _SINCE:
        return {}
    return {n: v for n, v in _DEFAULTS.items() if version >= _PARAMETERS_END or n not in (POSIX, DST)}


def by_name(name: str) -> dict[str, str]:
    """The settings of an IANA zone that was set; it has daylight saving time switched on (documentation)."""
    return {IANA: name, DST: "yes"}


def by_hand(text: str, *, dst: bool) -> dict[str, str]:
    """The settings of a POSIX zone that was set."""
    return {POSIX: text, DST: "yes" if dst else "no", DHCP: "no"}


def with_zone(settings: Iterable[tuple[str, str]], chosen: Mapping[str, str]) -> dict[str, str]:
    """Settings after another zone was set: those of a choice that are not given have their defaults."""
    return {name: value for name, value in settings if name not in _CHOSEN} | dict(chosen)


def with_parameters(
    version: AxisOs, settings: Iterable[tuple[str, str]], parameters: Mapping[str, str]
) -> dict[str, str]:
    """Settings after parameters were set; ``Time.POSIXTimeZone`` takes the place of an IANA zone and of DHCP."""
    if POSIX not in parameters or version < _SINCE:
        return {**dict(settings), **parameters}
    return {**{name: value for name, value in settings if name != IANA}, DHCP: "no", **parameters}


class TimeZone(Value):
    """The three kinds of zones, and the default.

    Attributes:
        iana: The IANA zone that was set.
        posix: The POSIX string that was set; None with an IANA zone.
        dst: Whether the daylight saving time of a POSIX string counts.
        dhcp: Whether a zone from DHCP is used.
        lease: The zone that DHCP gave, an IANA name or a POSIX string.
        default: The POSIX string of a new device.
    """

    iana: str | None
    posix: str | None
    dst: bool
    dhcp: bool
    lease: str | None
    default: str

    @classmethod
    def of(cls, settings: Mapping[str, str], default: str) -> TimeZone:
        """The zone of all settings of a device, whose default is a POSIX string."""
        iana = settings.get(IANA) or None
        text = settings.get(POSIX, default)
        by_hand = iana is None and (text != default or settings.get(DHCP) == "no")
        posix = text if by_hand else None
        dst = settings.get(DST) == "yes"
        return cls(iana, posix, dst, iana is None and posix is None, settings.get(LEASE) or None, default)

    @property
    def active(self) -> str:
        """The zone in force: an IANA name or a POSIX string."""
        return self.iana or self.posix or self.lease or self.default

    @property
    def rule(self) -> str | None:
        """The POSIX string in force; None with an IANA zone, for which the reference device has no database."""
        return self.active if self.iana is None and WIDE.match(self.active) else None

    @property
    def mirrored(self) -> bool:
        """Whether ``Time.POSIXTimeZone`` is the zone in force; with other zones its value is not recorded."""
        return self.iana is None and (self.posix is not None or self.lease is None)
