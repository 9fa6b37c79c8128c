"""JSON responses: their bytes as recorded, and their meaning regardless of member order."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from functools import lru_cache

from vapix_proto.oracle.responses.forms import Form, typed, wrong_head
from vapix_proto.oracle.rules.tz_strings import WIDE, zone_of
from vapix_proto.tz.clock.readings import Reading

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from vapix_proto.oracle.profiles import Profile
    from vapix_proto.oracle.time_zone import TimeZone
    from vapix_proto.vapix.http import HttpResponse

#: The last year that devices support, and its last second.
LAST_YEAR, LAST_SECOND = 2069, 3155759999
_DEPTH_MAX = 32
_STRINGS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?\Z")
#: The pattern of an IANA zone name, and its maximum length.
_ZONE_NAME, _NAME_MAX = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*\Z"), 64
_UTC_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")
_EPOCH = datetime(1970, 1, 1)
#: Tolerances in seconds: for the difference between a response's two times, and for UTC offsets without seconds.
_TOLERANCE = 5
_MINUTE = 60


class MalformedError(ValueError):
    """A body that is not a JSON document, or that is nested too deeply."""


def read(body: bytes, *, repeated: bool = False) -> Any:  # noqa: ANN401 - any JSON value
    """Reads a UTF-8 JSON document in linear time. If ``repeated``, an object may repeat a member; the last one counts.

    Raises:
        MalformedError: The body is not JSON or is nested too deeply, or an object repeats a member although
            ``repeated`` is false.
    """
    depth = 0
    for bracket in re.sub(rb"[^\[\]{}]", b"", _STRINGS.sub(b"", body)):
        depth += 1 if bracket in b"[{" else -1
        if depth > _DEPTH_MAX:
            raise MalformedError("the document is nested too deeply")
    try:
        return json.loads(body.decode(), object_pairs_hook=dict if repeated else _members, parse_constant=_no_constant)
    except MalformedError:
        raise
    except (ValueError, RecursionError):  # RecursionError if a caller has already used up the stack
        raise MalformedError("the document is not JSON") from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise MalformedError(f"the member {name[:40]!r} appears twice")
        members[name] = value
    return members


def _no_constant(name: str) -> None:
    raise MalformedError(f"{name} is not JSON")


def document_in(response: HttpResponse, status: int) -> tuple[Any, str | None]:
    """The JSON document in a response, and what is wrong with the response if it has none."""
    wrong = wrong_head(response, status, "application/json")
    if wrong:
        return None, wrong
    try:
        return read(response.body), None
    except MalformedError as error:
        return None, f"the body can't be read as JSON: {error}"


def compact(value: object) -> str:
    """A JSON document without whitespace between its tokens, as in the recordings of devices."""
    return json.dumps(value, separators=(",", ":"))


def utc_text(instant: int) -> str:
    """An instant in UTC, as text."""
    return f"{(_EPOCH + timedelta(seconds=instant)).isoformat()}Z"


def local_text(instant: int, offset: int) -> str:
    """An instant as text, in a local time that is ``offset`` seconds ahead of UTC."""
    local = _EPOCH + timedelta(seconds=instant + offset)
    minutes, seconds = divmod(abs(offset), 60)
    rest = f":{seconds:02}" if seconds else ""
    return f"{local.isoformat()}{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}{rest}"


def utc_of(text: str) -> int | None:
    """The instant that a string such as ``2024-07-01T12:00:00Z`` denotes; None for a string in any other format."""
    if not _UTC_TIME.match(text):
        return None
    try:
        return int((datetime.fromisoformat(text[:-1]) - _EPOCH).total_seconds())
    except ValueError:
        return None


def _local_of(text: str) -> tuple[int, int] | None:
    """The instant and the UTC offset that a local time denotes; None if its format is wrong."""
    found = _OFFSET.search(text)
    instant = None if found is None else utc_of(f"{text[: found.start()]}Z")
    if found is None or instant is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    offset = (hours * 3600 + minutes * 60 + seconds) * (-1 if found[1] == "-" else 1)
    return instant - offset, offset


def _is_text(pattern: str) -> Callable[[object], bool]:
    compiled = re.compile(rf"(?:{pattern})\Z")
    return lambda value: isinstance(value, str) and compiled.match(value) is not None


def _is_names(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(name, str) and name for name in value)


def _is_zone_rows(value: object) -> bool:
    return isinstance(value, list) and _is_names([isinstance(row, dict) and row.get("timeZone") for row in value])


def _is_posix(value: object) -> bool:
    return isinstance(value, str) and WIDE.match(value) is not None


def is_zone_name(value: object) -> bool:
    """Whether a value looks like an IANA zone name. No list is used: the names vary between database releases."""
    return isinstance(value, str) and len(value) <= _NAME_MAX and _ZONE_NAME.match(value) is not None


_anything = _is_text(r"(?s:.*)")
#: Checks for unpredictable values, usually keyed by member name; a value without a check may be any string.
_FORMS: Mapping[str, Callable[[object], bool]] = {
    "apiVersion": _is_text(r"[0-9]{1,4}\.[0-9]{1,4}"),
    "apiVersions": _is_names,
    "bootid": _is_text(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
    "dateTime": lambda value: isinstance(value, str) and utc_of(value) is not None,
    "localDateTime": lambda value: isinstance(value, str) and _local_of(value) is not None,
    "passphrasepolicy": _is_text(r"[a-z]+"),
    "posixTimeZone": _is_posix,
    "posixOrNull": lambda value: value is None or _is_posix(value),
    "previewmode": _is_text("[0-9]+"),
    "systemready": _is_text("yes|no"),
    "timeZone": is_zone_name,
    "timeZones": _is_names,
    "uptime": _is_text("[0-9]+"),
    "zone": lambda value: is_zone_name(value) or _is_posix(value),
    "zoneRows": _is_zone_rows,
    "warnings": lambda value: isinstance(value, list),
    "information": lambda value: isinstance(value, list),
}


class Json(Form):
    """A JSON document.

    Attributes:
        text: The document as the reference device writes it.
        status: The status code.
        free: The names of members with unpredictable values. Each value is checked by the ``_FORMS`` entry of the same
            name; ``data=dateTime`` means that the entry ``dateTime`` checks the member ``data``.
        optional: Members that may be missing, or may have any value that passes their check.
        codes: The correct error codes; empty if any code is correct.
        zone: The zone against which local times are checked.
        kind: The content type.
    """

    text: str
    status: int = 200
    free: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    codes: tuple[int, ...] = ()
    zone: TimeZone | None = None
    kind: str = "application/json"

    def __repr__(self) -> str:
        return f"<Json {self.status} {self.text[:120]}>"

    def to_http(self, profile: Profile) -> HttpResponse:
        """The document as a response."""
        return typed(self.status, self.kind, self.text)

    def mismatch(self, response: HttpResponse) -> str | None:
        """How a response differs from this one; None if it does not.

        Whitespace, member order and the wording of errors are ignored.
        """
        got, wrong = document_in(response, self.status)
        return wrong or self._difference("the document", _expected(self.text), got)

    def known(self, body: bytes) -> bytes:
        """Removes unpredictable values from the body, if they are formatted as on the reference device."""
        for name, form in self._forms().items():
            if form in _ONE_STRING:
                body = re.sub(rb'("%s":)"[^"]*"' % name.encode(), rb"\1", body)
        return body

    def _forms(self) -> dict[str, str]:
        """The name of the check for each member in ``free``."""
        return {name: form or name for name, _, form in (entry.partition("=") for entry in self.free)}

    def _difference(self, where: str, expected: Any, got: Any) -> str | None:  # noqa: ANN401 - JSON values
        if not isinstance(expected, dict):
            same = type(got) is type(expected) and got == expected
            return None if same else f"{where} is {_shown(got)}, not {_shown(expected)}"
        if not isinstance(got, dict):
            return f"{where} is {_shown(got)}, not an object"
        for name in {**expected, **got}:
            if name in expected and name in got:
                wrong = self._wrong(name, expected[name], got[name])
            elif name in self.optional:
                right = name not in got or name not in _FORMS or _FORMS[name](got[name])
                wrong = None if right else f"{name} is {_shown(got[name])}"
            else:
                wrong = f"{name[:40]!r} is missing" if name in expected else f"{name[:40]!r} is not expected"
            if wrong:
                return wrong
        if self.zone is not None and "localDateTime" in expected and "dateTime" in expected:
            return _wrong_time(self.zone, got["dateTime"], got["localDateTime"])
        return None

    def _wrong(self, name: str, expected: Any, got: Any) -> str | None:  # noqa: ANN401 - JSON values
        if name == "error":
            return self._wrong_error(got)
        form = self._forms().get(name)
        if form is not None:
            if _FORMS.get(form, _anything)(got):
                return None
            return f"{name} is not {_WORDS[form]}" if form in _WORDS else f"{name} is {_shown(got)}"
        return self._difference(name, expected, got)

    def _wrong_error(self, got: object) -> str | None:
        if not isinstance(got, dict) or type(got.get("code")) is not int or not isinstance(got.get("message"), str):
            return f"error is {_shown(got)}, not a code and a message"
        if self.codes and got["code"] not in self.codes:
            return f"the error is {_shown(got['code'])}, not {' or '.join(map(str, self.codes))}"
        return None


#: Descriptions of valid values, for members where showing the wrong value would not explain the fault.
_WORDS = {
    "apiVersions": "a list of versions",
    "timeZones": "a list of names",
    "zoneRows": "a list of objects that each have a timeZone",
}
#: Members whose unpredictable value is a single string.
_ONE_STRING = ("apiVersion", "bootid", "dateTime", "localDateTime", "previewmode", "systemready", "uptime")


@lru_cache(maxsize=256)
def _expected(text: str) -> Any:  # noqa: ANN401 - a JSON value
    return json.loads(text)


def _shown(value: object) -> str:
    return json.dumps(value)[:80] if isinstance(value, (str, int, float, bool, type(None))) else type(value).__name__


def _wrong_time(zone: TimeZone, utc: str, local: str) -> str | None:
    """What is wrong with a local time, if anything.

    The local time must denote the instant ``utc``. Its UTC offset must follow from the zone's rule, read in any of the
    ways that ``Reading`` lists.
    """
    instant, found = utc_of(utc), _local_of(local)
    if instant is None or found is None:
        return f"the times are {_shown(utc)} and {_shown(local)}"
    if abs(instant - found[0]) > _TOLERANCE:
        return f"the local time {local} is not the same instant as {utc}"
    if zone.rule is None:
        return None
    known = zone_of(zone.rule)
    offsets = {known.clock(reading=reading).at(instant).utoff for reading in Reading} if zone.dst else {known.std.utoff}
    if any(abs(offset - found[1]) < _MINUTE for offset in offsets):
        return None
    return f"{local} does not have the offset of {zone.rule}"
