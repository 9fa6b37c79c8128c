"""Reads multipart/form-data with one file (RFC 1867) as a stream, in constant memory."""

from __future__ import annotations

import re

from vapix_proto._places import plural
from vapix_proto._value import Value, discreet
from vapix_proto.errors import Code, ParseError, Problem, Span, quote
from vapix_proto.vapix.http import discreetly, names_password, need_request, unquoted
from vapix_proto.vapix.texts import text_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import NoReturn, Self

    from vapix_proto.vapix.http import HttpRequest


_SOURCE = "VAPIX System settings, Firmware upgrade: RFC 1867"
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]", re.ASCII)
_PARAMETER = re.compile(r';[ \t]*(?:([^\s;="]+)[ \t]*=[ \t]*("(?:[^"\\]|\\.)*+"|[^\s;"]+)[ \t]*)?', re.DOTALL)
TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PARTS_MAX = 64  # a firmware upgrade has one part
_PADDING = 64  # how much white space may follow a boundary


def refuse(message: str, text: str | bytes, start: int, end: int, hint: str | None = None) -> NoReturn:
    """Raises a ParseError for a malformed body or header."""
    raise ParseError(Problem(Code.MULTIPART, message, Span(start, end), hint, _SOURCE), text)


def sound_boundary(boundary: str) -> str:
    """Returns the boundary if it is well-formed; otherwise raises a ParseError."""
    if not _BOUNDARY.fullmatch(boundary):
        message = "a boundary must have 1 to 70 characters: letters, digits and any of '()+_,-./:=?"
        refuse(message, boundary, 0, len(boundary))
    return boundary


def _boundary_of(content_type: str) -> str:
    end = len(content_type)
    if content_type.partition(";")[0].strip().lower() != "multipart/form-data":
        refuse("the content type is not multipart/form-data", content_type, 0, end)
    boundary = (_parameters(content_type) or {}).get("boundary")
    if boundary is None:
        refuse("the content type has no boundary", content_type, end, end, "add ; boundary=...")
    if not _BOUNDARY.fullmatch(boundary):
        refuse("the boundary is malformed", content_type, 0, end)
    return boundary


def _parameters(text: str) -> dict[str, str] | None:
    """The parameters after a header's first ``;``, keyed by lower-case name; None if one is malformed or repeated."""
    at = text.find(";")
    found: dict[str, str] = {}
    while 0 <= at < len(text):
        match = _PARAMETER.match(text, at)
        if match is None:
            return None
        if match[1] is not None:
            name, value = match[1].lower(), match[2]
            if name in found:
                return None
            found[name] = re.sub(r'\\(["\\])', r"\1", value[1:-1]) if value[0] == '"' else value
        at = match.end()
    return found


class PartStart(Value):
    """The start of a part: its headers, and the name and filename in Content-Disposition, each None if missing."""

    headers: tuple[tuple[str, str], ...]
    name: str | None
    filename: str | None


class PartData(Value):
    """A chunk of a part's content. Its size depends on how the bytes arrive."""

    data: bytes

    def __repr__(self) -> str:
        return f"<PartData {plural(len(self.data), 'byte')}>"


class PartEnd(Value):
    """The end of a part."""


class BodyEnd(Value):
    """The boundary that closes the last part. Anything after it is ignored."""


MultipartEvent = PartStart | PartData | PartEnd | BodyEnd


class MultipartReader:
    """Reads a ``multipart/form-data`` body (RFC 7578, RFC 2046 5.1.1) without I/O, in constant memory.

    Pass the bytes to ``feed`` as they arrive; it returns the events that they contain. Call ``close`` at the end. Text
    before the first boundary and after the last, white space after a boundary, and header lines that end with only LF
    are accepted. The content ends only at a CRLF that is followed by two hyphens and the boundary; lines that merely
    look like a boundary are part of the content.

    Args:
        boundary: The boundary, as in the Content-Type header.
        max_headers: The maximum size of one part's headers, in bytes.

    Raises:
        ParseError: The boundary is malformed.
    """

    def __init__(self, boundary: str, *, max_headers: int = 16384) -> None:
        self._delimiter = b"\r\n--" + sound_boundary(boundary).encode("ascii")
        self._limit = max_headers
        self._parts = 0
        # CRLF is inserted before the first byte and after each blank line, so that a boundary may follow immediately.
        self._buffer = bytearray(b"\r\n")
        self._virtual = 2
        self._at = -2  # the buffer's offset in the body
        self._state = "preamble"
        self._lines: list[tuple[int, bytes]] = []
        self._used = 0
        self._head = b""
        self._failure: tuple[Problem, bytes] | None = None

    @classmethod
    @discreet
    def of(cls, request: HttpRequest, *, max_headers: int = 16384) -> Self:
        """A reader for the body of a request, with the boundary from the request's Content-Type header.

        Raises:
            ParseError: The header is not multipart/form-data, or its boundary is missing or malformed.
        """
        need_request(request)
        text = request.header("Content-Type") or ""
        boundary = discreetly(not names_password(text), lambda: _boundary_of(text))
        return cls(boundary, max_headers=max_headers)

    @discreet
    def feed(self, data: bytes) -> list[MultipartEvent]:
        """The events that the next bytes of the body contain.

        Raises:
            ParseError: The headers are malformed; the span counts bytes from the start of the body. If events precede
                the malformed headers, this call returns them, and all later calls raise.
        """
        if self._failure is not None:
            raise ParseError(*self._failure)
        if len(self._head) < 1024:
            self._head += data[: 1024 - len(self._head)]
        events: list[MultipartEvent] = []
        if self._state == "end":
            return events
        self._buffer += data
        try:
            while self._step(events):
                pass
        except ParseError:
            if not events:
                raise
        return events

    @discreet
    def close(self) -> None:
        """Signals that no more bytes follow.

        Raises:
            ParseError: The body is incomplete.
        """
        if self._failure is not None:
            raise ParseError(*self._failure)
        if self._state != "end":
            end = self._at + len(self._buffer)
            what = {"preamble": "before the first boundary", "headers": "in the headers of a part", "data": "in a part"}
            self._fail(f"the body ends {what[self._state]}", end, end)

    def _fail(self, message: str, start: int, end: int) -> NoReturn:
        problem = Problem(Code.MULTIPART, message, Span(start, end), None, _SOURCE)
        # A body without a boundary may be a form with a password.
        text = self._head[:end] if end <= 1024 and self._state != "preamble" else b""
        shown = b"\n".join([text, *(line for _, line in self._lines)])
        if names_password(shown.decode("latin-1")):
            problem, text = unquoted(problem), b""
        self._failure = problem, text
        raise ParseError(problem, text)

    def _drop(self, count: int) -> None:
        del self._buffer[:count]
        self._at += count
        self._virtual = max(0, self._virtual - count)

    def _step(self, events: list[MultipartEvent]) -> bool:
        """Reads a header line, or data up to a boundary. Returns False if it needs more bytes or the body has ended."""
        if self._state == "headers":
            return self._header_line(events)
        # Text before the first boundary is discarded, so its lines may end with only LF.
        delimiter = self._delimiter[1:] if self._state == "preamble" else self._delimiter
        found = 0
        while True:
            found = self._buffer.find(delimiter, found)
            if found < 0:
                self._content(events, max(0, len(self._buffer) - len(delimiter) + 1))
                return False
            after = found + len(delimiter)
            rest = bytes(self._buffer[after : after + _PADDING + 2])
            closing = rest.startswith(b"--")
            line_end = re.match(rb"[ \t]*\r?\n", rest)
            if closing or line_end is not None:
                break
            if len(rest) < _PADDING + 2 and re.fullmatch(rb"-?|[ \t]*\r?", rest):
                self._content(events, found)
                return False
            found += 1
        self._content(events, found)
        if self._state == "data":
            events.append(PartEnd())
        self._drop(len(delimiter) + (2 if line_end is None else line_end.end()))
        self._virtual = 0
        self._used = 0
        self._state = "end" if closing else "headers"
        if closing:
            self._buffer.clear()
            events.append(BodyEnd())
        return not closing

    def _content(self, events: list[MultipartEvent], end: int) -> None:
        if self._state == "data" and end > self._virtual:
            events.append(PartData(bytes(self._buffer[self._virtual : end])))
        self._drop(end)

    def _header_line(self, events: list[MultipartEvent]) -> bool:
        end = self._buffer.find(b"\n", self._used)
        self._used = len(self._buffer) if end < 0 else 0
        first = self._lines[0][0] if self._lines else self._at
        past = first + self._limit
        if self._at + (len(self._buffer) if end < 0 else end + 1) > past:
            self._fail(f"the headers of a part are longer than {plural(self._limit, 'byte')}", first, past)
        if end < 0:
            return False
        line = bytes(self._buffer[:end]).removesuffix(b"\r")
        at = self._at
        self._drop(end + 1)
        if line:
            self._lines.append((at, line))
            return True
        self._parts += 1
        if self._parts > _PARTS_MAX:
            self._fail(f"the body has more than {_PARTS_MAX} parts", at, at)
        events.append(self._part_start())
        self._lines.clear()
        self._buffer[:0] = b"\r\n"
        self._at -= 2
        self._virtual = 2
        self._state = "data"
        return True

    def _part_start(self) -> PartStart:
        headers: list[tuple[str, str]] = []
        spans: list[tuple[int, int]] = []
        for at, line in self._lines:
            end = at + len(line)
            name, colon, value = line.partition(b":")
            if b"\r" in line or b"\0" in line:
                self._fail("a header contains a control character", at, end)
            if headers and line[:1] in b" \t":  # a folded header continues
                headers[-1] = (headers[-1][0], f"{headers[-1][1]} {_text(line)}")
                spans[-1] = (spans[-1][0], end)
                continue
            if not colon or not TOKEN.fullmatch(name):
                self._fail(f"{quote(line)} is not a header", at, end)
            headers.append((_text(name), _text(value)))
            spans.append((at, end))
        places = [index for index, (name, _) in enumerate(headers) if name.lower() == "content-disposition"]
        if len(places) > 1:
            self._fail("Content-Disposition occurs twice", *spans[places[1]])
        for place in places:
            text = headers[place][1]
            parameters = _parameters(text)
            if parameters is None:
                self._fail("the parameters of Content-Disposition are malformed or repeated", *spans[place])
            if text.partition(";")[0].strip().lower() == "form-data":
                return PartStart(tuple(headers), parameters.get("name"), parameters.get("filename"))
        return PartStart(tuple(headers), None, None)


def _text(data: bytes) -> str:
    return text_of(data.strip(b" \t"))
