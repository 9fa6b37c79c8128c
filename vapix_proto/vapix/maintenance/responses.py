"""The answers of the CGIs without accounts and parameters: pages, logs and reports."""

from __future__ import annotations

from vapix_proto._value import Value
from vapix_proto.vapix.http import HttpAnswer, UnknownAnswer
from vapix_proto.vapix.maintenance.rules import ReportMode, mode_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar, Self

__all__ = ["CONTENT_TYPES", "HtmlAnswer", "LogAnswer", "ReportAnswer"]

_ZIP = ("application/zip", "application/x-zip-compressed", "application/x-zip", "application/octet-stream")
_TAR = ("application/x-tar", "application/gzip", "application/x-gzip", "application/x-gtar", "application/octet-stream")
#: The content types of a server report by mode: first the one that we send, then those that we accept. The
#: specification names that of text and lost the others, so these are our choice. No type at all is accepted, too.
CONTENT_TYPES = {
    ReportMode.TEXT: ("text/plain",),
    ReportMode.ZIP: _ZIP,
    ReportMode.ZIP_WITH_IMAGE: _ZIP,
    ReportMode.TAR_ALL: _TAR,
}


class _TextAnswer(Value):
    """A text, read as UTF-8 or, where that fails, as Latin-1."""

    content_types: ClassVar[tuple[str, ...]]
    text: str

    def _check(self) -> None:
        if any("\ud800" <= character <= "\udfff" for character in self.text):
            raise ValueError("half a surrogate pair: no bytes can carry it")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {len(self.text)} characters>"

    @classmethod
    def from_http(cls, answer: HttpAnswer) -> Self | UnknownAnswer:
        """The answer of an HTTP message, whatever it is."""
        if not _expected(answer, cls.content_types):
            return UnknownAnswer(answer.status, answer.body, answer.content_type)
        try:
            return cls(answer.body.decode())
        except UnicodeDecodeError:
            return cls(answer.body.decode("latin-1"))

    def to_http(self) -> HttpAnswer:
        """The answer as HTTP."""
        return HttpAnswer(200, _header(self.content_types[0]), self.text.encode())


class HtmlAnswer(_TextAnswer):
    """What a reset, restart or upgrade answers before the device restarts: a page, left open by the specification."""

    content_types: ClassVar[tuple[str, ...]] = ("text/html", "application/xhtml+xml")


class LogAnswer(_TextAnswer):
    """The system log or the access log."""

    content_types: ClassVar[tuple[str, ...]] = ("text/plain",)


class ReportAnswer(Value):
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
        return f"<ReportAnswer {self.mode} {self.content_type!a} {len(self.body)} bytes>"

    @classmethod
    def from_http(cls, answer: HttpAnswer, mode: ReportMode | str | None = None) -> Self | UnknownAnswer:
        """The answer of an HTTP message, whatever it is, to a request with that mode (text without)."""
        asked = ReportMode.TEXT if mode is None else mode_of(mode)
        if not _expected(answer, CONTENT_TYPES[asked]):
            return UnknownAnswer(answer.status, answer.body, answer.content_type)
        return cls(asked, answer.content_type, answer.body)

    def to_http(self) -> HttpAnswer:
        """The answer as HTTP."""
        return HttpAnswer(200, _header(self.content_type), self.body)


def _expected(answer: HttpAnswer, content_types: tuple[str, ...]) -> bool:
    return answer.status == 200 and answer.content_type in (*content_types, "")


def _header(content_type: str) -> tuple[tuple[str, str], ...]:
    return (("Content-Type", content_type),) if content_type else ()
