"""How targets read their bytes, and the laws that they share."""

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
    """The bytes as UTF-8; others become halves of surrogate pairs, as in file names and arguments of Python."""
    return data.decode("utf-8", "surrogateescape")


def http_request(data: bytes) -> HttpRequest:
    """A request from lines: method and target, headers, a blank line, and the body. None of it has to be valid."""
    head, _, body = data.partition(b"\n\n")
    first, *lines = head.decode("latin-1").split("\n")
    method, _, target = first.partition(" ")
    path, _, query = target.partition("?")
    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    return HttpRequest(method, path, query, headers, body)


def errors_of(problems: Iterable[Problem], length: int | None = None) -> list[Problem]:
    """The errors among problems, all of which must be within a text of the length and have a printable form."""
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
    """A listing whose problems have a printable form; None if the text is no listing, as its error must report."""
    try:
        listing = parse(given)
    except ParseError as error:
        assert error.code is Code.LISTING_NONE
        lines_of(error)
        return None
    errors_of(listing.problems, len(given))
    return listing


def lines_of(error: ParseError) -> str:
    """The lines of an error, which must be printable."""
    text = str(error)
    assert all(line.isprintable() for line in text.split("\n")), text
    return text
