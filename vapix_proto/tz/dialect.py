"""The dialects of TZ strings: one grammar, and the limits of each dialect as data."""

from __future__ import annotations

from types import MappingProxyType

from vapix_proto._value import Value, later, of_values
from vapix_proto.tz.limits import DESIGNATION_MIN, OFFSET_HOURS_MAX, PLAIN_TIME_HOURS_MAX, TIME_HOURS_MAX
from vapix_proto.tz.syntax.reader import Reader

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from dataclasses import KW_ONLY
    from typing import Any, NoReturn

    from pydantic_core import CoreSchema


_TOPICS = ("form", "designation", "offset", "date", "time", "rules", "name")


class Dialect(Value):
    """What one standard or specification allows in a TZ string.

    Attributes:
        name: The name that selects the dialect, such as ``"vapix"``.
        title: A human-readable name.
        designation_max: The maximum length of a designation, not counting brackets; None if there is no limit. The
            minimum is three in all dialects.
        time_hours_max: The maximum hours in a rule's time: at least 24 and at most 167. An offset has at most 24 hours
            in all dialects.
        time_signed: Whether a rule's time may have a sign.
        rules_required: Whether a string with daylight saving time must also have its two rules.
        sources: The clause of the standard behind each limit, keyed by topic: form, designation, offset, date, time,
            rules, name. A topic that is left out has the title as its source.

    Raises:
        TypeError: A value has the wrong type.
        ValueError: ``designation_max`` or ``time_hours_max`` is outside the limits above.
    """

    name: str
    title: str
    _: KW_ONLY
    designation_max: int | None
    time_hours_max: int
    time_signed: bool
    rules_required: bool
    sources: Mapping[str, str]

    # Private to this package.
    _reader: Reader = later()

    def _check(self) -> None:
        kept = dict.fromkeys(_TOPICS, self.title) | dict(self.sources)
        most = () if self.designation_max is None else (self.designation_max,)
        _check_types(str, self.name, self.title, *kept, *kept.values())
        _check_types(int, self.time_hours_max, *most)
        _check_types(bool, self.time_signed, self.rules_required)
        if self.designation_max is not None and self.designation_max < DESIGNATION_MIN:
            raise ValueError(f"designation_max must be at least {DESIGNATION_MIN}")
        if not OFFSET_HOURS_MAX <= self.time_hours_max <= TIME_HOURS_MAX:
            raise ValueError(f"time_hours_max must be between {OFFSET_HOURS_MAX} and {TIME_HOURS_MAX}")
        self._set(sources=MappingProxyType(kept), _reader=Reader(self))

    def __init_subclass__(cls) -> NoReturn:
        raise TypeError("Dialect can't be subclassed: an instance of a subclass could equal a different dialect")

    def _astuple(self) -> tuple[object, ...]:
        return (*super()._astuple()[:-1], tuple(sorted(self.sources.items())))

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f"<Dialect {self.name}>"

    def __reduce__(self) -> tuple[object, ...]:
        if DIALECTS.get(self.name) is self:
            return dialect, (self.name,)
        return super().__reduce__()

    # For pydantic, which finds the dialect of a field in Annotated[tz.PosixTimeZone, tz.POSIX_2024].
    @of_values
    def __get_pydantic_core_schema__(self, source: object, handler: Callable[[object], CoreSchema], /) -> CoreSchema:
        from vapix_proto.tz.schemas import with_dialect  # noqa: PLC0415 - it needs the parser

        return with_dialect(self, source, handler)

    @of_values
    def __get_pydantic_json_schema__(
        self, schema: object, handler: Callable[[object], dict[str, Any]], /
    ) -> dict[str, Any]:
        from vapix_proto.tz.schemas import json_schema  # noqa: PLC0415

        found = handler(schema)
        return found | json_schema(self) if "pattern" in found else found  # a serializer may produce something else

    @property
    def time_digits_max(self) -> int:
        """The maximum number of digits in the hours of a rule's time."""
        return len(str(self.time_hours_max))


def _check_types(kind: type, *values: object) -> None:
    """Refuses values whose type is not exactly ``kind``, because a subclass could make two different dialects equal."""
    for value in values:
        if type(value) is not kind:
            raise TypeError(
                f"a dialect contains a value of type {type(value).__name__} where it needs one of type {kind.__name__}"
            )


def _posix(issue: str) -> dict[str, str]:
    clause = f"{issue}, Base Definitions 8.3, TZ"
    return {
        "form": f"{clause}: expanded format",
        "designation": f"{clause}: std and dst",
        "offset": f"{clause}: offset",
        "date": f"{clause}: rule, date",
        "time": f"{clause}: rule, time",
        "rules": f"{clause}: rule",
        "name": f"{clause}: format of the value",
    }


_POSIX_2004 = _posix("POSIX.1-2004")
_POSIX_2024 = _posix("POSIX.1-2024")
_RFC = "RFC 9636"
_TZIF = _POSIX_2004 | {"form": f"{_RFC}, 3.3: TZif footer", "rules": f"{_RFC}, 3.3: TZif footer"}

VAPIX = Dialect(
    "vapix",
    "VAPIX System settings, Time.POSIXTimeZone",
    designation_max=6,
    time_hours_max=PLAIN_TIME_HOURS_MAX,
    time_signed=False,
    rules_required=False,
    sources={
        "form": "VAPIX System settings, Time zone: syntax",
        "designation": "VAPIX System settings, Time zone: <name> and <dst name>",
        "offset": "VAPIX System settings, Time zone: <offset> and <dst offset>",
        "date": "VAPIX System settings, Time zone: <start rule> and <stop rule>",
        "time": "VAPIX System settings, Time zone: time of a rule",
        "rules": "VAPIX System settings, Time zone: syntax",
        "name": "VAPIX System settings, Time.POSIXTimeZone: POSIX TZ rule strings, no ':' form",
    },
)
POSIX_2004 = Dialect(
    "posix-2004",
    "POSIX.1-2004 to POSIX.1-2017",
    designation_max=None,
    time_hours_max=PLAIN_TIME_HOURS_MAX,
    time_signed=False,
    rules_required=False,
    sources=_POSIX_2004,
)
POSIX_2024 = Dialect(
    "posix-2024",
    "POSIX.1-2024",
    designation_max=None,
    time_hours_max=TIME_HOURS_MAX,
    time_signed=True,
    rules_required=False,
    sources=_POSIX_2024,
)
TZIF_V2 = Dialect(
    "tzif-v2",
    "footer of a TZif file, version 2",
    designation_max=None,
    time_hours_max=PLAIN_TIME_HOURS_MAX,
    time_signed=False,
    rules_required=True,
    sources=_TZIF,
)
TZIF_V3 = Dialect(
    "tzif-v3",
    "footer of a TZif file, version 3 and later",
    designation_max=None,
    time_hours_max=TIME_HOURS_MAX,
    time_signed=True,
    rules_required=True,
    sources=_TZIF | {"time": f"{_RFC}, 3.3: hours of version 3"},
)

DIALECTS: Mapping[str, Dialect] = MappingProxyType(
    {d.name: d for d in (VAPIX, POSIX_2004, POSIX_2024, TZIF_V2, TZIF_V3)}
)


def dialect(choice: Dialect | str) -> Dialect:
    """The given dialect, or the dialect with a given name, such as ``"tzif-v3"``.

    Raises:
        ValueError: There is no dialect of that name.
        TypeError: ``choice`` is neither a dialect nor a name.
    """
    if type(choice) is Dialect:
        return choice
    if not isinstance(choice, str):
        raise TypeError(f"expected a dialect or its name, not {type(choice).__name__}")
    found = DIALECTS.get(choice.lower().replace("_", "-"))
    if found is None:
        raise ValueError(f"there is no dialect {choice!r}: choose one of {', '.join(DIALECTS)}")
    return found
