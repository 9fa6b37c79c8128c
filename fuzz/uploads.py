"""Upload bodies: the events do not depend on how the bytes arrive, and lead to an upgrade or a documented error."""

from __future__ import annotations

from fuzz._growth import assert_linear
from fuzz._inputs import lines_of
from vapix_proto import Code, ParseError, Problem, vapix

_PATH = "/axis-cgi/firmwareupgrade.cgi"


def check(data: bytes) -> None:
    """The bytes are a line with the content type, then the body."""
    line, _, body = data.partition(b"\n")
    _judge(line.decode("latin-1"), body)
    assert_linear(body, lambda longer: _judge(line.decode("latin-1"), longer))


def _judge(content_type: str, body: bytes) -> None:
    request = vapix.HttpRequest("POST", _PATH, "", (("Content-Type", content_type),), body)
    try:
        vapix.MultipartReader.of(request)
    except ParseError as error:
        assert error.code is Code.MULTIPART
        lines_of(error)
    else:
        whole = _events(request, len(body) or 1)
        for size in (1, 7):
            assert _events(request, size) == whole, size
    try:
        upgrade = vapix.FirmwareUpgrade.from_http(request)
    except ParseError as error:
        lines_of(error)
    else:
        assert vapix.FirmwareUpgrade.from_http(upgrade.to_http()) == upgrade


def _events(request: vapix.HttpRequest, size: int) -> tuple[list[object], Problem | None]:
    """The events of a body that arrives in chunks of this size (with the content joined), and its problem."""
    reader = vapix.MultipartReader.of(request)
    body = request.read_body()
    events: list[object] = []
    content = b""
    problem = None
    try:
        for at in range(0, len(body), size):
            for event in reader.feed(body[at : at + size]):
                if isinstance(event, vapix.PartData):
                    content += event.data
                    continue
                if content:
                    events.append(content)
                    content = b""
                events.append(event)
        reader.close()
    except ParseError as error:
        problem = error.problem
    return [*events, content], problem
