"""Reads the lines of a parameter listing, and explains why a line is refused."""

from __future__ import annotations

import re
from functools import cache

from vapix_proto.errors import Code, ParseError, Problem, Severity, Span, limited, quote
from vapix_proto.grammar.expressions import EXPRESSIONS
from vapix_proto.grammar.parser import FormError, parse
from vapix_proto.vapix.http import names_password
from vapix_proto.vapix.param.registry import plain_name
from vapix_proto.vapix.texts import decoded

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = "param.cgi, as recorded"
NO_GROUP = "# Error: Error -1 getting param in group '"
#: The title of the parameter list in a server report, and the title of any part of it (seen on AXIS OS 5.40.9.5).
_PARAMETER_LIST = re.compile(r"^---- Parameter list ----\r?$", re.MULTILINE)
_NEXT_PART = re.compile(r"^-{4,} .* -{4,}\r?$", re.MULTILINE)
# Longer section names are refused: each parameter repeats the name, so memory use could grow quadratically.
_SECTION_MAX = 256
# Explaining malformed lines is slow, so their number and length are limited.
_EXPLAINED = 64
_EXPLAINED_LENGTH = 2048


@cache
def expression(symbol: str) -> re.Pattern[str]:
    """The compiled regular expression for a grammar symbol."""
    return re.compile(EXPRESSIONS["param_list", symbol])


@cache
def _lines() -> re.Pattern[str]:
    return re.compile(rf"^{EXPRESSIONS['param_list', 'line']}\r?$", re.MULTILINE)


def sound_lines(text: str) -> list[tuple[str, str, str]] | None:
    """The name, value and group of each line; None if any line is malformed.

    For an error line, such as ``# Error: Error -1 getting param in group 'Foo'``, the name and the value are empty, and
    the group is ``Foo'``, with the quotation mark. For any other line, the group is empty.
    """
    # One search over all lines takes a third of the time that matching each line would.
    found = _lines().findall(text)
    lines = text.count("\n") + (text[-1:] not in ("", "\n"))
    return found if len(found) == lines and text[-1:] != "\r" else None


def fault(symbol: str, text: str) -> int:
    """In a malformed string, the index of the first character that the grammar does not allow."""
    try:
        parse("param_list", symbol, text[:_EXPLAINED_LENGTH])
    except FormError as error:
        return error.at
    return min(len(text), _EXPLAINED_LENGTH)


class Reader:
    """Reads a listing line by line, in one pass."""

    def __init__(self, given: str | bytes, text: str) -> None:
        self.values: dict[str, str] = {}
        self.names: list[str] = []
        self.errors: list[str] = []
        #: The span of the first malformed line, and the line itself, which may contain a password.
        self.refused: tuple[Span, str] | None = None
        self.problems = limited(self._read(given, text))

    def _read(self, given: str | bytes, text: str) -> Iterator[Problem]:
        match_line, match_report = expression("line").fullmatch, expression("report_line").fullmatch
        broken, section, hidden = 0, "", False
        start, end = _listed(text)
        lines = text[start:end].split("\n")
        at, last = start, len(lines) - 1
        for number, piece in enumerate(lines):
            line = piece[:-1] if piece.endswith("\r") and number < last else piece
            match = match_line(line)
            # A password that contains a line break continues on the next line.
            hidden = names_password(line) or (hidden and match is None)
            if match is not None and match["name"] is None:
                self.errors.append(decoded(given, match["asked"][:-1]))
            elif match is not None:
                name, value = match["name"], decoded(given, match["value"] or "")
                if not self._is_new(name, value):
                    yield self._repeated(name, value, Span(at, at + len(name)))
            elif (match := match_report(line)) is not None and _belongs(match, section):
                section = match["section"] or section
                if match["key"] is not None:
                    name, value = f"{section}.{match['key']}", decoded(given, match["quoted"][:-1])
                    if not self._is_new(name, value):
                        yield self._repeated(name, value, Span(at, at + match.end("key")))
            elif line:
                problem = _hidden(at) if hidden else _refused(line, at, explain=broken < _EXPLAINED)
                self.refused = self.refused or (Span(at, at + len(line)), line)
                yield problem
                broken += 1
                # The lines after a broken section title do not belong to the previous section.
                section = "" if line[0] == "[" else section
            at += len(piece) + 1

    def _is_new(self, name: str, value: str) -> bool:
        """Adds a parameter. Returns whether its name is new; if it is not, the earlier value is kept."""
        plain = plain_name(name)
        self.names.append(name)
        before = len(self.values)
        self.values.setdefault(plain, value)
        return len(self.values) > before

    def _repeated(self, name: str, value: str, span: Span) -> Problem:
        same = value == self.values[plain_name(name)]
        message = f"{quote(name)} occurs twice, with {'the same value' if same else 'different values'}"
        severity = Severity.WARNING if same else Severity.ERROR
        return Problem(Code.LISTING_REPEATED, message, span, None, SOURCE, severity)


def _belongs(line: re.Match[str], section: str) -> bool:
    """Whether a report may contain a line: section titles must not be too long, and parameters must be in a section."""
    return bool(section) if line["key"] is not None else len(line["section"] or "") <= _SECTION_MAX


def _listed(text: str) -> tuple[int, int]:
    """The start and end of the text that may contain parameters: a report's parameter list, or the whole text."""
    title = _PARAMETER_LIST.search(text)
    if title is None:
        return 0, len(text)
    after = _NEXT_PART.search(text, title.end())
    return title.end(), len(text) if after is None else after.start()


def name_message(name: str) -> str:
    """The message for a malformed name."""
    at = fault("name", name)
    if at >= min(len(name), _EXPLAINED_LENGTH) or name[at] == ".":
        return f"{quote(name)} is not the name of a parameter: names have two parts or more, with dots between them"
    allowed = "names may contain only letters, digits, _, - and dots"
    return f"{quote(name)} is not the name of a parameter: {allowed}, not {quote(name[at])}"


def _hidden(start: int) -> Problem:
    """The problem to report for a malformed line that may contain a password.

    The message does not quote the line, and the span is empty.
    """
    message = "a line that may contain a password is not of the form name=value"
    return Problem(Code.PARAM_LINE, message, Span(start, start), None, SOURCE)


def _refused(line: str, start: int, *, explain: bool = True) -> Problem:
    """The problem with a malformed line. Its span covers the name, a character of the value, or the whole line."""
    middle = line.find("=")
    whole = Span(start, start + len(line))
    if middle < 0 or line[0] == "#":
        message = (
            f"{quote(line)} is not of the form name=value" if middle < 0 else f"{quote(line)} is not a known error"
        )
        return Problem(Code.PARAM_LINE, message, whole, None, SOURCE)
    if expression("name").fullmatch(line, 0, middle) is None:
        message = f"{quote(line[:middle])} is not the name of a parameter"
        if explain and middle <= _EXPLAINED_LENGTH:
            message = name_message(line[:middle])
        return Problem(Code.PARAM_NAME, message, Span(start, start + middle), None, SOURCE)
    if not explain or len(line) > _EXPLAINED_LENGTH:
        message = "the line contains a character that is not allowed in a value"
        return Problem(Code.PARAM_LINE, message, whole, None, SOURCE)
    wrong = fault("line", line)
    message = f"{quote(line[wrong])} is not allowed in a value"
    return Problem(Code.PARAM_LINE, message, Span(start + wrong, start + wrong + 1), None, SOURCE)


def line_error(name: str, value: str) -> ParseError:
    """The error for a name and value that do not form a valid line."""
    if expression("name").fullmatch(name) is None:
        return ParseError(Problem(Code.PARAM_NAME, name_message(name), Span(0, len(name)), None, SOURCE), name)
    line = f"{name}={value}"
    if names_password(line):
        message = f"the value of {name} contains a character that is not allowed in a value"
        return ParseError(Problem(Code.PARAM_VALUE, message, Span(0, len(name)), None, SOURCE), name)
    return ParseError(_refused(line, 0).replace(code=Code.PARAM_VALUE), line)
