"""What any request may get in place of its own response: a refusal, an error's status code, or something unknown."""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.errors import ParseError, escape
from vapix_proto.vapix.http import HttpResponse
from vapix_proto.vapix.pwdgrp.responses import Refused, read_text

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    R = TypeVar("R")


class NotAuthenticated(Value):
    """Status code 401 without a documented text: log in, or log in as a user with more rights.

    Attributes:
        challenges: The values of ``WWW-Authenticate``, which say how to log in.
        without_admin: Whether the device has no administrator yet (the header ``Axis-Setup``, recorded): add one.
    """

    challenges: tuple[str, ...] = ()
    without_admin: bool = False

    def __str__(self) -> str:
        if self.without_admin:
            return "the device has no administrator yet: add its first account"
        schemes = dict.fromkeys(word[:32] for each in self.challenges[:4] for word in each.split(maxsplit=1)[:1])
        accepted = f"; the device accepts {' and '.join(map(escape, schemes))}" if schemes else ""
        return f"the login failed, or the account is not an administrator{accepted}"


class _Unread(Value):
    status: int
    body: bytes
    content_type: str = ""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status} {self.content_type[:64]!a} body of {len(self.body)} bytes>"


class Failed(_Unread, init=False):
    """The status code of an error, 400 to 599 except 401, without a documented text (RFC 9110, 15).

    403: the account lacks the right. 404: the device has no such CGI. 405: the device doesn't allow the method. 400: it
    didn't accept the request. 503: it is busy or restarts.

    Attributes:
        status: The status code.
        body: The body as it was given.
        content_type: Its media type, or an empty text.
    """


class UnknownResponse(_Unread, init=False):
    """A response that neither the specification nor a recording has.

    Attributes:
        status: The status code.
        body: The body as it was given.
        content_type: Its media type, or an empty text.
    """


#: What any request may get in place of its own response.
Failure = Refused | NotAuthenticated | Failed | UnknownResponse


def read_response(response: HttpResponse, own: Callable[[HttpResponse], R | None]) -> R | Failure:
    """The meaning of a response: what ``own`` makes of it, or else that of its status code.

    Raises:
        TypeError: Not a response.
    """
    if not isinstance(response, HttpResponse):
        raise TypeError(f"the response must be an HttpResponse, not {type(response).__name__}")
    found = own(response)
    if found is not None:
        return found
    status, body = response.status, response.body
    if not 400 <= status <= 599:
        return UnknownResponse(status, body, response.content_type)
    # Any CGI of a device without an administrator may say so (example 12).
    refused = read_text(status, body)
    if isinstance(refused, Refused):
        return refused
    if status != 401:
        return Failed(status, body, response.content_type)
    named = [(name.lower(), value) for name, value in response.headers]
    challenges = tuple(value for name, value in named if name == "www-authenticate")
    return NotAuthenticated(challenges, any(name == "axis-setup" for name, _ in named))


def succeeded(response: HttpResponse, *types: str) -> bool:
    """Whether the status is 200, and the media type one of these or missing: the specification lost most of them."""
    return response.status == 200 and response.content_type in (*types, "")


def parsed(response: HttpResponse, parse: Callable[[bytes], R], *types: str) -> R | None:
    """What ``parse`` makes of the body of a success of one of these media types; None where it is not such a body."""
    if not succeeded(response, *types):
        return None
    try:
        return parse(response.body)
    except ParseError:
        return None
