"""Requests that ask a new device whether it is ready, and which APIs and properties it has."""

from __future__ import annotations

import re

from vapix_proto.errors import Code, ParseError, Problem, quote
from vapix_proto.vapix.arguments import checked, misfits, names_of, surrogate_problems
from vapix_proto.vapix.cgis import CGIS
from vapix_proto.vapix.discovery.responses import (
    ApiList,
    DeviceProperties,
    Readiness,
    read_apis,
    read_properties,
    read_readiness,
)
from vapix_proto.vapix.json_api.requests import MethodRequest
from vapix_proto.vapix.json_api.responses import ApiError, read_json

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vapix_proto.vapix.failures import Failure
    from vapix_proto.vapix.http import HttpResponse

_READY, _APIS, _INFO = CGIS["systemready.cgi"], CGIS["apidiscovery.cgi"], CGIS["basicdeviceinfo.cgi"]
_ENVELOPE = MethodRequest.__match_args__
_PROPERTY = re.compile("[A-Za-z0-9]{1,64}")


class GetReadiness(MethodRequest):
    """Asks whether the device is ready (``systemready``, AXIS OS 9.50 and later). No login is needed.

    Attributes:
        timeout: How many seconds the device may wait to become ready before it responds; None omits the argument.

    Raises:
        ParseError: ``timeout`` is negative or has more than nine digits.
        TypeError: ``timeout`` is not an int.
    """

    __match_args__ = ("timeout", *_ENVELOPE)
    _sent = (*MethodRequest._sent, ("timeout", "timeout"))
    timeout: int | None

    def __init__(
        self, timeout: int | None = None, *, context: str | None = None, api_version: str | None = None
    ) -> None:
        if timeout is not None:
            if type(timeout) is not int:
                raise TypeError(f"timeout must be an int, not {type(timeout).__name__}")
            checked(_READY, "timeout", str(timeout))
        self._set(timeout=timeout)
        super().__init__(context=context, api_version=api_version)

    def read(self, response: HttpResponse) -> Readiness | ApiError | Failure:
        """Whether the device is ready, and whether it still needs its first administrator."""
        return read_json(response, self, read_readiness)


class GetApiList(MethodRequest):
    """Asks for the device's APIs (``apidiscovery.cgi``, AXIS OS 8.50 and later).

    No login is needed, except on 9.80 and 10.12. In ``id`` and ``version``, ``*`` stands for any characters and ``?``
    for any single character; the list is empty if nothing matches.

    Raises:
        ParseError: A field contains a surrogate, which UTF-8 can't encode.
        TypeError: A field has the wrong type.
    """

    __match_args__ = ("id", "version", *_ENVELOPE)
    _sent = (*MethodRequest._sent, ("id", "id"), ("version", "version"))
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
            self._set(**{name: None if value is None else checked(_APIS, name, value, surrogate_problems)})
        super().__init__(context=context, api_version=api_version)

    def read(self, response: HttpResponse) -> ApiList | ApiError | Failure:
        """The APIs that match."""
        return read_json(response, self, read_apis)


def _list_problems(text: str, subject: str, source: str) -> Iterator[Problem]:
    return _name_problems(tuple(text.split(",")) if text else (), subject, source)


def _name_problems(names: tuple[str, ...], subject: str, source: str) -> Iterator[Problem]:
    for name, span in misfits(names, _PROPERTY):
        message = f"{quote(name)} is not the name of a property: names may contain only letters and digits"
        yield Problem(Code.ARGUMENT_VALUE, message, span, None, f"{source}: {subject}", subject=subject)


class _PropertiesRequest(MethodRequest, init=False):
    def read(self, response: HttpResponse) -> DeviceProperties | ApiError | Failure:
        """The properties."""
        return read_json(response, self, read_properties)


class GetProperties(_PropertiesRequest):
    """Asks for properties by name (``basicdeviceinfo.cgi``, AXIS OS 8.40 and later); requires operator rights.

    Attributes:
        names: The names, such as ``("Brand", "ProdNbr")``.

    Raises:
        ParseError: One of the names can't be a property name.
        TypeError: ``names`` is not an iterable of str.
    """

    __match_args__ = ("names", *_ENVELOPE)
    _sent = (*MethodRequest._sent, ("names", "propertyList"))
    _rules = (*MethodRequest._rules, ("propertyList", _list_problems))
    names: tuple[str, ...]

    def __init__(self, names: Iterable[str], *, context: str | None = None, api_version: str | None = None) -> None:
        names = names_of("names", names)
        for problem in _name_problems(names, "propertyList", _INFO.source):
            raise ParseError(problem, ",".join(names))
        self._set(names=names)
        super().__init__(context=context, api_version=api_version)


class GetAllProperties(_PropertiesRequest, init=False):
    """Asks for all of the device's properties; requires operator rights."""


class GetAllUnrestrictedProperties(_PropertiesRequest, init=False):
    """Asks for the properties that need no login: all except ``Architecture``, ``Soc`` and ``SocSerialNumber``.

    Available from API version 1.2 on. An administrator can disable this method.
    """
