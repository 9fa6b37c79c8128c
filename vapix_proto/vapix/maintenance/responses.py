"""The responses of the CGIs without accounts and parameters: pages, logs and reports."""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.vapix.http import HttpResponse, UnknownResponse
from vapix_proto.vapix.maintenance.validation import ReportMode, mode_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import ClassVar, Self

__all__ = ["CONTENT_TYPES", "HtmlResponse", "LogResponse", "ReportResponse"]

_ZIP = ("application/zip", "application/x-zip-compressed", "application/x-zip", "application/octet-stream")
_TAR = ("application/x-tar", "application/gzip", "application/x-gzip", "application/x-gtar", "application/octet-stream")
#: The content types of a server report by mode: first the one that we send, then those that we accept. The
#: specification names that of text and lost the others, so these are our choice. No type at all is accepted, too.
CONTENT_TYPES: dict[ReportMode, tuple[str, ...]] = {
    ReportMode.TEXT: ("text/plain",),
    ReportMode.ZIP: _ZIP,
    ReportMode.ZIP_WITH_IMAGE: _ZIP,
    ReportMode.TAR_ALL: _TAR,
}


class _TextResponse(Value):
    """A text, read as UTF-8 or, where that fails, as Latin-1."""

    content_types: ClassVar[tuple[str, ...]]
    text: str

    def _check(self) -> None:
        if any("\ud800" <= character <= "\udfff" for character in self.text):
            raise ValueError("half a surrogate pair: no bytes can carry it")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {len(self.text)} characters>"

    @classmethod
    def from_http(cls, response: HttpResponse) -> Self | UnknownResponse:
        """The response of an HTTP message, whatever it is."""
        if not _expected(response, cls.content_types):
            return UnknownResponse(response.status, response.body, response.content_type)
        try:
            return cls(response.body.decode())
        except UnicodeDecodeError:
            return cls(response.body.decode("latin-1"))

    def to_http(self) -> HttpResponse:
        """The response as HTTP."""
        return HttpResponse(200, _header(self.content_types[0]), self.text.encode())


class HtmlResponse(_TextResponse):
    """What a reset, restart or upgrade answers before the device restarts: a page, left open by the specification."""

    content_types: ClassVar[tuple[str, ...]] = ("text/html", "application/xhtml+xml")


class LogResponse(_TextResponse):
    """The system log or the access log."""

    content_types: ClassVar[tuple[str, ...]] = ("text/plain",)


class ReportResponse(Value):
    """A server report in one of its modes.

    Raises:
        ParseError: No such mode.
    """

    mode: ReportMode
    content_type: str
    body: bytes

    def __init__(self, mode: ReportMode | str, content_type: str, body: bytes) -> None:
        self._set(mode=mode_of(mode), content_type=content_type, body=body)

    def __repr__(self) -> str:
        return f"<ReportResponse {self.mode} {self.content_type!a} {len(self.body)} bytes>"

    @classmethod
    def from_http(cls, response: HttpResponse, mode: ReportMode | str | None = None) -> Self | UnknownResponse:
        """The response of an HTTP message, whatever it is, to a request with that mode (text without)."""
        asked = ReportMode.TEXT if mode is None else mode_of(mode)
        if not _expected(response, CONTENT_TYPES[asked]):
            return UnknownResponse(response.status, response.body, response.content_type)
        return cls(asked, response.content_type, response.body)

    def to_http(self) -> HttpResponse:
        """The response as HTTP."""
        return HttpResponse(200, _header(self.content_type), self.body)


def _expected(response: HttpResponse, content_types: tuple[str, ...]) -> bool:
    return response.status == 200 and response.content_type in (*content_types, "")


def _header(content_type: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", content_type),) if content_type else ()
