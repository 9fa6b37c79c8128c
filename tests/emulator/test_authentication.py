"""Which credentials a device of each version requests and accepts, over HTTP and HTTPS."""

from __future__ import annotations

import base64
import logging
import re
import shutil
import subprocess
import urllib.request
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.independent.digest_client import PWDGRP, Client, authorization, basic, challenge_of
from vapix_proto.emulator import Emulator
from vapix_proto.emulator._authentication import POLICIES, Authentication
from vapix_proto.emulator._digest import MalformedCredentialsError
from vapix_proto.vapix import AxisOs

REALM = "AXIS_ACCC8E000001"
LISTING = f"{PWDGRP}?action=get"
OLD = 'Digest realm="AXIS_ACCC8E000001", nonce="...", stale=FALSE, qop="auth"'
DIGEST = 'Digest realm="AXIS_ACCC8E000001", nonce="...", algorithm=MD5, qop="auth"'
BASIC = 'Basic realm="AXIS_ACCC8E000001"'


def asking(version: str = "11.11", policy: str | None = None) -> Authentication:
    return Authentication(REALM, AxisOs.parse(version), policy, lifetime=60, ticks=lambda: 1000.0)


def challenges(version: str, policy: str | None, scheme: str) -> list[str]:
    found = asking(version, policy).challenges(scheme)
    return [re.sub('nonce="[^"]*"', 'nonce="..."', challenge) for challenge in found]


@pytest.mark.parametrize(
    ("version", "http", "https"),
    [
        ("5.51", [OLD, BASIC], [OLD, BASIC]),
        ("9.80", [DIGEST], [DIGEST]),
        ("10.12", [DIGEST], [DIGEST]),
        ("11.11", [DIGEST], [DIGEST]),
        ("12.11", [DIGEST], [BASIC]),
        ("13.0", [DIGEST], [BASIC]),
    ],
)
def test_each_version_asks_for_what_was_recorded(version: str, http: list[str], https: list[str]) -> None:
    assert (challenges(version, None, "http"), challenges(version, None, "https")) == (http, https)


@pytest.mark.parametrize("version", ["9.80", "12.11"])
def test_a_policy_decides_what_is_asked_for(version: str) -> None:
    found = {policy: (challenges(version, policy, "http"), challenges(version, policy, "https")) for policy in POLICIES}
    assert found == {
        "recommended": ([DIGEST], [BASIC]),
        "digest": ([DIGEST], [DIGEST]),
        "basic": ([BASIC], [BASIC]),
        "basic_digest": ([DIGEST], [DIGEST]),
    }
    assert challenges("5.51", "digest", "https") == [OLD]


def user_of(header: str, password: str = "pass", policy: str | None = "basic") -> str | None:
    verdict = asking(policy=policy).check("http", [header], "GET", "/", {"root": password}.get)
    assert not verdict.stale
    return verdict.user


def encoded(text: bytes) -> str:
    return base64.b64encode(text).decode()


def test_basic_credentials_are_accepted_where_basic_is_offered() -> None:
    assert user_of(basic("root", "pass")) == "root"
    assert user_of(basic("root", "pass").replace("Basic ", "basic   ")) == "root"
    assert user_of(basic("root", "a:b:"), "a:b:") == "root"
    assert user_of(basic("root", "f\u00fc"), "f\u00fc") == "root"
    assert user_of(basic("root", "pass"), policy="digest") is None


@pytest.mark.parametrize(
    "header",
    [
        basic("root", "Pass"),
        basic("root", "pass "),
        basic("root", ""),
        basic("joe", "pass"),
        basic("", "pass"),
        "Basic",
        "Basic ",
        "Basic " + encoded(b"root"),
        "Basic " + encoded(b"\xff\xfe:pass"),
        "Basic !" + encoded(b"root:pass"),
        "Basic root:pass",
        "Basic \xe9",
        "Basically " + encoded(b"root:pass"),
        "Digest x",
    ],
)
def test_other_credentials_are_nobody_s(header: str) -> None:
    assert user_of(header) is None


def test_base64_has_its_padding() -> None:
    header = basic("root", "pass1")
    assert (user_of(header, "pass1"), user_of(header.rstrip("="), "pass1")) == ("root", None)


def test_more_than_one_header_opens_nothing() -> None:
    header = basic("root", "pass")
    assert asking(policy="basic").check("http", [header, header], "GET", "/", {"root": "pass"}.get).user is None
    with pytest.raises(MalformedCredentialsError, match="more than one"):
        asking("5.51").check("http", [header, header], "GET", "/", {"root": "pass"}.get)


def test_where_both_are_offered_either_opens() -> None:
    device = asking("5.51")
    asked = challenge_of(device.challenges("http")[0])
    for header in (basic("root", "pass"), authorization("root", "pass", "GET", "/", asked)):
        assert device.check("http", [header], "GET", "/", {"root": "pass"}.get).user == "root"
    modern = asking("12.11")
    asked = challenge_of(modern.challenges("http")[0])
    header = authorization("root", "pass", "GET", "/", asked)
    assert modern.check("https", [header], "GET", "/", {"root": "pass"}.get).user is None
    assert modern.check("http", [header], "GET", "/", {"root": "pass"}.get).user == "root"


PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=64)


@given(PRINTABLE, PRINTABLE)
def test_a_password_opens_and_no_other_does(password: str, other: str) -> None:
    assert user_of(basic("root", password), password) == "root"
    assert (user_of(basic("root", other), password) == "root") is (other == password)


@given(st.text(max_size=80), st.binary(max_size=80))
def test_no_header_is_too_odd(text: str, raw: bytes) -> None:
    for header in (text, f"Basic {text}", f"Basic {encoded(raw)}"):
        assert user_of(header, "secret") is None or raw == b"root:secret"
    assert "secret" not in repr(asking())


# -- over sockets, with the clients that are installed here


@pytest.fixture(params=["5.51", "11.11"])
def url(request: pytest.FixtureRequest) -> Any:
    with Emulator(request.param, user="root", password="pass", serial=REALM.removeprefix("AXIS_")) as emulator:
        yield emulator.url


def test_each_challenge_has_a_header_of_its_own() -> None:
    with Emulator("5.51", user="root", password="pass") as emulator, Client(emulator.url) as nobody:
        nobody._connection.request("GET", LISTING)
        response = nobody._connection.getresponse()
        response.read()
        found = [value.split()[0] for name, value in response.getheaders() if name == "www-authenticate"]
        assert found == ["Digest", "Basic"]
        header = {"Authorization": basic("root", "pass")}
        assert nobody.once("GET", LISTING, headers=header).status == 200
        header = {"Authorization": basic("root", "word")}
        assert nobody.once("GET", LISTING, headers=header).status == 401
    emulator = Emulator(user="root", password="pass", auth_policy="Basic")
    with emulator, Client(emulator.url, "root", "pass") as root:
        assert root.ask("GET", LISTING).status == 200
        assert root.asked == {"realm": REALM}


def test_no_log_has_basic_credentials(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    header = {"Authorization": basic("root", "S3cr3t-Passw0rd")}
    emulator = Emulator(user="root", password="S3cr3t-Passw0rd", auth_policy="basic")
    with emulator, Client(emulator.url) as client:
        for target, status in ((LISTING, 200), (f"{LISTING}&x=1", 200), ("/nothing", 404)):
            assert client.once("GET", target, headers=header).status == status
        assert client.once("GET", LISTING, headers={"Authorization": f"{header['Authorization']}x"}).status == 401
    for text in (caplog.text, *emulator.device.lines("Access"), *emulator.device.lines("System")):
        assert "S3cr3t" not in text
        assert header["Authorization"][6:20] not in text


def test_urllib_logs_in(url: str) -> None:
    passwords = urllib.request.HTTPPasswordMgr()
    passwords.add_password(REALM, url, "root", "pass")
    with urllib.request.build_opener(urllib.request.HTTPDigestAuthHandler(passwords)).open(url + LISTING) as response:
        assert response.status == 200


@pytest.mark.parametrize("name", ["httpx", "requests"])
def test_libraries_log_in(url: str, name: str) -> None:
    library = pytest.importorskip(name)
    digest = library.DigestAuth if name == "httpx" else library.auth.HTTPDigestAuth
    for _ in range(2):
        assert library.get(url + LISTING, auth=digest("root", "pass")).status_code == 200
        assert library.get(url + LISTING, auth=digest("root", "word")).status_code == 401


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
@pytest.mark.parametrize(("option", "policies"), [("--digest", {"digest"}), ("--basic", {"basic"}), ("--anyauth", {"digest", "basic"})])  # fmt: skip  # noqa: E501
def test_curl_logs_in(option: str, policies: set[str]) -> None:
    for policy in ("digest", "basic"):
        with Emulator("11.11", user="root", password="pass", auth_policy=policy) as emulator:
            line = ["curl", "-s", "-o", "-", "-w", "\n%{http_code}", option, "-u", "root:pass", emulator.url + LISTING]
            done = subprocess.run(line, capture_output=True, text=True, timeout=300, check=True)
        assert done.stdout.endswith("\n200" if policy in policies else "\n401")
