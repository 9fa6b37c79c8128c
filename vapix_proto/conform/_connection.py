"""Sends a run's requests after checking and counting them, and keeps passwords out of reports."""

from __future__ import annotations

from urllib.parse import quote

from vapix_proto._places import plural
from vapix_proto.conform._guard import PARAM, PWDGRP, WRITABLE, ZONE
from vapix_proto.conform.findings import Exchange
from vapix_proto.conform.transports import Login, Unreachable
from vapix_proto.oracle.redaction import Secrets
from vapix_proto.oracle.rules.outcomes import pairs_of
from vapix_proto.oracle.time_zone import POSIX
from vapix_proto.vapix.http import FORM, HttpRequest, encode_arguments
from vapix_proto.vapix.json_api.bodies import JSON

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vapix_proto.conform._guard import Guard
    from vapix_proto.conform.transports import Transport
    from vapix_proto.vapix.http import HttpResponse

#: How many characters of a body to report: a listing from an older AXIS OS has 170 lines, and the last may matter.
_SHOWN_MAX = 6000
OK, BAD_REQUEST, UNAUTHORIZED = 200, 400, 401
#: All characters that an argument may contain as they are, including some that a client would usually encode.
_PLAIN = "!\"$'()*,/:;<=>?@[\\]^`{|}"
#: Words that reports contain anyway.
PUBLIC = " ".join((*WRITABLE, PARAM, PWDGRP))
_PAUSE_MAX = 8.0
#: A device takes about a minute to restart.
_PATIENCE = 90.0


class Spent(BaseException):
    """The run has used up its requests. Not an ``Exception``, so that it never counts as a fault of the device."""


def arguments_request(
    path: str, pairs: Iterable[tuple[str, str]], method: str = "POST", kind: str = FORM
) -> HttpRequest:
    """A request with its arguments in the body of a POST or the query of a GET."""
    text = encode_arguments(pairs)
    if method == "POST":
        return HttpRequest("POST", path, "", (("Content-Type", kind),), text.encode())
    return HttpRequest(method, path, text)


class Line:
    """Sends a run's requests to its device.

    Attributes:
        login: The login of the administrator whose account the run uses.
        sent: The number of requests sent so far.
        login_sent: Whether the last request was sent with its login; None if the transport does not report this.
        limit: The maximum number of requests; None for no limit.
        prefixes: The prefixes of the account names that this run generated.
        users: The names of the accounts that the run has tried to create, change or remove.
        created: The logins of the accounts that the device may have created and has not reported as removed since.
        uncertain: The logins of accounts that are not listed, and whose removal is not certain.
        stuck: The names of listed accounts that the device does not remove.
        parameters: The parameters that the run has tried to set; ``ZONE`` stands for the time zone, if the run has
            tried to set it without ``param.cgi``.
        set_zone: Whether a request has set the time zone.
        unanswered: The ``users`` and ``parameters`` that an unanswered request may still change.
        own_admins: Logins of the administrators that this run has tried to create or change, newest last.
        sleep: The function with which ``wait`` pauses; if it is None, ``wait`` returns at once.
    """

    def __init__(
        self, transport: Transport, login: Login, guard: Guard, limit: int, progress: Callable[[int, str], None]
    ) -> None:
        self.login: Login = login
        self.guard: Guard = guard
        self._transport, self._progress = transport, progress
        self.limit: int | None = limit
        self.sent: int = 0
        self.login_sent: bool | None = None
        self.prefixes: frozenset[str] = frozenset()
        self.users: set[str] = set()
        self.created: dict[str, Login] = {}
        self.uncertain: dict[str, Login] = {}
        self.stuck: set[str] = set()
        self.parameters: set[str] = set()
        self.set_zone: bool = False
        self.unanswered: set[str] = set()
        self.own_admins: list[Login] = []
        self.sleep: Callable[[float], object] | None = None
        self._patience = _PATIENCE
        self._secrets = Secrets(PUBLIC)
        self._secrets.add(login.password, login.user)

    def __repr__(self) -> str:
        return f"<Line, {self.sent} sent>"

    @property
    def wrote(self) -> bool:
        """Whether the run may have changed the device."""
        return bool(self.users or self.parameters)

    def keep_secret(self, password: str) -> None:
        """Hides a password in all of the run's output from now on."""
        self._secrets.add(password)

    def send(self, request: HttpRequest, login: Login | None, what: str) -> HttpResponse:
        """Sends a request, and returns the device's response.

        Raises:
            Forbidden: The run must not send this request.
            Unreachable: No response came.
            Spent: The run has sent as many requests as it may.
        """
        writes = self.guard.check(request, self.prefixes)
        if self.limit is not None and self.sent >= self.limit:
            raise Spent
        # Noted before sending, because an interrupt may come before the response.
        new = writes and self._note(request)
        self.sent += 1
        try:
            response = self._transport.send(request, login)
            self.login_sent = getattr(self._transport, "login_sent", None)
        except Unreachable:
            if writes and self.limit is not None:  # a restoration that takes effect late does no harm
                self.unanswered |= self._changed(request)
            raise
        if writes and request.path == PWDGRP:
            self._note_outcome(request, response, new=new)
        self._tell(what)
        return response

    def hang_up(self) -> None:
        """Closes any open connection, so that a late response is not mistaken for the response to the next request."""
        close = getattr(self._transport, "close", None)
        if close is not None:
            close()

    def read(self, path: str, **args: str) -> HttpResponse:
        """The response to a request sent as the administrator."""
        return self.send(arguments_request(path, args.items()), self.login, "read the state")

    def read_users(self) -> HttpResponse:
        """The account listing."""
        return self.read(PWDGRP, action="get")

    def read_parameters(self, names: Iterable[str]) -> HttpResponse:
        """The listing of the named parameters."""
        return self.read(PARAM, action="list", group=",".join(names))

    def wait(self) -> None:
        """Waits for a device that does not answer, for example because it is restarting."""
        pause = 0.5
        while self.sleep is not None and self._patience > 0:
            pause = min(2 * pause, _PAUSE_MAX, self._patience)
            self._patience -= pause
            self._tell("wait for the device")
            self.sleep(pause)
            try:
                self.read_users()
            except Unreachable:
                continue
            return

    def try_again(self) -> None:
        """Makes the next restoration try again to remove the accounts that earlier ones could not remove."""
        self.created |= self.uncertain
        self.users |= self.stuck | self.uncertain.keys()
        self.uncertain.clear()
        self.stuck.clear()

    def _tell(self, what: str) -> None:
        try:
            self._progress(self.sent, what)
        except Exception:
            # Restoring the device must continue even if the progress callback fails.
            if self.limit is not None:
                raise

    def _changed(self, request: HttpRequest) -> set[str]:
        """The users and parameters that an unanswered request may still change after the device has been restored."""
        args = dict(pairs_of(request))
        if request.path != PWDGRP:
            return {name.removeprefix("root.") for name in args if name != "action"} or {ZONE}
        user = args.get("user", "")
        return {user} if user and (args.get("action") == "add" or user == self.guard.admin) else set()

    def _note(self, request: HttpRequest) -> bool:
        """Notes what a request may change; returns whether it may create an account that this run did not create."""
        args = dict(pairs_of(request))
        if request.path == PWDGRP:
            user = args.get("user", "")
            login = Login(user, args.get("pwd", ""))
            self.users.add(user)
            if "admin" in args.get("sgrp", "").split(":") and user != self.login.user:
                self.own_admins = [*self.own_admins, login][-4:]
            new = args.get("action") == "add" and user not in ("", self.guard.admin, *self.created)
            self.created |= {user: login} if new else {}
            return new
        names = {ZONE} if request.path != PARAM else {name.removeprefix("root.") for name in args if name != "action"}
        self.set_zone |= not names.isdisjoint((ZONE, POSIX))
        self.parameters |= names
        return False

    def _note_outcome(self, request: HttpRequest, response: HttpResponse, *, new: bool) -> None:
        """Notes whether the device reported that it has created, changed or removed an account, or refused to."""
        args = dict(pairs_of(request))
        user = args.get("user", "")
        refused = BAD_REQUEST <= response.status < 500 or (response.status == OK and b"Error" in response.body)
        if refused and new:
            del self.created[user]
        if response.status != OK or refused or user.encode() not in response.body:
            return
        if args.get("action") == "remove":
            self.created.pop(user, None)
            self.uncertain.pop(user, None)
            self.unanswered.discard(user)
        elif "pwd" in args and user in self.created:
            self.created[user] = Login(user, args["pwd"])

    def shown(self, request: HttpRequest) -> str:
        """A request as human-readable text."""
        kind = request.header("Content-Type")
        if request.path in (PWDGRP, PARAM):
            shown = "&".join(
                f"{_encoded(name)}={_password(text) if name == 'pwd' else _encoded(text)}"
                for name, text in pairs_of(request)
            )
        else:
            shown = request.query or request.read_body().decode("utf-8", "replace")
        text = f"{request.method} {request.path}" + (f"{'?' if request.query else ' '}{shown}" if shown else "")
        text += f" (Content-Type: {kind})" if kind not in (None, FORM, JSON) else ""
        return self.redact(text)

    def exchange(
        self, what: str, request: HttpRequest, login: Login | None, response: HttpResponse, note: str
    ) -> Exchange:
        """A request and its response as human-readable text."""
        # Cutting the body short must not split a password before it is redacted.
        body = self.redact(response.body[: 2 * _SHOWN_MAX].decode("utf-8", "replace"))
        user = login.user if login else ""
        return Exchange(what, self.shown(request), user, response.status, body[:_SHOWN_MAX], note)

    def redact(self, text: str) -> str:
        """The text, in which the passwords used in this run are hidden, however a device may have encoded them."""
        return self._secrets.hide(text)


def _encoded(text: str) -> str:
    """A name or value that can be sent as is; characters that every device decodes as themselves stay readable."""
    return quote(text, safe=_PLAIN, errors="surrogateescape")


def _password(text: str) -> str:
    return f"<{plural(len(text), 'character')}>"
