"""The rules for ``time.cgi``, which reads and sets the time and the time zone.

The time zone may be an IANA name, a POSIX string, or the zone from DHCP.
"""

from __future__ import annotations

from vapix_proto.oracle.responses.json_documents import LAST_YEAR
from vapix_proto.oracle.rules import json_api, time_zones
from vapix_proto.oracle.rules.allowed import Verdict
from vapix_proto.oracle.rules.json_api import RECORDED, Api, Call, Check, Fault, Method, supported_versions
from vapix_proto.oracle.rules.outcomes import NOT_SETTLED, Acceptable, Service, refused
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from vapix_proto.oracle.responses.forms import Form
    from vapix_proto.oracle.rules.outcomes import Ask

_DOCUMENTED = "documentation, Time API"
_RECORDED = f"{_DOCUMENTED}; recording, AXIS OS 12.11"
#: The first API version whose responses include the zone from DHCP.
_WITH_DHCP = "1.1"


# -- possible faults in parameters


def _lacks(*names: str) -> Callable[[Call], Verdict | None]:
    return lambda call: Verdict.REFUSED if any(name not in call.params for name in names) else None


def _holds(name: str, judge: Callable[[Any], Verdict]) -> Callable[[Call], Verdict | None]:
    return lambda call: judge(call.params[name]) if name in call.params else None


def _boolean(value: object) -> Verdict:
    return Verdict.TAKEN if isinstance(value, bool) else Verdict.REFUSED


def _since_1_1(call: Call) -> Verdict | None:
    """None (no objection) if the API and the request both have version 1.1; otherwise, an unsettled verdict.

    The documentation's examples use ``resetTimeZone`` only with version 1.1.
    """
    asked = call.members.get("apiVersion")
    return None if call.version == asked == _WITH_DHCP else Verdict.TAKEN_FIRST


# -- the responses


def _zones(call: Call) -> Iterator[tuple[Mapping[str, object], tuple[str, ...], str]]:
    """Each form in which a response may give the zone.

    For each form, yields the response members that give the zone, the names of the members whose values can't be
    predicted, and the source for the form: a specification, a recording, or a note that no specification or recording
    settles it.
    """
    zone = call.state.time_zone
    dhcp: dict[str, object] = {}
    if zone.lease and call.version == _WITH_DHCP:
        dhcp = {"dhcpTimeZone": zone.lease, "dhcpTimeZoneUtilized": zone.dhcp}
    in_hand = zone.posix is not None or zone.iana is not None
    if zone.rule is None:
        source = f"{NOT_SETTLED}: whether a device has a POSIX string of the zone; {_DOCUMENTED}"
        named = {"timeZone": zone.active}
        yield {**named, **dhcp}, (), source
        yield {**named, "posixTimeZone": "UTC0", "dstEnabled": True, **dhcp}, ("posixTimeZone",), source
        return
    source = _RECORDED if in_hand else f"{NOT_SETTLED}: how a device shows a zone that nobody set"
    written = {"posixTimeZone": zone.rule, "dstEnabled": zone.dst}
    yield {**written, **dhcp}, (), source
    if not in_hand:
        yield {"timeZone": "UTC", **dhcp}, ("timeZone",), source
        yield {"timeZone": "UTC", **written, **dhcp}, ("timeZone", "posixTimeZone"), source


def _told(call: Call, **more: object) -> Iterator[Acceptable]:
    free = ("dateTime", "localDateTime", *more)
    for zone, unknown, source in _zones(call):
        data = {**time_zones.clock(call), "maxYearSupported": LAST_YEAR, **zone, **more}
        followed = time_zones.without_default(call.state.time_zone) if unknown else call.state.time_zone
        yield Acceptable(call.reply(followed, free + unknown, data=data), source, call.state)


def _set_date_time(call: Call) -> Iterator[Acceptable]:
    state = call.noted(call.state, "Informational", "time: set dateTime")
    yield Acceptable(call.reply(data={"dateTime": call.params["dateTime"]}), _DOCUMENTED, state)


def _set_time_zone(call: Call) -> Iterator[Acceptable]:
    name = call.params["timeZone"]
    yield Acceptable(call.reply(data={"timeZone": name}), _DOCUMENTED, time_zones.named(call, name))


def _set_posix_time_zone(call: Call) -> Iterator[Acceptable]:
    text, dst = call.params["posixTimeZone"], call.params["enableDst"]
    state = time_zones.written(call, text, dst=dst)
    yield Acceptable(call.reply(data={"posixTimeZone": text, "dstEnabled": dst}), _DOCUMENTED, state)


def _reset_time_zone(call: Call) -> Iterator[Acceptable]:
    for state, note in time_zones.reset(call):
        yield Acceptable(call.reply(data={"status": "success"}), f"{note}{_DOCUMENTED}", state)


def _setter(answers: Callable[[Call], Iterator[Acceptable]], **judges: Callable[[Any], Verdict]) -> Method:
    """A method whose parameters are all required."""
    checks = [Check(f"{name} is not valid", _holds(name, judge), "invalid") for name, judge in judges.items()]
    return Method("operator", answers, (Check("a parameter is missing", _lacks(*judges), "missing"), *checks))


API = Api(
    ("apiVersion", "context", "method", "data", "error"),
    versions=((AxisOs((9, 30)), "1.0"), (AxisOs((11, 5)), "1.1")),
    recorded=RECORDED,
    faults={
        "http": Fault(2000, "Invalid request", f"{_DOCUMENTED}: only POST", decided=True),
        "type": Fault(2000, "Invalid request", "recording, AXIS OS 12.11", decided=True),
        "json": Fault(3000, "Invalid JSON data", _DOCUMENTED, decided=True),
        "version": Fault(4001, "The specified version is not supported", _RECORDED, decided=True),
        "unknown": Fault(4000, "Method does not exist", _RECORDED, decided=True),
        "missing": Fault(4003, "Missing parameter"),
        "invalid": Fault(4004, "Invalid parameter"),
        "forbidden": Fault(
            4002,
            "Authorization failed",
            f"{NOT_SETTLED}: whether the error is in JSON or in the status code",
            decided=True,
        ),
    },
    methods={
        "getDateTimeInfo": Method("viewer", _told),
        "getAll": Method("viewer", lambda call: _told(call, timeZones=list(time_zones.ZONE_NAMES))),
        "setDateTime": _setter(_set_date_time, dateTime=time_zones.judge_date_time),
        "setTimeZone": _setter(_set_time_zone, timeZone=time_zones.judge_name),
        "setPosixTimeZone": _setter(_set_posix_time_zone, posixTimeZone=time_zones.judge_posix, enableDst=_boolean),
        "resetTimeZone": Method(
            "operator", _reset_time_zone, (Check("a method of version 1.1", _since_1_1, "unknown"),)
        ),
        "getSupportedVersions": Method("viewer", supported_versions, versioned=False),
    },
    level="viewer",
)


def _forbidden(ask: Ask) -> tuple[tuple[Form, str], ...]:
    return (*Call(API, ask).refusals("forbidden"), *refused(ask))


TIME = Service(
    ("POST",),
    since=AxisOs((9, 30)),
    level=lambda ask: json_api.levels(API, ask),
    answers=lambda ask: json_api.responses(API, ask),
    until=AxisOs((13,)),
    denied=(401, 403),  # documented
    forbidden=_forbidden,
)
