"""Reads requests as people write them: URLs, paths with a query, form bodies and curl command lines.

Each part of a request keeps its offsets in the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from vapix_proto._value import Value
from vapix_proto.cli.shell_words import CONTINUED, CommandLineError, Part, words_of
from vapix_proto.vapix.http import names_password

if TYPE_CHECKING:
    from collections.abc import Iterator


class Given(Value):
    """A request found in the text.

    Attributes:
        at: The offset in the text at which the request begins.
        method: The method; None if only arguments are given.
        path: The path; None if only arguments are given.
        query: The arguments in the URL, encoded.
        body: The arguments in the body, encoded; also arguments that may belong in the URL instead.
        login: The name and password before the host of a URL.
        fragment: ``#`` and what follows it in the URL, which no client sends.
        unquoted: An ``&`` at which a shell would end the command line.
        content_type: The content type, if it is known.
    """

    at: int
    method: str | None = None
    path: Part | None = None
    query: Part | None = None
    body: Part | None = None
    login: Part | None = None
    fragment: Part | None = None
    unquoted: Part | None = None
    content_type: str | None = None


#: A message with its headers and a one-line body.
_MESSAGE = re.compile(
    r"(?P<method>[A-Z]{3,7})[ \t]+(?P<target>\S+)[ \t]+HTTP/[\d.]{1,8}[ \t]*\r?\n"
    r"(?P<headers>(?:[A-Za-z-]+:[^\n]*(?:\n|\Z))++)"
    r"(?:\r?\n(?!https?://|/|[A-Z]{3,7}[ \t])(?P<body>[^\n]+))?"
)
_CONTENT_TYPE = re.compile(r"^content-type:[ \t]*([!-~][ -~]{0,256})", re.MULTILINE | re.IGNORECASE)
#: The start of a curl command line. A prompt, sudo and the folder of the program may come before the word curl.
_CURL = r"(?:(?:[^\s=&?(]*[$#>%]|PS|sudo|time)[ \t]+)*+(?:[^\s=&?%(]*[/\\])?curl(?:\.exe)?[ \t]"
_COMMAND = rf"{_CURL}(?:(?<=\s)\#[^\n]*|'[^']*'|\"(?:[^\"\\]|\\[\s\S])*+\"|{CONTINUED}|\\[ \t]*\n|\\.?|[^\n\\])*+"
_REQUEST = re.compile(rf"^[ \t]*(?:{re.sub(r'[?]P<[a-z]+>', '?:', _MESSAGE.pattern)}|{_COMMAND}|[^\n]+)", re.MULTILINE)
_REQUEST_LINE = re.compile(
    r"(?P<method>[A-Z]{3,7})[ \t]+(?:"
    r"(?P<target>(?:https?://|/)[^\s?]*+(?:\?\S*+)?)[ \t]+(?P<body>(?:\w[\w.]*+=|[{[]).*)\Z|"
    r"(?P<whole>(?:https?://|/).*?)(?:[ \t]{1,8}HTTP/[\d.]{1,8})?\Z)"
)
_URL = re.compile(
    r"(?:(?:https?:)?//(?P<login>[^?#]*@)?[^/?#]*)?(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?P<fragment>#.*)?",
    re.DOTALL | re.IGNORECASE,
)
#: The host and path of a URL without a login.
_PLACE = re.compile(r"(?:https?://(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?(?=/))?(?:/[\w./-]*)?", re.IGNORECASE)
#: JSON, alone or after a method and a URL.
_JSON = r"(?:[A-Z]{3,7}[ \t]+\S+[ \t]+)?[{\[]"
#: An option or a quoted word, which only a command line has, because forms and URLs encode spaces.
_WORD_OF_SHELL = re.compile(rf"""(?!{_JSON})[^\n]*?\s(?:["']|--?[A-Za-z])""")
_OTHER_PROGRAM = re.compile(
    rf"""<|\w+=\$\(|(?!{_JSON})(?:[^\s=&?%(]+[ \t(][^\n]*(?:://|/axis-cgi/|["']action=)|[^=&\n]*[^\s=&][ \t]+[^\s=&])"""
)
_NO_REQUEST = "this is neither a request nor a curl command line: write the method, the URL and any form body"
#: A comment in a script. A URL or form never starts like this.
_REMARK = re.compile(r"#(?:[\s#!]|\Z)")
_TARGET = re.compile(r"""https?://|/|\?|[^\s=&?<>"'(]+\.cgi(?:\?|\Z)""", re.IGNORECASE)


def requests_of(text: str) -> Iterator[Given | CommandLineError]:
    """The requests in the text. Each is a line, a message with headers, or JSON. Blank lines and comments are skipped.

    If a line can't be read as a request, for example because it contains a pipe, an error takes the request's place.
    """
    if text.lstrip()[:1] in {"{", "["} and not all(line.lstrip()[:1] in {"", "{", "["} for line in text.split("\n")):
        start = len(text) - len(text.lstrip())
        yield Given(start, body=Part(text, range(len(text) + 1)).cut(start, len(text.rstrip())))
        return
    for found in _REQUEST.finditer(text):
        line = found[0]
        start = found.start() + len(line) - len(line.lstrip())
        part = Part(line.strip(), range(start, start + len(line.strip()) + 1))
        if part.text[:1] in {"'", '"'} and part.text[0] == part.text[-1]:
            part = part.cut(1, len(part.text) - 1)
        if (command := re.match(_CURL, part.text)) is None and (not part.text or _REMARK.match(part.text)):
            continue
        if (message := _MESSAGE.fullmatch(part.text)) is not None:
            body = None if message["body"] is None else part.cut(*message.span("body"))
            found_type = _CONTENT_TYPE.search(message["headers"])
            type_ = None if found_type is None else found_type[1]
            url = part.cut(*message.span("target"))
            yield _of_url(url, start, message["method"], body).replace(content_type=type_)
        elif command is not None:
            try:
                yield _of_curl(part.cut(command.end(), len(part.text)), start)
            except CommandLineError as error:
                yield error
        elif _WORD_OF_SHELL.match(part.text):
            yield CommandLineError(_NO_REQUEST, start)
        elif (message := _REQUEST_LINE.match(part.text)) is not None:
            if _is_cut(message["target"] or "", message["body"] or ""):
                body, url = None, part.cut(message.start("target"), len(part.text))
            else:
                body = None if message["body"] is None else part.cut(*message.span("body"))
                url = part.cut(*message.span("whole" if body is None else "target"))
            type_ = "application/json" if body is not None and body.text[0] in "{[" else None
            yield _of_url(url, start, message["method"], body).replace(content_type=type_)
        elif _TARGET.match(part.text):
            remark = re.search(r"[ \t]#(?:\s|\Z)|\Z", part.text)
            assert remark is not None  # noqa: S101 - the pattern matches at the end of any text
            yield _of_url(part.cut(0, len(part.text[: remark.start()].rstrip())), start)
        elif _OTHER_PROGRAM.match(part.text) or ("=" not in part.text and part.text[0] not in "{["):
            yield CommandLineError(_NO_REQUEST, start)
        else:
            yield Given(part.starts[0], body=part)


def _is_cut(target: str, body: str) -> bool:
    """Whether the space that seems to separate a URL from a form may be part of a password or login in the URL."""
    place = _PLACE.match(target)
    assert place is not None  # noqa: S101 - every part of the pattern is optional
    return body[:1] not in {"", "{", "["} and names_password(target[place.end() :] + "@" * ("@" in body or "%" in body))


def _of_url(url: Part, at: int, method: str = "GET", body: Part | None = None, unquoted: Part | None = None) -> Given:
    found = _URL.match(url.text)
    assert found is not None  # noqa: S101 - every part of the pattern is optional
    login, path, query, fragment = (
        None if found[name] is None else url.cut(*found.span(name)) for name in ("login", "path", "query", "fragment")
    )
    if path is not None and not path.text:
        path = Part("/", [path.starts[0]] * 2) if found.start("path") else None
    start = -1 if path is None or path.text[0] == "/" else path.text.find("/axis-cgi/")
    if path is not None and start >= 0 and "://" not in path.text:  # after a host without a scheme
        login = path.cut(0, path.text.rindex("@", 0, start) + 1) if "@" in path.text[:start] else login
        path = path.cut(start, len(path.text))
    if path is not None and ("/" not in path.text or path.text.startswith("axis-cgi/")):
        folder = "/" if "/" in path.text else "/axis-cgi/"
        path = Part(folder + path.text, (*[path.starts[0]] * len(folder), *path.starts))
    return Given(at, None if path is None else method, path, query, body, login, fragment, unquoted)


# -- curl

_DATA = frozenset({"-d", "--data", "--data-ascii", "--data-raw", "--data-binary", "--data-urlencode", "--json"})
_WITH_VALUE = _DATA | frozenset(
    {"-X", "--request", "--url", "-u", "--user", "-H", "--header", "-o", "--output", "-m", "--max-time",
     "--connect-timeout", "-A", "--user-agent", "--cacert", "-w", "--write-out", "-x", "--proxy", "-b", "--cookie",
     "-c", "--cookie-jar", "-D", "--dump-header", "-e", "--referer", "-E", "--cert", "--key", "--resolve",
     "--interface", "--retry", "--retry-delay", "--retry-max-time", "--noproxy", "--max-redirs", "--ciphers"}
)  # fmt: skip
_ALONE = frozenset(
    {"-s", "-S", "-v", "-i", "-k", "-f", "-L", "-g", "-G", "--get", "--digest", "--basic", "--anyauth", "--insecure",
     "--silent", "--show-error", "--verbose", "--include", "--fail", "--location", "--globoff", "--compressed", "-n",
     "--netrc", "-4", "--ipv4", "-6", "--ipv6", "-N", "--no-buffer", "-O", "--remote-name", "-#", "--progress-bar",
     "--ntlm", "--negotiate", "--http1.0", "--http1.1", "--http2", "--tlsv1.2", "--fail-with-body", "-q",
     "--location-trusted", "--retry-connrefused", "--retry-all-errors", "--no-progress-meter", "--path-as-is"}
)  # fmt: skip
#: Options of curl that are named in messages. Any other word may be a misplaced password.
_NAMED = frozenset(
    {"--form", "--form-string", "--upload-file", "--head", "--config", "--next", "--url-query", "--range", "--variable",
     "--request-target", "--oauth2-bearer", "--connect-to", "--proxy-user", "--unix-socket", "--aws-sigv4", "--trace",
     "--trace-ascii", "--stderr", "--output-dir", "--create-dirs", "--remote-header-name", "--post301", "--parallel"}
)  # fmt: skip


def _of_curl(line: Part, at: int) -> Given:
    """The request that curl would send if its arguments were ``line``; the command line begins at the offset ``at``."""
    words, unquoted, variables = words_of(line, at)
    options: list[tuple[str, Part]] = []
    urls: list[Part] = []
    rest = iter(words)
    for word in rest:
        if not word.text.startswith("-"):
            urls.append(word)
            continue
        for name, value in _options(word, at):
            if name in _WITH_VALUE and value is None:
                value = next(rest, None)  # noqa: PLW2901 - the value is the next word
                if value is None:
                    raise CommandLineError("the last option of this curl command has no value", at)
            options.append((name, value or word))
            if name == "--url" and value is not None:
                urls.append(value)
    if len(urls) != 1 or not urls[0].text:
        raise CommandLineError("this curl command must have exactly one URL", at)
    given = dict(options)  # the last value of each option counts
    data = [_data(name, value, at) for name, value in options if name in _DATA]
    body = _joined(data) if data else None
    method = given.get("-X", given.get("--request"))
    if body is not None and given.keys() & {"-G", "--get"}:
        found = _of_url(urls[0], at, "GET" if method is None else method.text, None, unquoted)
        found = found.replace(query=body if found.query is None else _joined([found.query, body]))
    else:
        named = ("GET" if body is None else "POST") if method is None else method.text
        found = _of_url(urls[0], at, named, body, unquoted).replace(content_type=_type_of(options))
    parts = (found.path, found.query, found.body)
    if any(not variables.isdisjoint(part.starts[:-1]) for part in parts if part is not None):
        raise CommandLineError(
            "this curl command contains shell variables in its request: write values in their place", at
        )
    return found


def _type_of(options: list[tuple[str, Part]]) -> str | None:
    """The content type that curl sends: from a header, or else the default for the data options."""
    headers = "\n".join(value.text for name, value in options if name in {"-H", "--header"})
    found = _CONTENT_TYPE.search(headers)
    if found is not None:
        return found[1]
    names = {name for name, _ in options}
    if "--json" in names:
        return "application/json"
    return "application/x-www-form-urlencoded" if names & _DATA else None


def _options(word: Part, at: int) -> Iterator[tuple[str, Part | None]]:
    """The options in a word, with any values attached to them: ``--data``, ``-sk``, ``-XPOST``."""
    if word.text.startswith("--"):
        name, equals, _ = word.text.partition("=")
        if name not in _WITH_VALUE | _ALONE:
            raise _not_understood(name, at)
        if equals:
            raise CommandLineError("curl needs a space, not =, between an option and its value", at)
        yield name, None
        return
    for number, letter in enumerate(word.text[1:], 2):
        name = f"-{letter}"
        if name in _WITH_VALUE:
            yield name, word.cut(number, len(word.text)) if number < len(word.text) else None
            return
        if name not in _ALONE:
            raise _not_understood(name, at)
        yield name, None


def _not_understood(name: str, at: int) -> CommandLineError:
    option = f"the option {name}" if name in _NAMED or re.fullmatch("-[A-Za-z]", name) else "an option"
    return CommandLineError(f"{option} of this curl command is not supported here", at)


def _data(option: str, value: Part, at: int) -> Part:
    """The value of a data option, encoded if curl would encode it.

    A space becomes %20, not + as in curl, because a + would cause a warning about the request.
    """
    if option != "--data-urlencode":
        if value.text.startswith("@") and option != "--data-raw":
            raise CommandLineError(
                "this curl command reads its data from a file: check the content of that file instead", at
            )
        return value
    name = re.match(r"[^=@]*=", value.text)
    end = 0 if name is None else name.end()
    encoded, starts = value.text[:end], [*value.starts[:end]]
    for number in range(end, len(value.text)):
        piece = quote(value.text[number], "", errors="surrogatepass")
        encoded += piece
        starts += [value.starts[number]] * len(piece)
    return Part(encoded.removeprefix("="), (*starts[encoded.startswith("=") :], value.starts[-1]))


def _joined(parts: list[Part]) -> Part:
    """Joins data with ``&``, as curl does."""
    return Part("&".join(part.text for part in parts), [start for part in parts for start in part.starts])
