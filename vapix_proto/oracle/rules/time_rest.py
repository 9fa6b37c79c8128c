"""The rules for ``/config/rest/time/v2``, the Time API of the device configuration framework: a tree of settings."""

from __future__ import annotations

from vapix_proto.oracle.responses.forms import Status
from vapix_proto.oracle.responses.json_documents import LAST_YEAR, Json, compact
from vapix_proto.oracle.rules import time_zones
from vapix_proto.oracle.rules.allowed import Verdict
from vapix_proto.oracle.rules.json_api import document_of, is_json
from vapix_proto.oracle.rules.outcomes import NOT_SETTLED, Acceptable, Service, other_method, unsettled
from vapix_proto.oracle.time_zone import DST
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from vapix_proto.oracle.rules.outcomes import Ask
    from vapix_proto.oracle.state import State
    from vapix_proto.oracle.time_zone import TimeZone

ROOT = "/config/rest/time/v2"
_DOCUMENTED = "documentation, Time API v2"
_RECORDED = f"{_DOCUMENTED}; recording, AXIS OS 12.11"
_ZONE_LIST = "timeZone/iana/getTimeZoneList"
#: Members that the documentation allows in any response.
_OPTIONAL = ("warnings", "information")
_REFUSED = Status((400, 403, 404, 405, 409, 422), "Bad Request")
_NO_ERROR = f"{NOT_SETTLED}: no error of this API is recorded"


def _json(status: int = 200, free: tuple[str, ...] = (), **content: object) -> Json:
    state = "success" if status == 200 else "error"
    return Json(compact({"status": state, **content}), status, free, _OPTIONAL)


def _error(status: int, code: int, message: str) -> Json:
    return _json(status, error={"code": code, "message": message}).replace(codes=(code,))


# -- reading


def _tree(ask: Ask) -> dict[str, Any]:
    """The whole tree, in recorded order."""
    zone = ask.state.time_zone
    return {
        "time": {**time_zones.clock(ask), "maxSupportedYear": LAST_YEAR},
        "timeZone": {
            "activeTimeZone": zone.active,
            "dhcp": {"enabled": zone.dhcp, "timeZone": zone.lease},
            "iana": {"posixTimeZone": None, "timeZone": zone.iana},
            "posix": {"dstEnabled": zone.dst or zone.iana is not None, "timeZone": zone.posix},
        },
    }


def _found(tree: dict[str, Any], path: str) -> tuple[bool, Any]:
    """Whether the tree has a value at a path, and that value (None if it has none)."""
    value: Any = tree
    for name in filter(None, path.split("/")):
        if not isinstance(value, dict) or name not in value:
            return False, None
        value = value[name]
    return True, value


def _free(zone: TimeZone) -> dict[str, str]:
    """The members of the time settings with unpredictable values, each with the name of the check for its value."""
    free = {"dateTime": "dateTime", "localDateTime": "localDateTime"}
    if zone.iana is not None:
        free["posixTimeZone"] = "posixOrNull"
    if zone.dhcp and zone.lease is None:
        free["activeTimeZone"] = "zone"
    return free


def _read(ask: Ask, path: str) -> Iterator[Acceptable]:
    there, value = _found(_tree(ask), path)
    if not there:
        yield from _absent(ask)
        return
    zone, name = ask.state.time_zone, path.rpartition("/")[2]
    free = _free(zone)
    source = _RECORDED if "activeTimeZone" not in free else f"{NOT_SETTLED}: which zone is the default; {_RECORDED}"
    members = tuple(f"{member}={form}" for member, form in free.items())
    if not isinstance(value, dict):
        members = (f"data={free[name]}",) if name in free else ()
        yield Acceptable(_json(free=members, data=value), source, ask.state)
        return
    followed = time_zones.without_default(zone) if "activeTimeZone" in free else zone
    form = _json(free=members, data=value).replace(zone=followed)
    if not path:
        yield Acceptable(form, source, ask.state)
        return
    source = f"{NOT_SETTLED}: whether an entity is shown with its name; {_DOCUMENTED}"
    yield Acceptable(form, source, ask.state)
    yield Acceptable(form.replace(text=_json(data={name: value}).text), source, ask.state)


def _absent(ask: Ask) -> Iterator[Acceptable]:
    source = f"{_NO_ERROR}; errors of other APIs of the framework are"
    yield Acceptable(_error(404, 2, "Item does not exist: there is nothing at this path"), source, ask.state)
    yield Acceptable(Status((404, 400), "Not Found"), _NO_ERROR, ask.state)


# -- setting


def _same(ask: Ask) -> tuple[State, str]:
    return ask.state, f"{NOT_SETTLED}: the request may change nothing; "


def _timed(ask: Ask, _value: str) -> Iterator[tuple[State, str]]:
    yield ask.noted(ask.state, "Informational", "time: set dateTime"), ""


def _judge_dhcp(ask: Ask, value: object) -> Verdict:
    if not isinstance(value, bool):
        return Verdict.REFUSED
    # According to the documentation, DHCP can be switched off only after a zone is set, and setting a zone switches
    # it off.
    return Verdict.TAKEN if value else Verdict.REFUSED if ask.state.time_zone.dhcp else Verdict.TAKEN_FIRST


def _dhcp(ask: Ask, value: bool) -> Iterator[tuple[State, str]]:
    if value:
        yield from time_zones.reset(ask)
    else:
        yield ask.state, ""


def _judge_zone(judge: Callable[[object], Verdict]) -> Callable[[Ask, object], Verdict]:
    """Extends a function that judges zones, so that it also judges JSON null.

    The reference device refuses null; no source settles whether that is right.
    """
    return lambda _ask, value: Verdict.REFUSED_FIRST if value is None else judge(value)


def _iana(ask: Ask, value: str | None) -> Iterator[tuple[State, str]]:
    if value is None:
        yield _same(ask)
        yield from time_zones.reset(ask)
    else:
        yield time_zones.named(ask, value), ""


def _judge_dst(ask: Ask, value: object) -> Verdict:
    if not isinstance(value, bool):
        return Verdict.REFUSED
    return Verdict.TAKEN if ask.state.time_zone.posix is not None else Verdict.TAKEN_FIRST


def _judge_entity(ask: Ask, value: object) -> Verdict:
    if not isinstance(value, dict):
        return Verdict.REFUSED
    judges = {"timeZone": _judge_zone(time_zones.judge_posix), "dstEnabled": _judge_dst}
    verdicts = {judges[name](ask, value[name]) for name in judges if name in value}
    if Verdict.REFUSED in verdicts:
        return Verdict.REFUSED
    if value.keys() != judges.keys() or Verdict.REFUSED_FIRST in verdicts:
        return Verdict.REFUSED_FIRST
    return judges["timeZone"](ask, value["timeZone"])


def _entity(ask: Ask, value: Mapping[str, Any]) -> Iterator[tuple[State, str]]:
    zone = ask.state.time_zone
    text, dst = value.get("timeZone", zone.posix), value.get("dstEnabled", zone.dst or zone.iana is not None)
    if text is not None:
        yield time_zones.written(ask, text, dst=dst), ""
        return
    yield _same(ask)
    if "timeZone" in value:
        yield from time_zones.reset(ask)
    elif zone.iana is None:
        yield time_zones.after(ask, {DST: "yes" if dst else "no"}, "set dstEnabled"), ""


#: For each settable path: the verdict on a value, and the new states, each with a prefix for ``Acceptable.source``.
_SETTERS: dict[str, tuple[Callable[[Ask, Any], Verdict], Callable[[Ask, Any], Iterator[tuple[State, str]]]]] = {
    "time/dateTime": (lambda _ask, value: time_zones.judge_date_time(value), _timed),
    "timeZone/dhcp/enabled": (_judge_dhcp, _dhcp),
    "timeZone/iana/timeZone": (_judge_zone(time_zones.judge_name), _iana),
    "timeZone/posix/timeZone": (
        _judge_zone(time_zones.judge_posix),
        lambda ask, value: _entity(ask, {"timeZone": value}),
    ),
    "timeZone/posix/dstEnabled": (_judge_dst, lambda ask, value: _entity(ask, {"dstEnabled": value})),
    "timeZone/posix": (_judge_entity, _entity),
}


def _invalid(ask: Ask) -> Iterator[Acceptable]:
    source = f"{_NO_ERROR}; errors of other APIs of the framework are"
    yield Acceptable(_error(400, 5, "Validation error: the data is not valid"), source, ask.state)
    yield Acceptable(_REFUSED, _NO_ERROR, ask.state)


def _wrong_path(ask: Ask, path: str) -> Iterator[Acceptable]:
    there, _ = _found(_tree(ask), path)
    return _invalid(ask) if there else _absent(ask)


def _write(ask: Ask, path: str, data: object) -> Iterator[Acceptable]:
    if path not in _SETTERS:
        yield from _wrong_path(ask, path)
        return
    judge, states_after = _SETTERS[path]
    verdict = judge(ask, data)
    if not verdict.takes:
        yield from _invalid(ask)
    if verdict is not Verdict.REFUSED:
        taken = [Acceptable(_json(), f"{note}{_DOCUMENTED}", state) for state, note in states_after(ask, data)]
        yield from taken if verdict is Verdict.TAKEN else unsettled(taken, "whether this is accepted")
    if verdict is Verdict.TAKEN_FIRST:
        yield from _invalid(ask)


def _act(ask: Ask, path: str, data: object) -> Iterator[Acceptable]:
    if path != _ZONE_LIST:
        yield from _wrong_path(ask, path)
        return
    rows = [{"timeZone": name} for name in time_zones.ZONE_NAMES]
    listed = Acceptable(_json(free=("data=zoneRows",), data=rows), _RECORDED, ask.state)
    if data is None or data == {}:
        yield listed
    else:
        yield from unsettled((listed,), "whether other data is accepted")
        yield from _invalid(ask)


def _answers(ask: Ask) -> Iterator[Acceptable]:
    """The responses to an authorised account's request. Whether a device refuses an unusual request is not settled."""
    request = ask.request
    below = request.path.removeprefix(ROOT)
    path = "/".join(filter(None, below.split("/")))
    odd = bool(request.query) or below not in ("", f"/{path}")
    if request.method == "GET":
        found = _read(ask, path)
    elif request.method in ("PATCH", "POST"):
        document, unusual = document_of(request.read_body())
        odd = odd or unusual or not is_json(request)
        if document is None or "data" not in document:
            found = _invalid(ask)
        else:
            odd = odd or len(document) > 1
            found = (_write if request.method == "PATCH" else _act)(ask, path, document["data"])
    else:
        found = iter((other_method(ask),))
    if not odd:
        yield from found
        return
    yield from unsettled(found, "an unusual path, query, content type or body")
    yield from _invalid(ask)


def _level(ask: Ask) -> str:
    if ask.request.method in ("GET", "HEAD"):
        return "viewer"
    return "operator" if ask.request.method == "POST" else "admin"


TIME_TREE = Service(
    ("GET", "PATCH", "POST"), since=AxisOs((12, 4)), level=_level, answers=_answers, doubt=AxisOs((11, 11, 192))
)
