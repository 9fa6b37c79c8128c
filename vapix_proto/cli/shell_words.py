"""The words of a shell command line, each with its offset in the text that contains the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vapix_proto._value import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A command line continues after a backslash at the end of a line; in Windows, after a ^ or a backtick.
CONTINUED = r"(?:\\|(?<!\S)[\^`])(?:\r?\n|\Z)"
_WORD = re.compile(r"""(?:'[^']*'|"(?:[^"\\]|\\.)*+"|\\.|[^\s'"\\])+""", re.DOTALL)
_PIECE = re.compile(r"""'([^']*)'|"((?:[^"\\]|\\.)*+)"|(\\.)|([^\s'"\\])""", re.DOTALL)
_ESCAPE = re.compile(r"""\\([$`"\\])|([^\\]|\\)""", re.DOTALL)


class CommandLineError(ValueError):
    """A command line that does more than send a request with arguments; the message never quotes it.

    Attributes:
        at: The offset in the text at which the command line begins.
    """

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


class Part(Value):
    """A part of a request, such as an argument.

    Attributes:
        text: The characters of the part, with shell quotes removed.
        starts: For each character, its offset in the text that contains the request; then the offset at which the last
            character ends.
    """

    text: str
    starts: Sequence[int]

    def cut(self, start: int, end: int) -> Part:
        """The section of this part from ``start`` to ``end``, which are indexes in ``text``."""
        return Part(self.text[start:end], self.starts[start : end + 1])


def words_of(line: Part, at: int) -> tuple[list[Part], Part | None, set[int]]:
    """The words of a command line with quotes removed, the first unquoted ``&``, and the offsets of shell variables."""
    words: list[Part] = []
    unquoted = None
    variables: set[int] = set()
    # Line continuations become spaces, so that all offsets stay the same. So does an & at the end, which has no effect
    # on the request.
    text = re.sub(rf"{CONTINUED}|(?<!&)&\Z", lambda found: " " * len(found[0]), line.text)
    if re.search(r"\\[ \t]+\n", text):
        raise CommandLineError(
            "a backslash in this curl command is followed by a space: "
            "make the backslash the last character of its line",
            at,
        )
    end = 0
    for found in _WORD.finditer(text):
        if text[end : found.start()].strip():
            break
        if found[0][0] == "#":  # the rest is a comment
            end = len(text)
            break
        end = found.end()
        characters: list[tuple[str, int]] = []
        for piece in _PIECE.finditer(text, found.start(), found.end()):
            group = piece.lastindex or 0
            start = piece.start(group)
            if group == 2:
                read = [(each[1] or each[2], start + each.start()) for each in _ESCAPE.finditer(piece[2])]
            elif group == 3:
                read = [(piece[3][1], start)]
            else:
                read = [(each, start + number) for number, each in enumerate(piece[group])]
            characters += read
            if group in {2, 4}:  # an escaped character begins at its backslash
                variables.update(line.starts[place] for each, place in read if each in "$`" and text[place] == each)
            if group in {1, 2} and "\n" in piece[group] and piece[group].lstrip()[:1] not in {"{", "["}:
                # If a quote was forgotten, the quoted text may contain a password. JSON may too, but it is never shown.
                raise CommandLineError("this curl command has a line break inside quotes: remove the line break", at)
            if group == 4 and (piece[0] in "|;<>()" or text.startswith(("&&", "& "), start)):
                raise CommandLineError(
                    "this command line is more than a curl command: leave out pipes, redirections and other commands",
                    at,
                )
            if group == 4 and piece[0] == "&" and unquoted is None:
                unquoted = line.cut(piece.start(), piece.end())
        offsets = [line.starts[place] for _, place in characters]
        if text[found.start()] != "&":  # a new command
            words.append(Part("".join(each for each, _ in characters), (*offsets, line.starts[found.end()])))
    if text[end:].strip():
        raise CommandLineError("a quote in this curl command is not closed", at)
    return words, unquoted, variables
