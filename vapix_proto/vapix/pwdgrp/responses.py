"""Responses of ``pwdgrp.cgi`` to adding, updating or removing users: bare text as specified, or HTML as observed."""

from __future__ import annotations

import re
from enum import Enum

from vapix_proto._value import Value
from vapix_proto.grammar.expressions import EXPRESSIONS
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.http import HttpResponse
from vapix_proto.vapix.texts import need_text, text_of

#: The first version that is assumed to send HTML. Recordings show HTML from AXIS OS 10.12 on.
HTML_SINCE = AxisOs((10,))
_HTML = "<html><head><title>User accounts</title></head><body bgcolor=#ffffff>{}\r\n</body>\r\n\r\n</html>\r\n"
#: A page with nothing before its body but tags, a title and white space, and only the end of the page after it.
_PAGE = re.compile(
    rb"(?is)(?:\s++|<(?!body|/?title)[^<>]*+>|<title>[^<>]*+</title>)*"
    rb"<body(?:\s[^<>]*+)?>(?P<text>.*?)</body\s*+>\s*+(?:</html\s*+>\s*+)?"
)
_RESPONSE = re.compile(EXPRESSIONS["pwdgrp_response", "response"])


class Reason(Enum):
    """The reason for a refusal: the text after ``Error:``, in which ``<action>`` stands for the action's name."""

    USER_EXISTS = "this user name already exists, consult the system log file."
    INVALID_PASSWORD = "invalid password."
    USER_NAME = "account user name."
    CONSULT_LOG = "consult the system log file."
    ACTION_TYPE = "action operation type."
    MALFORMED_ACTION = "malformed action operation, <action>."
    NOT_INITIAL_ADMIN = "not a valid initial admin user."
    INITIAL_ADMIN_FIRST = "initial admin user must be created first."

    @property
    def status(self) -> int:
        """The status code according to the specification: 401 if no admin exists yet, else 200."""
        return 401 if self in (Reason.NOT_INITIAL_ADMIN, Reason.INITIAL_ADMIN_FIRST) else 200


class _Text(Value):
    """A one-line text response."""

    @property
    def text(self) -> str:
        """The response's text without the HTML around it."""
        raise NotImplementedError

    @property
    def status(self) -> int:
        """The status code according to the specification."""
        return 200

    def to_http(self, *, axis_os: AxisOs | str) -> HttpResponse:
        """The response that a device of the given version sends: HTML from 10.0 on, bare text before that."""
        if AxisOs.parse(axis_os) >= HTML_SINCE:
            return HttpResponse(self.status, (("Content-Type", "text/html"),), _HTML.format(self.text).encode())
        return HttpResponse(self.status, (("Content-Type", "text/plain"),), f"{self.text}\n".encode())


class _Done(_Text):
    user: str
    _form = ""

    def _check(self) -> None:
        need_text("user", self.user)
        if not _RESPONSE.fullmatch(self.text):
            raise ValueError("a user name in a response can't contain white space or angle brackets")

    @property
    def text(self) -> str:
        """The response's text without the HTML around it."""
        return self._form.format(self.user)


class Created(_Done):
    """The account was created (examples 1 and 2 of the specification)."""

    _form = "Created account {}."


class Modified(_Done):
    """The account was changed.

    The text is "Modified account joe." in example 3 of the specification, and "Modified the account joe." in example 6.
    """

    _form = "Modified account {}."


class Removed(_Done):
    """The account was removed (example 4)."""

    _form = "Removed account {}."


class Refused(_Text):
    """The request was refused. The reasons are those in examples 7 to 12 of the specification and in recordings.

    Attributes:
        reason: The reason for the refusal.
        action: The action that the device names if the reason is ``MALFORMED_ACTION``; empty otherwise, or if the
            device sends the specification's literal ``<action>``.
    """

    reason: Reason
    action: str = ""

    def _check(self) -> None:
        if type(self.reason) is not Reason or type(self.action) is not str:
            raise TypeError("reason must be a Reason, and action must be a str")
        found = _RESPONSE.fullmatch(self.text)
        if found is None or (found["action"] or "")[:-1] != self.action:
            raise ValueError("action must be one word if reason is MALFORMED_ACTION, and empty otherwise")

    @property
    def text(self) -> str:
        """The response's text without the HTML around it."""
        return "Error: " + self.reason.value.replace("<action>", self.action or "<action>")

    @property
    def status(self) -> int:
        """The status code that the specification assigns to the reason."""
        return self.reason.status


#: The classes of successful responses, keyed by the grammar rule that matches the account's name.
_DONE: dict[str, type[Created | Modified | Removed]] = {"created": Created, "modified": Modified, "removed": Removed}


def read_text(status: int, body: bytes) -> Created | Modified | Removed | Refused | None:
    """The meaning of a response's text; None if it is undocumented, or reports success without the status code 200."""
    found = None if len(body) > 65_536 else _RESPONSE.fullmatch(_line(body))
    if found is None or found.lastgroup is None:
        return None
    rule, text = found.lastgroup, found[found.lastgroup]
    if rule == "reason":
        return Refused(Reason(text))
    if rule == "action":
        return Refused(Reason.MALFORMED_ACTION, text[:-1])
    return _DONE[rule](text[:-1]) if status == 200 else None


def _line(data: bytes) -> str:
    """A response's text without the HTML around it."""
    page = _PAGE.fullmatch(data)
    return text_of(data if page is None else page["text"]).strip()
