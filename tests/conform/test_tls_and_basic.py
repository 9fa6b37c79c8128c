"""Certificates that are trusted or not, and passwords that may or may not be sent in clear text."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from tests.conform.test_http_transport import CHALLENGE, KEPT, OK, Hostile, refusal
from tests.support.conform_devices import ADMIN
from vapix_proto import conform
from vapix_proto.cli.app import cli
from vapix_proto.emulator import Emulator
from vapix_proto.vapix.http import HttpRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

SELF_SIGNED = Path(__file__).parent / "self_signed.pem"
LISTING = HttpRequest("GET", "/axis-cgi/pwdgrp.cgi", "action=get")
BASIC = b'WWW-Authenticate: Basic realm="AXIS_X"\r\n'


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text(ADMIN.password)
    return path


def call(url: str, secret: Path, *options: str) -> Any:
    fixed = ["--user", "root", "--password-file", str(secret), "--max-requests", "60", "--seed", "1"]
    return CliRunner().invoke(cli, ["conform", url, *fixed, *options])


# -- Basic over HTTP


@pytest.mark.parametrize("headers", [BASIC, BASIC.replace(b"realm", b'charset="UTF-8", REALM'), BASIC * 2])
def test_no_password_is_sent_in_clear_unasked(headers: bytes) -> None:
    with Hostile(refusal(headers), OK) as device, pytest.raises(conform.Unreachable, match="--allow-basic") as caught:
        device.ask()
    assert len(device.requests) == 1
    assert ADMIN.password not in str(caught.value)


def test_basic_is_used_where_it_is_allowed_and_nothing_else_is_offered() -> None:
    login = conform.Login("root", "f\u00fc:\\")
    responses = (refusal(BASIC), OK, OK, refusal(BASIC, b"no"), refusal(CHALLENGE + BASIC), OK)
    with Hostile(*responses) as device, conform.HttpTransport(device.url, allow_basic=True) as transport:
        request = HttpRequest("POST", "/", "", (), b"action=get")
        assert [transport.send(request, login).body for _ in range(4)] == [b"OK", b"OK", b"no", b"OK"]
    found = [data.decode("latin-1").partition("Authorization: ")[2].split("\r\n")[0] for data in device.requests]
    basic = "Basic " + base64.b64encode("root:f\u00fc:\\".encode()).decode()
    # The device refuses the password, so the run does not send it again.
    assert found[:5] == ["", basic, basic, basic, basic]
    assert found[5].startswith("Digest ")


def test_a_basic_device_is_tested_only_with_the_option(secret: Path) -> None:
    with Emulator(user="root", password=ADMIN.password, auth_policy="basic") as emulator:
        refused = call(emulator.url, secret)
        assert (refused.exit_code, "--allow-basic" in refused.output) == (2, True), refused.output
        found = call(emulator.url, secret, "--allow-basic")
        assert (found.exit_code, found.output.splitlines()[-1]) == (0, "no finding in an incomplete run"), found.output


# -- certificates


@pytest.fixture
def secured() -> Iterator[Emulator]:
    pytest.importorskip("trustme")
    with Emulator("12.11", user="root", password=ADMIN.password, tls=True) as emulator:
        yield emulator


def test_a_device_over_https_is_tested_with_its_authority(secured: Emulator, secret: Path, tmp_path: Path) -> None:
    ca = tmp_path / "ca.pem"
    ca.write_bytes(secured.ca_pem)
    found = call(secured.url, secret, "--ca", str(ca), "--allow-writes")
    assert (found.exit_code, found.output.splitlines()[-1]) == (0, "no finding in an incomplete run"), found.output
    assert [account.user for account in secured.device.accounts] == ["root"]

    found = call(secured.url, secret)
    assert found.exit_code == 2
    assert "its certificate is not trusted: " in found.output
    assert "--ca FILE" in found.output

    # The server that answers could have read the password.
    found = call(secured.url, secret, "--insecure")
    assert (found.exit_code, "--allow-basic" in found.output) == (2, True), found.output
    found = call(secured.url, secret, "--insecure", "--allow-basic")
    assert found.exit_code == 0, found.output


def test_a_certificate_for_another_name_is_said(tmp_path: Path) -> None:
    trustme = pytest.importorskip("trustme")
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("camera").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with Emulator(tls=context) as emulator:
        transport = conform.HttpTransport(emulator.url, ca=str(tmp_path / "ca.pem"))
        with transport, pytest.raises(conform.Unreachable, match="its certificate is for another name: "):
            transport.send(LISTING, None)


def test_a_certificate_is_checked_unless_told_not_to() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(SELF_SIGNED)

    def serve() -> None:
        for _ in range(2):
            connection, _ = listener.accept()
            with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True) as secured:
                while secured.recv(65536):
                    secured.sendall(KEPT)
                    answered.append(1)

    answered: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        with conform.HttpTransport(url) as transport, pytest.raises(conform.Unreachable, match=r"not trusted.*--ca"):
            transport.send(LISTING, None)
        assert answered == []
        with conform.HttpTransport(url, verify=False) as transport:
            for _ in range(2):
                assert transport.send(LISTING, None).body == b"OK"
            wire = transport._connection._wire
            assert wire is not None
            assert wire.is_idle()
        thread.join()


@pytest.mark.parametrize(
    ("url", "options", "said"),
    [
        ("https://127.0.0.1:1", ["--ca", "missing.pem"], "No such file"),
        ("https://127.0.0.1:1", ["--ca", "TEXT"], "no PEM certificate"),
        ("https://127.0.0.1:1", ["--ca", "SELF_SIGNED", "--insecure"], "--ca"),
        ("http://127.0.0.1:1", ["--ca", "SELF_SIGNED"], "--ca"),
    ],
)
def test_an_authority_that_is_of_no_use_is_wrong_use(
    url: str, options: list[str], said: str, secret: Path, tmp_path: Path
) -> None:
    names = {"SELF_SIGNED": str(SELF_SIGNED), "TEXT": str(secret), "missing.pem": str(tmp_path / "missing.pem")}
    found = call(url, secret, *(names.get(option, option) for option in options))
    assert found.exit_code == 2
    assert said in found.output
    assert "no response" not in found.output
    assert ADMIN.password not in found.output
