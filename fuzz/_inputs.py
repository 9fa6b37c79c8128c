"""How the targets read their input, and the assertions that they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from vapix_proto import vapix
from vapix_proto.errors import Code, ParseError, Problem, Severity
from vapix_proto.vapix.http import HttpRequest

T = TypeVar("T")
L = TypeVar("L", vapix.AccountListing, vapix.ParameterListing)


def chosen(options: Sequence[T], data: bytes) -> tuple[T, bytes]:
    """The option that the first byte chooses ("0" for the first), and the remaining bytes."""
    return options[(data[0] - ord("0")) % len(options) if data else 0], data[1:]


def as_text(data: bytes) -> str:
    """The bytes decoded as UTF-8; invalid bytes become lone surrogates, as in Python's file names and arguments."""
    return data.decode("utf-8", "surrogateescape")


def http_request(data: bytes) -> HttpRequest:
    """A request from text: a line with method and target, headers, a blank line, and the body. All may be invalid."""
    head, _, body = data.partition(b"\n\n")
    first, *lines = head.decode("latin-1").split("\n")
    method, _, target = first.partition(" ")
    path, _, query = target.partition("?")
    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    return HttpRequest(method, path, query, headers, body)


def errors_of(problems: Iterable[Problem], length: int | None = None) -> list[Problem]:
    """The errors among problems; asserts that every problem is printable and lies within text of this length."""
    errors = []
    for problem in problems:
        assert problem.message, problem
        assert str(problem).isprintable(), problem
        assert 0 <= problem.span.start <= problem.span.end, problem
        assert length is None or problem.span.end <= length, problem
        problem.to_json()
        if problem.severity is Severity.ERROR:
            errors.append(problem)
    return errors


def parsed(parse: Callable[[bytes | str], L], given: bytes | str) -> L | None:
    """The parsed listing, or None if the text is not a listing; asserts that its problems or its error are sound."""
    try:
        listing = parse(given)
    except ParseError as error:
        assert error.code is Code.LISTING_NONE
        lines_of(error)
        return None
    errors_of(listing.problems, len(given))
    return listing


def lines_of(error: ParseError) -> str:
    """An error's text; asserts that each of its lines is printable."""
    text = str(error)
    assert all(line.isprintable() for line in text.split("\n")), text
    return text
