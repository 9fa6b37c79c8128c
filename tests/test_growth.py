"""Every public reader takes at most about four times the work for four times the text."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.growth import assert_linear, work
from tests.tz.test_laws import SHAPES
from vapix_proto import ParseError, Problem, Span, tz, vapix
from vapix_proto.cli.request_judgement import judged
from vapix_proto.cli.request_texts import requests_of
from vapix_proto.cli.shell_words import CommandLineError
from vapix_proto.errors import limited
from vapix_proto.vapix.http import decode_arguments

Case = tuple[Callable[[int], Any], Callable[[Any], object]]


def repeated(*pieces: str) -> Callable[[int], str]:
    """A function that makes a text: the first piece, n copies of the second (numbered, for {n}), and the third."""
    first, piece, last = pieces
    return lambda n: first + "".join(piece.replace("{n}", str(number)) for number in range(n)) + last


def all_of_accounts(text: str) -> object:
    """Every property of an account listing."""
    listing = vapix.AccountListing.parse(text)
    again = vapix.AccountListing(listing.lines)
    found = listing.accounts, listing.system_accounts, listing.access_groups, listing.problems, listing.groups
    return found, str(listing), again.accounts


def all_of_parameters(text: str) -> object:
    """Every property of a parameter listing."""
    listing = vapix.ParameterListing.parse(text.encode())
    return str(listing), hash(listing), listing == listing.replace()


def of_requests(text: str) -> object:
    """All readers of requests, with the text as arguments in the query and in the body."""
    for cgi in ("pwdgrp", "param", "serverreport", "systemlog"):
        for request in (
            vapix.HttpRequest("GET", f"/axis-cgi/{cgi}.cgi", text),
            vapix.HttpRequest("POST", f"/axis-cgi/{cgi}.cgi", "", (), text.encode()),
        ):
            vapix.validate_request(request)
            try:
                vapix.parse_request(request)
            except ParseError as error:
                str(error)
    return vapix.validate_request(text)


def of_request_texts(text: str) -> object:
    """The verdicts on requests that somebody wrote, one per line."""
    read = [each for each in requests_of(text) if not isinstance(each, CommandLineError)]
    return [judged(each, cgi, None, initial_admin=False) for each in read for cgi in ("pwdgrp.cgi", "param.cgi")]


def of_json(text: str) -> object:
    """All readers of JSON requests and responses."""
    headers = (("Content-Type", "application/json"),)
    found: list[object] = []
    for method, path in (("POST", "/axis-cgi/time.cgi"), ("PATCH", "/config/rest/time/v2/timeZone/posix")):
        request = vapix.HttpRequest(method, path, "", headers, text.encode())
        found += vapix.validate_request(request)
        try:
            found.append(vapix.parse_request(request))
        except ParseError as error:
            found.append(str(error))
    response = vapix.HttpResponse(200, (), text.encode())
    requests = vapix.GetAllTimeInfo(), vapix.GetTimeSettings(), vapix.GetApiList(), vapix.GetAllProperties()
    return found, [request.read(response) for request in requests]


def of_upload(text: str) -> object:
    """The readers of uploads, with the body in one chunk and in small chunks."""
    body = text.encode()
    for size in (len(body), 7):
        reader = vapix.MultipartReader("b")
        for at in range(0, len(body), size):
            reader.feed(body[at : at + size])
        reader.close()
    headers = (("Content-Type", "multipart/form-data; boundary=b"),)
    return vapix.FirmwareUpgrade.from_http(
        vapix.HttpRequest("POST", "/axis-cgi/firmwareupgrade.cgi", "", headers, body)
    )


def of_content_type(text: str) -> object:
    """The reader of the boundary in a content type."""
    headers = (("Content-Type", f"multipart/form-data{text}"),)
    return vapix.MultipartReader.of(vapix.HttpRequest("POST", "/", "", headers))


def of_responses(text: str) -> object:
    """The readers of responses other than listings."""
    response = vapix.HttpResponse(200, (), text.encode())
    requests = vapix.RemoveUser("a"), vapix.UpdateParameters({"a.b": ""}), vapix.Restart(), vapix.ServerReport()
    return [request.read(response) for request in requests]


def of_names(text: str) -> object:
    """The validators of short texts, such as user names."""
    found = [vapix.validate_user(text), vapix.validate_password(text), vapix.validate_comment(text)]
    found += [vapix.validate_role(text), *(vapix.validate_parameter(name, text) for name in vapix.PARAMETERS)]
    for build in (vapix.UserName, vapix.Password, vapix.Role.parse, vapix.SystemLog, vapix.ServerReport):
        with pytest.raises(ValueError, match=r"\[[a-z-]+\]"):
            build(text)
    return vapix.validate_parameter(text, "")


CASES: dict[str, tuple[Callable[[str], object], tuple[tuple[str, str, str], ...]]] = {
    "accounts": (
        all_of_accounts,
        (
            ('admin="root"\ndigusers="', "user{n},", '"\n'),
            ("", "admin=u{n}\n", "digusers=u1"),
            ("", 'admin="u{n}"\r\n', ""),
            ('digusers="', "u{n},", '"\nadmin="u1"\nadmin="u2"'),
            ("", "g{n}=a,\n", ""),
            ("admin=u\n", "a\n", ""),
            ("admin=u\n", 'a="\n', ""),
            ("", "admin=!{n}\n", ""),
            ("", 'x="a"', ""),
            ("", 'x="a"', "!"),
            ("admin=u\n", "=", ""),
            ("admin=", ",", "!"),
            ("admin=", "a" * 14, "!"),
            ("", "\r\n", "admin=u"),
            ("admin=u\n", "\xe9\n", ""),
        ),
    ),
    "parameters": (
        all_of_parameters,
        (
            ("", "root.Time.NTP.Server{n}=172.16.3.1 \n", ""),
            ("", "root.Time.NTP.Server={n}\n", ""),
            ("", "# Error: Error -1 getting param in group 'X{n}'\n", ""),
            ("a.b=1\n", "a..b=1\n", ""),
            ("a.b=1\n", "a.b=1\r2\n", ""),
            ("a.b=1\n", "no line\n", ""),
            ("a.b=1\n", "\n", ""),
            ("", "a.b=", ""),
            ("", "a.", "b=1"),
            ("# Error: Error -1 getting param in group '", "'!", ""),
            ("root.", "root.", "a=1"),
            ("[a]\n", 'b{n}    = "1"\n', ""),
            ("", '[a{n}]\nb = "1"\n', ""),
            ('---- Parameter list ----\n[a]\nb = "', '" ---- ', '"'),
            ("", "\u00e9=", ""),
        ),
    ),
    "requests": (
        of_requests,
        (
            ("action=get&", "x{n}=1&", ""),
            ("action=get", "&action=get", ""),
            ("action=add&user=", "!", "&pwd=x"),
            ("action=list&group=", "a,", ""),
            ("action=update&", "root.a{n}.b=1&", ""),
            ("action=update&", "a {n}=1&", ""),
            ("action=update&Time.POSIXTimeZone=", "a", ""),
            ("action=update&", "%", ""),
            ("", "&%zz=%", ""),
            ("mode=", "text", "&pwd=x"),
            ("text=", "a", "!"),
            ("", "+", ""),
            ("action=add&user=joe&grp=users&pwd=x&sgrp=", "viewer:", ""),
        ),
    ),
    "request texts": (
        of_request_texts,
        (
            ("action=list&group=", ",", ""),
            ("action=list&group=", "%2C", ""),
            ("action=update&", "a {n}=1&", ""),
            ("curl 'http://h/axis-cgi/pwdgrp.cgi?action=get", "&x{n}=1", "'"),
            ("curl http://h/axis-cgi/pwdgrp.cgi ", "-s ", "-d action=get"),
            ("curl ", "\\\n ", "http://h/axis-cgi/pwdgrp.cgi?action=get"),
            ("", "action=get\n", ""),
        ),
    ),
    "json": (
        of_json,
        (
            ("", "[", ""),
            ("", '{"a":', ""),
            ('{"method":"', "a", '"}'),
            ('{"method":"getAll"', ',"x{n}":1', "}"),
            ('{"method":"getAll"', ',"method":"getAll"', "}"),
            ('{"params":{', '"params":{},', '"x":1}}'),
            ('{"params":', '{"params":', ""),
            ('{"method":"getAll","params":{"timeZone":[', "1,", "1]}}"),
            ('{"method":"setPosixTimeZone","params":{"posixTimeZone":"', "a", '"}}'),
            ('{"method":"setDateTime","params":{"dateTime":"', "1", '"}}'),
            ('{"method":"setTimeZone","params":{"timeZone":"', "a/", '"}}'),
            ('{"context":"', "\\ud800", '"}'),
            ('{"context":', "1", "}"),
            ('{"data":{"timeZone":"', "<", '","dstEnabled":true}}'),
            ('{"data":{', '"timeZone":"UTC0",', '"dstEnabled":true}}'),
            ('{"data":', " ", ""),
            ('{"method":"getAll","data":{"timeZones":[', '"a",', '"a"]}}'),
            ('{"data":{"apiList":[', '{"id":"a","version":"1"},', '{"id":"a","version":"1"}]}}'),
            ('{"data":{"propertyList":{', '"a{n}":"1",', '"a":"1"}}}'),
            ('{"status":"success","data":{', '"time":{"dateTime":""},', '"x":1}}'),
            ('{"status":"success","data":', '{"timeZone":', "1"),
        ),
    ),
    "responses": (
        of_responses,
        (
            ("Created account ", "a", "."),
            ("Created account ", ".", ""),
            ("", "<body", ""),
            ("<body>", "</body", ""),
            ("", "# Error: Error setting 'root.a{n}' to '1'!\n", ""),
            ("# Error: Error setting 'root.a' to '", "'!", "\n"),
            ("Error: malformed action operation, ", "x.", ""),
        ),
    ),
    "uploads": (
        of_upload,
        (
            ('--b\r\nContent-Disposition: form-data; name="n"; filename="f"\r\n\r\n', "\r\n--b x", "\r\n--b--"),
            ('--b\r\nContent-Disposition: form-data; name="n"; filename="f"\r\n\r\n', "\r\n--b-", "\r\n--b--"),
            ("", "\r\n--b x", "\r\n--b--"),
            ("--b\r\n", "A: b\r\n", "\r\n--b--"),
            ("--b\r\nA: b\r\n", " a\r\n", "\r\n--b--"),
            ("--b\r\nContent-Disposition: form-data", '; a{n}="\\"', '"\r\n\r\n--b--'),
        ),
    ),
    "content types": (
        of_content_type,
        (
            ("", ";", ""),
            ("", "; a{n}=b", "; boundary=b"),
            ('; a="', "\\x", ""),
            ("; a=", " ", '"'),
            ("; ", "a", ""),
            ("; boundary=", "a", ""),
        ),
    ),
    "names": (
        of_names,
        tuple(
            ("", piece, "\n")
            for piece in ("a", ".", "-", "0", "@", ":", " ", "a.", "1.", "\u0661", "viewer:", "a:", "!")
        ),
    ),
}
VAPIX = [(act, pieces) for act, several in CASES.values() for pieces in several]


@pytest.mark.parametrize(("act", "pieces"), VAPIX, ids=lambda value: getattr(value, "__name__", repr(value)))
def test_vapix(act: Callable[[str], object], pieces: tuple[str, str, str], thorough: bool) -> None:
    make = repeated(*pieces)
    size = 20 if act is of_requests else 40  # of_requests makes eight requests from each text
    assert_linear(make, act, 100 if thorough else size)
    if thorough:
        try:
            act(make(100_000))
        except ValueError:
            return


@pytest.mark.parametrize("first", ["action=list&group=", "action=list&pwd=x&group="])
def test_a_list_with_a_problem_for_each_character(first: str) -> None:
    assert_linear(lambda n: first + "," * n, lambda text: vapix.validate_request(text, cgi="param.cgi"), 1000)


@pytest.mark.parametrize("piece", ["%", "%41", "a%"])
def test_encoded_arguments_cost_little_memory(piece: str) -> None:
    text = piece * 10_000
    limited(decode_arguments(text)[1])
    tracemalloc.start()
    try:
        limited(decode_arguments(text)[1])
        assert tracemalloc.get_traced_memory()[1] < 20 * len(text)
    finally:
        tracemalloc.stop()


def all_of_a_zone(text: str) -> object:
    """All verdicts on a TZ string, with each error written as text."""
    try:
        tz.parse("UTC0" + text)
    except ParseError as error:
        str(error)
    return tz.validate(text), tz.is_valid(text), tz.validate(text, tz.TZIF_V3)


@pytest.mark.parametrize("shape", SHAPES)
def test_time_zones(shape: str, thorough: bool) -> None:
    assert_linear(lambda n: SHAPES[shape] * n, all_of_a_zone, 100 if thorough else 40)


def test_an_excerpt_takes_the_same_work_however_long_the_text_is() -> None:
    def show(size: int) -> int:
        error = ParseError(Problem("tz-empty", "m", Span(size // 2, size)), "\xe9" * size)
        return work(lambda: str(error)) - size  # the text itself is not extra work

    assert show(1000) == show(100_000)


# Growth that the helper must detect.


def copies(text: str) -> str:
    """Copies the rest of the text for each character."""
    while text:
        text = text[1:]
    return text


def pairs(text: str) -> int:
    """Looks at each pair of characters."""
    return sum(one == other for one in text for other in text)


@pytest.mark.parametrize("act", [copies, pairs])
def test_quadratic_work_is_detected(act: Callable[[str], object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.growth._OURS", __file__)
    with pytest.raises(AssertionError, match="steps"):
        assert_linear(lambda n: "".join(map(chr, range(n))), act, 40)
    assert_linear(lambda n: "a" * n, lambda text: sum(character == "a" for character in text), 40)
