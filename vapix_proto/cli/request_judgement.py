"""Every problem of a request as somebody wrote it: those of the library, and those of how it is written."""

from __future__ import annotations

import re
from binascii import unhexlify
from typing import TYPE_CHECKING, NamedTuple

from vapix_proto import vapix
from vapix_proto.cli.request_forms import form_of
from vapix_proto.errors import Code, Problem, Severity, Span, limited
from vapix_proto.vapix.cgi import Body
from vapix_proto.vapix.http import decode_arguments, names_password, shown
from vapix_proto.vapix.param.registry import plain_name
from vapix_proto.vapix.pwdgrp.validation import GROUPS, GROUPS_RECORDED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.cli.request_texts import Given, Part

__all__ = ["Told", "judged"]

_MASK = "****"
_FORM_SOURCE = "WHATWG URL, application/x-www-form-urlencoded parsing"
#: Words that give no password away.
_WORDS = frozenset({"", "0", "1", "add", "update", "remove", "get", *GROUPS, *GROUPS_RECORDED, *vapix.ACCESS_GROUPS})


class Told(NamedTuple):
    """A problem with its place.

    Attributes:
        problem: The problem.
        at: Where it is in the whole text.
        shown: The part of the request that it is in, with masks for secrets.
        span: Where it is in that.
    """

    problem: Problem
    at: int
    shown: str
    span: Span


class _Argument(NamedTuple):
    """An encoded argument: its name decoded, and where in its part name, value and both end begin and end."""

    name: str
    value: str
    start: int
    middle: int
    end: int


class _Arguments:
    """The arguments of a part of a request, and the part as it may be shown."""

    def __init__(self, part: Part, cgi: vapix.Cgi) -> None:
        self.part, self.cgi = part, cgi
        self.list = [*_split(part.text)]
        self._by_name: dict[str, list[_Argument]] = {}
        for each in self.list:
            self._by_name.setdefault(plain_name(each.name), []).append(each)
        self.hidden = [*self._hidden()]
        self.shown, self._moved = _masked(part.text, self.hidden)

    def _hidden(self) -> Iterator[tuple[int, int]]:
        """What may be a password, or a piece of one that strayed: if there is any, all that follows it is suspect."""
        first = next((each for each in self.list if names_password(each.name) or names_password(each.value)), None)
        others = any(action.parameters for action in self.cgi.actions)
        for each in self.list:
            if not (each.name in self.cgi.argument_names or plain_name(each.name) in vapix.PARAMETERS):
                if first is not None or not others:
                    yield each.start, each.end
            elif first is not None:
                before = each.start < first.start and first.value not in each.value
                if not before and (each.name == "pwd" or not _WORDS.issuperset(each.value.split(":"))):
                    yield each.middle, each.end

    def told(self, problem: Problem, start: int, end: int) -> Told:
        """A problem from one character of the part up to another."""
        return Told(problem, self.part.starts[start], self.shown, Span(self._moved[start], self._moved[end]))

    def named(self, name: str, *, last: bool = False) -> _Argument | None:
        """The first argument of a name, or the last."""
        found = self._by_name.get(name)
        return None if found is None else found[-1 if last else 0]

    def unknown(self) -> list[_Argument]:
        """The arguments that the CGI does not know."""
        return [each for each in self.list if each.name not in self.cgi.argument_names]


def _split(text: str) -> Iterator[_Argument]:
    start = 0
    for piece in text.split("&"):
        if piece:
            name, equals, _ = piece.partition("=")
            ((decoded, value),) = decode_arguments(piece)[0]
            yield _Argument(decoded, value, start, start + len(name) + len(equals), start + len(piece))
        start += len(piece) + 1


def _masked(text: str, hidden: list[tuple[int, int]]) -> tuple[str, list[int]]:
    """A text with masks, and where each of its characters is then."""
    pieces, moved, at, length = [], [], 0, 0
    for start, end in [(start, end) for start, end in hidden if start < end]:
        pieces += [text[at:start], _MASK]
        moved += [*range(length, length + start - at), *[length + start - at] * (end - start)]
        length, at = length + start - at + len(_MASK), end
    moved += range(length, length + len(text) - at + 1)
    return "".join((*pieces, text[at:])), moved


def judged(request: Given, default: str, axis_os: str | None, *, initial_admin: bool) -> tuple[str, list[Told]]:
    """A request as it may be shown, and its problems in their order in the text.

    Args:
        request: The request.
        default: The name of the CGI that arguments alone are for.
        axis_os: The version of the device.
        initial_admin: Whether the request is to create the first account.
    """
    path = None if request.path is None else request.path.text
    cgi = next((each for each in vapix.CGIS.values() if path in each.paths), vapix.CGIS[default])
    body = "" if request.body is None else request.body.text
    if cgi.name == default and body.lstrip()[:1] in {"{", "["}:
        assert request.body is not None  # noqa: S101 - its text is not empty
        message, hint = f"{default} reads a form, not JSON", f"send the form {form_of(body, default)}"
        problem = Problem(Code.ARGUMENT_ENCODING, message, Span(0, 0), hint, cgi.source)
        return _MASK, [Told(problem, request.body.starts[0], _MASK, Span(0, len(_MASK)))]
    parts = [_Arguments(part, cgi) for part in (request.query, request.body) if part is not None]
    if path is None:
        arguments = "&".join(each.part.text for each in parts)
        problems = vapix.validate_request(arguments, axis_os, cgi=default, initial_admin=initial_admin)
    else:
        query = "" if request.query is None else request.query.text
        http = vapix.HttpRequest(request.method or "", path, query, (), body.encode("utf-8", "surrogatepass"))
        problems = vapix.validate_request(http, axis_os, initial_admin=initial_admin)
    found = [_placed(problem, request, parts) for problem in problems if not _is_told_here(problem)]
    strays = any(problem.code is Code.ARGUMENT_UNKNOWN and problem.subject is None for problem in problems)
    for each in parts:
        found += _of_writing(each, in_url=None if path is None else each.part is request.query)
        found += _strays(each) if strays else ()
    found += _of_url(request, cgi)
    found.sort(key=lambda told: told.at)
    kept = limited(told.problem for told in found)
    head = (shown(text) for text in (request.method, path) if text is not None)
    shown_request = " ".join((*head, *(each.shown for each in parts)))
    return shown_request, [told._replace(problem=problem) for problem, told in zip(kept, found, strict=False)]


def _is_told_here(problem: Problem) -> bool:
    """Whether the problem is told here with its place, which the library can't know."""
    return problem.subject is None and problem.code in {Code.ARGUMENT_UNKNOWN, Code.ARGUMENT_ENCODING}


def _placed(problem: Problem, request: Given, parts: list[_Arguments]) -> Told:
    if problem.code in {Code.PATH_WRONG, Code.METHOD_WRONG} and request.path is not None:
        if problem.code is Code.PATH_WRONG:
            return Told(problem, request.path.starts[0], shown(request.path.text), problem.span)
        return Told(problem, request.at, shown(request.method or ""), problem.span)
    for each in parts:
        argument = _argument_of(problem, each)
        if argument is None:
            continue
        if problem.code in {Code.ARGUMENT_REPEATED, Code.ARGUMENT_UNKNOWN, Code.SECRET_IN_URL}:
            return each.told(problem, argument.start, argument.end)
        if problem.subject is None:
            return each.told(problem, argument.start, max(argument.start, argument.middle - 1))
        starts = _starts(each.part.text[argument.middle : argument.end])
        start, end = (
            argument.middle + starts[min(at, len(starts) - 1)] for at in (problem.span.start, problem.span.end)
        )
        if problem.subject == "user" and (argument.middle, argument.end) not in each.hidden:
            problem = _in_full(problem, argument.value)
        return each.told(problem, start, end)
    if not parts:
        return Told(problem, request.at, "", Span(0, 0))
    end = len(parts[-1].part.text)
    return parts[-1].told(problem, end, end)


def _argument_of(problem: Problem, arguments: _Arguments) -> _Argument | None:
    if problem.subject is not None:
        return arguments.named(problem.subject, last=problem.code is Code.ARGUMENT_REPEATED)
    if problem.code is Code.SECRET_IN_URL:
        return next((each for each in arguments.list if names_password(each.name)), None)
    if not problem.code.startswith(("param-", "argument-repeated")):
        return None
    rest = arguments.unknown()
    # The span of such a problem is that of the name, which the message quotes if it may.
    alike = [each for each in rest if len(each.name) == problem.span.end]
    quoted = (each for each in alike if plain_name(each.name) in problem.message)
    return next(quoted, next(iter(alike or rest), None))


def _in_full(problem: Problem, user: str) -> Problem:
    """The problem of a user name with what the library leaves out where a password is near."""
    alike = (each for each in vapix.validate_user(user) if (each.code, each.span) == (problem.code, problem.span))
    return next(alike, problem).replace(subject=problem.subject)


def _starts(value: str) -> list[int]:
    """Where in an encoded value each character of the decoded one begins, and where the last one ends."""
    data = bytearray()
    starts: list[int] = []
    for found in re.finditer(r"%[0-9a-fA-F]{2}|.", value, re.DOTALL):
        encoded = len(found[0]) == 3
        data += unhexlify(found[0][1:]) if encoded else found[0].encode("utf-8", "surrogatepass")
        starts += [found.start()] * (len(data) - len(starts))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return [*starts, len(value)]
    characters, at = [], 0
    for character in text:
        characters.append(starts[at])
        at += len(character.encode("utf-8"))
    return [*characters, len(value)]


def _of_writing(arguments: _Arguments, *, in_url: bool | None) -> Iterator[Told]:
    """Characters that mean something else than they show; ``in_url`` is None where either may be meant."""
    text = arguments.part.text
    for problem in decode_arguments(text)[1]:
        yield arguments.told(problem, problem.span.start, min(problem.span.end, len(text)))
    for argument in arguments.list:
        at = text.find("+", argument.middle, argument.end)
        if at >= 0 and argument.name != "comment":
            what = "the password" if argument.name == "pwd" else "a value"
            message, hint = f"a + in {what} means a blank", "write %2B for +, or %20 for a blank"
            yield arguments.told(_warning(Code.ARGUMENT_ENCODING, message, hint), at, at + 1)
    at = text.find("#")
    if at >= 0 and in_url is None:
        message = "in a URL, # ends the request: nothing after it is sent"
        yield arguments.told(_warning(Code.ARGUMENT_ENCODING, message, "write %23 for #"), at, at + 1)


def _strays(arguments: _Arguments) -> Iterator[Told]:
    """Arguments that do not exist, each run of them as one; behind a password, they are probably the rest of it."""
    unknown = frozenset(arguments.unknown())
    before: _Argument | None = None
    run: list[_Argument] = []
    for argument in (*arguments.list, None):
        if argument in unknown and argument is not None:
            run.append(argument)
            continue
        if run:
            yield _stray(arguments, before, run)
        before, run = argument, []


def _stray(arguments: _Arguments, before: _Argument | None, run: list[_Argument]) -> Told:
    cgi, start, end = arguments.cgi, run[0].start, run[-1].end
    if before is not None and names_password(before.name):
        message, hint = "& ends the password: what follows it is not part of it", "write %26 for & in a password"
        problem = _warning(Code.ARGUMENT_UNKNOWN, message, hint).replace(subject=before.name)
        if "=" not in arguments.part.text[start : run[0].end]:
            problem = problem.replace(severity=Severity.ERROR)
        return arguments.told(problem, start - 1, end)
    message = "the argument does not exist" if len(run) == 1 else f"{len(run)} arguments do not exist"
    hint = f"leave {'it' if len(run) == 1 else 'them'} out; {cgi.name} has {', '.join(cgi.argument_names)}"
    text = arguments.part.text[start:end]
    glued = next((name for name in cgi.argument_names if text.startswith(name)), None)
    if glued is not None and "=" not in text:
        hint = f"write {glued}= before the value"
    return arguments.told(_warning(Code.ARGUMENT_UNKNOWN, message, hint, cgi.source), start, end)


def _of_url(request: Given, cgi: vapix.Cgi) -> Iterator[Told]:
    if request.fragment is not None:
        message = "# ends the URL: nothing after it is sent"
        problem = Problem(Code.ARGUMENT_ENCODING, message, Span(0, 1), "write %23 for #", "RFC 3986, 3.5")
        yield Told(problem, request.fragment.starts[0], f"#{_MASK}", Span(0, 1))
    if request.login is not None and ":" in request.login.text:
        message, hint = "a password is before the host of the URL", "leave it out of the URL; curl has --user for it"
        problem = Problem(Code.SECRET_IN_URL, message, Span(0, 0), hint, cgi.source)
        yield Told(problem, request.login.starts[0], f"{_MASK}@", Span(0, len(_MASK)))
    if request.unquoted is not None:
        message, hint = "& outside quotes ends the command for a shell", "write the URL in single quotes"
        problem = Problem(
            Code.ARGUMENT_ENCODING, message, Span(0, 1), hint, "POSIX.1-2024, Shell Command Language, 2.9.3"
        )
        yield Told(problem, request.unquoted.starts[0], "&", Span(0, 1))
    if request.method == "POST" and request.query is not None and request.body is None and cgi.body is not Body.FILE:
        message = "devices may ignore the arguments in the URL of a POST, as was seen on AXIS OS 12.9.57"
        problem = _warning(Code.METHOD_WRONG, message, "send them in the body", f"{cgi.source}: Method")
        yield Told(problem, request.at, "POST", Span(0, 4))


def _warning(code: Code, message: str, hint: str, source: str = _FORM_SOURCE) -> Problem:
    return Problem(code, message, Span(0, 0), hint, source, Severity.WARNING)
