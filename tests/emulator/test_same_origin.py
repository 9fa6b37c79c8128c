"""Requests that browsers must not be able to send: from other origins' pages, or to names other than the emulator's."""

from __future__ import annotations

import pytest

from tests.emulator.test_emulator import SECRET, running
from tests.support.independent.digest_client import PWDGRP, Client
from vapix_proto.emulator import Emulator
from vapix_proto.emulator._same_origin import SameOrigin

ADD = f"action=add&user=root&pwd={SECRET}&grp=root&sgrp=admin:operator:viewer:ptz"
HERE = "127.0.0.1:8080"


def status(same_origin: SameOrigin, **fields: str) -> int | None:
    """The status code with which a request is refused; None if it is accepted."""
    headers = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in fields.items()]
    refusal = same_origin.refusal([*headers, (b"content-type", b"text/plain")])
    return None if refusal is None else refusal[0]


@pytest.mark.parametrize(
    "host",
    [
        HERE,
        "127.0.0.1",
        "localhost:8080",
        "LOCALHOST",
        "localhost.",
        "camera.localhost:80",
        "[::1]:8080",
        "[fe80::1%25eth0]",
        "192.0.2.7:1",
        "127.1",
        "0x7f000001",
        "2130706433",
    ],
)
def test_addresses_and_localhost_are_always_allowed(host: str) -> None:
    assert status(SameOrigin(), host=host) is None
    assert status(SameOrigin(), host=host, origin=f"http://{host}") is None


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8080",
        "camera",
        "localhost.evil.example",
        "notlocalhost",
        "127.0.0.1.evil.example",
        "1.2.3.4x",
        "evil.example:80:127.0.0.1",
        "evil.1..",
        "localhost..",
        "localhost\x85",
        "[evil.example]",
        "evil.example@127.0.0.1",
        "[::1].evil.example",
        "",
        "\xff",
    ],
)
def test_other_names_are_refused(host: str) -> None:
    assert status(SameOrigin(), host=host) == 421
    assert status(SameOrigin(), host=host, origin=f"http://{host}") == 421
    assert status(SameOrigin(["*"]), host="evil.example") is None


def test_names_and_origins_can_be_allowed() -> None:
    some = SameOrigin(["Camera", "cam.lan."], ["http://localhost:5173", "null", "moz-extension://x"])
    for host in ("camera:8080", "CAMERA", "cam.lan", "cam.lan.:80"):
        assert status(some, host=host) is None
        assert status(some, host=host, origin=f"https://{host}") is None
    for host in ("a.camera", "camera.lan", "lan"):
        assert status(some, host=host) == 421
    for origin in ("http://localhost:5173", "null", "moz-extension://x"):
        assert status(some, host=HERE, origin=origin, sec_fetch_site="cross-site") is None
        assert status(SameOrigin(), host=HERE, origin=origin) == 403
    assert status(some, host=HERE, origin="http://localhost:5174") == 403
    for site in ("cross-site", "same-site"):
        assert status(SameOrigin(origins=["*"]), host=HERE, origin="http://evil.example", sec_fetch_site=site) is None
        assert status(SameOrigin(origins=["*"]), host=HERE, sec_fetch_site=site) is None
    assert status(SameOrigin(origins=["*"]), host="evil.example") == 421
    dotted = SameOrigin(origins=["http://camera."])
    assert status(dotted, host=HERE, origin="http://camera.") is None
    assert status(dotted, host=HERE, origin="http://camera") == 403


@pytest.mark.parametrize(
    ("name", "own", "foreign", "expected"),
    [
        (b"host", HERE.encode(), b"evil.example", 421),
        (b"origin", f"http://{HERE}".encode(), b"http://evil.example", 403),
        (b"sec-fetch-site", b"same-origin", b"cross-site", 403),
    ],
)
def test_every_value_of_a_repeated_field_must_be_allowed(
    name: bytes, own: bytes, foreign: bytes, expected: int
) -> None:
    host = [] if name == b"host" else [(b"host", HERE.encode())]
    assert SameOrigin().refusal([*host, (name, own), (name, own)]) is None
    for values in ((own, foreign), (foreign, own)):
        refusal = SameOrigin().refusal([*host, *((name, value) for value in values)])
        assert refusal is not None
        assert refusal[0] == expected


def test_programs_that_are_no_browsers_notice_nothing() -> None:
    assert status(SameOrigin()) is None  # an HTTP/1.0 request
    assert status(SameOrigin(), host=HERE) is None
    assert status(SameOrigin(), host=HERE, referer="http://evil.example/") is None


def test_pages_of_the_emulator_itself_and_of_nobody_else() -> None:
    for origin in (f"http://{HERE}", f"https://{HERE}", f"HTTP://{HERE}"):
        assert status(SameOrigin(), host=HERE, origin=origin) is None
    for origin in ("null", "", "http://127.0.0.1", "http://127.0.0.1:80801", f"http://x@{HERE}", f"ftp://{HERE}", HERE):
        assert status(SameOrigin(), host=HERE, origin=origin) == 403
    for site, expected in (("none", None), ("same-origin", None), ("same-site", 403), ("cross-site", 403), ("x", 403)):
        assert status(SameOrigin(), host=HERE, sec_fetch_site=site) == expected


@pytest.mark.parametrize("name", ["", "http://camera", "camera:8080", "camera/", "a b", "a,b", "\n", "::1"])
def test_what_is_no_host_name(name: str) -> None:
    with pytest.raises(ValueError, match="host name"):
        Emulator(allowed_hosts=[name])


@pytest.mark.parametrize("origin", ["", "camera", "http://camera/", "http://", "//camera", "http://a b", "http://a?b"])
def test_what_is_no_origin(origin: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        Emulator(allowed_origins=[origin])


def test_one_text_is_no_collection() -> None:
    with pytest.raises(TypeError, match="collections"):
        Emulator(allowed_hosts="camera")
    with pytest.raises(TypeError, match="collections"):
        Emulator(allowed_origins="*")


def test_a_page_of_another_origin_makes_no_admin_of_a_new_device() -> None:
    emulator = Emulator()
    with emulator, Client(emulator.url) as client:
        for fields in (
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Host": "evil.example:8080"},
            {"Host": "evil.example:8080", "Origin": "http://evil.example:8080"},
        ):
            said = client.once("POST", PWDGRP, ADD.encode(), fields)
            assert said.status == (421 if "Host" in fields else 403)
            assert b"--allow-" in said.body
        # As a picture or a link on another site would send it.
        assert client.once("GET", f"{PWDGRP}?{ADD}", headers={"Sec-Fetch-Site": "cross-site"}).status == 403
        assert client.once("GET", "/healthz", headers={"Host": "evil.example"}).status == 421
        # If a request's target contains a host, it is checked, too (RFC 9112, 3.2.2).
        for host, expected in (("127.0.0.1", 200), ("evil.example", 421), ("root@127.0.0.1", 421), ("", 421)):
            assert client.once("GET", f"HTTP://{host}/healthz", headers={"Host": "127.0.0.1"}).status == expected
        assert emulator.device.accounts == ()
        assert emulator.device.log == ()
        own = {"Origin": emulator.url, "Sec-Fetch-Site": "same-origin"}
        assert b"Created account root." in client.once("POST", PWDGRP, ADD.encode(), own).body


def test_credentials_that_a_browser_remembers_do_not_help_another_page() -> None:
    emulator = Emulator("12.11", user="root", password=SECRET)
    with emulator, Client(emulator.url, "root", SECRET) as root:
        assert root.ask("GET", f"{PWDGRP}?action=get").status == 200
        body = b"action=add&user=eve&pwd=foo&grp=users&sgrp=viewer"
        assert root.ask("POST", PWDGRP, body, {"Origin": "https://evil.example"}).status == 403
        assert root.ask("POST", PWDGRP, body, {"Origin": emulator.url}).status == 200
    assert [account.user for account in emulator.device.accounts] == ["root", "eve"]


def test_the_name_that_it_listens_on_is_allowed() -> None:
    with Emulator(host="localhost") as emulator, Client(emulator.url) as client:
        assert client.once("GET", "/healthz").status == 200
    assert status(Emulator(host="camera")._same_origin, host="camera:8080") is None
    for host in ("::1", "0.0.0.0", "::"):
        assert status(Emulator(host=host)._same_origin, host="camera") == 421
        assert status(Emulator(host=host)._same_origin, host="192.0.2.7:8080") is None


def test_the_command_allows_names_and_origins() -> None:
    with (
        running("--allow-host", "a", "--allow-host", "b", "--allow-origin", "http://c") as (_, url),
        Client(url) as client,
    ):
        for host, origin, expected in (("a", "http://a", 200), ("b:80", "http://c", 200), ("c", "http://c", 421)):
            assert client.once("GET", "/healthz", headers={"Host": host, "Origin": origin}).status == expected
