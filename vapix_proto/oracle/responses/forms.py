"""Forms: kinds of responses. A form can write the reference device's response, and it accepts equivalent ones."""

from __future__ import annotations

import re
from collections import Counter

from vapix_proto._places import plural
from vapix_proto._value import Value
from vapix_proto.oracle.responses.quotations import visible, with_visible_errors
from vapix_proto.vapix.http import HttpResponse

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.oracle.profiles import Profile

_HTML = "<html><head><title>User accounts</title></head><body bgcolor=#ffffff>{}\r\n</body>\r\n\r\n</html>\r\n"
#: A log heading, as in the recordings.
_HEADING = re.compile(r"-{5} .* -{5}\Z")
_HEAD = r"(?:\s++|<(?!body|/?title)[^<>]*+>|<title>[^<>]*+</title>)*"  # tags, a title and white space
_PAGE = re.compile(rf"(?is){_HEAD}<body(?:\s[^<>]*+)?>(.*?)</body\s*+>\s*+(?:</html\s*+>\s*+)?")


def encode(text: str) -> bytes:
    """Encodes a string as UTF-8, restoring bytes that ``decode`` could not decode."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def decode(body: bytes) -> str:
    """The text of a body; bytes that are not UTF-8 become surrogate escapes."""
    return body.decode("utf-8", "surrogateescape")


def typed(status: int, content_type: str, body: str | bytes) -> HttpResponse:
    """A response with a content type."""
    data = encode(body) if isinstance(body, str) else body
    return HttpResponse(status, (("Content-Type", content_type),), data)


def wrong_head(response: HttpResponse, status: int, *types: str) -> str | None:
    """What is wrong with a response's status code or content type, or None.

    A missing content type is accepted, because the specification does not give one for every response.
    """
    if response.status != status:
        return f"the status code is {response.status}, not {status}"
    if response.content_type not in (*types, ""):
        return f"the content type is {response.content_type[:64]!r}, not {' or '.join(types)}"
    return None


class Form(Value):
    """The meaning of a response."""

    def to_http(self, profile: Profile) -> HttpResponse:
        """The response by which a reference device with the given profile expresses this meaning."""
        raise NotImplementedError

    def mismatch(self, response: HttpResponse) -> str | None:
        """The reason why a response does not match this form; None if it does."""
        raise NotImplementedError

    def known(self, body: bytes) -> bytes:
        """The body without unpredictable parts such as the time, so that the rest can be compared byte by byte."""
        return body


class Said(Form):
    """A line of text from ``pwdgrp.cgi``, plain or in HTML."""

    text: str
    status: int = 200

    def to_http(self, profile: Profile) -> HttpResponse:
        """The text, as HTML if ``profile.html`` is true.

        The content type text/html is documented, but it is in none of the recordings.
        """
        return typed(self.status, "text/html", _HTML.format(self.text) if profile.html else f"{self.text}\n")

    def mismatch(self, response: HttpResponse) -> str | None:
        """Compares the body with ``text``, ignoring HTML and whitespace around the text."""
        wrong = wrong_head(response, self.status, "text/html", "text/plain")
        text = decode(response.body)
        said = (page[1] if (page := _PAGE.fullmatch(text)) else text).strip()
        return wrong if wrong or said == self.text else f"the body is {said[:80]!r}, not {self.text!r}"


class Status(Form):
    """A response with one of several status codes and any text. The reference device sends the first code."""

    codes: tuple[int, ...]
    text: str

    def to_http(self, profile: Profile) -> HttpResponse:
        """A page with the text."""
        return typed(self.codes[0], "text/html", f"<html><body>{self.codes[0]} {self.text}</body></html>\r\n")

    def mismatch(self, response: HttpResponse) -> str | None:
        """Checks only the status code."""
        if response.status in self.codes:
            return None
        return f"the status code is {response.status}, not {' or '.join(map(str, self.codes))}"


class Unknown(Form):
    """Any response, for paths that the oracle has no rules for."""

    def to_http(self, profile: Profile) -> HttpResponse:
        """An empty page."""
        return typed(200, "text/html", "<html><body></body></html>\r\n")

    def mismatch(self, response: HttpResponse) -> str | None:
        """Accepts anything."""
        return None


class Headed(Form):
    """The response to HEAD, derived from the response to GET."""

    got: HttpResponse

    def to_http(self, profile: Profile) -> HttpResponse:
        """The head of the response to GET, with the length of its body (RFC 9110, 9.3.2)."""
        length = ("Content-Length", str(len(self.got.body)))
        return self.got.replace(headers=(*self.got.headers, length), body=b"")

    def mismatch(self, response: HttpResponse) -> str | None:
        """Checks only the status code."""
        return Status((self.got.status,), "").mismatch(response)


class Page(Form):
    """Any HTML page (``<html response>``).

    Attributes:
        text: What the reference device writes in the body.
        head: What it writes in the head; if empty, its page has no head.
    """

    text: str
    head: str = ""

    def to_http(self, profile: Profile) -> HttpResponse:
        """A page with the text."""
        head = f"<head>{self.head}</head>" if self.head else ""
        return typed(200, "text/html", f"<html>{head}<body>{self.text}</body></html>\r\n")

    def mismatch(self, response: HttpResponse) -> str | None:
        """Checks only the status code and the content type."""
        return wrong_head(response, 200, "text/html", "application/xhtml+xml")


class Log(Form):
    """A log, or only the lines in it that contain a given string. ``heading`` includes its line endings."""

    lines: tuple[str, ...]
    text: str = ""
    heading: str = ""

    def to_http(self, profile: Profile) -> HttpResponse:
        """The heading and the lines."""
        return typed(200, "text/plain", self.heading + "".join(f"{line}\n" for line in self.lines))

    def mismatch(self, response: HttpResponse) -> str | None:
        """Accepts any log lines that contain ``text``, regardless of case."""
        wrong = wrong_head(response, 200, "text/plain")
        if wrong is None and self.text:
            for line in decode(response.body).splitlines():
                if line.strip() and not _HEADING.match(line) and self.text.casefold() not in line.casefold():
                    return f"the line {line[:80]!r} lacks {self.text[:40]!r}"
        return wrong


class Report(Form):
    """A server report in one of the modes that a request can choose."""

    mode: str
    body: bytes

    def __repr__(self) -> str:
        return f"<Report {self.mode} {plural(len(self.body), 'byte')}>"

    def to_http(self, profile: Profile) -> HttpResponse:
        """The report as an HTTP response. The specification gives no content type for archives, so we chose one."""
        return typed(200, REPORT_TYPES[self.mode][0], self.body)

    def mismatch(self, response: HttpResponse) -> str | None:
        """Checks the status code, and that the content type and the first bytes of the body fit ``mode``."""
        wrong = wrong_head(response, 200, *REPORT_TYPES[self.mode])
        if wrong is None and not response.body.startswith(REPORT_MAGIC[self.mode]):
            return f"the body does not begin like a report in the mode {self.mode}"
        if wrong is None and not response.body:
            return "the report is empty"
        return wrong


_ZIP_TYPES = ("application/zip", "application/x-zip-compressed", "application/x-zip", "application/octet-stream")
_TAR_TYPES = (
    "application/x-tar",
    "application/gzip",
    "application/x-gzip",
    "application/x-gtar",
    "application/octet-stream",
)
REPORT_TYPES: dict[str, tuple[str, ...]] = {
    "text": ("text/plain",),
    "zip": _ZIP_TYPES,
    "zip_with_image": _ZIP_TYPES,
    "tar_all": _TAR_TYPES,
}
REPORT_MAGIC = {"text": b"", "zip": b"PK\x03\x04", "zip_with_image": b"PK\x03\x04", "tar_all": b""}


class Updated(Form):
    """All parameters were set."""

    def to_http(self, profile: Profile) -> HttpResponse:
        """``OK`` without a line ending, as in the recordings."""
        return typed(200, "text/plain", "OK")

    def mismatch(self, response: HttpResponse) -> str | None:
        """Accepts ``OK`` with or without a line ending."""
        wrong = wrong_head(response, 200, "text/plain")
        said = decode(response.body)
        return wrong if wrong or said.rstrip("\r\n") == "OK" else f"the body is {said[:80]!r}, not OK"


class ParamError(Form):
    """Errors about parameters that could not be set or, if ``failures`` is empty, any other error from param.cgi."""

    failures: tuple[tuple[str, str], ...] = ()
    text: str = ""

    def __repr__(self) -> str:
        # A misdirected request may contain a password.
        return f"<ParamError {', '.join(ascii(name[:64]) for name, _ in self.failures[:8]) or self.text}>"

    def _lines(self) -> list[str]:
        return [f"{_ERROR}{name}' to '{value}'!" for name, value in self.failures]

    def to_http(self, profile: Profile) -> HttpResponse:
        """A response with one error line for each of ``failures``, or, if there are none, one with ``text``.

        A line for a failure names the parameter without ``root.``, as documented.
        """
        return typed(200, "text/plain", "\n".join([*map(visible, self._lines())] or [f"# Error: {self.text}"]))

    def mismatch(self, response: HttpResponse) -> str | None:
        """Accepts a response whose errors are all in ``failures``, in any order; names may begin with ``root.``.

        If ``failures`` is empty, accepts any error.
        """
        wrong = wrong_head(response, 200, "text/plain")
        said = decode(response.body)
        lines = self._lines()
        if wrong:
            return wrong
        if not lines:
            return f"the body is {said[:80]!r}, not an error" if _NO_ERROR.search(said) else None
        if any(visible(line) != line for line in lines):
            return self._odd_mismatch(said)
        left = Counter(map(_plain, lines))
        for line in said.replace("\r\n", "\n").strip("\n").split("\n"):
            if not left[_plain(line)]:
                return f"the line {line[:80]!r} is not an error of this update"
            left[_plain(line)] -= 1
        return None

    def known(self, body: bytes) -> bytes:
        """The body; control characters in its errors are written the way the reference device writes them."""
        return encode(with_visible_errors(decode(body), self._lines()))

    def _odd_mismatch(self, said: str) -> str | None:
        """Accepts any error that names no parameters other than those in ``failures``.

        Values are not compared, because a device may write a value with its control characters, without them, or cut
        off at one of them.
        """
        if said == "\n".join(map(visible, self._lines())):
            return None
        named = {name.removeprefix("root.") for name in _NAMED.findall(said)}
        if not said.startswith("# Error") or said.rstrip().endswith("\nOK"):
            return f"the body is {said[:80]!r}, not an error"
        if not named <= {visible(name) for name, _ in self.failures}:
            return f"the body is {said[:80]!r}, an error about a different parameter"
        return None


def _plain(line: str) -> str:
    """An error line without ``root.`` before the name."""
    return _ERROR + line.removeprefix(f"{_ERROR}root.") if line.startswith(f"{_ERROR}root.") else line


_ERROR = "# Error: Error setting '"
_NAMED = re.compile(r"^# Error: Error setting '([A-Za-z0-9_.]*)'", re.MULTILINE)
#: Matches bodies that do not report an error. Recordings show only errors about names and values.
_NO_ERROR = re.compile(r"\A\s*(?:OK)?\s*\Z|^[A-Za-z0-9_.-]+=", re.MULTILINE)
