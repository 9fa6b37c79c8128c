"""JSON responses from CGIs: their data, or an error as a value."""

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
    """An error that a CGI reported in JSON, usually with the status code 200.

    Attributes:
        code: The error's number, which may be undocumented.
        message: The device's text, which differs between versions of AXIS OS.
        meaning: The meaning of the number according to the CGI's documentation or a recording; None if unknown.
    """

    code: int
    message: str
    meaning: str | None = None

    def _check(self) -> None:
        if type(self.code) is not int or not isinstance(self.message, str):
            raise TypeError("code must be an int, and message must be a str")


class SupportedVersions(Value):
    """The API versions that a CGI supports, such as ``("1.1",)``."""

    versions: tuple[str, ...]


def read_json(response: HttpResponse, request: Request, own: Callable[[Any], R | None]) -> R | ApiError | Failure:
    """The meaning of a JSON response: an error, or the value that ``own`` makes from its data.

    Success requires the status code 200. The content type, ``apiVersion``, ``context`` and unknown members are ignored.
    ``method`` may be missing, but must not differ from the request's.

    Args:
        response: The response.
        request: The request that it answers.
        own: Turns the data into a value; it returns None, or raises KeyError, TypeError or ValueError, if it can't.
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
    """The members of a JSON object; None if the body is anything else."""
    from json import loads  # noqa: PLC0415 - only JSON responses need it

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
    """The value, if it has the given type.

    Raises:
        TypeError: The value has a different type.
    """
    if type(value) is not kind:
        raise TypeError(f"not of type {kind.__name__}")
    return value


def maybe(value: object, kind: type[T]) -> T | None:
    """The value, if it has the given type or is None, which stands for null or a missing member.

    Raises:
        TypeError: The value has a different type.
    """
    return None if value is None else typed(value, kind)


def texts(values: object) -> tuple[str, ...]:
    """The strings of a JSON array.

    Raises:
        TypeError: The value is not an array of strings.
    """
    return tuple(typed(value, str) for value in typed(values, list))
