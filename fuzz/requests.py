"""Requests to any CGI: only faulty requests are refused, all others read back the same, and passwords stay hidden."""

from __future__ import annotations

from fuzz._growth import assert_linear
from fuzz._inputs import errors_of, http_request, lines_of
from vapix_proto import Code, ParseError, vapix

_SECRET = "Zq7xVw9kPm"


def check(data: bytes) -> None:
    """The bytes are a request: a line with method and target, headers, a blank line, and the body."""
    request = http_request(data)
    judge(request)
    query = f"{request.query}&pwd={_SECRET}"
    body = request.read_body() + f"&pwd={_SECRET}".encode()
    assert _SECRET not in judge(request.replace(query=query))
    assert _SECRET not in judge(request.replace(body=body))
    assert_linear(data, lambda longer: judge(http_request(longer)))


def judge(request: vapix.HttpRequest) -> str:
    """Asserts what must hold for a request, and returns every string in which its password could appear."""
    problems = vapix.validate_request(request)
    errors = errors_of(problems)
    shown = [repr(request), repr(problems)]
    try:
        parsed = vapix.parse_request(request)
    except ParseError as error:
        # Validation does not read the body of an upload.
        assert errors or error.code is Code.MULTIPART, error
        shown.append(lines_of(error))
    else:
        assert vapix.parse_request(parsed.to_http()) == parsed
        shown += [repr(parsed), str(parsed), repr(parsed.validate("11.11"))]
    return "\n".join(shown)
