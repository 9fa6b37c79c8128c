"""The responses of param.cgi to list and update requests, read from text and written back."""

from __future__ import annotations

from types import MappingProxyType

from vapix_proto._value import Value, discreet, pairs_of
from vapix_proto.errors import Code, ParseError, Problem, Span, quote
from vapix_proto.vapix.http import MASK, masked, names_password
from vapix_proto.vapix.param._lines import NO_GROUP, SOURCE, Reader, expression, line_error, sound_lines
from vapix_proto.vapix.param.registry import plain_name
from vapix_proto.vapix.texts import characters_of, decoded

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Self


class ParameterListing(Value):
    """The response to a list request.

    In its ``str()``, every name starts with ``root.``, and the errors come last. The ``str()`` shows passwords in
    clear text, and a pickle contains them; the repr masks them.

    Attributes:
        values: The values keyed by name without ``root.``, in order. If a device repeats a name, the first value
            counts.
        errors: The groups that the device reported as missing.
        problems: Problems with malformed lines and repeated names; after the first 64, the rest are only counted.
        names: The names as written in the listing, including repeated ones.

    Raises:
        ParseError: A name in ``values`` is malformed or occurs twice, or a value contains a line break.
        TypeError: A field has the wrong type.
    """

    values: Mapping[str, str]
    errors: tuple[str, ...]
    problems: tuple[Problem, ...]
    names: tuple[str, ...]

    @discreet
    def __init__(
        self,
        values: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        errors: Iterable[str] = (),
        problems: Iterable[Problem] = (),
        names: Iterable[str] | None = None,
    ) -> None:
        kept: dict[str, str] = {}
        for name, value in pairs_of(values, "values"):
            if type(name) is not str or type(value) is not str:
                wrong = value if type(name) is str else name
                raise TypeError(f"parameter and value must be str, not {type(wrong).__name__}")
            plain = plain_name(name)
            full = f"root.{plain}"
            match = expression("line").fullmatch(f"{full}={value}")
            if match is None or match["name"] != full:
                raise line_error(full, value)
            if plain in kept:
                message = f"{quote(name)} occurs twice"
                span = Span(0, len(name))
                raise ParseError(Problem(Code.LISTING_REPEATED, message, span, None, SOURCE), name)
            kept[plain] = value
        groups = tuple(errors)
        for group in groups:
            if expression("line").fullmatch(f"{NO_GROUP}{group}'") is None:
                span = Span(0, len(group))
                message = "a group name can't contain a line break"
                raise ParseError(Problem(Code.PARAM_LINE, message, span, None, SOURCE), group)
        given = tuple(f"root.{name}" for name in kept) if names is None else tuple(names)
        if tuple(dict.fromkeys(map(plain_name, given))) != tuple(kept):
            raise ValueError(
                "'names' must list the names in 'values', in the same order; names may be repeated, and may start "
                "with 'root.'"
            )
        self._set(values=MappingProxyType(kept), errors=groups, problems=tuple(problems), names=given)

    if not TYPE_CHECKING:  # typed as in Value
        replace = __replace__ = discreet(Value.replace)

    def _astuple(self) -> tuple[Any, ...]:
        return tuple(self.values.items()), self.errors, self.problems, self.names

    @classmethod
    @discreet
    def parse(cls, data: str | bytes | bytearray | memoryview) -> Self:
        """The listing in a str or bytes. In bytes, each value is read as UTF-8, or as Latin-1 if it is not UTF-8.

        The text may also be a server report from AXIS OS 5.40, or just the parameter list from one. The sections of
        that list contain names with quoted values (``Name = "value"``). The other parts of a report are skipped.

        Raises:
            ParseError: The text is not empty, but none of its lines is a parameter or an error.
            TypeError: The argument is neither str nor bytes.
        """
        given, text = characters_of(data)
        lines = sound_lines(text)
        if lines is not None:
            parameters = [line for line in lines if line[0]] if NO_GROUP in text else lines
            names = tuple([line[0] for line in parameters])
            values = [line[1] for line in parameters]
            if not isinstance(given, str) and not text.isascii():
                values = [decoded(given, value) for value in values]
            kept = dict(zip(map(plain_name, names), values, strict=True))
            if len(kept) == len(names):
                errors = [decoded(given, line[2][:-1]) for line in lines if line[2]] if parameters is not lines else []
                return cls._judged(kept, errors, (), names)
        found = Reader(given, text)
        if found.refused is not None and not found.names and not found.errors:
            span, line = found.refused
            message, hint = "this is not a listing of parameters", "use the body that param.cgi?action=list returns"
            if names_password(text):
                raise ParseError(Problem(Code.LISTING_NONE, message, Span(0, len(MASK)), hint, SOURCE), MASK)
            what = "one of its lines is" if text[: span.start].strip() else "it starts with"
            message = f"{message}: {what} {quote(line)}"
            raise ParseError(Problem(Code.LISTING_NONE, message, span, hint, SOURCE), given)
        return cls._judged(found.values, found.errors, found.problems, tuple(found.names))

    @classmethod
    def _judged(
        cls, values: dict[str, str], errors: list[str], problems: tuple[Problem, ...], names: tuple[str, ...]
    ) -> Self:
        """Builds a listing from lines that the grammar has already accepted; the constructor would match them again."""
        listing = cls.__new__(cls)
        listing._set(values=MappingProxyType(values), errors=tuple(errors), problems=problems, names=names)
        return listing

    @property
    def tree(self) -> dict[str, Any]:
        """The values as nested dictionaries, such as ``tree["Time"]["DST"]["Enabled"]``, built on each access.

        If a name is both a parameter and a group, its value is in the group under ``""``.
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
        return "".join(lines + [f"{NO_GROUP}{group}'\n" for group in self.errors])

    def to_bytes(self) -> bytes:
        """The text as a device would send it, in UTF-8."""
        return str(self).encode()


class Updated(Value):
    """All parameters of an update were set."""


class NotUpdated(Value):
    """The device refused some parameters of an update. Whether it set the others is unknown.

    The repr masks passwords; a pickle contains them in clear text.

    Attributes:
        failures: The names, without ``root.``, and the values that the device refused.
    """

    failures: tuple[tuple[str, str], ...]

    @discreet
    def __init__(self, failures: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        self._set(failures=pairs_of(failures, "failures"))

    if not TYPE_CHECKING:  # typed as in Value
        replace = __replace__ = discreet(Value.replace)

    def __repr__(self) -> str:
        return f"NotUpdated(failures={masked(self.failures)!r})"


def read_update(body: bytes) -> Updated | NotUpdated | None:
    """The meaning of the response to an update; None if its text does not match any recorded response."""
    given, text = characters_of(body)
    if expression("update_response").fullmatch(text) is None:
        return None
    errors = [
        (plain_name(error["name"]), decoded(given, error["rejected"][:-2]))
        for error in expression("update_error").finditer(text)
    ]
    return NotUpdated(errors) if errors else Updated()
