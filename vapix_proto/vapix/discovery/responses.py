"""Responses that describe a device: whether it is ready, which APIs it has, and its properties."""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.vapix.json_api.responses import maybe, typed

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any


class Readiness(Value):
    """The response to ``systemready``. All values are strings on the wire. Unknown keys are dropped.

    Attributes:
        ready: Whether the device is ready for use.
        needs_setup: Whether the first administrator must still be created with ``pwdgrp.cgi``.
        uptime: The seconds since the device started; seen on AXIS OS 11.11 and later.
        boot_id: A UUID; seen on AXIS OS 11.11 and later.
        preview_mode: The remaining seconds of preview mode; None if preview mode is not active.
        passphrase_policy: The policy for passwords, such as ``"none"``; seen on AXIS OS 12.9.57 and 12.11.77.
    """

    ready: bool
    needs_setup: bool
    uptime: int | None = None
    boot_id: str | None = None
    preview_mode: int | None = None
    passphrase_policy: str | None = None


class ApiEntry(Value):
    """An API that a device offers.

    Attributes:
        id: Its identifier, such as ``"time-service"``.
        version: Its version on the device, such as ``"1.1"``.
        name: Its human-readable name.
        doc_link: A link to its documentation.
        status: ``"official"`` (seen on devices), ``"released"`` (documented), ``"beta"`` etc.; None on AXIS OS 9.80.
    """

    id: str
    version: str
    name: str | None = None
    doc_link: str | None = None
    status: str | None = None


class ApiList(Value):
    """A device's APIs, in the order in which the response lists them. The same API may appear in several versions."""

    apis: tuple[ApiEntry, ...]

    def versions(self, id: str) -> tuple[str, ...]:
        """The device's versions of an API; empty if the device lacks the API."""
        return tuple(api.version for api in self.apis if api.id == id)


class DeviceProperties(Value):
    """A device's properties as names and values, such as ``("ProdNbr", "P3265-V")``, in response order."""

    values: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str | None:
        """The value of a property; None if the response lacks it."""
        return dict(self.values).get(name)


_YES_NO = {"yes": True, "no": False}


def read_readiness(data: Any) -> Readiness:  # noqa: ANN401 - any JSON value
    """The readiness that the ``data`` of a ``systemready`` response reports."""
    return Readiness(
        _YES_NO[data["systemready"]],
        _YES_NO[data["needsetup"]],
        _seconds(data.get("uptime")),
        maybe(data.get("bootid"), str),
        _seconds(data.get("previewmode")),
        maybe(data.get("passphrasepolicy"), str),
    )


def _seconds(value: object) -> int | None:
    text = maybe(value, str)
    if text is not None and not (text.isascii() and text.isdigit()):
        raise ValueError("not a number of seconds")
    return None if text is None else int(text)


def read_apis(data: Any) -> ApiList:  # noqa: ANN401
    """The APIs in the ``data`` of a ``getApiList`` response."""
    return ApiList(
        tuple(
            ApiEntry(
                typed(api["id"], str),
                typed(api["version"], str),
                *(maybe(api.get(key), str) for key in ("name", "docLink", "status")),
            )
            for api in typed(data["apiList"], list)
        )
    )


def read_properties(data: Any) -> DeviceProperties:  # noqa: ANN401
    """The properties in the ``data`` of a response from ``basicdeviceinfo.cgi``."""
    found = typed(data["propertyList"], dict)
    return DeviceProperties(tuple((name, typed(value, str)) for name, value in found.items()))
