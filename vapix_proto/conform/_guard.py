"""Which requests a run may send at all: looked at once more, whatever made the request."""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.conform.transports import Forbidden
from vapix_proto.oracle.rules.outcomes import pairs_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from dataclasses import KW_ONLY

    from vapix_proto.vapix.http import HttpRequest

__all__ = ["ACCESS_LOG", "MARK", "PARAM", "PWDGRP", "SYSTEM_LOG", "WRITABLE", "Guard"]

PWDGRP, PARAM = "/axis-cgi/pwdgrp.cgi", "/axis-cgi/param.cgi"
SYSTEM_LOG, ACCESS_LOG = "/axis-cgi/systemlog.cgi", "/axis-cgi/accesslog.cgi"
#: How the names of all accounts begin that a run creates.
MARK = "vpx"
#: Parameters that a run may set: neither addresses, which may cut it off, nor those that send e-mail.
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
#: Actions that read; without an action nothing is done. Their case is part of them.
_READING = ("get", "list", "", None)


class Guard(Value):
    """What a run may send.

    Attributes:
        writes: Whether it may write at all.
        admin: The name of the initial admin, whom it may remove and create; None for nobody.
    """

    _: KW_ONLY
    writes: bool = False
    admin: str | None = None

    def check(self, request: HttpRequest, prefixes: frozenset[str]) -> bool:
        """Whether a request may write.

        Args:
            request: What is to be sent.
            prefixes: How names of accounts begin that this run made up.

        Raises:
            Forbidden: It must not be sent.
        """
        pairs = pairs_of(request)
        args = dict(pairs)
        action = args.get("action")
        if len(args) != len(pairs) or request.method not in ("GET", "POST"):
            raise Forbidden("an argument twice, or another method")
        if request.path in (SYSTEM_LOG, ACCESS_LOG) and set(args) <= {"text"}:
            return False
        if request.path not in (PWDGRP, PARAM):
            raise Forbidden("another path")
        if action in _READING and set(args) <= {"action", "group"}:
            return False
        if not self.writes:
            raise Forbidden("a write")
        if request.path == PARAM:
            names = {name.removeprefix("root.") for name in set(args) - {"action"}}
            if action != "update" or not names <= set(WRITABLE):
                raise Forbidden("a parameter that a run does not set")
            return True
        user = args.get("user", "")
        ours = any(user.startswith(prefix) and prefix.startswith(MARK) for prefix in prefixes)
        if not ours and (user or action not in ("add", "update", "remove")) and (user != self.admin or not user):
            raise Forbidden("an account of somebody else")
        return True
