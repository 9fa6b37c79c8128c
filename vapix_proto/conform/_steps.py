"""Steps of a sequence, which name no account and no password: each attempt has its own."""

from __future__ import annotations

import secrets
import string

from vapix_proto._value import Value
from vapix_proto.conform._connection import arguments_request
from vapix_proto.conform._guard import MARK
from vapix_proto.conform.transports import Login
from vapix_proto.vapix.http import FORM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from vapix_proto.conform._connection import Line
    from vapix_proto.vapix.http import HttpRequest

__all__ = ["PREFIX_SIZE", "Names", "Step"]

_RANDOM_SIZE = 5
PREFIX_SIZE = len(MARK) + _RANDOM_SIZE
_LETTERS = string.ascii_lowercase + string.digits
#: What no encoding changes: RFC 3986, 2.3.
_UNRESERVED = string.ascii_letters + string.digits + "-._~"
_ENDS = {"s": "& +~", "u": "\xfc"}


class Step(Value):
    """A request to be sent.

    Attributes:
        what: Its kind, for people.
        path: The CGI.
        args: Arguments. ``@`` at the start of a value is the prefix of the attempt; a ``pwd`` of digits is a password
            of so many letters, digits and ``-._~``. A letter after the digits makes it another one: with ``s`` it ends
            with characters that a form has to encode, with ``u`` it is not ASCII.
        login: ``"admin"``, ``"nobody"``, or an account of the attempt as ``"@a"``; ``"@a old"`` for its last password
            but one.
        method: ``"POST"`` or ``"GET"``, or ``"POST"``, a blank and the content type, which a device does not look at.
    """

    what: str
    path: str
    args: tuple[tuple[str, str], ...]
    login: str
    method: str

    def __init__(
        self, what: str, path: str, args: Iterable[tuple[str, str]], login: str = "admin", method: str = "POST"
    ) -> None:
        self._set(what=what, path=path, args=tuple(args), login=login, method=method)


class Names:
    """The names and passwords of one attempt: never those of another, as the device can't be reset."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.prefix = MARK + "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM_SIZE))
        line.prefixes |= {self.prefix}
        self._passwords: dict[str, str] = {}
        self._sent: dict[str, list[str]] = {}

    def request(self, step: Step) -> HttpRequest:
        """The request of a step."""
        pairs = [(name, self._text(name, text)) for name, text in step.args]
        args = dict(pairs)
        if args.get("action") in ("add", "update") and args.get("pwd"):
            self._sent.setdefault(args.get("user", ""), []).append(args["pwd"])
        method, _, kind = step.method.partition(" ")
        return arguments_request(step.path, pairs, method, kind or FORM)

    def login(self, step: Step) -> Login | None:
        """Whom a step is authenticated as."""
        if not step.login.startswith("@"):
            return self._line.login if step.login == "admin" else None
        user, _, which = step.login.partition(" ")
        name = self.prefix + user[1:]
        sent = self._sent.get(name, [])
        return Login(name, (sent[:-1] if which else sent)[-1:][0] if len(sent) > bool(which) else self._password("16"))

    def _text(self, name: str, text: str) -> str:
        if name == "pwd" and text:
            return self._password(text)
        return self.prefix + text[1:] if text.startswith("@") else text

    def _password(self, form: str) -> str:
        if form not in self._passwords:
            size = int(form.rstrip(string.ascii_letters))
            end = _ENDS.get(form[-1], "")
            start = "".join(secrets.choice(_UNRESERVED) for _ in range(size - len(end)))
            self._passwords[form] = start + end
            self._line.keep_secret(self._passwords[form])
        return self._passwords[form]
