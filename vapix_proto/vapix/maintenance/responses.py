"""Device maintenance responses: pages, logs and reports."""

from __future__ import annotations

from vapix_proto._places import plural
from vapix_proto._value import Value
from vapix_proto.vapix.arguments import checked
from vapix_proto.vapix.cgis import CGIS, ReportMode
from vapix_proto.vapix.failures import succeeded
from vapix_proto.vapix.http import HttpResponse
from vapix_proto.vapix.maintenance.log import LogEntry, log_entries, log_titles
from vapix_proto.vapix.texts import SURROGATE, text_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import ClassVar, TypeVar

    T = TypeVar("T", bound="_TextResponse")

_ZIP = ("application/zip", "application/x-zip-compressed", "application/x-zip", "application/octet-stream")
_TAR = ("application/x-tar", "application/gzip", "application/x-gzip", "application/x-gtar", "application/octet-stream")
#: The content types of a server report, keyed by mode: first the type that we send, then others that we accept. The
#: specification names only the type for text, so we chose the others. A missing type is accepted, too.
CONTENT_TYPES: dict[ReportMode, tuple[str, ...]] = {
    ReportMode.TEXT: ("text/plain",),
    ReportMode.ZIP: _ZIP,
    ReportMode.ZIP_WITH_IMAGE: _ZIP,
    ReportMode.TAR_ALL: _TAR,
}


class _TextResponse(Value):
    """Text that is read as UTF-8 or, if that fails, as Latin-1."""

    content_types: ClassVar[tuple[str, ...]]
    text: str

    def _check(self) -> None:
        if SURROGATE.search(self.text):
            raise ValueError("the text contains half of a surrogate pair, which UTF-8 can't encode")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {plural(len(self.text), 'character')}>"

    def to_http(self) -> HttpResponse:
        """The response as an HTTP message."""
        return HttpResponse(200, _header(self.content_types[0]), self.text.encode())


class HtmlResponse(_TextResponse):
    """The page that a reset, restart or upgrade returns before the device restarts.

    Its content is unspecified: the page may be empty or contain an error message, so it does not prove success.
    """

    content_types: ClassVar[tuple[str, ...]] = ("text/html", "application/xhtml+xml")


class LogResponse(_TextResponse):
    """The system log or the access log. Its format is unspecified; the formats recorded from devices are parsed."""

    content_types: ClassVar[tuple[str, ...]] = ("text/plain",)

    @property
    def entries(self) -> tuple[LogEntry, ...]:
        """The lines of the log in order, without titles or blank lines.

        If the format of a line is unknown, the entry's ``message`` is the whole line.
        """
        return tuple(log_entries(self.text))

    @property
    def titles(self) -> tuple[str, ...]:
        """The title lines in the log, without the dashes around them.

        Examples: ``System log``, ``/var/log/messages.old``, ``Contents of SYSTEM_LOG for 'NAME'``.
        """
        return tuple(log_titles(self.text))


class ReportResponse(Value):
    """A server report in one of its modes.

    Raises:
        ParseError: The mode does not exist.
    """

    mode: ReportMode
    content_type: str
    body: bytes

    def __init__(self, mode: ReportMode | str, content_type: str, body: bytes) -> None:
        self._set(
            mode=ReportMode(checked(CGIS["serverreport.cgi"], "mode", mode)), content_type=content_type, body=body
        )

    def __repr__(self) -> str:
        return f"<ReportResponse {self.mode} {self.content_type!a} {plural(len(self.body), 'byte')}>"

    def to_http(self) -> HttpResponse:
        """The response as an HTTP message."""
        return HttpResponse(200, _header(self.content_type), self.body)


def read_text_as(kind: type[T], response: HttpResponse) -> T | None:
    """A response's text; None if its status code or media type is not the expected one."""
    return kind(text_of(response.body)) if succeeded(response, *kind.content_types) else None


def read_report(response: HttpResponse, asked: ReportMode) -> ReportResponse | None:
    """The report in a response; None if its status code, media type or content does not fit the requested mode."""
    modes = (asked, ReportMode.TEXT) if asked is ReportMode.ZIP_WITH_IMAGE else (asked,)
    for mode in modes if response.body else ():
        archive = CONTENT_TYPES[mode] is _ZIP
        if succeeded(response, *CONTENT_TYPES[mode]) and (response.body[:4] == b"PK\x03\x04" or not archive):
            return ReportResponse(mode, response.content_type, response.body)
    return None


def _header(content_type: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", content_type),) if content_type else ()
