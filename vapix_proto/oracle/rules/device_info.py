"""The rules for ``basicdeviceinfo.cgi`` and ``systemready.cgi``: what a device is, and whether it is ready for use."""

from __future__ import annotations

from vapix_proto.oracle.parameters import POLICY
from vapix_proto.oracle.responses.forms import Status
from vapix_proto.oracle.rules import json_api
from vapix_proto.oracle.rules.account_refusals import ADMIN_FIRST
from vapix_proto.oracle.rules.allowed import Verdict
from vapix_proto.oracle.rules.json_api import WHICH_ERROR, Api, Call, Check, Fault, Method, supported_versions
from vapix_proto.oracle.rules.outcomes import LIKE_NEW, NOT_SETTLED, Acceptable, Service, refused
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vapix_proto.oracle.responses.forms import Form
    from vapix_proto.oracle.rules.outcomes import Ask

_UNAUTHORIZED = Status((401,), "Unauthorized")
# -- basicdeviceinfo.cgi

_BASIC = "documentation, Basic device information; recording"
#: The properties in recorded order, each with the parameter that has the same value; SocSerialNumber has none.
_PROPERTIES = {
    "Architecture": "Properties.System.Architecture",
    "ProdNbr": "Brand.ProdNbr",
    "HardwareID": "Properties.System.HardwareID",
    "ProdFullName": "Brand.ProdFullName",
    "Version": "Properties.Firmware.Version",
    "ProdType": "Brand.ProdType",
    "SocSerialNumber": "",
    "Soc": "Properties.System.Soc",
    "Brand": "Brand.Brand",
    "WebURL": "Brand.WebURL",
    "ProdVariant": "Brand.ProdVariant",
    "SerialNumber": "Properties.System.SerialNumber",
    "ProdShortName": "Brand.ProdShortName",
    "BuildDate": "Properties.Firmware.BuildDate",
}
_RESTRICTED = ("Architecture", "SocSerialNumber", "Soc")
_UNRESTRICTED_SINCE = (1, 2)


def _listed(call: Call, names: Iterable[str]) -> Iterator[Acceptable]:
    values = call.state.values
    properties = {name: values.get(_PROPERTIES[name], "") for name in names}
    free = tuple(name for name in properties if name not in ("Brand", "Version"))
    yield Acceptable(call.reply(free=free, data={"propertyList": properties}), _BASIC, call.state)


def _names(call: Call) -> list[object]:
    found = call.params.get("propertyList", [])
    return found if isinstance(found, list) else [found]


def _is_known(name: object) -> bool:
    return isinstance(name, str) and name in _PROPERTIES


def _unknown_property(call: Call) -> Verdict | None:
    known = all(map(_is_known, _names(call)))
    return None if known and isinstance(call.params.get("propertyList", []), list) else Verdict.REFUSED


def _named(call: Call) -> str:
    """The property to name in the error: the first unknown one or, if all are known, the first one."""
    names = [*(name for name in _names(call) if not _is_known(name)), *_names(call)]
    return f": {names[0]}" if names else ""


def _too_old(call: Call) -> Verdict | None:
    own = tuple(int(part) for part in call.version.split("."))
    return None if own >= _UNRESTRICTED_SINCE else Verdict.REFUSED


_DEVICE_INFO_API = Api(
    ("apiVersion", "context", "data", "error"),
    versions=((AxisOs((8,)), "1.0"), (AxisOs((9, 80)), "1.1"), (AxisOs((10,)), "1.3")),
    recorded=(),
    faults={
        "http": Fault(2002, "HTTP request type not supported"),
        "type": Fault(2002, "Content type not supported"),
        "json": Fault(4000, "Invalid JSON"),
        "version": Fault(2003, "The requested version is not supported"),
        "unknown": Fault(2004, "JSON semantic error: Unknown method '{method}'", "recording, AXIS OS 8.45.4.5"),
        "missing": Fault(4002, "Required parameter missing"),
        "invalid": Fault(1000, "Property not supported{named}", _BASIC),
    },
    methods={
        "getProperties": Method(
            "operator",
            lambda call: _listed(call, call.params["propertyList"]),
            (
                Check(
                    "no list of properties",
                    lambda call: None if "propertyList" in call.params else Verdict.REFUSED,
                    "missing",
                ),
                Check("a property that no recording has", _unknown_property, "invalid", _named),
                Check(
                    "an empty list of properties",
                    lambda call: Verdict.TAKEN_FIRST if call.params.get("propertyList") == [] else None,
                    "invalid",
                ),
            ),
        ),
        "getAllProperties": Method("operator", lambda call: _listed(call, _PROPERTIES)),
        "getAllUnrestrictedProperties": Method(
            None,
            lambda call: _listed(call, [name for name in _PROPERTIES if name not in _RESTRICTED]),
            (Check("a method of version 1.2", _too_old, "unknown"),),
        ),
        "getSupportedVersions": Method(None, supported_versions, versioned=False),
    },
    level=None,
)


def _device_info(ask: Ask) -> Iterator[Acceptable]:
    # The 401 comes first so that curl --digest, whose first request has no body yet, can log in.
    if ask.account is None and Call(_DEVICE_INFO_API, ask).method is None:
        source = f"{NOT_SETTLED}: whether a request without a method needs a login"
        if not ask.state.has_admin:
            yield Acceptable(ADMIN_FIRST, source, ask.state)
        yield Acceptable(_UNAUTHORIZED, source, ask.state)
    yield from json_api.responses(_DEVICE_INFO_API, ask)


def _device_info_forbidden(ask: Ask) -> tuple[tuple[Form, str], ...]:
    return (*refused(ask), *((form, WHICH_ERROR) for form, _ in Call(_DEVICE_INFO_API, ask).refusals("version")))


# -- systemready.cgi

_UPTIME, _BOOT_ID = "3600", "00000000-0000-4000-8000-000000000000"
#: The members that each version adds, as recorded. Only some recordings contain previewmode, which is for new devices.
_ADDED = (
    (AxisOs((11, 5)), {"uptime": _UPTIME, "bootid": _BOOT_ID}),
    (AxisOs((12,)), {"passphrasepolicy": "none"}),
)
_PREVIEW = "previewmode"


def _ready(call: Call) -> Iterator[Acceptable]:
    state = call.state
    data = {"systemready": "yes", "needsetup": "no" if state.has_admin else "yes"}
    source = "documentation, Systemready; recording"
    for since, members in _ADDED:
        data |= members if state.axis_os >= since else {}
    if POLICY in state.values:
        data["passphrasepolicy"] = state.values[POLICY]
    optional: tuple[str, ...] = (_PREVIEW,) if state.axis_os >= _ADDED[0][0] else ()
    if not call.api.is_recorded(state):
        optional, source = (_PREVIEW, "uptime", "bootid", "passphrasepolicy"), f"{NOT_SETTLED}: which members"
    if state.is_like_new:
        source = f"{NOT_SETTLED}: {LIKE_NEW}"
    for setup in ("yes", "no") if state.is_like_new else (data["needsetup"],):
        form = call.reply(free=("systemready", "uptime", "bootid"), data=data | {"needsetup": setup})
        yield Acceptable(form.replace(optional=(*form.optional, *optional)), source, state)


def _timeout(call: Call) -> Verdict | None:
    given = call.params.get("timeout", 0)
    return None if type(given) is int and given >= 0 else Verdict.REFUSED_FIRST


_READY_API = Api(
    ("apiVersion", "context", "method", "data", "error"),
    versions=((AxisOs((9,)), "1.1"), (AxisOs((10,)), "1.2"), (AxisOs((11, 5)), "1.4"), (AxisOs((12,)), "1.5")),
    recorded=((10, 12), (11, 11), (12, 9), (12, 11)),
    faults={
        "http": Fault(1000, "Invalid HTTP method"),
        "type": Fault(1000, "Invalid content type"),
        "json": Fault(1000, "Invalid JSON input", "recording, AXIS OS 11.11", decided=True),
        "version": Fault(1000, "Invalid version"),
        "unknown": Fault(1000, "Invalid method"),
        "missing": Fault(1000, "Missing parameter"),
        "invalid": Fault(1000, "Invalid parameter"),
    },
    methods={
        "systemready": Method(None, _ready, (Check("a timeout that is not a number", _timeout, "invalid"),)),
        "getSupportedVersions": Method(None, supported_versions, versioned=False),
    },
    level=None,
    short=True,  # recorded
)

DEVICE_INFO = Service(
    ("POST",),
    AxisOs((8, 40)),
    lambda ask: json_api.levels(_DEVICE_INFO_API, ask),
    _device_info,
    forbidden=_device_info_forbidden,
)
READY = Service(("POST",), AxisOs((9, 50)), lambda _ask: None, lambda ask: json_api.responses(_READY_API, ask))
