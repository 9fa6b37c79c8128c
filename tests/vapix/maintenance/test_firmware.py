"""Firmware upgrades: bodies of any size in constant memory, and the reader of multipart bodies."""

from __future__ import annotations

import email
import email.policy
import http.client
import io
import itertools
import pickle
import tracemalloc
from collections.abc import Iterable, Iterator
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vapix_proto.errors import ParseError, Problem
from vapix_proto.vapix.http import HttpRequest
from vapix_proto.vapix.maintenance import firmware as f
from vapix_proto.vapix.multipart import reader as p
from vapix_proto.vapix.multipart import writer as b
from vapix_proto.vapix.protocol import validate_request

MEGABYTE = 1 << 20
START = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
NAMES = st.text(
    st.characters(exclude_characters='"\\\x7f', min_codepoint=32, exclude_categories=["Cs"]), min_size=1, max_size=255
)
# Pieces of bodies that are multipart, or nearly so.
PIECES = st.sampled_from(
    [
        *(b"--b", b"--b--", b"\r\n--b", b"\r\n--b\r\n", b"\r\n--b--", b"\n--b\n", b"\r\n--b \t\r\n", b"\r\n--bb\r\n"),
        *(b"\r\n", b"\r", b"\n", b"-", b"--", b"b", b" ", b"\t", b"A: b\r\n", b"A: b\n", b" c\r\n", b"\r\n\r\n", b":"),
        *(
            b'Content-Disposition: form-data; name="n"; filename="f"\r\n',
            b"Content-Disposition: x; a\r\n",
            b"\0",
            b"\xff",
        ),
        *(b" " * 63, b" " * 64, b"x" * 70),
    ]
)
BODIES = st.lists(PIECES | st.binary(max_size=3), max_size=25).map(b"".join)


class Once:
    """A file that can't seek, and returns less than was requested."""

    def __init__(self, data: bytes, most: int = 1 << 30) -> None:
        self.file, self.most = io.BytesIO(data), most

    def read(self, size: int, /) -> bytes:
        return self.file.read(min(size, self.most))


class Synthetic:
    """A large file that is generated as it is read; it can seek."""

    def __init__(self, size: int, block: bytes = b"\r\n--bound\x00ary-" * 64) -> None:
        self.size, self.block, self.at = size, block, 0

    def read(self, size: int, /) -> bytes:
        size = min(size, self.size - self.at)
        start = self.at % len(self.block)
        self.at += size
        return (self.block * ((size + start) // len(self.block) + 1))[start : start + size]

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self.at = offset + (self.size if whence == 2 else 0)
        return self.at

    def tell(self) -> int:
        return self.at


def joined(body: bytes | Iterable[bytes]) -> bytes:
    return body if isinstance(body, bytes) else b"".join(body)


def length(request: HttpRequest) -> int:
    """The length of a body, known before it is produced."""
    assert isinstance(request.body, b.MultipartBody)
    assert str(request.body.length) == str(len(request.body)) == request.header("content-length")
    return request.body.length


def run(pieces: Iterable[bytes], **options: int) -> list[object]:
    """The events of a body, with adjacent data joined, and its error at the end."""
    reader = p.MultipartReader("b", **options)
    events: list[object] = []
    try:
        for piece in pieces:
            for event in reader.feed(piece):
                if isinstance(event, p.PartData):
                    assert event.data
                    if events and isinstance(events[-1], p.PartData):
                        events[-1] = p.PartData(events[-1].data + event.data)
                        continue
                events.append(event)
        reader.close()
    except ParseError as error:
        events.append((error.problem, error.text))
    return events


def failure(event: object) -> tuple[Problem, str | bytes]:
    match event:
        case (Problem() as problem, str() | bytes() as text):
            return problem, text
    raise AssertionError(event)


def bytewise(data: bytes) -> Iterator[bytes]:
    return (data[at : at + 1] for at in range(len(data)))


def oracle(request: HttpRequest) -> EmailMessage:
    """The one part of a body, as the standard library's parser of mail sees it."""
    head = "".join(f"{name}: {value}\r\n" for name, value in request.headers).encode()
    message = email.message_from_bytes(head + b"\r\n" + joined(request.body), policy=email.policy.HTTP)
    assert not message.defects
    (part,) = message.iter_parts()
    assert isinstance(part, EmailMessage)
    return part


# Building.


def test_the_request_of_the_specification() -> None:
    request = f.FirmwareUpgrade(b"image").to_http(boundary="x")
    assert (request.method, request.target) == ("POST", "/axis-cgi/firmwareupgrade.cgi?type=normal")
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="firmware.bin"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\nimage\r\n--x--\r\n"
    )
    assert joined(request.body) == body
    assert request.headers == (
        ("Content-Type", "multipart/form-data; boundary=x"),
        ("Content-Length", str(len(body))),
    )
    assert validate_request(request, "12.9") == ()
    assert "image" not in repr(request) + repr(f.FirmwareUpgrade(b"image"))
    factory = f.FirmwareUpgrade(b"x", "factorydefault").to_http()
    assert factory.target == "/axis-cgi/firmwareupgrade.cgi?type=factorydefault"


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["normal", "factorydefault"]), NAMES, NAMES, st.booleans())
def test_what_was_built_is_parsed_as_the_same_value(
    data: bytes, kind: str, filename: str, name: str, verify: bool
) -> None:
    value = f.FirmwareUpgrade(data, kind, filename, name)
    request = value.to_http(verify=verify)
    assert f.FirmwareUpgrade.from_http(request) == value
    body = joined(request.body)
    assert len(body) == length(request)
    assert f.FirmwareUpgrade.from_http(request.replace(body=body)) == value
    for file in (io.BytesIO(data), Once(data, 7)):
        same = f.FirmwareUpgrade(file, kind, filename, name, len(data))
        assert f.FirmwareUpgrade.from_http(same.to_http()) == value
    assert pickle.loads(pickle.dumps(value)) == value.replace() == value


@given(
    st.binary(min_size=1, max_size=300) | BODIES.filter(len), st.sampled_from(["a.bin", "a b;c=d.bin", "a'b%22.bin"])
)
def test_the_parser_of_mail_reads_the_same(data: bytes, filename: str) -> None:
    part = oracle(f.FirmwareUpgrade(data, filename=filename).to_http())
    assert part.get_payload(decode=True) == data
    assert part.get_content_type() == "application/octet-stream"
    assert part.get_filename() == filename
    assert part.get_param("name", header="content-disposition") == "file"


@pytest.mark.parametrize("boundary", ["a", "a b", "0'()+_,-./:=?", "x" * 70])
def test_boundaries_are_quoted_where_needed(boundary: str) -> None:
    request = f.FirmwareUpgrade(b"data").to_http(boundary=boundary)
    assert f.FirmwareUpgrade.from_http(request) == f.FirmwareUpgrade(b"data")
    assert oracle(request).get_payload(decode=True) == b"data"


@pytest.mark.parametrize("boundary", ["", "a ", "x" * 71, 'a"', "é", "a\r\nb", "a\n"])
def test_other_boundaries_are_refused(boundary: str) -> None:
    for attempt in (lambda: f.FirmwareUpgrade(b"x").to_http(boundary=boundary), lambda: p.MultipartReader(boundary)):
        with pytest.raises(ParseError) as caught:
            attempt()
        assert caught.value.code == "multipart"


@pytest.mark.parametrize("value", ['a"b', "a\\b", "a\rb", "a\nb", "a\0b", "a\x7fb", "a\tb", "a\ud800b", "", "x" * 256])
@pytest.mark.parametrize("subject", ["filename", "name"])
def test_names_that_could_end_their_quotes_are_refused(subject: str, value: str) -> None:
    with pytest.raises(ParseError) as caught:
        f.FirmwareUpgrade(b"x", **{subject: value})  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.problem.subject) == ("argument-value", subject)
    assert caught.value.span.start == (1 if 0 < len(value) < 256 else 0)


def test_other_values_cant_be_built() -> None:
    with pytest.raises(ParseError, match="write normal or factorydefault"):
        f.FirmwareUpgrade(b"x", "hard")
    with pytest.raises(TypeError):
        f.FirmwareUpgrade("text")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        f.FirmwareUpgrade(b"x", filename=b"a")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="pass its size"):
        f.FirmwareUpgrade(Once(b"data"))
    for file, size in ((b"data", 3), (io.BytesIO(b"data"), 5), (Once(b""), -1), (b"x", True)):
        with pytest.raises(ValueError, match="size is"):
            f.FirmwareUpgrade(file, size=size)
    for empty in (b"", io.BytesIO(), Once(b"")):
        with pytest.raises(ParseError, match=r"the firmware file is empty \[multipart\]"):
            f.FirmwareUpgrade(empty, size=0)
    with pytest.raises(ParseError, match="method-wrong"):
        f.FirmwareUpgrade(b"x").to_http("GET")
    assert f.FirmwareUpgrade(b"x").validate("5.0") == ()
    assert [problem.code for problem in f.FirmwareUpgrade(b"x").validate("4.9")] == ["path-wrong"]


def test_a_copy_with_another_file_has_the_size_of_that() -> None:
    request = f.FirmwareUpgrade(b"firmware", filename="a.bin").replace(file=b"other")
    assert request == f.FirmwareUpgrade(b"other", filename="a.bin")
    assert f.FirmwareUpgrade(b"firmware").replace(file=Once(b"data"), size=4).size == 4
    with pytest.raises(ValueError, match="pass its size"):
        f.FirmwareUpgrade(b"firmware").replace(file=Once(b"data"))


def test_a_file_is_sent_from_where_it_stands_and_again_where_it_can_seek() -> None:
    file = io.BytesIO(b"headfirmware")
    file.seek(4)
    body = f.FirmwareUpgrade(file).to_http(verify=True).body
    assert joined(body) == joined(body)
    assert b"\r\n\r\nfirmware\r\n" in joined(body)
    once = f.FirmwareUpgrade(Once(b"data"), size=4).to_http().body
    assert b"data" in joined(once)
    with pytest.raises(ValueError, match="already been read"):
        joined(once)


def test_a_file_that_is_not_as_it_said_stops_the_body() -> None:
    with pytest.raises(ValueError, match="not the declared 5 bytes"):
        joined(f.FirmwareUpgrade(Once(b"data"), size=5).to_http().body)
    with pytest.raises(TypeError, match="not bytes"):
        joined(f.FirmwareUpgrade(io.StringIO("text")).to_http().body)  # type: ignore[arg-type]
    # What follows the stated size is not sent, so that the length stays right.
    body = f.FirmwareUpgrade(Once(b"data and more"), size=4).to_http().body
    assert b"\r\n\r\ndata\r\n--" in joined(body)


@pytest.mark.parametrize("at", [0, 1, b.CHUNK - 8, b.CHUNK - 4, b.CHUNK - 1, b.CHUNK, 2 * b.CHUNK - 5, 3 * b.CHUNK - 8])
def test_a_boundary_in_the_data_is_found_across_chunks(at: int) -> None:
    data = bytearray(3 * b.CHUNK)
    data[at : at + 8] = b"boundary"
    for file in (bytes(data), io.BytesIO(data)):
        with pytest.raises(ValueError, match="the file contains the boundary"):
            f.FirmwareUpgrade(file).to_http(boundary="boundary", verify=True)
    data[at + 3] = 0
    assert f.FirmwareUpgrade(bytes(data)).to_http(boundary="boundary", verify=True)


def test_another_boundary_is_drawn_where_the_first_is_in_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["first", "second", "third", "fourth"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(drawn))
    request = f.FirmwareUpgrade(b"first second").to_http(verify=True)
    assert request.header("Content-Type") == "multipart/form-data; boundary=third"
    with pytest.raises(ValueError, match="can't be verified"):
        f.FirmwareUpgrade(Once(b"data"), size=4).to_http(verify=True)


def test_boundaries_cant_be_guessed() -> None:
    seen = {f.FirmwareUpgrade(b"x").to_http().header("Content-Type") for _ in range(50)}
    assert len(seen) == 50


def test_a_large_file_needs_little_memory() -> None:
    size = 64 * MEGABYTE
    tracemalloc.start()
    try:
        request = f.FirmwareUpgrade(Synthetic(size)).to_http(verify=True)
        reader = p.MultipartReader.of(request)
        sent = received = 0
        for chunk in request.body if not isinstance(request.body, bytes) else ():
            sent += len(chunk)
            received += sum(len(event.data) for event in reader.feed(chunk) if isinstance(event, p.PartData))
        reader.close()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert received == size
    assert sent == length(request)
    assert peak < MEGABYTE


def test_the_standard_library_can_send_it() -> None:
    sent = io.BytesIO()

    class Socket:
        def sendall(self, data: bytes) -> None:
            sent.write(data)

    request = f.FirmwareUpgrade(Synthetic(3 * b.CHUNK + 5)).to_http()
    connection = http.client.HTTPConnection("device")
    connection.sock = Socket()
    connection.request(request.method, request.target, request.body, dict(request.headers))
    head, _, body = sent.getvalue().partition(b"\r\n\r\n")
    assert b"chunked" not in head
    assert body == joined(request.body)


# Reading a request.


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"path": "/axis-cgi/restart.cgi"}, "path-wrong"),
        ({"method": "GET"}, "method-wrong"),
        ({"query": "type=hard"}, "argument-value"),
        ({"query": "type=normal&type=normal"}, "argument-repeated"),
        ({"headers": ()}, "multipart"),
        ({"headers": (("Content-Type", "application/octet-stream"),)}, "multipart"),
        ({"headers": (("Content-Type", "multipart/form-data"),)}, "multipart"),
        ({"headers": (("Content-Type", "multipart/form-data; boundary="),)}, "multipart"),
        ({"headers": (("Content-Type", 'multipart/form-data; boundary="b'),)}, "multipart"),
        ({"headers": (("Content-Type", "multipart/form-data; boundary=b; boundary=c"),)}, "multipart"),
        ({"body": b""}, "multipart"),
        ({"body": b"--b--"}, "multipart"),
        ({"body": START + b"x"}, "multipart"),
        ({"body": START + b"x\r\n" + START + b"y\r\n--b--"}, "multipart"),
        ({"body": START + b"\r\n--b--"}, "multipart"),
        ({"body": b"--b\r\n\r\nx\r\n--b--"}, "multipart"),
        ({"body": b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--'}, "multipart"),
        ({"body": b'--b\r\nContent-Disposition: form-data; filename="f"\r\n\r\nx\r\n--b--'}, "multipart"),
    ],
)
def test_a_request_is_refused_with_its_first_problem(changes: dict[str, object], code: str) -> None:
    request = HttpRequest(
        "POST",
        "/axis-cgi/firmwareupgrade.cgi",
        "",
        (("content-type", 'Multipart/Form-Data; charset=x; BOUNDARY="b"'),),
        START + b"x\r\n--b--",
    )
    assert f.FirmwareUpgrade.from_http(request) == f.FirmwareUpgrade(b"x", "normal", "a.bin")
    older = request.replace(path="/axis-cgi/admin/firmwareupgrade.cgi")
    assert f.FirmwareUpgrade.from_http(older) == f.FirmwareUpgrade(b"x", "normal", "a.bin")
    warned = request.replace(query="kind=normal")
    assert f.FirmwareUpgrade.from_http(warned) == f.FirmwareUpgrade(b"x", "normal", "a.bin")
    assert [(problem.code, problem.severity) for problem in validate_request(warned)] == [
        ("argument-unknown", "warning")
    ]
    with pytest.raises(ParseError) as caught:
        f.FirmwareUpgrade.from_http(request.replace(**changes))
    assert caught.value.code == code
    str(caught.value)


def test_validation_reads_no_body_that_it_would_use_up() -> None:
    once = f.FirmwareUpgrade(Once(b"data"), size=4).to_http().replace(headers=())
    assert validate_request(once) == ()
    assert b"data" in joined(once.body)
    file = io.BytesIO(b"head" + b"x" * 3 * b.CHUNK)
    file.seek(4)
    sent = f.FirmwareUpgrade(file).to_http(boundary="xx")
    for _ in range(2):
        assert [problem.code for problem in validate_request(sent)] == []
        assert file.tell() == 4
        assert [problem.code for problem in validate_request(sent.replace(headers=()))] == ["multipart"]
        assert file.tell() == 4
    joined(sent.body)
    assert validate_request(sent) == ()
    assert file.tell() == len(file.getvalue())
    file.truncate(9)
    with pytest.raises(ValueError, match="not the declared"):
        validate_request(sent)


# The reader.


def part(name: str | None, filename: str | None, *headers: tuple[str, str]) -> p.PartStart:
    return p.PartStart(headers, name, filename)


BARE = part(None, None)
END = p.BodyEnd()


@pytest.mark.parametrize(
    ("body", "events"),
    [
        (b"--b--", [END]),
        (b"--b--\r\nepilogue --b", [END]),
        (b"preamble\r\n--b--", [END]),
        (b"preamble\n--b--", [END]),
        (b"x--b\r\n--b--", [END]),
        (b"--b\r\n\r\nx\r\n--b--", [BARE, p.PartData(b"x"), p.PartEnd(), END]),
        (b"--b \t\r\n\r\nx\r\n--b--  \r\n", [BARE, p.PartData(b"x"), p.PartEnd(), END]),
        (b"--b\n\nx\r\n--b--", [BARE, p.PartData(b"x"), p.PartEnd(), END]),
        (b"--b\r\n\r\n\r\n--b--", [BARE, p.PartEnd(), END]),
        (b"--b\r\n\r\n--b--", [BARE, p.PartEnd(), END]),
        (b"--b\n\n--b--", [BARE, p.PartEnd(), END]),
        (b"--b\r\n\r\n\r\n\r\n--b--", [BARE, p.PartData(b"\r\n"), p.PartEnd(), END]),
        (b"--b\r\n\r\n\n--b--\r\r\n--b--", [BARE, p.PartData(b"\n--b--\r"), p.PartEnd(), END]),
        (b"--b\r\n\r\n\r\n--bb\r\n--b-\r\n--b--", [BARE, p.PartData(b"\r\n--bb\r\n--b-"), p.PartEnd(), END]),
        (b"--b\r\n\r\nx\r\n--b\rx\r\n--b--", [BARE, p.PartData(b"x\r\n--b\rx"), p.PartEnd(), END]),
        (
            b"--b\r\nA:b\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--",
            [
                part(None, None, ("A", "b")),
                p.PartData(b"x"),
                p.PartEnd(),
                BARE,
                p.PartData(b"y"),
                p.PartEnd(),
                p.BodyEnd(),
            ],
        ),
        (
            b'--b\r\nContent-Disposition: form-data; name=n;\r\n filename="f"\r\n\r\n\r\n--b--',
            [part("n", "f", ("Content-Disposition", 'form-data; name=n; filename="f"')), p.PartEnd(), END],
        ),
    ],
)
def test_bodies_and_their_events(body: bytes, events: list[object]) -> None:
    assert run([body]) == run(bytewise(body)) == events


@pytest.mark.parametrize(
    ("value", "name", "filename"),
    [
        ('form-data; name="n"; filename="f"', "n", "f"),
        ("FORM-DATA;NAME=n;FILENAME=f", "n", "f"),
        ("form-data; filename=f.bin; name=n;", "n", "f.bin"),
        ("form-data ; name = n", "n", None),
        (r'form-data; name="a\"b\\c"; filename="C:\dir\f.bin"', 'a"b\\c', r"C:\dir\f.bin"),
        ('form-data; name=""; filename=""', "", ""),
        ('form-data; name="a;b=c"', "a;b=c", None),
        ("form-data; name=ü", "ü", None),
        ("attachment; name=n; filename=f", None, None),
        ("form-data", None, None),
    ],
)
def test_names_and_filenames(value: str, name: str | None, filename: str | None) -> None:
    body = f"--b\r\nContent-Disposition: {value}\r\n\r\n\r\n--b--".encode()
    assert run([body])[0] == part(name, filename, ("Content-Disposition", value))


@pytest.mark.parametrize(
    ("body", "start", "end", "words"),
    [
        (b"", 0, 0, "before the first boundary"),
        (b"preamble", 8, 8, "before the first boundary"),
        (b"--bb\r\n", 6, 6, "before the first boundary"),
        (b"--b\r\nA: b", 9, 9, "in the headers"),
        (b"--b\r\n\r\nx", 8, 8, "in a part"),
        (b"--b\r\n\r\nx\n--b--", 14, 14, "in a part"),
        (b"--b\r\n\r\nx\r\n--b", 13, 13, "in a part"),
        (b"--b\r\nA: b\r\nnonsense\r\n\r\n", 11, 19, "'nonsense' is not a header"),
        (b"--b\r\n A: b\r\n\r\n", 5, 10, "is not a header"),
        (b"--b\r\nA : b\r\n\r\n", 5, 10, "is not a header"),
        (b"--b\r\n: b\r\n\r\n", 5, 8, "is not a header"),
        (b"--b\r\nA: \0\r\n\r\n", 5, 9, "control character"),
        (b"--b\r\nA: b\rC: d\r\n\r\n", 5, 14, "control character"),
        (b"--b\r\nContent-Disposition: form-data; name\r\n\r\n", 5, 41, "malformed or repeated"),
        (b'--b\r\nContent-Disposition: form-data; name="\r\n\r\n', 5, 43, "malformed or repeated"),
        (b"--b\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n", 5, 51, "malformed or repeated"),
        (b"--b\r\nContent-Disposition: a\r\ncontent-disposition: a\r\n\r\n", 29, 51, "occurs twice"),
        (b"--b\r\nA: " + b"x" * 16384, 5, 16389, "longer than 16384 bytes"),
        (b"--b\r\n" + b"A: b\r\n" * 4000, 5, 16389, "longer than 16384 bytes"),
    ],
)
def test_malformed_bodies(body: bytes, start: int, end: int, words: str) -> None:
    problem, text = failure(run([body])[-1])
    assert (problem.code, problem.span.start, problem.span.end) == ("multipart", start, end)
    assert words in problem.message
    assert text in {body[:end], b""}
    assert run(bytewise(body))[-1] == (problem, text)


def test_an_error_comes_after_what_was_before_it_and_stays() -> None:
    reader = p.MultipartReader("b")
    assert reader.feed(b"--b\r\n\r\nx\r\n--b\r\nbad\r\n\r\n") == [BARE, p.PartData(b"x"), p.PartEnd()]
    for attempt in (lambda: reader.feed(b"more"), lambda: reader.feed(b""), reader.close):
        with pytest.raises(ParseError, match="'bad' is not a header"):
            attempt()


def test_the_limit_of_headers_counts_their_bytes() -> None:
    head = b"--b\r\nA: bcd\r\n\r\n"
    assert run([head + b"\r\n--b--"], max_headers=10)[-1] == p.BodyEnd()
    assert "longer than 9 bytes" in failure(run([head + b"\r\n--b--"], max_headers=9)[-1])[0].message
    assert "longer than 1 byte" in failure(run([head + b"\r\n--b--"], max_headers=1)[-1])[0].message


@given(BODIES, st.lists(st.integers(0, 400), max_size=12))
def test_any_cut_gives_the_same_events(body: bytes, cuts: list[int]) -> None:
    body = START + body if len(body) % 3 else body
    places = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    pieces = [body[a:b] for a, b in itertools.pairwise(places)]
    assert b"".join(pieces) == body
    assert run([body]) == run(pieces) == run(bytewise(body))


@given(st.binary(max_size=200) | BODIES)
def test_any_bytes_give_events_or_a_parse_error(body: bytes) -> None:
    events = run([body])
    assert events
    last = events[-1]
    if not isinstance(last, p.BodyEnd):
        problem, text = failure(last)
        assert problem.code == "multipart"
        assert problem.span.end <= len(body)
        str(ParseError(problem, text))
    kinds = [type(event) for event in events if not isinstance(event, (tuple, p.PartData))]
    for index, kind in enumerate(kinds):
        assert kind is (p.PartStart, p.PartEnd)[index % 2] or (kind is p.BodyEnd and index == len(kinds) - 1)


@given(st.text(max_size=80))
def test_any_content_type_gives_a_reader_or_a_parse_error(text: str) -> None:
    for value in (text, f"multipart/form-data; {text}", f"multipart/form-data; boundary={text}"):
        try:
            p.MultipartReader.of(HttpRequest("POST", "/", "", (("Content-Type", value),)))
        except ParseError as error:
            assert error.span.end <= len(value)  # noqa: PT017


@given(BODIES)
def test_data_that_looks_like_a_boundary_is_data(data: bytes) -> None:
    data = (b"\r\n" + data).replace(b"\r\n--b", b"\r\n--bb")[2:]
    events = run(bytewise(START + data + b"\r\n--b--"))
    assert events[1:] == [*([p.PartData(data)] if data else []), p.PartEnd(), END]


def test_memory_stays_small_for_preambles_headers_and_epilogues() -> None:
    tracemalloc.start()
    try:
        for head in (b"", b"--b--", START):
            reader = p.MultipartReader("b")
            reader.feed(head)
            for _ in range(256):
                reader.feed((b"\r\n--b x" + b"y" * 1000) * 14)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MEGABYTE
