"""Tables of the steps that test ``time/v2``, ``usergroup.cgi`` and the JSON CGIs."""

from __future__ import annotations

import json

from vapix_proto.conform._guard import BROKEN, DEVICE_INFO, DISCOVERY, READY, TIME, TREE, USER_GROUP
from vapix_proto.conform._steps import Known, Step
from vapix_proto.conform._zone import SINCE, TELLS_DHCP
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.cgis import TIME_PLACES
from vapix_proto.vapix.json_api.bodies import JSON

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.conform._steps import Caller

#: For each interface, the first version that certainly has it; some earlier versions may have it, too.
_SINCE = {
    USER_GROUP: AxisOs((9, 80)),
    READY: AxisOs((9, 50)),
    DISCOVERY: AxisOs((8, 50)),
    DEVICE_INFO: AxisOs((8, 40)),
    **SINCE,
}
_CONTEXT = "vpx-context"
_UNKNOWN = "vpxUnknown"
#: Read-only methods, each with parameters and a note that distinguishes requests to the same method.
_METHODS: dict[str, tuple[tuple[str, dict[str, object], str], ...]] = {
    TIME: (("getDateTimeInfo", {}, ""), ("getAll", {}, "")),
    READY: (("systemready", {}, ""), ("systemready", {"timeout": 1}, " with a timeout")),
    DISCOVERY: (
        ("getApiList", {}, ""),
        ("getApiList", {"id": "param-cgi"}, " by an id"),
        ("getApiList", {"id": "*-cgi", "version": "1.?"}, " by patterns"),
        ("getApiList", {"id": "vpx-unknown"}, " by an unknown id"),
    ),
    DEVICE_INFO: (
        ("getAllProperties", {}, ""),
        ("getAllUnrestrictedProperties", {}, ""),
        ("getProperties", {"propertyList": ["Brand", "Version", "ProdNbr"]}, ""),
        ("getProperties", {"propertyList": [_UNKNOWN]}, " of an unknown property"),
        ("getProperties", {}, " without a list"),
    ),
}
_NAMES = ("Europe/Vienna", "UTC")
_WRONG_NAMES = ("Mars/Vpx", "", "Europe/Vienna,0", "CET-1CEST,M3.5.0,M10.5.0/3")
_STRINGS = ("CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "<UTC530>-5:30", "UTC0")
_WRONG_STRINGS = ("", "Europe/Vienna", "AA0", "AAA0BBB,M13.1.0,M10.5.0", "AAA0BBB,M3.5.0", "AAA25", "A_A0")


def _call(path: str, method: str, params: dict[str, object], note: str = "", login: Caller = Known.ADMIN) -> Step:
    """A correct request to a method."""
    version = "1.1" if method == "resetTimeZone" else "1.2" if "Unrestricted" in method else "1.0"
    document: dict[str, object] = {"apiVersion": version, "context": _CONTEXT, "method": method}
    if method == "getSupportedVersions":
        del document["apiVersion"]
    return _document(f"{_name(path)} {method}{note}", path, document | ({"params": params} if params else {}), login)


def _document(what: str, path: str, document: object, login: Caller = Known.ADMIN, method: str = "POST") -> Step:
    return Step(what, path, (), login, method, JSON, json.dumps(document))


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _get(path: str, login: Caller = Known.ADMIN, what: str = "") -> Step:
    return Step(what or f"GET {path.removeprefix('/config/rest/').removeprefix('/axis-cgi/')}", path, (), login, "GET")


# -- reading


def readings(version: AxisOs) -> Iterator[Step]:
    """The requests that read from a device with this version, both as the administrator and without a login."""
    for path, rows in _METHODS.items():
        if version < _SINCE[path]:
            continue
        for login in Known:
            yield from (_call(path, method, params, note, login) for method, params, note in rows)
            yield _call(path, "getSupportedVersions", {}, login=login)
        name = _name(path)
        yield _call(path, _UNKNOWN, {}).replace(what=f"{name}, an unknown method")
        right = _call(path, *rows[0])
        document = json.loads(right.body)
        for what, changed in (
            ("another version", document | {"apiVersion": "2.0"}),
            ("no version", {"method": document["method"]}),
            ("no context", {"apiVersion": "1.0", "method": document["method"]}),
            ("no method", {"apiVersion": "1.0", "context": _CONTEXT}),
        ):
            yield _document(f"{name}, {what}", path, changed)
        yield right.replace(what=f"{name}, another content type", content_type="text/plain")
        yield from (right.replace(what=f"{name}, a broken document", body=text) for text in BROKEN if text)
        yield _get(path, what=f"{name}, by GET")
    if version >= _SINCE[USER_GROUP]:
        yield from (_get(USER_GROUP, login) for login in Known)
    if version >= _SINCE[TREE]:
        yield from (_get(TREE + place.rstrip("/")) for place in TIME_PLACES)
        for below in ("", "/timeZone"):
            yield _get(f"{TREE}{below}/{_UNKNOWN}", what="GET an unknown item")
        yield _get(TREE, Known.NOBODY)
        for login in Known:
            yield _document("POST getTimeZoneList", f"{TREE}/timeZone/iana/getTimeZoneList", {"data": {}}, login)


def zone_looks(version: AxisOs, login: Caller = Known.ADMIN) -> tuple[Step, ...]:
    """The requests that ask for the time zone."""
    return _there(version, [_call(TIME, "getDateTimeInfo", {}, login=login), _get(TREE, login)])


# -- setting the time zone


def zone_steps(version: AxisOs, login: Caller = Known.ADMIN) -> tuple[Step, ...]:
    """Requests that set the time zone, through each API that this version of AXIS OS has.

    A device must accept them from an authorised account.
    """
    steps: list[Step] = []
    for at, text in enumerate(_STRINGS):
        dst = at % 2 == 0
        steps.append(_call(TIME, "setPosixTimeZone", {"posixTimeZone": text, "enableDst": dst}, login=login))
        steps.append(_patch("posix", {"timeZone": text, "dstEnabled": dst}, login))
    for name in _NAMES:
        steps.append(_call(TIME, "setTimeZone", {"timeZone": name}, login=login))
        steps.append(_patch("iana/timeZone", name, login))
    # In versions before TELLS_DHCP, no response shows which zone DHCP provided, and resetTimeZone may not exist.
    if version >= TELLS_DHCP:
        steps.append(_call(TIME, "resetTimeZone", {}, login=login))
    steps += [_patch("posix/timeZone", _STRINGS[1], login), _patch("dhcp/enabled", True, login)]
    steps += [_patch("posix/dstEnabled", False, login), _patch("posix/dstEnabled", True, login)]
    return _there(version, steps)


def zone_refusals(version: AxisOs, login: Caller = Known.ADMIN) -> tuple[Step, ...]:
    """Wrong time zone settings, which a device must refuse."""
    wrong = " that must be refused"
    steps: list[Step] = []
    for text in _WRONG_STRINGS:
        steps.append(_call(TIME, "setPosixTimeZone", {"posixTimeZone": text, "enableDst": True}, wrong, login))
    for text in _WRONG_STRINGS[:4]:
        steps.append(_patch("posix", {"timeZone": text, "dstEnabled": True}, login, wrong))
    for name in _WRONG_NAMES:
        steps.append(_call(TIME, "setTimeZone", {"timeZone": name}, wrong, login))
        steps.append(_patch("iana/timeZone", name, login, wrong))
    lacking: list[dict[str, object]] = [{"posixTimeZone": "UTC0"}, {"enableDst": True}]
    lacking.append({"posixTimeZone": "UTC0", "enableDst": "yes"})
    for params in lacking:
        steps.append(_call(TIME, "setPosixTimeZone", params, " with missing parameters", login))
    steps.append(_call(TIME, "setTimeZone", {}, " without a zone", login))
    steps += [_patch(below, "UTC0", login, wrong) for below in ("posix", "activeTimeZone", "dhcp/enabled", _UNKNOWN)]
    return _there(version, steps)


def zone_pairs(version: AxisOs) -> Iterator[tuple[Step, ...]]:
    """Sequences of time zone settings in which each step sets a different kind of zone from the step before it."""
    by_hand = _call(TIME, "setPosixTimeZone", {"posixTimeZone": _STRINGS[0], "enableDst": True})
    by_name, reset = _call(TIME, "setTimeZone", {"timeZone": _NAMES[0]}), _call(TIME, "resetTimeZone", {})
    hand, name, dhcp = (
        _patch("posix", {"timeZone": _STRINGS[1], "dstEnabled": True}),
        _patch("iana/timeZone", _NAMES[1]),
        _patch("dhcp/enabled", True),
    )
    if version < TELLS_DHCP:
        reset = by_name
    for steps in ((by_hand, by_name, by_hand, reset), (hand, name, hand, dhcp), (name, by_hand), (by_name, hand)):
        if all(version >= _since(step) for step in steps):
            yield tuple(each for step in steps for each in (step, *zone_looks(version)))


def _patch(below: str, data: object, login: Caller = Known.ADMIN, note: str = "") -> Step:
    return _document(f"PATCH timeZone/{below}{note}", f"{TREE}/timeZone/{below}", {"data": data}, login, "PATCH")


def _there(version: AxisOs, steps: list[Step]) -> tuple[Step, ...]:
    return tuple(step for step in steps if version >= _since(step))


def _since(step: Step) -> AxisOs:
    return _SINCE[TREE if step.path.startswith(TREE) else step.path]
