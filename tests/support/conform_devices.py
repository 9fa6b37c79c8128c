"""Devices in memory, each with a planted fault, and correct devices whose responses take other forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from vapix_proto.conform import DeviceTransport, Login
from vapix_proto.oracle import Account, Device
from vapix_proto.vapix.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable

ADMIN = Login("root", "Secret-of-root&1")
FULL = ("admin", "operator", "viewer", "ptz")
PEOPLE = (
    Account("root", ADMIN.password, "root", FULL),
    Account("anna", "Secret-of-anna", "users", ("operator", "viewer")),
)
#: A zone that was certainly set by hand, because it is no default: before AXIS OS 12.4, a run can't tell otherwise.
BY_HAND = "NZST-12NZDT,M9.5.0,M4.1.0/3"
VERSIONS = ("5.51", "9.80", "10.12", "11.11", "12.11", "13.0")


def device(version: str = "11.11") -> Device:
    """A device with accounts and a time zone that was set by hand."""
    return Device(version, PEOPLE, {"Time.SyncSource": "PC", "Time.POSIXTimeZone": BY_HAND})


class Recorder(DeviceTransport):
    """Remembers every request that was sent."""

    def __init__(self, start: Device) -> None:
        super().__init__(start)
        self.sent: list[HttpRequest] = []

    def send(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        self.sent.append(request)
        return super().send(request, login)


def arguments(request: HttpRequest) -> dict[str, str]:
    """The arguments in a request's query and body."""
    body = request.body if isinstance(request.body, bytes) else b""
    return dict(parse_qsl(f"{request.query}&{body.decode()}", keep_blank_values=True))


def with_arguments(request: HttpRequest, **changed: str) -> HttpRequest:
    """The request with some arguments changed, and all of them in the body."""
    text = urlencode(arguments(request) | changed)
    return HttpRequest("POST", request.path, "", (), text.encode())


def reply(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(status, (("Content-Type", "text/plain"),), text.encode())


def substituted(response: HttpResponse, old: str, new: str) -> HttpResponse:
    return response.replace(body=re.sub(old.encode(), new.encode(), response.body))


class Faulty(Recorder):
    """A device with a fault. ``fault`` returns the response to a request, or None if the fault does not affect it."""

    def __init__(
        self, start: Device, fault: Callable[[Faulty, HttpRequest, Login | None], HttpResponse | None]
    ) -> None:
        super().__init__(start)
        self._fault = fault
        self.memory: dict[str, Any] = {}

    def send(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        self.sent.append(request)
        response = self._fault(self, request, login)
        return self.right(request, login) if response is None else response

    def right(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        """The reference device's response."""
        return DeviceTransport.send(self, request, login)

    def is_admin(self, login: Login | None) -> bool:
        account = self.device.account(self.authenticated(login))
        return account is not None and account.level == "admin"

    def set(self, **settings: str) -> None:
        plain = {name.replace("__", "."): value for name, value in settings.items()}
        self.device = self.device.replace(settings={**dict(self.device.settings), **plain})


FAULTS: dict[str, tuple[str, Any]] = {}
LATE: set[str] = set()


def planted(name: str, version: str = "11.11", *, late: bool = False) -> Callable[[Any], Any]:
    """Registers a fault: its name, the version of the device, and whether only the second half of a run can show it."""
    if late:
        LATE.add(name)

    def keep(function: Any) -> Any:
        FAULTS[name] = (version, function)
        return function

    return keep


@planted("a request without a valid login is refused with status 200")
def _wrong_status(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    return reply("no right") if to.authenticated(login) is None else None


@planted("the response to an added account states that it was modified")
def _wrong_text(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    return substituted(to.right(request, login), "Created account", "Modified account")


@planted("a response text differs in case", late=True)
def _case(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    return substituted(to.right(request, login), "Removed account", "Removed Account")


@planted("an unknown role is accepted")
def _role(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    args = arguments(request)
    if args.get("action") == "add" and "vip" in args.get("sgrp", "") and to.is_admin(login):
        return to.right(with_arguments(request, sgrp="viewer"), login)
    return None


@planted("root can be removed", "10.12", late=True)
def _root(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    args = arguments(request)
    if args.get("action") == "remove" and args.get("user") == "root" and to.is_admin(login):
        to.device = to.device.replace(accounts=[one for one in to.device.accounts if one.user != "root"])
        return reply("Removed account root.")
    return None


@planted("a designation of seven characters is accepted")
def _seven(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    zone = next((v for k, v in arguments(request).items() if k.endswith("POSIXTimeZone")), "")
    if re.match(r"(<[^>]{7}>|[A-Za-z]{7}(?![A-Za-z]))", zone) and to.is_admin(login):
        return reply("OK")
    return None


@planted("a password of 65 characters is accepted")
def _long_password(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    args = arguments(request)
    if args.get("action") == "add" and len(args.get("pwd", "")) == 65 and to.is_admin(login):
        return to.right(with_arguments(request, pwd=args["pwd"][:64]), login)
    return None


@planted("the daylight saving flag is not stored")
def _flag(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    before = to.device.values.get("Time.DST.Enabled")
    response = to.right(request, login)
    if before is not None:
        to.set(Time__DST__Enabled=before)
    return response


@planted("a user name of fifteen characters is accepted")
def _long_name(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    args = arguments(request)
    if args.get("action") == "add" and len(args.get("user", "")) == 15 and to.is_admin(login):
        right = Account(args["user"], args.get("pwd", ""), "users", ("viewer",))
        to.device = to.device.replace(accounts=(*to.device.accounts, right))
        return reply(f"Created account {args['user']}.")
    if args.get("action") == "remove" and len(args.get("user", "")) == 15 and to.is_admin(login):
        to.device = to.device.replace(accounts=[one for one in to.device.accounts if one.user != args["user"]])
        return reply(f"Removed account {args['user']}.")
    return None


@planted("a removed account is still listed, once", late=True)
def _listed(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    args, before = arguments(request), to.device
    response = to.right(request, login)
    if args.get("action") == "remove" and len(before.accounts) > len(to.device.accounts):
        to.memory["gone"] = args["user"]
    elif args.get("action") == "get" and response.status == 200 and "gone" in to.memory:
        return substituted(response, 'digusers="', f'digusers="{to.memory.pop("gone")},')
    return response


@planted("a long listing still shows a removed account in a group", "10.12", late=True)
def _in_groups(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    args, before = arguments(request), to.device
    response = to.right(request, login)
    if args.get("action") == "remove" and len(before.accounts) > len(to.device.accounts):
        to.memory["gone"] = args["user"]
    elif args.get("action") == "get" and response.status == 200 and "gone" in to.memory:
        return substituted(response, 'viewer="', f'viewer="{to.memory["gone"]},')
    return response


@planted("setting the time zone changes another parameter")
def _changes_another(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    before = to.device.values["Time.POSIXTimeZone"]
    response = to.right(request, login)
    if to.device.values["Time.POSIXTimeZone"] != before:
        to.set(Time__DST__Enabled="no")
    return response


@planted("an update responds OK but stores nothing")
def _not_stored(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    before = to.device
    response = to.right(request, login)
    if before.settings != to.device.settings:
        to.device = before
    return response


@planted("a new password is not stored", late=True)
def _old_password(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    args = arguments(request)
    old = to.device.account(args.get("user"))
    response = to.right(request, login)
    if args.get("action") == "update" and old is not None:
        new = to.device.account(old.user)
        assert new is not None
        kept = new.replace(password=old.password)
        to.device = to.device.replace(accounts=[kept if one is new else one for one in to.device.accounts])
    return response


@planted("an update gives the account administrator rights", late=True)
def _promotion(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    args = arguments(request)
    response = to.right(request, login)
    old = to.device.account(args.get("user"))
    if args.get("action") == "update" and old is not None and "pwd" in args and b"Modified" in response.body:
        new = old.replace(groups=FULL)
        to.device = to.device.replace(accounts=[new if one is old else one for one in to.device.accounts])
    return response


@planted("operators can set parameters")
def _operators(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    account = to.device.account(to.authenticated(login))
    if request.path.endswith("param.cgi") and account is not None and account.level == "operator":
        return to.right(request, ADMIN)
    return None


@planted("accounts can be added without a login", late=True)
def _open_door(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    return to.right(request, ADMIN) if login is None and arguments(request).get("action") == "add" else None


@planted("a listing changes the case of account names", late=True)
def _lower(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    args = arguments(request)
    response = to.right(request, login)
    return substituted(response, 'A(?=[,"])', "a") if args.get("action") == "get" else response


@planted("an empty password is accepted")
def _empty_password(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    args = arguments(request)
    if args.get("action") == "add" and args.get("pwd") == "" and to.is_admin(login):
        return to.right(with_arguments(request, pwd="x"), login)
    return None


@planted("viewers can list parameters")
def _viewers_read(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    account = to.device.account(to.authenticated(login))
    if request.path.endswith("param.cgi") and account is not None and arguments(request).get("action") == "list":
        return to.right(request, ADMIN)
    return None


@planted("the third account is not stored", late=True)
def _full(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    before = to.device
    response = to.right(request, login)
    if len(to.device.accounts) > len(before.accounts) >= len(PEOPLE) + 2:
        to.device = before
    return response


@planted("an unknown parameter group does not give the documented error")
def _no_error(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    response = to.right(request, login)
    return substituted(response, "# Error: Error -1[^\n]*Time.Vpx'\n", "# No such group\n")


@planted("changing the role resets the password", late=True)
def _reset(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    args = arguments(request)
    response = to.right(request, login)
    old = to.device.account(args.get("user"))
    if old is not None and "sgrp" in args and "pwd" not in args and b"Modified" in response.body:
        new = old.replace(password="reset")
        to.device = to.device.replace(accounts=[new if one is old else one for one in to.device.accounts])
    return response


@planted("a comment is required", late=True)
def _comment(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    args = arguments(request)
    wrong = args.get("action") == "add" and "comment" not in args and to.is_admin(login)
    return reply("Error: consult the system log file.") if wrong else None


@planted("a body with a different content type is refused")
def _content_type(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    return reply("no form", 415) if request.header("Content-Type") == "text/plain" else None


@planted("a removed administrator can still log in", late=True)
def _ghost(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    if to.is_admin(login) and login is not None:
        to.memory[login.user] = login
    known = login is not None and to.memory.get(login.user) == login
    return to.right(request, ADMIN) if known and to.authenticated(login) is None else None


@planted("removing an account also removes accounts whose names begin with its name", late=True)
def _alike(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    args = arguments(request)
    response = to.right(request, login)
    if args.get("action") == "remove" and b"Removed" in response.body:
        left = [one for one in to.device.accounts if not one.user.startswith(args["user"])]
        to.device = to.device.replace(accounts=left)
    return response


@planted("operators can't see the time zone")
def _blind(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    account = to.device.account(to.authenticated(login))
    response = to.right(request, login)
    operator = account is not None and account.level == "operator"
    return substituted(response, r"(root[.])?Time[.]POSIXTimeZone=[^\n]*\n", "") if operator else response


def _takes(pattern: str) -> Any:
    def fault(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
        zone = next((v for k, v in arguments(request).items() if k.endswith("POSIXTimeZone")), "")
        return reply("OK") if re.search(pattern, zone) and to.is_admin(login) else None

    return fault


planted("month 0 is accepted")(_takes("M0[.]"))
planted("a negative rule time is accepted")(_takes("/-"))
planted("second 60 is accepted")(_takes(":..:60$"))


@planted("month 12 is refused")
def _december(to: Faulty, request: HttpRequest, login: Login | None) -> HttpResponse | None:
    for name, zone in arguments(request).items():
        if "M12." in zone and to.is_admin(login):
            return reply(f"# Error: Error setting 'root.{name.removeprefix('root.')}' to '{zone}'!")
    return None


# -- variations that the specification allows


def _listing(response: HttpResponse, change: Callable[[list[str]], str]) -> HttpResponse:
    return response.replace(body=change(response.body.decode().split("\n")).encode())


def _is_listing(response: HttpResponse) -> bool:
    return re.match(rb"[A-Za-z.]+=", response.body) is not None or b"digusers=" in response.body


def _plain(response: HttpResponse) -> HttpResponse:
    found = re.search(rb"<body[^>]*>(.*?)\s*</body>", response.body, re.DOTALL)
    if found is None or response.status >= 400:
        return response
    return HttpResponse(response.status, (("Content-Type", "text/plain"),), found[1] + b"\n")


def _html(response: HttpResponse) -> HttpResponse:
    if not re.match(rb"(Created|Modified|Removed|Error)", response.body):
        return response
    return HttpResponse(
        response.status, (("Content-Type", "text/html"),), b"<html><body>" + response.body + b"</body></html>"
    )


def _without(group: str) -> Callable[[list[str]], str]:
    return lambda rows: "\n".join(row for row in rows if not row.startswith(f"{group}="))


VARIATIONS: dict[str, Callable[[HttpResponse], HttpResponse]] = {
    "the order of a listing": lambda a: _listing(a, lambda rows: "\n".join(rows[::-1])) if _is_listing(a) else a,
    "no digusers": lambda a: _listing(a, _without("digusers")) if _is_listing(a) else a,
    "no ptz": lambda a: _listing(a, _without("ptz")) if _is_listing(a) else a,
    "CRLF": lambda a: a.replace(body=a.body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")),
    "no last line end": lambda a: a.replace(body=a.body.rstrip(b"\r\n")),
    "a comma after the last": lambda a: substituted(a, r'([A-Za-z0-9])"', r'\1,"') if _is_listing(a) else a,
    "no quotes": lambda a: substituted(a, '"', "") if b"digusers=" in a.body else a,
    "bare text": _plain,
    "HTML": _html,
    "no content type": lambda a: a.replace(headers=()),
}


class Varied(Recorder):
    """A correct device whose responses vary in form."""

    def __init__(self, start: Device, change: Callable[[HttpResponse], HttpResponse]) -> None:
        super().__init__(start)
        self._change = change

    def send(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        return self._change(super().send(request, login))
