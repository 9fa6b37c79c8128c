"""What CGIs answer in JSON: their data, or an error as a value."""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.vapix.cgi import Body
from vapix_proto.vapix.failures import read_response

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from vapix_proto.vapix.cgi import Cgi
    from vapix_proto.vapix.failures import Failure
    from vapix_proto.vapix.http import HttpResponse
    from vapix_proto.vapix.protocol import Request

    R = TypeVar("R")
    T = TypeVar("T")


class ApiError(Value):
    """The error that a CGI reported in JSON, mostly with the status code 200.

    Attributes:
        code: Its number. Numbers that are not documented occur, too.
        message: The device's text, which differs between versions of AXIS OS.
        meaning: What the number means by the documentation of the CGI, or a recording; None where nothing says so.
    """

    code: int
    message: str
    meaning: str | None = None

    def _check(self) -> None:
        if type(self.code) is not int or not isinstance(self.message, str):
            raise TypeError("code must be an int, and message a str")


class SupportedVersions(Value):
    """The versions of its API that a CGI supports, such as ``("1.1",)``."""

    versions: tuple[str, ...]


def read_json(response: HttpResponse, request: Request, own: Callable[[Any], R | None]) -> R | ApiError | Failure:
    """The meaning of a response in JSON: an error, or what ``own`` makes of its data.

    Success needs status 200. The content type doesn't count, and neither do ``apiVersion``, ``context`` and members
    that nobody knows. A ``method`` may be missing, but not be another.

    Args:
        response: The response.
        request: What it answers.
        own: Turns the data into a value; None, or a KeyError, TypeError or ValueError, where they are no such data.
    """
    cgi, method = request.cgi, request.action.name

    def read(response: HttpResponse) -> R | ApiError | None:
        if response.status == 401:
            return None
        found = _object(response.body)
        if found is None or found.get("method", method) != method:
            return None
        if cgi.body is Body.DATA and found.get("status") != ("error" if "error" in found else "success"):
            return None
        if "error" in found:
            return _error(found["error"], cgi)
        if response.status != 200:
            return None
        try:
            return own(found.get("data"))
        except (KeyError, TypeError, ValueError):
            return None

    return read_response(response, read)


def _object(body: bytes) -> dict[str, Any] | None:
    """The members of a JSON object."""
    from json import loads  # noqa: PLC0415 - only what is answered in JSON needs it

    try:
        found = loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _error(found: object, cgi: Cgi) -> ApiError | None:
    if not isinstance(found, dict) or type(found.get("code")) is not int:
        return None
    code, message = found["code"], found.get("message", "")
    return ApiError(code, message, dict(cgi.errors).get(code)) if isinstance(message, str) else None


def typed(value: object, kind: type[T]) -> T:
    """A value of JSON that has a type.

    Raises:
        TypeError: It has another.
    """
    if type(value) is not kind:
        raise TypeError(f"not of type {kind.__name__}")
    return value


def maybe(value: object, kind: type[T]) -> T | None:
    """A value of JSON that has a type, or None where it is null or missing.

    Raises:
        TypeError: It has another.
    """
    return None if value is None else typed(value, kind)


def texts(values: object) -> tuple[str, ...]:
    """An array of strings of JSON.

    Raises:
        TypeError: Something else.
    """
    return tuple(typed(value, str) for value in typed(values, list))
