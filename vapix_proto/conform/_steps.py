"""The steps of a sequence of requests. Names and passwords are generated each time the sequence is sent."""

from __future__ import annotations

import secrets
import string
from enum import Enum

from vapix_proto._value import Value
from vapix_proto.conform._connection import arguments_request
from vapix_proto.conform._guard import MARK
from vapix_proto.conform.transports import Login
from vapix_proto.vapix.http import FORM, HttpRequest

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from vapix_proto.conform._connection import Line
    from vapix_proto.oracle.device import Device

    #: The value of an argument.
    Argument: TypeAlias = "str | OwnName | OwnPassword"
    #: Who sends a request.
    Caller: TypeAlias = "Known | OwnName | Formerly | Shortened"

_RANDOM_SIZE = 5
PREFIX_SIZE = len(MARK) + _RANDOM_SIZE
_LETTERS = string.ascii_lowercase + string.digits
#: Characters that no encoding changes (RFC 3986, 2.3).
_UNRESERVED = string.ascii_letters + string.digits + "-._~"
#: The start of every password, chosen to satisfy any device's policy, which param.cgi does not show.
_EACH_KIND = "Aa1-"


class OwnName(Value):
    """An account name: the prefix that an attempt chooses (``Names.prefix``), then ``rest``."""

    rest: str


class OwnPassword(Value):
    """A generated password: ``Aa1-``, then random letters, digits and ``-._~``, then a fixed ending.

    Attributes:
        size: The total number of characters.
        end: The last characters.
        number: Distinguishes passwords that have the same size and end.
    """

    size: int
    end: str = ""
    number: int = 1


class Known(Enum):
    """A caller for whom the run does not have to create an account."""

    ADMIN = "the administrator of the run"
    NOBODY = "nobody"


class Formerly(Value):
    """An account that the sequence created, with its previous password."""

    user: OwnName


class Shortened(Value):
    """An account that the sequence created, with only the first characters of its password.

    Attributes:
        user: The account.
        size: How many characters; 0 for an empty password.
    """

    user: OwnName
    size: int


class Step(Value):
    """A request to be sent.

    Attributes:
        what: The kind of request, such as ``"add an account"``.
        login: The caller; an ``OwnName`` stands for the account with that name and its latest password.
        content_type: The content type of ``body`` or, in a POST, of the arguments; devices ignore it for arguments.
        body: A body to send instead of arguments.
    """

    what: str
    path: str
    args: tuple[tuple[str, Argument], ...]
    login: Caller = Known.ADMIN
    method: str = "POST"
    content_type: str = FORM
    body: str = ""


class Names:
    """The names and passwords of one attempt; no two attempts share any, because the device can't be reset."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.prefix = MARK + "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM_SIZE))
        line.prefixes |= {self.prefix}
        self._passwords: dict[OwnPassword, str] = {}
        self._sent: dict[str, list[str]] = {}

    def request(self, step: Step) -> HttpRequest:
        """The request that a step sends."""
        if step.body:
            return HttpRequest(step.method, step.path, "", (("Content-Type", step.content_type),), step.body.encode())
        pairs = [(name, self._text(value)) for name, value in step.args]
        args = dict(pairs)
        if args.get("action") in ("add", "update") and args.get("pwd"):
            self._sent.setdefault(args.get("user", ""), []).append(args["pwd"])
        return arguments_request(step.path, pairs, step.method, step.content_type)

    def login(self, step: Step) -> Login | None:
        """The credentials for a step's request, or None if it is sent without any."""
        caller = step.login
        if isinstance(caller, Known):
            return self._line.login if caller is Known.ADMIN else None
        name = self._text(caller if isinstance(caller, OwnName) else caller.user)
        back = 2 if isinstance(caller, Formerly) else 1
        sent = self._sent.get(name, [])
        password = sent[-back] if len(sent) >= back else self._text(OwnPassword(16))
        return Login(name, password[: caller.size] if isinstance(caller, Shortened) else password)

    def note(self, step: Step, login: Login, devices: Iterable[Device]) -> str:
        """What is wrong with the login for a step's request, if any of ``devices`` is the tested device."""
        accounts = [account for device in devices if (account := device.account(login.user)) is not None]
        if not accounts:
            return "no such account"
        if any(account.password == login.password for account in accounts):
            return ""
        if isinstance(step.login, Shortened):
            return f"the first {step.login.size} characters of its password" if step.login.size else "an empty password"
        former = isinstance(step.login, Formerly) and login.password in self._sent.get(login.user, ())
        return "its previous password" if former else "a wrong password"

    def _text(self, value: Argument) -> str:
        if isinstance(value, OwnName):
            return self.prefix + value.rest
        if isinstance(value, OwnPassword):
            if value not in self._passwords:
                rest = value.size - len(_EACH_KIND) - len(value.end)
                start = "".join(secrets.choice(_UNRESERVED) for _ in range(rest))
                self._passwords[value] = _EACH_KIND + start + value.end
                self._line.keep_secret(self._passwords[value])
            return self._passwords[value]
        return value
