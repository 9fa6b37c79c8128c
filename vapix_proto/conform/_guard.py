"""Decides which requests a run may send, and checks every request before it is sent, whatever code built it."""

from __future__ import annotations

import re

from vapix_proto._value import Value
from vapix_proto.conform.transports import Forbidden
from vapix_proto.oracle.responses.json_documents import MalformedError, read
from vapix_proto.oracle.rules.outcomes import pairs_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from dataclasses import KW_ONLY

    from vapix_proto.vapix.http import HttpRequest

PWDGRP, PARAM = "/axis-cgi/pwdgrp.cgi", "/axis-cgi/param.cgi"
SYSTEM_LOG, ACCESS_LOG = "/axis-cgi/systemlog.cgi", "/axis-cgi/accesslog.cgi"
TIME, USER_GROUP = "/axis-cgi/time.cgi", "/axis-cgi/usergroup.cgi"
DISCOVERY, DEVICE_INFO = "/axis-cgi/apidiscovery.cgi", "/axis-cgi/basicdeviceinfo.cgi"
READY = "/axis-cgi/systemready.cgi"
TREE = "/config/rest/time/v2"
#: The prefix of all account names that a run creates. A request for a nonexistent method or API also uses it.
MARK = "vpx"
#: Parameters that a run may set. None of them can cut the run off from the device or make the device send e-mail.
WRITABLE = (
    "Time.POSIXTimeZone",
    "Time.DST.Enabled",
    "Time.SyncSource",
    "Time.ObtainFromDHCP",
    "Time.NTP.Server",
    *(
        f"Log.{log}.{name}"
        for log in ("Access", "System")
        for name in ("MaxSize", "Critical", "Warning", "Informational")
    ),
)
#: Read-only actions (case-sensitive); a request without an action does nothing.
_READING = ("get", "list", "", None)
#: The read-only methods of each JSON CGI.
_METHODS: dict[str, tuple[str, ...]] = {
    TIME: ("getDateTimeInfo", "getAll", "getSupportedVersions"),
    DISCOVERY: ("getApiList", "getSupportedVersions"),
    DEVICE_INFO: ("getProperties", "getAllProperties", "getAllUnrestrictedProperties", "getSupportedVersions"),
    READY: ("systemready", "getSupportedVersions"),
}
#: Methods that set the time zone. setDateTime is missing because no run could restore the clock exactly.
_SETTERS = ("setTimeZone", "setPosixTimeZone", "resetTimeZone")
_ENVELOPE = {"apiVersion", "context", "method", "params"}
#: Bodies in which no parser finds a method.
BROKEN = ("", "{", "[]", "{}")
#: Paths in ``time/v2`` that a run may read. It may write only to paths below ``timeZone``, so it can't set the clock.
_PLACE = re.compile(rf"{re.escape(TREE)}(/timeZone(?:/[A-Za-z]+)+|(?:/[A-Za-z]+)*)\Z")
_ZONE_LIST = f"{TREE}/timeZone/iana/getTimeZoneList"
#: The entry for the time zone among the parameters that a run has written.
ZONE = "the time zone"


class Guard(Value):
    """Decides which requests a run may send.

    Attributes:
        writes: Whether the run may change the device at all.
        admin: The name of the initial admin if the run may remove it and create it again, else None.
    """

    _: KW_ONLY
    writes: bool = False
    admin: str | None = None

    def check(self, request: HttpRequest, prefixes: frozenset[str]) -> bool:
        """Whether a request can change the device; ``prefixes`` are the prefixes of this run's account names.

        Raises:
            Forbidden: The run must not send the request.
        """
        if request.path in (USER_GROUP, *_METHODS) or request.path.startswith(TREE):
            return self._check_newer(request)
        pairs = pairs_of(request)
        args = dict(pairs)
        action = args.get("action")
        if len(args) != len(pairs) or request.method not in ("GET", "POST"):
            raise Forbidden("the run must not repeat an argument or use this method")
        if request.path in (SYSTEM_LOG, ACCESS_LOG) and set(args) <= {"text"}:
            return False
        if request.path not in (PWDGRP, PARAM):
            raise Forbidden("the run must not use this path")
        if action in _READING and set(args) <= {"action", "group"}:
            return False
        if not self.writes:
            raise Forbidden("the run must not write")
        if request.path == PARAM:
            names = {name.removeprefix("root.") for name in set(args) - {"action"}}
            if action != "update" or not names <= set(WRITABLE):
                raise Forbidden("the run must not set this parameter")
            return True
        user = args.get("user", "")
        ours = any(user.startswith(prefix) and prefix.startswith(MARK) for prefix in prefixes)
        if not ours and (user or action not in ("add", "update", "remove")) and (user != self.admin or not user):
            raise Forbidden("the run must not change somebody else's account")
        return True

    def _check_newer(self, request: HttpRequest) -> bool:
        """``check`` for the JSON CGIs, ``usergroup.cgi`` and ``time/v2``.

        Through any of these, a run may set only the time zone.
        """
        place = _PLACE.match(request.path) if request.path.startswith(TREE) else None
        methods = _METHODS.get(request.path, ())
        if request.query or not (place or methods or request.path == USER_GROUP):
            raise Forbidden("the run must not send a query here, or use this path")
        body = request.read_body().decode("utf-8", "replace")
        if request.method == "GET" and not body:
            return False
        if methods and request.method == "POST" and body in BROKEN:
            return False
        try:
            document = read(request.read_body())
        except MalformedError:
            raise Forbidden("the body can be read in more than one way") from None
        if not isinstance(document, dict) or request.method not in ("POST", "PATCH"):
            raise Forbidden("the run must not send this document or method")
        if request.path == _ZONE_LIST and request.method == "POST" and document in ({"data": {}}, {"data": None}):
            return False
        if place is not None:
            sets = request.method == "PATCH" and place[1].startswith("/timeZone/") and document.keys() == {"data"}
        else:
            name = document.get("method", MARK)
            known = bool(methods) and document.keys() <= _ENVELOPE
            if request.method != "POST" or not isinstance(name, str) or not known:
                raise Forbidden("the run must not send this document or method")
            if name in methods or name.startswith(MARK):
                return False
            sets = request.path == TIME and name in _SETTERS
        if not sets or not self.writes:
            raise Forbidden("the run must not write")
        return True
