"""Requests that a client sends when it meets a device: ready or not, which APIs, which properties."""

from __future__ import annotations

import re

from vapix_proto.errors import Code, ParseError, Problem, Span, quote
from vapix_proto.vapix.arguments import check_value, surrogate_problems
from vapix_proto.vapix.cgis import CGIS
from vapix_proto.vapix.discovery.responses import (
    ApiList,
    DeviceProperties,
    Readiness,
    read_apis,
    read_properties,
    read_readiness,
)
from vapix_proto.vapix.json_api.requests import MethodRequest, envelope
from vapix_proto.vapix.json_api.responses import ApiError, read_json

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    from vapix_proto.vapix.arguments import Found, Given
    from vapix_proto.vapix.axis_os import AxisOs
    from vapix_proto.vapix.failures import Failure
    from vapix_proto.vapix.http import HttpResponse, Pairs

__all__ = ["GetAllProperties", "GetAllUnrestrictedProperties", "GetApiList", "GetProperties", "GetReadiness"]

_READY, _APIS, _INFO = CGIS["systemready.cgi"], CGIS["apidiscovery.cgi"], CGIS["basicdeviceinfo.cgi"]
_ENVELOPE = MethodRequest.__match_args__
_PROPERTY = re.compile("[A-Za-z0-9]{1,64}")


class GetReadiness(MethodRequest):
    """Asks whether the device is ready (``systemready``, AXIS OS 9.50 and later); no login is needed.

    Attributes:
        timeout: For how many seconds at the most the device may wait until it is ready; None without.

    Raises:
        ParseError: A negative number, or one of more than nine digits.
        TypeError: Not an int.
    """

    __match_args__ = ("timeout", *_ENVELOPE)
    timeout: int | None

    def __init__(
        self, timeout: int | None = None, *, context: str | None = None, api_version: str | None = None
    ) -> None:
        if timeout is not None:
            if type(timeout) is not int:
                raise TypeError(f"timeout must be an int, not {type(timeout).__name__}")
            check_value(_READY, "timeout", str(timeout))
        self._set(timeout=timeout)
        self._set_envelope(context, api_version)

    def _params(self) -> Pairs:
        return () if self.timeout is None else (("timeout", str(self.timeout)),)

    @classmethod
    def _of(cls, given: Given) -> Self:
        timeout = given.values.get("timeout")
        return cls(None if timeout is None else int(timeout), **envelope(given))

    def read(self, response: HttpResponse) -> Readiness | ApiError | Failure:
        """Whether the device is ready, and whether it needs its first administrator."""
        return read_json(response, _READY, "systemready", read_readiness)


class GetApiList(MethodRequest):
    """Asks for the APIs of the device (``apidiscovery.cgi``, AXIS OS 8.50 and later).

    Nobody needs to log in, except on 9.80 and 10.12. ``id`` and ``version`` may hold ``*`` for any characters and ``?``
    for any one; the list is empty where nothing fits.

    Raises:
        ParseError: Half a surrogate pair in a field.
        TypeError: A field of another type.
    """

    __match_args__ = ("id", "version", *_ENVELOPE)
    id: str | None
    version: str | None

    def __init__(
        self,
        id: str | None = None,
        version: str | None = None,
        *,
        context: str | None = None,
        api_version: str | None = None,
    ) -> None:
        for name, value in (("id", id), ("version", version)):
            checked = None if value is None else check_value(_APIS, name, value)
            for problem in surrogate_problems(name, checked or "", _APIS.source):
                raise ParseError(problem, checked or "")
            self._set(**{name: checked})
        self._set_envelope(context, api_version)

    def _params(self) -> Pairs:
        return tuple((name, value) for name, value in (("id", self.id), ("version", self.version)) if value is not None)

    @classmethod
    def _of(cls, given: Given) -> Self:
        return cls(given.values.get("id"), given.values.get("version"), **envelope(given))

    def read(self, response: HttpResponse) -> ApiList | ApiError | Failure:
        """The APIs."""
        return read_json(response, _APIS, "getApiList", read_apis)


class GetProperties(MethodRequest):
    """Asks for properties by name (``basicdeviceinfo.cgi``, AXIS OS 8.40 and later); requires operator rights.

    Attributes:
        names: The names, such as ``("Brand", "ProdNbr")``.

    Raises:
        ParseError: A text that no name is.
        TypeError: Not names.
    """

    __match_args__ = ("names", *_ENVELOPE)
    names: tuple[str, ...]

    def __init__(self, names: Iterable[str], *, context: str | None = None, api_version: str | None = None) -> None:
        if isinstance(names, str):
            raise TypeError("names is a tuple of str, not a str")
        names = tuple(map(str.__str__, names))
        for problem, text in _name_problems(",".join(names)):
            raise ParseError(problem, text)
        self._set(names=names)
        self._set_envelope(context, api_version)

    def _params(self) -> Pairs:
        return (("propertyList", ",".join(self.names)),)

    @classmethod
    def _of(cls, given: Given) -> Self:
        names = given.values["propertyList"]
        return cls(names.split(",") if names else (), **envelope(given))

    @classmethod
    def _problems(cls, given: Given, version: AxisOs | None, *, initial_admin: bool) -> Iterator[Found]:
        yield from super()._problems(given, version, initial_admin=initial_admin)
        yield from _name_problems(given.values.get("propertyList", ""))

    def read(self, response: HttpResponse) -> DeviceProperties | ApiError | Failure:
        """The properties."""
        return read_json(response, _INFO, "getProperties", read_properties)


class GetAllProperties(MethodRequest, init=False):
    """Asks for all properties of the device; requires operator rights."""

    def read(self, response: HttpResponse) -> DeviceProperties | ApiError | Failure:
        """The properties."""
        return read_json(response, _INFO, "getAllProperties", read_properties)


class GetAllUnrestrictedProperties(MethodRequest, init=False):
    """Asks for the properties that need no login: all but ``Architecture``, ``Soc``, ``SocSerialNumber``.

    From version 1.2 of the API on. An administrator can switch this off.
    """

    def read(self, response: HttpResponse) -> DeviceProperties | ApiError | Failure:
        """The properties."""
        return read_json(response, _INFO, "getAllUnrestrictedProperties", read_properties)


def _name_problems(text: str) -> Iterator[Found]:
    at = 0
    for name in text.split(",") if text else ():
        if _PROPERTY.fullmatch(name) is None:
            message = f"{quote(name)} is not the name of a property: names have letters and digits"
            source = f"{_INFO.source}: propertyList"
            span = Span(at, at + len(name))
            yield Problem(Code.ARGUMENT_VALUE, message, span, None, source, subject="propertyList"), text
        at += len(name) + 1
