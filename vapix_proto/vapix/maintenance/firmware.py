"""Requests to ``firmwareupgrade.cgi``. Their bodies may be too large for memory."""

from __future__ import annotations

import re
from contextlib import nullcontext
from itertools import starmap

from vapix_proto._places import plural
from vapix_proto._value import discreet
from vapix_proto.errors import Code, ParseError, Problem, Span, quote
from vapix_proto.vapix.arguments import check_method, checked
from vapix_proto.vapix.cgis import CGIS
from vapix_proto.vapix.http import HttpRequest, discreetly, encode_arguments, may_hold_password
from vapix_proto.vapix.maintenance.requests import RestartingRequest
from vapix_proto.vapix.multipart.reader import TOKEN, MultipartReader, PartData, PartStart, refuse, sound_boundary
from vapix_proto.vapix.multipart.writer import CHUNK, MultipartBody, seekable
from vapix_proto.vapix.texts import need_text

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, NoReturn, Self

    from vapix_proto.vapix.arguments import Found, Given
    from vapix_proto.vapix.axis_os import AxisOs
    from vapix_proto.vapix.multipart.writer import Readable

CGI = CGIS["firmwareupgrade.cgi"]
_SOURCE = f"{CGI.source}: RFC 1867"


def _size(file: bytes | Readable, size: int | None) -> int:
    if isinstance(file, bytes):
        found = len(file)
    elif not hasattr(file, "read"):
        raise TypeError(f"file must be bytes or an object with read(), not {type(file).__name__}")
    elif seekable(file):
        start = file.tell()  # type: ignore[attr-defined]
        found = file.seek(0, 2) - start  # type: ignore[attr-defined]
        file.seek(start)  # type: ignore[attr-defined]
    elif size is None:
        raise ValueError("the file is not seekable: pass its size")
    else:
        found = size
    if size is not None and (type(size) is not int or not size == found >= 0):
        raise ValueError(f"size is {size!r}, but the file has {plural(found, 'byte')}")
    if found == 0:
        _refuse_empty()
    return found


class FirmwareUpgrade(RestartingRequest):
    """Replaces the firmware; the device then restarts.

    Attributes:
        file: The firmware: bytes, or an open binary file, which is sent from its current position.
        type: ``"normal"`` keeps the settings, ``"factorydefault"`` resets all of them.
        filename: The file name to send to the device; it can't contain quotes, backslashes or control characters.
        name: The name of the form field, with the same restrictions.
        size: The size of the file in bytes; required if the file is not seekable.

    Raises:
        ParseError: The type, filename or name is not allowed, or the file is empty.
        ValueError: The size is missing, or is not the file's actual size.
    """

    _sent = (("type", "type"),)
    file: bytes | Readable
    type: str
    filename: str
    name: str
    size: int

    def __init__(
        self,
        file: bytes | Readable,
        type: str = "normal",
        filename: str = "firmware.bin",
        name: str = "file",
        size: int | None = None,
    ) -> None:
        self._set(
            file=file,
            type=checked(CGI, "type", type),
            filename=_checked_name("filename", filename),
            name=_checked_name("name", name),
            size=_size(file, size),
        )

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 - each field has its own type
        """A copy with the given fields changed, checked like any new request.

        If ``file`` changes, ``size`` is determined from the new file, unless you pass ``size``, too.
        """
        return super().replace(**({"size": None} if "file" in changes else {}) | changes)

    __replace__ = replace

    def __repr__(self) -> str:
        return f"<FirmwareUpgrade type={self.type} filename={self.filename!a} {plural(self.size, 'byte')}>"

    def to_http(self, method: str | None = None, *, boundary: str | None = None, verify: bool = False) -> HttpRequest:
        """The request to pass to an HTTP library, with a ``MultipartBody`` and an exact Content-Length.

        Args:
            method: POST; the specification allows no other method.
            boundary: The boundary to use, if the bytes must be reproducible; by default, one that nobody can guess.
            verify: Whether to read the whole file first, to make sure that it does not contain the boundary.

        Raises:
            ParseError: The method is not POST, or the boundary is malformed.
            ValueError: The file contains the given boundary, or can't be verified.
        """
        from secrets import token_hex  # noqa: PLC0415 - only building a body needs it

        check_method(CGI, "POST" if method is None else method)
        head = (
            f'Content-Disposition: form-data; name="{self.name}"; filename="{self.filename}"\r\n'
            "Content-Type: application/octet-stream"
        )
        while True:
            text = token_hex(16) if boundary is None else sound_boundary(boundary)
            body = MultipartBody(self.file, self.size, head, text)
            if not verify or not body.has_boundary():
                break
            if boundary is not None:
                raise ValueError("the file contains the boundary")
        quoted = body.boundary if TOKEN.fullmatch(body.boundary.encode()) else f'"{body.boundary}"'
        headers = (
            ("Content-Type", f"multipart/form-data; boundary={quoted}"),
            ("Content-Length", str(body.length)),
        )
        return HttpRequest("POST", CGI.path, encode_arguments(self.arguments()), headers, body)

    @classmethod
    @discreet
    def _of(cls, given: Given) -> Self:
        request = given.http
        assert request is not None  # noqa: S101 - bare arguments can't contain firmware
        pieces: list[bytes] = []
        name, filename = _read_upload(request, pieces.append)
        return cls(b"".join(pieces), given.values.get("type", "normal"), filename, name)

    @classmethod
    def _problems(cls, given: Given, version: AxisOs | None, *, initial_admin: bool) -> Iterator[Found]:
        yield from super()._problems(given, version, initial_admin=initial_admin)
        if given.http is not None and given.http.method in CGI.methods:
            yield from _upload_problems(given.http)


@discreet
def _upload_problems(request: HttpRequest) -> tuple[Found, ...]:
    """What is wrong with a body; a body that can be read only once is not read."""
    body = request.body
    if not isinstance(body, bytes) and not (isinstance(body, MultipartBody) and body.repeatable):
        return ()
    try:
        with nullcontext() if isinstance(body, bytes) else body.unmoved():
            _read_upload(request, len)
    except ParseError as error:
        return ((error.problem, error.text),)
    return ()


def _read_upload(request: HttpRequest, keep: Callable[[bytes], object]) -> tuple[str, str]:
    """Reads the one file in a body, and calls ``keep`` with each piece of it. Returns its field name and filename.

    Raises:
        ParseError: The body is not multipart/form-data with exactly one file, or the file is empty.
    """
    reader = MultipartReader.of(request)
    part: PartStart | None = None
    empty = True
    body = request.body
    for chunk in (body[at : at + CHUNK] for at in range(0, len(body), CHUNK)) if isinstance(body, bytes) else body:
        for event in reader.feed(chunk):
            if isinstance(event, PartStart):
                if part is not None:
                    refuse("the body has more than one part", b"", 0, 0)
                part = event
            elif isinstance(event, PartData):
                empty = False
                keep(event.data)
    reader.close()
    if part is None or not part.name or not part.filename:
        refuse("the body has no part with a name and a filename", b"", 0, 0)
    names = {"filename": part.filename, "name": part.name}
    discreetly(not may_hold_password(tuple(names.items())), lambda: [*starmap(_checked_name, names.items())])
    if empty:
        _refuse_empty()
    return part.name, part.filename


def _refuse_empty() -> NoReturn:
    refuse("the firmware file is empty", b"", 0, 0)


def _checked_name(subject: str, value: str) -> str:
    value = need_text(subject, value)
    wrong = re.search('["\\\\\x00-\x1f\x7f\ud800-\udfff]', value)
    if wrong is not None:
        message, span = f"{quote(wrong[0])} is not allowed in a {subject}", Span(*wrong.span())
    elif 0 < len(value) <= 255:
        return value
    else:
        message, span = f"the {subject} has {len(value)} characters: 1 to 255 are allowed", Span(0, len(value))
    raise ParseError(Problem(Code.ARGUMENT_VALUE, message, span, None, _SOURCE, subject=subject), value)
