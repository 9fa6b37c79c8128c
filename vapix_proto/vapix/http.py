"""HTTP messages as values, and the encoding of arguments: everything the CGIs need from HTTP, without sockets."""

from __future__ import annotations

import re
from itertools import chain

from vapix_proto._places import plural
from vapix_proto._value import Value, discreet, pairs_of
from vapix_proto.errors import Code, ParseError, Problem, Severity, Span, quote
from vapix_proto.vapix.texts import text_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Protocol, TypeAlias, TypeVar

    R = TypeVar("R")

    class BodyStream(Protocol):
        """A body that is produced in chunks."""

        @property
        def length(self) -> int:
            """The body's size in bytes, available before the first chunk."""

        def __iter__(self) -> Iterator[bytes]: ...

    #: Arguments in order, including repeated ones.
    Pairs: TypeAlias = tuple[tuple[str, str], ...]

#: The content type of a body that contains form-encoded arguments.
FORM = "application/x-www-form-urlencoded"
#: The text shown in place of a password.
MASK = "********"
# Matches the lower-case names of arguments that hold passwords, even misspelt ones, and of parameters that hold
# secrets, such as Network.Wireless.WPAPSK.Key. It also matches headers with credentials, options of curl that pass
# a login, and any other text that may contain a login: an @ after // or after a colon. The @ and the colon may be
# percent-encoded once or more.
# The quantifiers are not possessive, because CPython 3.11.2 misses matches if a possessive quantifier follows a group.
_TO_AT = r"(?:(?!%(?:25)*(?:3a|40))[^:@\n])*(?:@|%(?:25)*40)"
_SECRET = re.compile(
    r"pwd|pass|psk|secret|community|sharedkey|privatekey|keyphrase|apikey|token|\.key\d*(?![a-z\d])"
    rf"|authorization:|cookie:| -u|--user|//(?:(?!//)[^@\n])*@|:{_TO_AT}|%(?:25)*3a{_TO_AT}"
)
# Matches the start of a URL with a password before its host (RFC 3986, 3.2.1).
_LOGIN = re.compile(r"//[^/?#@:]*+:[^/?#@]++@")
# Matches the start of a path, up to the first special character or the first pwd or pass: a password may follow.
_SHOWN = re.compile(r"(?:(?!pwd(?!grp)|pass)[A-Za-z0-9/._~-])*", re.IGNORECASE)


class HttpRequest(Value):
    """A request to pass to an HTTP library. Its repr hides the query and body; a pickle contains both in clear text.

    Attributes:
        method: ``"GET"`` or ``"POST"``.
        path: The path, such as ``"/axis-cgi/pwdgrp.cgi"``.
        query: The encoded text after ``?``; empty if there is none.
        headers: Names and values, in order; passed as pairs or as a mapping.
        body: The body as bytes, or as an iterable of bytes that has a ``length``.
    """

    method: str
    path: str
    query: str
    headers: Pairs
    body: bytes | BodyStream

    @discreet
    def __init__(
        self,
        method: str,
        path: str,
        query: str = "",
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes | bytearray | memoryview | BodyStream = b"",
    ) -> None:
        pairs = pairs_of(headers, "headers")
        texts = chain((method, path, query), *pairs)
        wrong: type | None = next((type(text) for text in texts if not isinstance(text, str)), None)
        if wrong is None and not (isinstance(body, (bytes, bytearray, memoryview)) or hasattr(body, "length")):
            wrong = type(body)
        if wrong is not None:
            raise TypeError(
                "method, path, query, and every header's name and value must be a str, and body must be bytes or a "
                f"stream, not {wrong.__name__}"
            )
        if isinstance(body, (bytearray, memoryview)):
            body = bytes(body)
        self._set(method=method, path=path, query=query, headers=pairs, body=body)

    if not TYPE_CHECKING:  # typed as in Value
        replace = __replace__ = discreet(Value.replace)

    @discreet
    def read_body(self) -> bytes:
        """The whole body as bytes."""
        return self.body if isinstance(self.body, bytes) else b"".join(self.body)

    @property
    def target(self) -> str:
        """Path and query, as in the request line."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @discreet
    def header(self, name: str) -> str | None:
        """The value of the first header with the given name, ignoring case; None if no header has that name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @discreet
    def __eq__(self, other: object) -> bool:
        return super().__eq__(other)

    @discreet
    def __hash__(self) -> int:
        return super().__hash__()

    @discreet
    def __repr__(self) -> str:
        # Query and body stay hidden: they may contain a password in ways that nobody has thought of.
        if not hasattr(self, "body"):
            return "<HttpRequest, not built>"
        size = len(self.body) if isinstance(self.body, bytes) else self.body.length
        method, path = shown(self.method)[:16], quote(shown(self.path), 64)
        return f"<HttpRequest {method} {path} query of {len(self.query)}, body of {plural(size, 'byte')}>"


class HttpResponse(Value):
    """A response from an HTTP library. Its repr shows neither headers nor body.

    Attributes:
        status: The status code.
        headers: Names and values, in order; passed as pairs or as a mapping.
        body: The body as bytes.

    Raises:
        TypeError: A field has the wrong type.
        ValueError: The status code does not have three digits.
    """

    status: int
    headers: Pairs
    body: bytes

    def __init__(
        self,
        status: int,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes | bytearray | memoryview = b"",
    ) -> None:
        pairs = pairs_of(headers, "headers")
        if not hasattr(status, "__index__"):
            raise TypeError(f"the status code must be an int, not {type(status).__name__}")
        if not 100 <= (status := int(status)) <= 999:
            raise ValueError(f"status code {status} is out of range: status codes have three digits")
        if not all(isinstance(text, str) for pair in pairs for text in pair):
            raise TypeError("the names and values of headers must be str")
        if not isinstance(body, (bytes, bytearray, memoryview)):
            raise TypeError(f"the body must be bytes, not {type(body).__name__}")
        self._set(status=status, headers=pairs, body=bytes(body))

    def __repr__(self) -> str:
        # The body stays hidden: a device may echo a value that it received, and a report may be megabytes long.
        return f"<HttpResponse {self.status} {self.content_type[:64]!a} body of {plural(len(self.body), 'byte')}>"

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; empty if the header is missing."""
        found = next((value for key, value in self.headers if key.lower() == "content-type"), "")
        return found.partition(";")[0].strip().lower()


def need_request(request: object) -> None:
    """Raises a TypeError unless the argument is an HttpRequest."""
    if not isinstance(request, HttpRequest):
        raise TypeError(f"the request must be an HttpRequest, not {type(request).__name__}")


def shown(text: str) -> str:
    """The part of a method or path that may be shown: everything before a possible password."""
    found = _SHOWN.match(text)
    return "" if found is None else found[0]


def may_hold_password(pairs: Pairs) -> bool:
    """Whether any name or value may contain a password, for example because of an unencoded & or a misspelt name."""
    return names_password("&".join(chain.from_iterable(pairs)))


def names_password(name: str) -> bool:
    """Whether a string, such as a name or a URL, contains anything that suggests a password or other credentials."""
    return _SECRET.search(name.casefold()) is not None


def holds_password(name: str, value: str) -> bool:
    """Whether the name suggests a password, or the value is a URL with a password before its host."""
    return names_password(name) or _LOGIN.search(value) is not None


def masked(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """The pairs as a repr shows them: values that may contain a password are masked.

    If the only possible password is in the login of a URL, the rest of the value stays readable.
    """
    return tuple((name, MASK if names_password(name) else _without_secret(value)) for name, value in pairs)


def _without_secret(value: str) -> str:
    if not names_password(value):
        return value
    # A password may contain any character, so everything up to the last @ is masked.
    start, end = value.find("//") + 2, value.rfind("@")
    is_login = 2 <= start <= end and not names_password(value[:start] + value[end + 1 :])
    return f"{value[:start]}{MASK}{value[end:]}" if is_login else MASK


def unquoted(problem: Problem) -> Problem:
    """The problem without quoted text or anything else that may reveal a parameter's value."""
    if "'" not in problem.message and not problem.code.startswith(("tz-", "param-")):
        return problem
    what = "a name" if problem.subject is None else f"the value of {problem.subject}"
    message = f"{what} is not allowed"
    if problem.code is Code.PARAM_UNKNOWN and problem.severity is Severity.WARNING:
        message = "a parameter is not in the specification, so its value is not judged"
    problem = problem.replace(message=message, params=None)
    # Hints about roles and actions can stay: they name only access groups and actions.
    return problem if problem.code.startswith(("role-", "action-")) else problem.replace(hint=None, fix=None)


def discreetly(quotable: bool, build: Callable[[], R]) -> R:
    """The result of ``build``. Unless ``quotable`` is true, no ParseError quotes the input, which may be secret."""
    try:
        return build()
    except ParseError as error:
        if quotable:
            raise
        problem = unquoted(error.problem).replace(span=Span(0, 0))
    raise ParseError(problem, "")


@discreet
def encode_arguments(arguments: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    """Encodes pairs or a mapping as a query or form body; ``:`` and ``,`` stay readable, as in the specification.

    Raises:
        ValueError: A name or value contains a surrogate, which UTF-8 can't encode.
    """
    try:
        return "&".join(f"{_quoted(name, '.')}={_quoted(value, ':,/*')}" for name, value in pairs_of(arguments))
    except UnicodeEncodeError:
        raise ValueError("an argument contains half of a surrogate pair, which UTF-8 can't encode") from None


def _quoted(text: str, safe: str) -> str:
    # Most strings need no quoting, and finding that out by quoting them would take longer than everything else.
    if text.isascii() and text.isalnum():
        return text
    from urllib.parse import quote_plus  # noqa: PLC0415 - loading it takes a tenth as long as loading a request class

    return quote_plus(text, safe=safe)


def decode_arguments(text: str | bytes) -> tuple[Pairs, Iterator[Problem]]:
    """The decoded arguments of a query or form body, in order and with repetitions, and the problems with its encoding.

    Bytes that are not UTF-8 are read as Latin-1. A broken percent sequence is left unchanged and reported as a
    problem. A name without ``=`` has an empty value. Empty pairs are ignored.
    """
    source, encoding = (text, "utf-8") if isinstance(text, str) else (text.decode("latin-1"), "latin-1")
    pairs = []
    for piece in filter(None, source.split("&")):
        name, _, value = piece.partition("=")
        pairs.append((_decoded(name, encoding), _decoded(value, encoding)))
    return tuple(pairs), _broken_sequences(source)


_SEQUENCES = re.compile(rb"(?:%[0-9a-fA-F]{2})++")
_HEX = frozenset("0123456789abcdefABCDEF")


def _broken_sequences(text: str) -> Iterator[Problem]:
    at = 0
    for piece in text.split("&"):
        start = piece.find("%")
        while start >= 0:
            if not (len(piece) > start + 2 and piece[start + 1] in _HEX and piece[start + 2] in _HEX):
                message = "% is not followed by two hexadecimal digits"
                span = Span(at + start, at + min(start + 3, len(piece)))
                yield Problem(Code.ARGUMENT_ENCODING, message, span, "write %25 for %", "RFC 3986, 2.1")
                break
            start = piece.find("%", start + 1)
        at += len(piece) + 1


def _decoded(text: str, encoding: str) -> str:
    text = text.replace("+", " ")
    encoded = "%" in text
    if not encoded and text.isascii():
        return text
    data = text.encode(encoding, "surrogatepass")
    if encoded:
        from binascii import unhexlify  # noqa: PLC0415 - only encoded strings need it

        data = _SEQUENCES.sub(lambda found: unhexlify(found[0].replace(b"%", b"")), data)
    return text_of(data)
