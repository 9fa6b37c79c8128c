"""CGIs whose requests and responses are JSON: the envelope and the rules that they share."""

from __future__ import annotations

import re

from vapix_proto._value import Value
from vapix_proto.oracle.responses.json_documents import Json, MalformedError, compact, read
from vapix_proto.oracle.rules.allowed import Verdict
from vapix_proto.oracle.rules.outcomes import NOT_SETTLED, Acceptable, Ask, Rule, decide, other_method, unsettled
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from vapix_proto.oracle.responses.forms import Form
    from vapix_proto.oracle.state import State
    from vapix_proto.oracle.time_zone import TimeZone
    from vapix_proto.vapix.http import HttpRequest

_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})\Z")
_JSON = "application/json"
_NEW_KIND_SINCE = AxisOs((10,))
#: Members that accompany an error. Whether they appear is not settled if the request names no method, or if no
#: recording shows the API version.
_ENVELOPE = ("apiVersion", "context", "method")
#: A parser may ignore it or refuse the document (RFC 8259, 8.1).
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
#: An escaped surrogate, or an escaped NUL, which ends a string in C.
_ODD = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")
WHICH_ERROR = f"{NOT_SETTLED}: which error"
#: The first two numbers of the AXIS OS versions whose API lists were recorded.
RECORDED = ((9, 80), (10, 12), (11, 11), (12, 9), (12, 11))


class Fault(Value):
    """An error that an API reports.

    Attributes:
        code: The error code.
        message: The text that the reference device sends; ``{http}``, ``{method}`` and ``{named}`` are placeholders.
        source: What shows that the code is correct.
        decided: Whether only this code is correct.
    """

    code: int
    message: str
    source: str = WHICH_ERROR
    decided: bool = False


class Check(Value):
    """A check for a fault in a request.

    Attributes:
        why: What is wrong with the request, for the device's log.
        judge: Returns the verdict on the request; None if it does not have the fault.
        fault: The key of the fault in the API's ``faults``.
        named: Returns the text for ``{named}`` in the fault's message.
    """

    why: str
    judge: Callable[[Any], Verdict | None]
    fault: str
    named: Callable[[Any], str] | None = None


class Method(Value):
    """An API method.

    Attributes:
        level: The level that an account needs; None if no login is needed.
        answers: The responses to a request without faults.
        checks: The checks for faults in the request's parameters.
        versioned: Whether a request must name a version of the API.
    """

    level: str | None
    answers: Callable[[Any], Iterable[Acceptable]]
    checks: tuple[Check, ...] = ()
    versioned: bool = True


class Api(Value):
    """An API with JSON requests and responses.

    Attributes:
        members: The members of a response, in order.
        versions: The API's versions, each with the first AXIS OS version that has it, oldest first.
        recorded: The first two numbers of each AXIS OS version for which a recording confirms what ``version`` returns.
        faults: The errors, keyed by name: ``http``, ``type``, ``json``, ``version``, ``unknown``, ``missing`` and
            ``invalid``.
        methods: The methods, keyed by name.
        level: The level that an account needs for a request that names no method; None if no login is needed.
        short: Whether the API accepts a version without its minor number.
        old_kind: The content type of responses before AXIS OS 10.
    """

    members: tuple[str, ...]
    versions: tuple[tuple[AxisOs, str], ...]
    recorded: tuple[tuple[int, int], ...]
    faults: Mapping[str, Fault]
    methods: Mapping[str, Method]
    level: str | None
    short: bool = False
    old_kind: str = _JSON

    def version(self, state: State) -> str:
        """The API's version on a device with the given state; it depends on the version of AXIS OS."""
        return next(text for since, text in reversed(self.versions) if state.axis_os >= since)

    def is_recorded(self, state: State) -> bool:
        """Whether a recording from the device's version of AXIS OS confirms the result of ``version``."""
        return track(state) in self.recorded


def track(state: State) -> tuple[int, ...]:
    """The first two numbers of the AXIS OS version."""
    return (*state.axis_os.numbers, 0)[:2]


class Call(Ask):
    """A request to an API, with the document in its body.

    Attributes:
        document: The JSON object, or None if the body is not a JSON object.
        members: The members of the object; empty if there is no object.
        unusual: Whether a member appears twice, or the document contains characters that not every parser accepts.
    """

    __slots__ = ("api", "document", "members", "unusual")
    api: Api
    document: dict[str, Any] | None
    members: dict[str, Any]
    unusual: bool

    def __init__(self, api: Api, ask: Ask) -> None:
        super().__init__(ask.state, ask.request, ask.account, ask.now, {})
        self.api = api
        self.document, self.unusual = document_of(ask.request.read_body())
        self.members = self.document or {}

    @property
    def name(self) -> str | None:
        """The name of the requested method, even if the API has no such method; None if the request names no method."""
        found = self.members.get("method")
        return found if isinstance(found, str) else None

    @property
    def method(self) -> Method | None:
        """The method, if the API has it."""
        return self.api.methods.get(self.name or "")

    @property
    def params(self) -> dict[str, Any]:
        """The parameters; empty if they are not an object."""
        found = self.members.get("params")
        return found if isinstance(found, dict) else {}

    @property
    def version(self) -> str:
        """The API version on this device."""
        return self.api.version(self.state)

    def reply(self, zone: TimeZone | None = None, free: tuple[str, ...] = (), **content: object) -> Json:
        """A response with ``data`` or an ``error``; a member is optional if no source settles whether it appears."""
        context = self.members.get("context")
        echoed = context if isinstance(context, str) else None
        values = {"apiVersion": self.version, "context": echoed, "method": self.name, **content}
        members = {name: values[name] for name in self.api.members if values.get(name) is not None}
        if not self.api.is_recorded(self.state):
            free = (*free, "apiVersion")
        optional: tuple[str, ...] = ("context",) if "context" in self.members and echoed is None else ()
        kind = _JSON if self.state.axis_os >= _NEW_KIND_SINCE else self.api.old_kind
        return Json(compact(members), 200, free, optional, zone=zone, kind=kind)

    def refusals(self, name: str, named: str = "") -> tuple[tuple[Form, str], ...]:
        """The responses that report a fault."""
        fault = self.api.faults[name]
        message = fault.message.format(http=self.request.method, method=self.name, named=named)
        form = self.reply(error={"code": fault.code, "message": message}).replace(codes=(fault.code,))
        # A device that can't read the document does not know which method it names.
        if self.name is None or name == "json" or not self.api.is_recorded(self.state):
            form = form.replace(optional=_ENVELOPE)
        if fault.decided:
            return ((form, fault.source),)
        first = () if fault.source.startswith(NOT_SETTLED) else ((form, fault.source),)
        return (*first, (form.replace(codes=(), optional=_ENVELOPE), WHICH_ERROR))


def document_of(body: bytes) -> tuple[dict[str, Any] | None, bool]:
    """The JSON object in a body, if any, and whether parsers may disagree about one of its members."""
    text = body.removeprefix(_BYTE_ORDER_MARK)
    unusual = len(text) < len(body)
    try:
        try:
            found = read(text)
        except MalformedError:
            found, unusual = read(text, repeated=True), True
    except MalformedError:
        return None, False
    return (found if isinstance(found, dict) else None), unusual or _ODD.search(body) is not None


# -- possible faults in any request


def is_json(request: HttpRequest) -> bool:
    """Whether the content type is application/json."""
    return (request.header("Content-Type") or "").partition(";")[0].strip().lower() == _JSON


def _type(call: Call) -> Verdict | None:
    if is_json(call.request):
        return None
    # In a recording, time.cgi refuses a wrong content type; no recording shows a request without one.
    wrong = call.api.faults["type"].decided and call.request.header("Content-Type")
    return Verdict.REFUSED if wrong else Verdict.TAKEN_FIRST


def _missing(call: Call) -> Verdict | None:
    unversioned = call.method is None or not call.method.versioned
    return None if "method" in call.members and (unversioned or "apiVersion" in call.members) else Verdict.REFUSED


def _version(call: Call) -> Verdict | None:
    asked = call.members.get("apiVersion")
    if asked is None or (call.method is not None and not call.method.versioned):
        return None
    found = _VERSION.match(asked) if isinstance(asked, str) else None
    own = [int(part) for part in call.version.split(".")]
    if found is None:
        taken = Verdict.TAKEN if call.api.short else Verdict.TAKEN_FIRST
        return taken if asked == str(own[0]) else Verdict.REFUSED_FIRST
    major, minor = int(found[1]), int(found[2])
    if major == own[0]:
        return None if minor <= own[1] else Verdict.REFUSED_FIRST
    return Verdict.REFUSED if major else Verdict.REFUSED_FIRST


def _invalid(call: Call) -> Verdict | None:
    right = isinstance(call.members.get("context", ""), str) and isinstance(call.members.get("params", {}), dict)
    return None if right else Verdict.REFUSED_FIRST


_UNUSUAL = "a document that parsers read in different ways"
_ALWAYS = (
    Check(
        "an HTTP method other than POST",
        lambda call: None if call.request.method == "POST" else Verdict.REFUSED,
        "http",
    ),
    Check("a content type other than application/json", _type, "type"),
    Check("the body is not a JSON object", lambda call: Verdict.REFUSED if call.document is None else None, "json"),
)
_MEMBERS = (
    Check(_UNUSUAL, lambda call: Verdict.TAKEN_FIRST if call.unusual else None, "json"),
    Check("no method, or no version of the API", _missing, "missing"),
    Check("an unknown version of the API", _version, "version"),
    Check(
        "an unknown method",
        lambda call: Verdict.REFUSED if "method" in call.members and call.method is None else None,
        "unknown",
    ),
    Check("a context that is not text, or parameters that are not an object", _invalid, "invalid"),
)


def responses(api: Api, ask: Ask) -> Iterator[Acceptable]:
    """The acceptable responses to a request from an authorised account."""
    call = Call(api, ask)
    checks: tuple[Check, ...] = _ALWAYS
    if call.document is not None:
        checks += _MEMBERS + (call.method.checks if call.method else ())
    rules = [
        Rule(check.why, check.judge, call.refusals(check.fault, check.named(call) if check.named else ""))
        for check in checks
        if check.judge(call) not in (None, Verdict.TAKEN)
    ]
    found = decide(rules, call, lambda _ask: call.method.answers(call) if call.method else ())
    yield from unsettled(found, _UNUSUAL) if call.unusual else found
    if ask.request.method not in ("POST", "GET"):
        yield other_method(ask)


def levels(api: Api, ask: Ask) -> str | None:
    """The level that an account needs for a request; None if no login is needed."""
    method = Call(api, ask).method if ask.request.method == "POST" else None
    return api.level if method is None else method.level


def supported_versions(call: Call) -> Iterator[Acceptable]:
    """The responses to ``getSupportedVersions``. Recorded ones contain ``apiVersion``; documented ones do not."""
    form = call.reply(data={"apiVersions": [call.version]})
    form = form.replace(optional=(*form.optional, "apiVersion"))
    yield Acceptable(form, "documentation; recording of time.cgi, AXIS OS 12.11", call.state)
    other = form.replace(free=(*form.free, "apiVersions"))
    yield Acceptable(other, f"{NOT_SETTLED}: which other versions a device lists", call.state)
