"""The responses of param.cgi to list and update, from their text and back to it."""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType

from vapix_proto._value import Value, pairs_of
from vapix_proto.errors import Code, ParseError, Problem, Severity, Span, limited, quote
from vapix_proto.grammar.expressions import EXPRESSIONS
from vapix_proto.grammar.parser import FormError, parse
from vapix_proto.vapix.http import masked
from vapix_proto.vapix.param.registry import plain_name

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, Self, TypeAlias

    #: What can be a response.
    Text: TypeAlias = str | bytes | bytearray | memoryview

__all__ = ["NotUpdated", "ParameterListing", "Updated", "read_update"]

_SOURCE = "param.cgi, as recorded"
_NO_GROUP = "# Error: Error -1 getting param in group '"
# How many broken lines of a listing, how long at most, the grammar explains one by one: it takes its time.
_EXPLAINED = 64
_EXPLAINED_LENGTH = 2048


@cache
def expression(symbol: str) -> re.Pattern[str]:
    """What accepts a symbol of the grammar, for ``fullmatch``."""
    return re.compile(EXPRESSIONS["param_list", symbol])


def fault(symbol: str, text: str) -> int:
    """The place of the first character that the grammar does not expect in a text that it refuses."""
    try:
        parse("param_list", symbol, text[:_EXPLAINED_LENGTH])
    except FormError as error:
        return error.at
    return min(len(text), _EXPLAINED_LENGTH)


class ParameterListing(Value):
    """The response to a list request. Its text has ``root.`` before every name, LF after every line, the errors last.

    Attributes:
        values: The values by name without ``root.``, in order; of a name that is repeated, the first one.
        errors: The groups that the device said it does not have.
        problems: The lines that were not understood, and the names that were repeated: 64, and how many more there are.
        names: The names as they were given, the repeated ones too.

    Raises:
        ParseError: A name that none can have, a value with a line end, a name twice.
        TypeError: A field of another type.
    """

    values: Mapping[str, str]
    errors: tuple[str, ...]
    problems: tuple[Problem, ...]
    names: tuple[str, ...]

    def __init__(
        self,
        values: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        errors: Iterable[str] = (),
        problems: Iterable[Problem] = (),
        names: Iterable[str] | None = None,
    ) -> None:
        kept: dict[str, str] = {}
        for name, value in pairs_of(values):
            if type(name) is not str or type(value) is not str:
                raise TypeError(f"a parameter and its value are str, not {type(name).__name__}, {type(value).__name__}")
            plain = plain_name(name)
            full = f"root.{plain}"
            match = expression("line").fullmatch(f"{full}={value}")
            if match is None or match["name"] != full:
                raise _line_error(full, value)
            if plain in kept:
                message = f"{quote(name)} occurs twice"
                span = Span(0, len(name))
                raise ParseError(Problem(Code.LISTING_REPEATED, message, span, None, _SOURCE), name)
            kept[plain] = value
        groups = tuple(errors)
        for group in groups:
            if expression("line").fullmatch(f"{_NO_GROUP}{group}'") is None:
                span = Span(0, len(group))
                raise ParseError(Problem(Code.PARAM_LINE, "a group has no line ends", span, None, _SOURCE), group)
        given = tuple(f"root.{name}" for name in kept) if names is None else tuple(names)
        if tuple(dict.fromkeys(map(plain_name, given))) != tuple(kept):
            raise ValueError("names are those of the values")
        self._set(values=MappingProxyType(kept), errors=groups, problems=tuple(problems), names=given)

    def _astuple(self) -> tuple[Any, ...]:
        return tuple(self.values.items()), self.errors, self.problems, self.names

    @classmethod
    def parse(cls, data: Text) -> Self:
        """The listing in a text, or in bytes; their values are UTF-8, and Latin-1 where they are not.

        Raises:
            ParseError: There is text, and not one line of it is a parameter or an error.
            TypeError: No text.
        """
        given, text = _given(data)
        found = _Reader(given, text)
        if found.refused is not None and not found.names and not found.errors:
            start, line = found.refused
            message = f"there is no parameter and no error in the text, which starts with {quote(line)}"
            span = Span(start, start + len(line))
            raise ParseError(Problem(Code.LISTING_NONE, message, span, None, _SOURCE), given)
        return cls(tuple(found.values.items()), found.errors, found.problems, found.names)

    @property
    def tree(self) -> dict[str, Any]:
        """The values as nested dictionaries: ``tree["Time"]["DST"]["Enabled"]``; new ones each time.

        Where a name has a value and is a group, too, the value is in the group under ``""``.
        """
        tree: dict[str, Any] = {}
        for name, value in self.values.items():
            inner = tree
            *groups, last = name.split(".")
            for group in groups:
                below = inner.setdefault(group, {})
                if not isinstance(below, dict):
                    below = inner[group] = {"": below}
                inner = below
            at = inner.get(last)
            if isinstance(at, dict):
                at[""] = value
            else:
                inner[last] = value
        return tree

    def __repr__(self) -> str:
        values = dict(masked(self.values.items()))
        rest = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__[1:])
        return f"ParameterListing(values={values}, {rest})"

    def __str__(self) -> str:
        lines = [f"root.{name}={value}\n" for name, value in self.values.items()]
        return "".join(lines + [f"{_NO_GROUP}{group}'\n" for group in self.errors])

    def to_bytes(self) -> bytes:
        """The text as a device sends it, in UTF-8."""
        return str(self).encode()


class _Reader:
    """Reads a listing line by line, in one pass."""

    def __init__(self, given: str | bytes, text: str) -> None:
        self.values: dict[str, str] = {}
        self.names: list[str] = []
        self.errors: list[str] = []
        #: The first line that was not understood, and its place.
        self.refused: tuple[int, str] | None = None
        self.problems = limited(self._read(given, text))

    def _read(self, given: str | bytes, text: str) -> Iterator[Problem]:
        match_line = expression("line").fullmatch
        values, broken = self.values, 0
        lines = text.split("\n")
        at, last = 0, len(lines) - 1
        for number, piece in enumerate(lines):
            line = piece[:-1] if piece.endswith("\r") and number < last else piece
            match = match_line(line)
            if match is None:
                if line:
                    self.refused = self.refused or (at, line)
                    yield _refused(line, at, explain=broken < _EXPLAINED)
                    broken += 1
            elif match["name"] is None:
                self.errors.append(_decoded(given, match["asked"][:-1]))
            else:
                name, value = match["name"], _decoded(given, match["value"] or "")
                plain = plain_name(name)
                self.names.append(name)
                if plain in values:
                    yield _repeated(name, at, same=value == values[plain])
                values.setdefault(plain, value)
            at += len(piece) + 1


def _given(data: Text) -> tuple[str | bytes, str]:
    """The text as given, made immutable, and as characters; those of bytes have the same numbers and places."""
    if isinstance(data, str):
        return data, data
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data), bytes(data).decode("latin-1")
    raise TypeError(f"a response is str or bytes, not {type(data).__name__}")


def _decoded(given: str | bytes, piece: str) -> str:
    """A piece of the characters as text."""
    if isinstance(given, str) or piece.isascii():
        return piece
    try:
        return piece.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return piece


def _repeated(name: str, at: int, *, same: bool) -> Problem:
    message = f"{quote(name)} occurs twice, with {'the same value' if same else 'different values'}"
    severity = Severity.WARNING if same else Severity.ERROR
    return Problem(Code.LISTING_REPEATED, message, Span(at, at + len(name)), None, _SOURCE, severity)


def name_message(name: str, at: int | None = None) -> str:
    """What is wrong with a name that the grammar refuses at a place."""
    if at is None:
        at = fault("name", name)
    if at >= min(len(name), _EXPLAINED_LENGTH) or name[at] == ".":
        return f"{quote(name)} is not the name of a parameter: it is of a group, a dot and more, no part of it empty"
    allowed = "names have letters, digits, _, - and dots"
    return f"{quote(name)} is not the name of a parameter: {allowed}, not {quote(name[at])}"


def _refused(line: str, start: int, *, explain: bool = True) -> Problem:
    """What is wrong with a line: its name, a character of its value, or all of it."""
    middle = line.find("=")
    whole = Span(start, start + len(line))
    if middle < 0 or line[0] == "#":
        message = f"{quote(line)} is not name=value" if middle < 0 else f"{quote(line)} is not a known error"
        return Problem(Code.PARAM_LINE, message, whole, None, _SOURCE)
    if expression("name").fullmatch(line, 0, middle) is None:
        message = f"{quote(line[:middle])} is not the name of a parameter"
        if explain and middle <= _EXPLAINED_LENGTH:
            message = name_message(line[:middle])
        return Problem(Code.PARAM_NAME, message, Span(start, start + middle), None, _SOURCE)
    if not explain or len(line) > _EXPLAINED_LENGTH:
        return Problem(Code.PARAM_LINE, "a character that no value can have", whole, None, _SOURCE)
    wrong = fault("line", line)
    message = f"{quote(line[wrong])} is not allowed in a value"
    return Problem(Code.PARAM_LINE, message, Span(start + wrong, start + wrong + 1), None, _SOURCE)


def _line_error(name: str, value: str) -> ParseError:
    """Why a name and a value make no line."""
    if expression("name").fullmatch(name) is None:
        return ParseError(Problem(Code.PARAM_NAME, name_message(name), Span(0, len(name)), None, _SOURCE), name)
    line = f"{name}={value}"
    return ParseError(_refused(line, 0).replace(code=Code.PARAM_VALUE), line)


class Updated(Value):
    """All parameters of an update were set."""


class NotUpdated(Value):
    """Parameters of an update were refused; whether the others of the same request were set is not known.

    Attributes:
        failures: The names without ``root.``, and the values that were refused.
    """

    failures: tuple[tuple[str, str], ...]

    def __init__(self, failures: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        self._set(failures=pairs_of(failures))

    def __repr__(self) -> str:
        return f"NotUpdated(failures={masked(self.failures)!r})"


def read_update(body: bytes) -> Updated | NotUpdated | None:
    """What the text of a response to an update means; None where it is not recorded."""
    given, text = _given(body)
    if expression("update_response").fullmatch(text) is None:
        return None
    errors = [
        (plain_name(error["name"]), _decoded(given, error["rejected"][:-2]))
        for error in expression("update_error").finditer(text)
    ]
    return NotUpdated(errors) if errors else Updated()
