"""The arguments in a request's text: where each one is, and masks for anything that may be a password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from vapix_proto import vapix
from vapix_proto.errors import Problem, Span
from vapix_proto.grammar.expressions import EXPRESSIONS
from vapix_proto.vapix.http import decode_arguments, names_password
from vapix_proto.vapix.param.registry import plain_name
from vapix_proto.vapix.pwdgrp.validation import GROUPS, GROUPS_RECORDED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.cli.shell_words import Part


MASK = "****"
#: Values that may be shown, because they reveal no password.
_WORDS = frozenset({"", "0", "1", "add", "update", "remove", "get", *GROUPS, *GROUPS_RECORDED, *vapix.ACCESS_GROUPS})


class Told(NamedTuple):
    """A problem, and where it is in the text."""

    problem: Problem
    at: int  # the offset of the problem in the whole text
    shown: str  # the part of the request that contains the problem, with secrets masked
    span: Span  # where the problem is in ``shown``


class WrittenArgument(NamedTuple):
    """A decoded argument, with the offsets of its name, value and end in the part of the request that contains it."""

    name: str
    value: str
    start: int
    middle: int
    end: int


class WrittenArguments:
    """The arguments in one part of a request, and that part with secrets masked."""

    def __init__(self, part: Part, cgi: vapix.Cgi) -> None:
        self.part, self.cgi = part, cgi
        self.list = [*_split(part.text)]
        self._by_name: dict[str, list[WrittenArgument]] = {}
        for each in self.list:
            self._by_name.setdefault(plain_name(each.name), []).append(each)
        self.hidden = [*self._hidden()]
        self.shown, self._moved = _masked(part.text, self.hidden)

    def _hidden(self) -> Iterator[tuple[int, int]]:
        """The spans that may be passwords or parts of passwords; most of what follows a password is suspect."""
        suspects = [each for each in self.list if names_password(each.name) or names_password(each.value)]
        # An unencoded & may divide a login.
        first = next(iter(suspects or (self.list if names_password(self.part.text) else ())), None)
        others = any(action.parameters for action in self.cgi.actions)
        for each in self.list:
            if not (each.name in self.cgi.argument_names or plain_name(each.name) in vapix.PARAMETERS):
                if (
                    first is not None
                    or not others
                    or re.fullmatch(EXPRESSIONS["param_list", "name"], each.name) is None
                ):
                    yield each.start, each.end
            elif first is not None:
                before = each.start < first.start and first.value not in each.value
                if not before and (each.name == "pwd" or not _WORDS.issuperset(each.value.split(":"))):
                    yield each.middle, each.end

    def told(self, problem: Problem, start: int, end: int) -> Told:
        """The problem, with its position in this part of the request."""
        return Told(problem, self.part.starts[start], self.shown, Span(self._moved[start], self._moved[end]))

    def named(self, name: str, *, last: bool = False) -> WrittenArgument | None:
        """The first argument with this name, or the last one if ``last`` is set; None if no argument has this name."""
        found = self._by_name.get(name)
        return None if found is None else found[-1 if last else 0]

    def unknown(self) -> list[WrittenArgument]:
        """The arguments that the CGI does not recognise."""
        return [each for each in self.list if each.name not in self.cgi.argument_names]


def _split(text: str) -> Iterator[WrittenArgument]:
    start = 0
    for piece in text.split("&"):
        if piece:
            name, equals, _ = piece.partition("=")
            ((decoded, value),) = decode_arguments(piece)[0]
            yield WrittenArgument(decoded, value, start, start + len(name) + len(equals), start + len(piece))
        start += len(piece) + 1


def _masked(text: str, hidden: list[tuple[int, int]]) -> tuple[str, list[int]]:
    """The text with its hidden spans masked, and the new offset of each original character."""
    pieces, moved, at, length = [], [], 0, 0
    for start, end in [(start, end) for start, end in hidden if start < end]:
        pieces += [text[at:start], MASK]
        moved += [*range(length, length + start - at), *[length + start - at] * (end - start)]
        length, at = length + start - at + len(MASK), end
    moved += range(length, length + len(text) - at + 1)
    return "".join((*pieces, text[at:])), moved
