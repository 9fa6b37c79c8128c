"""The rules for ``apidiscovery.cgi`` and ``usergroup.cgi``: a device's APIs, and the current account's groups."""

from __future__ import annotations

from vapix_proto.oracle.responses.discovery import ApiList, Membership
from vapix_proto.oracle.rules import json_api
from vapix_proto.oracle.rules.allowed import Verdict
from vapix_proto.oracle.rules.json_api import RECORDED, Api, Call, Check, Fault, Method, supported_versions, track
from vapix_proto.oracle.rules.outcomes import ANY, NOT_SETTLED, Acceptable, Service, other_method, unsettled
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.oracle.rules.outcomes import Ask
    from vapix_proto.oracle.state import State

# -- apidiscovery.cgi

#: The id of each API that devices report, and its versions as recorded on 9.80, 10.12, 11.11 and 12.9 (None if absent).
_APIS: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    ("api-discovery", ("1.0", "1.1", "1.1", "1.1")),
    ("basic-device-info", ("1.1", "1.3", "1.3", "1.3")),
    ("device-config", (None, None, "1.0", "1.0")),
    ("fwmgr", ("1.4", "1.4", "1.4", "1.8")),
    ("ntp", ("1.2", "1.2", "1.4", "1.5")),
    ("param-cgi", ("1.0", "1.0", "1.0", "1.0")),
    ("systemready", ("1.1", "1.2", "1.4", "1.4")),
    ("time-service", ("1.0", "1.0", "1.1", "1.1")),
    ("user-management", ("1.1", "1.1", "1.2", "1.2")),
)
_COLUMNS = (AxisOs((8,)), AxisOs((10,)), AxisOs((11, 5)), AxisOs((12,)))
#: The fwmgr version that 12.11 reports.
_FWMGR = (AxisOs((12, 11)), "1.10")
#: Recordings of 9.80 lack the ``status`` member; later recordings have it with this value.
_STATUS, _STATUS_SINCE = "official", AxisOs((10,))
_LOGIN_NEEDED = ((9, 80), (10, 12))


def _apis(state: State) -> tuple[tuple[str, str], ...]:
    column = max(place for place, since in enumerate(_COLUMNS) if state.axis_os >= since)
    rows = {name: versions[column] for name, versions in _APIS}
    if state.axis_os >= _FWMGR[0]:
        rows["fwmgr"] = _FWMGR[1]
    return tuple((name, version) for name, version in rows.items() if version is not None)


def _patterns(call: Call) -> Verdict | None:
    given = [call.params[name] for name in ("id", "version") if name in call.params]
    return None if all(isinstance(text, str) for text in given) else Verdict.REFUSED_FIRST


def _api_list(call: Call) -> Iterator[Acceptable]:
    asked = [call.params.get(name, "*") for name in ("id", "version")]
    patterns = tuple(text if isinstance(text, str) else "*" for text in asked)
    with_status = call.state.axis_os >= _STATUS_SINCE
    form = ApiList(
        call.reply(data={"apiList": []}),
        _apis(call.state),
        (patterns[0], patterns[1]),
        _STATUS if with_status else "",
    )
    if track(call.state) in RECORDED:
        yield Acceptable(form, "documentation, API Discovery; recording", call.state)
    else:
        yield Acceptable(form, f"{NOT_SETTLED}: which APIs this version has", call.state)
        yield Acceptable(form.replace(sure=False), f"{NOT_SETTLED}: which APIs this version has", call.state)


_DISCOVERY_API = Api(
    ("method", "apiVersion", "context", "data", "error"),
    versions=((AxisOs((8,)), "1.0"), (AxisOs((10,)), "1.1")),
    recorded=(),
    faults={
        "http": Fault(2002, "HTTP request type '{http}' not supported", "recording, AXIS OS 12.9", decided=True),
        "type": Fault(2002, "Content type not supported"),
        "json": Fault(4000, "Invalid JSON"),
        "version": Fault(2003, "The requested version is not supported"),
        "unknown": Fault(2004, "Unknown method"),
        "missing": Fault(4002, "Required parameter missing"),
        "invalid": Fault(1000, "Invalid parameter"),
    },
    methods={
        "getApiList": Method(None, _api_list, (Check("a filter is not text", _patterns, "invalid"),)),
        "getSupportedVersions": Method(None, supported_versions, versioned=False),
    },
    level=None,
    old_kind="application/json;charset=utf8",  # recorded from 9.80
)


def _level(ask: Ask) -> str | None:
    return ANY if track(ask.state) in _LOGIN_NEEDED else None


# -- usergroup.cgi

_OWN_FORM_SINCE = AxisOs((12, 11))


def _user_group(ask: Ask) -> Iterator[Acceptable]:
    if ask.request.method == "GET":
        yield from _membership(ask)
        return
    yield other_method(ask)
    yield from unsettled(_membership(ask), "an unsupported HTTP method")


def _membership(ask: Ask) -> Iterator[Acceptable]:
    account, state = ask.account, ask.state
    if account is None:  # unreachable: the service requires a login
        return
    recorded = state.axis_os >= _OWN_FORM_SINCE
    source = "recording, AXIS OS 12.11" if recorded else f"{NOT_SETTLED}: the order of groups, and which are listed"
    form = Membership(account.user, account.groups)
    yield Acceptable(form, source, state)
    if not recorded:
        yield Acceptable(Membership(account.user, account.groups, account.grp), source, state)
        yield Acceptable(Membership("", ()), f"{NOT_SETTLED}: tests of clients contain an empty response", state)


DISCOVERY = Service(
    ("POST",), AxisOs((8, 50)), _level, lambda ask: json_api.responses(_DISCOVERY_API, ask), fresh=False
)
USER_GROUP = Service(("GET",), AxisOs((9, 80)), lambda _ask: ANY, _user_group, until=AxisOs((13,)), doubt=AxisOs((4,)))
