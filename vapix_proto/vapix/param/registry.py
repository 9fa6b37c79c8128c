"""The specification's parameters as data: their defaults, allowed values, access rights and versions."""

from __future__ import annotations

import re
from types import MappingProxyType

from vapix_proto._value import Value, of_values
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any, TypeAlias

    from pydantic_core import CoreSchema

    #: The values that a parameter accepts.
    Allowed: TypeAlias = "Words | Integers | TzText | HostText | EmailText"


class Words(Value):
    """One of several case-sensitive words."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{', '.join(self.words[:-1])} or {self.words[-1]}"


class Integers(Value):
    """A decimal number from ``low`` to ``high``, inclusive."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"a number from {self.low} to {self.high}"


class TzText(Value):
    """A POSIX TZ string in the VAPIX dialect."""

    def __str__(self) -> str:
        return "a POSIX TZ string"


class HostText(Value):
    """An IP address or a host name; if ``empty`` is true, the value may also be empty."""

    empty: bool = False

    def __str__(self) -> str:
        return "an IP address, a host name or an empty value" if self.empty else "an IP address or a host name"


class EmailText(Value):
    """An e-mail address; if ``empty`` is true, the value may also be empty."""

    empty: bool = False

    def __str__(self) -> str:
        return "an e-mail address or an empty value" if self.empty else "an e-mail address"


class Access(Value):
    """The documented rights of each role: ``"read, write"``, ``"read"``, or None if the role has no rights."""

    admin: str | None
    operator: str | None = None


class Parameter(Value):
    """A device parameter.

    Attributes:
        name: The name without ``root.``.
        default: The value on a new device; None if it depends on the product.
        values: The values that it accepts.
        access: The roles that may read and write it.
        since: The first AXIS OS version that has it.
        until: The first version that no longer has it; None if all newer versions have it.
        description: Its purpose.
        source: The clause of the specification.
    """

    name: str
    default: str | None
    values: Allowed
    access: Access
    since: AxisOs
    until: AxisOs | None
    description: str
    source: str

    # Lets pydantic models declare a value as Annotated[str, vapix.PARAMETERS["Time.NTP.Server"]].
    @of_values
    def __get_pydantic_core_schema__(self, source: object, handler: Callable[[object], CoreSchema], /) -> CoreSchema:
        from vapix_proto._pydantic import text_schema  # noqa: PLC0415 - only pydantic needs it
        from vapix_proto.vapix.param.values import check_value  # noqa: PLC0415 - that module imports this one

        if source is not str:
            raise TypeError(f"the value of a parameter is text: write Annotated[str, vapix.PARAMETERS[{self.name!r}]]")
        return text_schema(str, lambda value: check_value(self, value), inner=handler(source))

    @of_values
    def __get_pydantic_json_schema__(
        self, schema: object, handler: Callable[[object], dict[str, Any]], /
    ) -> dict[str, Any]:
        from vapix_proto.vapix.schemas import json_schema  # noqa: PLC0415

        return json_schema(self.name) | handler(schema)


_ROOT = re.compile(r"\A(?:root\.)+")


def plain_name(name: str) -> str:
    """The name without the ``root.`` prefix."""
    # Few names need the pattern. Running it on a name takes as long as matching a whole line of a listing.
    return _ROOT.sub("", name) if name.startswith("root.root.") else name.removeprefix("root.")


_SINCE = AxisOs((5,))  # the specification applies to firmware 5.00 and later
_LOG_UNTIL = AxisOs((5, 60))
#: AXIS OS 5.51.7 has MailLogd and 9.80.2.2 does not; no source states which version in between removed it.
_MAIL_UNTIL = AxisOs((9, 80))
_TIME_UNTIL = AxisOs((13,))
_WRITE = Access("read, write")
_WRITE_AND_READ = Access("read, write", "read")
_YES_NO = Words(("yes", "no"))
_LEVELS = Words(("off", "on", "detailed"))


def _logs() -> Iterator[Parameter]:
    # What the values of the log parameters mean, according to the specification.
    same = "on and detailed: all {level} messages."
    meanings = {
        "Access": {
            "Critical": "",
            "Warning": "on: suspected intrusions; detailed: also accesses that were denied.",
            "Informational": "on: most accesses, without similar and trivial messages; detailed: all.",
        },
        "System": {level: same.format(level=level.lower()) for level in ("Critical", "Warning", "Informational")},
    }
    for group, levels in meanings.items():
        source = f"VAPIX System settings, Log.{group}"
        log = group.lower()
        size = f"The maximum size of the {log} log."
        name = f"Log.{group}.MaxSize"
        yield Parameter(name, "40000", Integers(1000, 100000), _WRITE, _SINCE, _LOG_UNTIL, size, source)
        for level, meaning in levels.items():
            default = "off" if level == "Informational" else "detailed"
            text = f"Which {level.lower()} messages the {log} log contains. {meaning}".strip()
            yield Parameter(f"Log.{group}.{level}", default, _LEVELS, _WRITE, _SINCE, _LOG_UNTIL, text, source)


def _mail() -> Iterator[Parameter]:
    source = "VAPIX System settings, MailLogd"
    text = "Which log messages are sent by e-mail: 0 none, 1 critical, 2 also warnings, 3 also informational ones."
    yield Parameter("MailLogd.LogSendLevel", "0", Integers(0, 3), _WRITE, _SINCE, _MAIL_UNTIL, text, source)
    text = "The e-mail address that log messages are sent to; empty for none."
    yield Parameter("MailLogd.ToEmail", "", EmailText(empty=True), _WRITE, _SINCE, _MAIL_UNTIL, text, source)


def _time() -> Iterator[Parameter]:
    source = "VAPIX System settings, Time"
    text = "Whether the names or addresses of time servers come from the DHCP server."
    yield Parameter("Time.ObtainFromDHCP", "yes", _YES_NO, _WRITE, _SINCE, None, text, source)
    text = (
        "Where the time comes from: a connected PC, a time server, or neither if it is set manually; products differ."
    )
    yield Parameter("Time.SyncSource", None, Words(("PC", "NTP", "None")), _WRITE, _SINCE, None, text, source)
    default = "GMT0BST,M3.5.0/1,M10.5.0"
    text = "The time zone, with or without daylight saving time."
    yield Parameter("Time.POSIXTimeZone", default, TzText(), _WRITE_AND_READ, _SINCE, _TIME_UNTIL, text, source)
    text = "Whether the clock follows the daylight saving time of the time zone."
    source = "VAPIX System settings, Time.DST"
    yield Parameter("Time.DST.Enabled", "no", _YES_NO, _WRITE_AND_READ, _SINCE, _TIME_UNTIL, text, source)
    source = "VAPIX System settings, Time.NTP"
    text = "The time server that the device queries."
    yield Parameter("Time.NTP.Server", "0.0.0.0", HostText(), _WRITE, _SINCE, None, text, source)  # noqa: S104
    text = "The time server that the DHCP server named, until the lease is renewed or the device restarts."
    read = Access("read")
    yield Parameter("Time.NTP.VolatileServer", "", HostText(empty=True), read, _SINCE, None, text, source)


#: All of the specification's parameters, keyed by name without ``root.``, in the specification's order.
PARAMETERS: Mapping[str, Parameter] = MappingProxyType(
    {parameter.name: parameter for rows in (_logs(), _mail(), _time()) for parameter in rows}
)
