"""All problems in a request's text: problems that the library finds, and problems with the notation itself."""

from __future__ import annotations

import re
from binascii import unhexlify
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from vapix_proto import vapix
from vapix_proto.cli.request_arguments import MASK, Told, WrittenArguments
from vapix_proto.cli.request_forms import form_of
from vapix_proto.errors import Code, Problem, Severity, Span, limited
from vapix_proto.vapix.arguments import spelling
from vapix_proto.vapix.cgi import Body
from vapix_proto.vapix.http import decode_arguments, holds_password, may_hold_password, names_password, shown
from vapix_proto.vapix.param.registry import plain_name
from vapix_proto.vapix.protocol import all_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vapix_proto.cli.request_arguments import WrittenArgument
    from vapix_proto.cli.request_texts import Given


_FORM_SOURCE = "WHATWG URL, application/x-www-form-urlencoded parsing"
_NO_FRAGMENT = "leave it out, or write %23 for # in a value"
_NO_HTML = "write & for &amp;"
_SEMICOLON = re.compile(r";([A-Za-z_][\w.]{0,255})=")
_LOST_PLUS = "replace the space with +"


def judged(request: Given, default: str, axis_os: str | None, *, initial_admin: bool) -> tuple[str, list[Told]]:
    """The request with its secrets masked, and its problems. Without a path, it counts as a request to ``default``."""
    path = None if request.path is None else request.path.text
    own = vapix.CGIS[default]
    cgi = next((each for each in vapix.CGIS.values() if path is not None and each.serves(path)), own)
    body = "" if request.body is None else request.body.text
    has_json = body.lstrip()[:1] in {"{", "["}
    if cgi.body in {Body.METHOD, Body.DATA} or (has_json and path is not None and not cgi.serves(path)):
        return _of_json(request, cgi, axis_os)
    if has_json:
        assert request.body is not None  # noqa: S101 - the text of the body is not empty
        message, form = f"{cgi.name} reads a form, not JSON", form_of(body, default) if cgi is own else None
        hint = "send the arguments as a form" if form is None else f"send the form {form}"
        problem = Problem(Code.ARGUMENT_ENCODING, message, Span(0, 0), hint, cgi.source)
        return MASK, [Told(problem, request.body.starts[0], MASK, Span(0, len(MASK)))]
    parts = [WrittenArguments(part, cgi) for part in (request.query, request.body) if part is not None]
    if path is None:
        arguments = "&".join(each.part.text for each in parts)
        problems = [*all_problems(arguments, axis_os, cgi=default, initial_admin=initial_admin)]
    else:
        problems = [*all_problems(_message(request), axis_os, initial_admin=initial_admin)]
    values = {argument.name: argument.value for each in parts for argument in each.list}
    if cgi.name == "param.cgi" and not may_hold_password(tuple(values.items())):
        problems += vapix.parameter_conflicts(values)
    # A firmware file is large and binary, so it is not written with its request.
    written = (problem for problem in problems if problem.code is not Code.MULTIPART)
    others = limited(problem for problem in written if not _is_reported_here(problem))
    found = [_placed(problem, request, parts) for problem in others]
    strays = any(problem.code is Code.ARGUMENT_UNKNOWN and problem.subject is None for problem in problems)
    for each in parts:
        found += _of_writing(each, in_url=None if path is None else each.part is request.query)
        found += _strays(each) if strays else ()
    found += _of_url(request, cgi)
    found.sort(key=lambda told: (told.problem.code is Code.MORE_PROBLEMS, told.at))
    kept = limited(told.problem for told in found)
    head = (shown(text) for text in (request.method, path) if text is not None)
    shown_request = " ".join((*head, *(each.shown for each in parts)))
    return shown_request, [told._replace(problem=problem) for problem, told in zip(kept, found, strict=False)]


def _message(request: Given) -> vapix.HttpRequest:
    path, query, body = ("" if part is None else part.text for part in (request.path, request.query, request.body))
    headers = {} if request.content_type is None else {"Content-Type": request.content_type}
    return vapix.HttpRequest(request.method or "", path, query, headers, body.encode("utf-8", "surrogatepass"))


def _of_json(request: Given, cgi: vapix.Cgi, axis_os: str | None) -> tuple[str, list[Told]]:
    """A request to a CGI that reads JSON. The JSON is not shown, so its problems are reported at its start."""
    place = request.path if request.body is None else request.body
    assert place is not None  # noqa: S101 - a CGI that reads JSON is recognised by its path
    found = [*_of_url(request, cgi)]
    for problem in vapix.validate_request(_message(request), axis_os):
        if problem.code in {Code.PATH_WRONG, Code.METHOD_WRONG}:
            found.append(_placed(problem, request, []))
        else:
            found.append(Told(problem, place.starts[0], MASK, Span(0, len(MASK))))
    found.sort(key=lambda told: told.at)
    path = "" if request.path is None else request.path.text
    return f"{shown(request.method or '')} {shown(path)} {MASK}", found


def _is_reported_here(problem: Problem) -> bool:
    """Whether the problem is one that this module reports itself; only this module knows where such a problem is."""
    return problem.subject is None and problem.code in {Code.ARGUMENT_UNKNOWN, Code.ARGUMENT_ENCODING}


def _placed(problem: Problem, request: Given, parts: list[WrittenArguments]) -> Told:
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
            if each.part.text.startswith("amp;", argument.start) and not names_password(each.part.text):
                problem = problem.replace(hint=_NO_HTML)
            return each.told(problem, argument.start, max(argument.start, argument.middle - 1))
        starts = _starts(each.part.text[argument.middle : argument.end])
        start, end = (
            argument.middle + starts[min(at, len(starts) - 1)] for at in (problem.span.start, problem.span.end)
        )
        if problem.subject == "user" and (argument.middle, argument.end) not in each.hidden:
            problem = _in_full(problem, argument.value)
        if problem.fix is not None and problem.hint is not None:
            fix = quote_plus(problem.fix, safe="<>:,/")
            problem = problem.replace(fix=fix, hint=problem.hint.replace(problem.fix, fix))
        if problem.hint is not None:
            written = "+" if each.part.text.startswith("+", start) else "the space"
            problem = problem.replace(hint=problem.hint.replace(_LOST_PLUS, f"write %2B for {written}"))
        return each.told(problem, start, end)
    if not parts:
        return Told(problem, request.at, "", Span(0, 0))
    end = len(parts[-1].part.text)
    return parts[-1].told(problem, end, end)


def _argument_of(problem: Problem, arguments: WrittenArguments) -> WrittenArgument | None:
    if problem.subject is not None:
        return arguments.named(problem.subject, last=problem.code is Code.ARGUMENT_REPEATED)
    if problem.code is Code.SECRET_IN_URL:
        return next((each for each in arguments.list if holds_password(each.name, each.value)), None)
    if not problem.code.startswith(("param-", "argument-repeated")):
        return None
    rest = arguments.unknown()
    # If ``problem.subject`` is None, the span covers the argument's name. Some messages also quote the name.
    alike = [each for each in rest if len(each.name) == problem.span.end]
    quoted = (each for each in alike if plain_name(each.name) in problem.message)
    return next(quoted, next(iter(alike or rest), None))


def _in_full(problem: Problem, user: str) -> Problem:
    """The problem with a user name, with the details that the library leaves out when a password may be involved."""
    alike = (each for each in vapix.validate_user(user) if (each.code, each.span) == (problem.code, problem.span))
    return next(alike, problem).replace(subject=problem.subject)


@lru_cache(maxsize=1)  # one value may have many problems
def _starts(value: str) -> list[int]:
    """The offsets in an encoded value at which each decoded character begins, and at which the last one ends."""
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


def _of_writing(arguments: WrittenArguments, *, in_url: bool | None) -> Iterator[Told]:
    """Problems with characters that have a special meaning in arguments, such as + and #.

    ``in_url`` tells whether the arguments are in a URL; None if only arguments were given, without a request.
    """
    text = arguments.part.text
    for problem in limited(decode_arguments(text)[1]):
        yield arguments.told(problem, problem.span.start, min(problem.span.end, len(text)))
    for argument in arguments.list:
        at = text.find("+", argument.middle, argument.end)
        if at >= 0 and argument.name != "comment":
            what = "the password" if argument.name == "pwd" else "a value"
            problem = _warning(
                Code.ARGUMENT_ENCODING, f"a + in {what} means a space", _in_place_of_plus(argument, arguments.cgi)
            )
            yield arguments.told(problem, at, at + 1)
        found = None if names_password(argument.name) else _SEMICOLON.search(text, argument.middle, argument.end)
        if found is not None and _is_argument(found[1], arguments.cgi):
            problem = _warning(Code.ARGUMENT_ENCODING, "a semicolon does not separate arguments", "write & for ;")
            yield arguments.told(problem, found.start(), found.start() + 1)
    at = text.find("#")
    if at >= 0 and in_url is None:
        message = "in a URL, # ends the request: nothing after it is sent"
        yield arguments.told(_warning(Code.ARGUMENT_ENCODING, message, _NO_FRAGMENT), at, at + 1)


def _is_argument(name: str, cgi: vapix.Cgi) -> bool:
    """Whether this is the name of an argument of the CGI, or may be that of a parameter that the CGI accepts."""
    return name in cgi.argument_names or ("." in name and any(action.parameters for action in cgi.actions))


def _in_place_of_plus(argument: WrittenArgument, cgi: vapix.Cgi) -> str | None:
    """What to write instead of +; None if the value can't contain a +."""
    name = plain_name(argument.name)
    if name in vapix.PARAMETERS:
        meant = vapix.validate_parameter(name, argument.value.replace(" ", "+"))
        return None if any(each.severity is Severity.ERROR for each in meant) else "write %2B for +"
    if argument.name in cgi.argument_names and argument.name != "pwd":
        return None
    return "write %2B for +, or %20 for a space"


def _strays(arguments: WrittenArguments) -> Iterator[Told]:
    """One problem for each series of unknown arguments; a series after a password is probably part of the password."""
    unknown = frozenset(arguments.unknown())
    before: WrittenArgument | None = None
    run: list[WrittenArgument] = []
    for argument in (*arguments.list, None):
        if argument in unknown and argument is not None:
            run.append(argument)
            continue
        if run:
            yield _stray(arguments, before, run)
        before, run = argument, []


def _stray(arguments: WrittenArguments, before: WrittenArgument | None, run: list[WrittenArgument]) -> Told:
    cgi, start, end = arguments.cgi, run[0].start, run[-1].end
    if before is not None and names_password(before.name):
        message, hint = "& ends the password: what follows is not part of the password", "write %26 for & in a password"
        problem = _warning(Code.ARGUMENT_UNKNOWN, message, hint).replace(subject=before.name)
        if "=" not in arguments.part.text[start : run[0].end]:
            problem = problem.replace(severity=Severity.ERROR)
        return arguments.told(problem, start - 1, end)
    message = "the argument is unknown" if len(run) == 1 else f"{len(run)} arguments are unknown"
    accepted = ", ".join(cgi.argument_names) or "no arguments"
    hint = f"leave {'it' if len(run) == 1 else 'them'} out; {cgi.name} accepts {accepted}"
    similar = not names_password(arguments.part.text)
    hint = spelling((each.name for each in run), cgi, similar=similar) or hint
    text = arguments.part.text[start:end]
    glued = next((name for name in cgi.argument_names if text.startswith(name)), None)
    if glued is not None and "=" not in text:
        hint = f"write {glued}= before the value"
    elif text.startswith("amp;"):
        hint = _NO_HTML
    return arguments.told(_warning(Code.ARGUMENT_UNKNOWN, message, hint, cgi.source), start, end)


def _of_url(request: Given, cgi: vapix.Cgi) -> Iterator[Told]:
    if request.fragment is not None:
        message = "# ends the URL: nothing after it is sent"
        problem = Problem(Code.ARGUMENT_ENCODING, message, Span(0, 1), _NO_FRAGMENT, "RFC 3986, 3.5")
        yield Told(problem, request.fragment.starts[0], f"#{MASK}", Span(0, 1))
    if request.login is not None and ":" in request.login.text:
        message = "the URL contains a password before the host"
        hint = "leave the password out of the URL; with curl, use --user"
        problem = Problem(Code.SECRET_IN_URL, message, Span(0, 0), hint, cgi.source)
        yield Told(problem, request.login.starts[0], f"{MASK}@", Span(0, len(MASK)))
    if request.unquoted is not None:
        message, hint = "& outside quotes ends the command in a shell", "write the URL and the data in single quotes"
        problem = Problem(
            Code.ARGUMENT_ENCODING, message, Span(0, 1), hint, "POSIX.1-2024, Shell Command Language, 2.9.3"
        )
        yield Told(problem, request.unquoted.starts[0], "&", Span(0, 1))


def _warning(code: Code, message: str, hint: str | None, source: str = _FORM_SOURCE) -> Problem:
    return Problem(code, message, Span(0, 0), hint, source, Severity.WARNING)
