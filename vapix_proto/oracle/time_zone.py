"""A device's time zone in the Time API, which has three kinds of zones.

The API calls the kinds IANA, POSIX and DHCP. A zone that was set overrides the zone from DHCP, and both override the
default.
"""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.oracle.rules.tz_strings import WIDE
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The settings that make up a zone. The first two are parameters before AXIS OS 13. The others are not parameters;
#: they are named after their paths in the Time API.
POSIX, DST = "Time.POSIXTimeZone", "Time.DST.Enabled"
IANA, DHCP, LEASE = "timeZone.iana.timeZone", "timeZone.dhcp.enabled", "timeZone.dhcp.timeZone"
#: The settings that change when a zone is set; the zone that DHCP provided does not change.
_CHOSEN = frozenset({POSIX, DST, IANA, DHCP})
#: The first version with a Time API, according to the documentation.
_SINCE = AxisOs((9, 30))
#: For versions without the parameters ``POSIX`` and ``DST``, we chose the default zone of earlier versions.
_DEFAULTS = {POSIX: "UTC0", DST: "yes", IANA: "", DHCP: "yes", LEASE: ""}
_PARAMETERS_END = AxisOs((13,))


def settings_of(version: AxisOs) -> dict[str, str]:
    """The Time API settings that are not parameters in this version, with their defaults."""
    if version < _SINCE:
        return {}
    return {n: v for n, v in _DEFAULTS.items() if version >= _PARAMETERS_END or n not in (POSIX, DST)}


def by_name(name: str) -> dict[str, str]:
    """The settings after an IANA zone is set. According to the documentation, daylight saving time is then on."""
    return {IANA: name, DST: "yes"}


def by_hand(text: str, *, dst: bool) -> dict[str, str]:
    """The settings after a POSIX zone is set."""
    return {POSIX: text, DST: "yes" if dst else "no", DHCP: "no"}


def with_zone(settings: Iterable[tuple[str, str]], chosen: Mapping[str, str]) -> dict[str, str]:
    """The settings after a different zone is set: zone settings missing from ``chosen`` return to their defaults."""
    return {name: value for name, value in settings if name not in _CHOSEN} | dict(chosen)


def with_parameters(
    version: AxisOs, settings: Iterable[tuple[str, str]], parameters: Mapping[str, str]
) -> dict[str, str]:
    """The settings after parameters are set.

    Setting ``Time.POSIXTimeZone`` removes the IANA zone and ends the use of a zone from DHCP.
    """
    if POSIX not in parameters or version < _SINCE:
        return {**dict(settings), **parameters}
    return {**{name: value for name, value in settings if name != IANA}, DHCP: "no", **parameters}


class TimeZone(Value):
    """A device's zones of the three kinds in the Time API (IANA, POSIX and DHCP), and its default zone.

    Attributes:
        iana: The IANA zone that was set, or None.
        posix: The POSIX string that was set; None if an IANA zone is in force or no zone was set.
        dst: Whether the device observes the daylight saving time of a POSIX string.
        dhcp: Whether the device uses a zone from DHCP.
        lease: The zone that DHCP provided, as an IANA name or a POSIX string, or None.
        default: The POSIX string of a factory-new device.
    """

    iana: str | None
    posix: str | None
    dst: bool
    dhcp: bool
    lease: str | None
    default: str

    @classmethod
    def of(cls, settings: Mapping[str, str], default: str) -> TimeZone:
        """The time zone in a device's settings; ``default`` is the POSIX string of a factory-new device."""
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
        """The POSIX string in force; None for an IANA zone, because the reference device has no time zone database."""
        return self.active if self.iana is None and WIDE.match(self.active) else None

    @property
    def mirrored(self) -> bool:
        """Whether ``Time.POSIXTimeZone`` contains the zone in force. If not, no recording shows what it contains."""
        return self.iana is None and (self.posix is not None or self.lease is None)
