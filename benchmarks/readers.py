"""Other libraries that read TZ strings: how to call each, and how to check that it understood a string."""

from __future__ import annotations

import ctypes
import io
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.independent.random_tz import split

from .c_library import localtime_r
from .harness import Contestant, WrongAnswer, each_of
from .peers import installed, tzif
from .samples import utoff

#: An instant in each half of a year.
_INSTANTS = tuple(int(datetime(2027, month, 2, 12, tzinfo=UTC).timestamp()) for month in (1, 7))


@dataclass(frozen=True, slots=True)
class Reader:
    """A library that reads TZ strings.

    Attributes:
        name: The library, and its function if that is not obvious.
        read: Reads a string that ``prepared`` has converted; raises an exception if it refuses the string.
        understood: Whether the value that ``read`` returned has the meaning of the string.
        prepared: Converts a string to the form that the library reads; not timed.
        refuses: Whether the library refuses any string at all.
    """

    name: str
    read: Callable[[Any], Any]
    understood: Callable[[str, Any], bool]
    prepared: Callable[[str], Any] = str
    refuses: bool = True

    def accepts(self, text: Any) -> bool:  # noqa: ANN401 - whatever was prepared
        """Whether the library accepts a prepared string at all."""
        try:
            self.read(text)
        except Exception:  # each library raises its own exceptions
            return False
        return True

    def right(self, text: str) -> bool:
        """Whether the library accepts a string and understands it."""
        try:
            return self.understood(text, self.read(self.prepared(text)))
        except Exception:
            return False


def contestants(texts: Sequence[str], absent: dict[str, str]) -> Iterator[Contestant]:
    """The readers that understand every string; the rest go into ``absent``."""
    for reader in _readers(absent):
        understood = sum(map(reader.right, texts))
        if understood < len(texts):
            absent[reader.name] = f"understands {understood} of the {len(texts)} strings"
        else:
            check = partial(_check, reader.right, texts, True)
            yield Contestant(reader.name, each_of(reader.read, [*map(reader.prepared, texts)]), check, len(texts))


def judges(texts: Sequence[str], absent: dict[str, str], *, valid: bool) -> Iterator[Contestant]:
    """The readers that accept (if ``valid`` is set) or else refuse every string; the rest go into ``absent``."""
    for reader in _readers(absent):
        if not reader.refuses:
            absent[reader.name] = "never reports that a string is invalid"
            continue
        given = [reader.prepared(text) for text in texts]
        wrong = sum(reader.accepts(text) is not valid for text in given)
        if wrong:
            absent[reader.name] = f"{'refuses' if valid else 'accepts'} {wrong} of the {len(texts)} strings"
        else:
            check = partial(_check, reader.accepts, given, valid)
            yield Contestant(reader.name, each_of(reader.accepts, given), check, len(texts))


def _check(function: Callable[[Any], bool], texts: Sequence[Any], expected: bool) -> None:
    for text in texts:
        if function(text) is not expected:
            raise WrongAnswer(f"{not expected} for {text!r}")


def _readers(absent: dict[str, str]) -> Iterator[Reader]:
    yield Reader("zoneinfo (from a TZif file)", lambda data: ZoneInfo.from_file(io.BytesIO(data)), _by_tzinfo, tzif)
    for module, reader in (
        ("dateutil.tz", _dateutil),
        ("ry", _jiff),
        ("aioesphomeapi.posix_tz", _esphome),
        ("ical.tzif.tz_rule", _ical),
    ):
        if found := installed(module, module.partition(".")[0], absent):
            yield reader(found)
    if platform.libc_ver()[0] == "glibc":
        yield _glibc()
    absent["whenever, pendulum and arrow"] = "have no public way to read a TZ string"


def _by_tzinfo(text: str, zone: tzinfo) -> bool:
    def offset(instant: int) -> float:
        found = datetime.fromtimestamp(instant, zone).utcoffset()
        assert found is not None
        return found.total_seconds()

    return all(offset(instant) == utoff(text, instant) for instant in _INSTANTS)


def _dateutil(module: Any) -> Reader:  # noqa: ANN401 - a module
    # ``instance`` bypasses the cache; ``posix_offset`` makes dateutil read the signs as POSIX does.
    return Reader("dateutil tzstr", partial(module.tzstr.instance, posix_offset=True), _by_tzinfo)


def _jiff(module: Any) -> Reader:  # noqa: ANN401
    instants = [(instant, module.Timestamp.from_second(instant)) for instant in _INSTANTS]

    def understood(text: str, zone: Any) -> bool:  # noqa: ANN401
        return all(zone.to_offset(moment).seconds == utoff(text, instant) for instant, moment in instants)

    return Reader("jiff (through ry)", module.TimeZone.posix, understood)


def _esphome(module: Any) -> Reader:  # noqa: ANN401
    def understood(text: str, zone: Any) -> bool:  # noqa: ANN401
        parts = split(text)
        std, dst = -zone.std_offset_seconds, -zone.dst_offset_seconds if zone.has_dst else None
        return (std, dst) == (parts.std_utoff, parts.dst_utoff)

    return Reader("aioesphomeapi", module.parse_posix_tz, understood)


def _ical(module: Any) -> Reader:  # noqa: ANN401
    def understood(text: str, rule: Any) -> bool:  # noqa: ANN401
        parts = split(text)
        dst = None if rule.dst is None else rule.dst.offset.total_seconds()
        return (rule.std.offset.total_seconds(), dst) == (parts.std_utoff, parts.dst_utoff)

    return Reader("ical", module.parse_tz_rule, understood)


def _glibc() -> Reader:
    library = ctypes.CDLL(None)
    setenv, tzset, offset = library.setenv, library.tzset, localtime_r()

    def read(text: bytes) -> None:
        setenv(b"TZ", text, 1)
        tzset()

    def understood(text: str, _: object) -> bool:
        return all(offset(instant) == utoff(text, instant) for instant in _INSTANTS)

    return Reader("glibc tzset", read, understood, str.encode, refuses=False)
