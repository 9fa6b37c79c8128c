"""Responses that any request may get instead of the expected one: refusals, error status codes, unknown responses."""

from __future__ import annotations

from vapix_proto._places import plural
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
    """A response with status code 401 and an undocumented body. Log in, or use an account with more rights.

    Attributes:
        challenges: The values of the ``WWW-Authenticate`` headers, which describe how to log in.
        without_admin: Whether the device still needs its first administrator, as the header ``Axis-Setup`` indicates.
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
        size = plural(len(self.body), "byte")
        return f"<{type(self).__name__} {self.status} {self.content_type[:64]!a} body of {size}>"


class Failed(_Unread, init=False):
    """A response with an undocumented body and an error status code: 400 to 599, except 401 (RFC 9110, 15).

    400: the device rejected the request. 403: the account lacks the necessary rights. 404: the device has no such CGI.
    405: the CGI doesn't allow the method. 503: the device is busy or restarting.

    Attributes:
        status: The status code.
        body: The body as received.
        content_type: The media type, or an empty string.
    """


class UnknownResponse(_Unread, init=False):
    """A response with a status code outside 400 to 599 that matches neither the specification nor a recording.

    Attributes:
        status: The status code.
        body: The body as received.
        content_type: The media type, or an empty string.
    """


#: Responses that any request may get instead of the expected one.
Failure = Refused | NotAuthenticated | Failed | UnknownResponse


def read_response(response: HttpResponse, own: Callable[[HttpResponse], R | None]) -> R | Failure:
    """The response as a value: the result of ``own`` or, if that is None, the failure that the status code indicates.

    Raises:
        TypeError: ``response`` is not an HttpResponse.
    """
    if not isinstance(response, HttpResponse):
        raise TypeError(f"the response must be an HttpResponse, not {type(response).__name__}")
    found = own(response)
    if found is not None:
        return found
    status, body = response.status, response.body
    if not 400 <= status <= 599:
        return UnknownResponse(status, body, response.content_type)
    # Any CGI may refuse a request until the device has its first administrator (specification, example 12).
    refused = read_text(status, body)
    if isinstance(refused, Refused):
        return refused
    if status != 401:
        return Failed(status, body, response.content_type)
    named = [(name.lower(), value) for name, value in response.headers]
    challenges = tuple(value for name, value in named if name == "www-authenticate")
    return NotAuthenticated(challenges, any(name == "axis-setup" for name, _ in named))


def succeeded(response: HttpResponse, *types: str) -> bool:
    """Whether the status code is 200 and the media type is missing or in ``types``.

    A missing media type is accepted, because the specification rarely gives the media type of a response.
    """
    return response.status == 200 and response.content_type in (*types, "")


def parsed(response: HttpResponse, parse: Callable[[bytes], R], *types: str) -> R | None:
    """The parsed body of a successful response whose media type is in ``types``; None for any other response."""
    if not succeeded(response, *types):
        return None
    try:
        return parse(response.body)
    except ParseError:
        return None
