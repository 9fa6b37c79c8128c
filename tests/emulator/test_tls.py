"""HTTPS beside HTTP: both serve the same device, clients can trust the certificate, and shutdown waits for nobody."""

from __future__ import annotations

import logging
import math
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.emulator.test_emulator import EMULATOR_DOCUMENT as DOCUMENT
from tests.emulator.test_emulator import PATIENCE, SECRET, running
from tests.emulator.test_fixture import EMULATOR_BLOCKS
from tests.support.independent.digest_client import PWDGRP, Client
from vapix_proto.cli import main
from vapix_proto.cli.app import cli
from vapix_proto.emulator import Emulator, Limits
from vapix_proto.emulator.certificate import load

SELF_SIGNED = Path(__file__).parent.parent / "conform" / "self_signed.pem"
LISTING = f"{PWDGRP}?action=get"


@pytest.fixture(autouse=True)
def _made_here() -> None:
    pytest.importorskip("trustme")


@pytest.mark.parametrize("version", ["5.51", "10.12", "12.11"])
def test_both_connections_lead_to_one_device(version: str) -> None:
    emulator = Emulator(version, user="root", password=SECRET, tls=True)
    with (
        emulator,
        Client(emulator.url, "root", SECRET, ca=emulator.ca_pem) as secure,
        Client(emulator.http_url, "root", SECRET) as plain,
    ):
        assert emulator.url.startswith("https://127.0.0.1:")
        assert emulator.http_url.startswith("http://127.0.0.1:")
        assert emulator.url.split(":")[2] != emulator.http_url.split(":")[2]
        added = secure.post(PWDGRP, action="add", user="joe", pwd="foo", grp="users", sgrp="viewer", comment="")
        assert added.status == 200
        assert b"joe" in plain.ask("GET", LISTING).body
        assert plain.asked["nonce"]
        assert ("nonce" in secure.asked) is (version != "12.11")
    assert [account.user for account in emulator.device.accounts] == ["root", "joe"]
    for gone in ("url", "http_url"):
        with pytest.raises(RuntimeError, match="not running"):
            getattr(emulator, gone)


def handshake(emulator: Emulator, name: str, ca: bytes = b"") -> None:
    context = ssl.create_default_context(cadata=ca.decode() or None)
    port = int(emulator.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as raw:
        context.wrap_socket(raw, server_hostname=name).close()


def test_the_certificate_is_for_the_names_of_the_emulator_and_of_this_one_alone() -> None:
    emulator = Emulator(tls=True, allowed_hosts=["camera", "*"])
    with emulator:
        for name in ("127.0.0.1", "::1", "localhost", "camera"):
            handshake(emulator, name, emulator.ca_pem)
        with pytest.raises(ssl.SSLCertVerificationError, match="other"):
            handshake(emulator, "other", emulator.ca_pem)
        for ca in (b"", Emulator(tls=True).ca_pem):
            with pytest.raises(ssl.SSLCertVerificationError):
                handshake(emulator, "localhost", ca)
    assert Emulator().ca_pem == b""


def test_a_certificate_may_be_given() -> None:
    emulator = Emulator(tls=load(str(SELF_SIGNED), None))
    with emulator:
        context = ssl.create_default_context(cafile=str(SELF_SIGNED))
        context.check_hostname = False
        port = int(emulator.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as raw:
            context.wrap_socket(raw).close()
    assert emulator.ca_pem == b""


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"tls": "yes"}, TypeError),
        ({"tls": str(SELF_SIGNED)}, TypeError),
        ({"tls": True, "tls_port": 65536}, ValueError),
        ({"tls": True, "allowed_hosts": ["no_name"]}, ValueError),
        ({"auth_policy": "none"}, ValueError),
        ({"limits": 5}, TypeError),
        ({"nonce_seconds": "300"}, TypeError),
        ({"nonce_seconds": -1.0}, ValueError),
        ({"nonce_seconds": math.nan}, ValueError),
    ],
)
def test_wrong_arguments(wrong: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error, match=r"tls|port|no_name|policy|limits|nonce"):
        Emulator(**wrong)


@pytest.mark.parametrize(
    "wrong", [{"body": -1}, {"upload": -1}, {"seconds": 0}, {"seconds": math.nan}, {"seconds": "30"}, {"body": 1.5}]
)
def test_wrong_limits(wrong: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{next(iter(wrong))} (is|must be) "):
        Limits(**wrong)


def test_a_port_in_use_leaves_the_other_one_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        emulator = Emulator(tls=True, tls_port=taken.getsockname()[1])
        for _ in range(2):
            with pytest.raises(OSError, match="in use"):
                emulator.__enter__()
            assert repr(emulator) == "<Emulator not running>"
    with emulator:
        handshake(emulator, "localhost", emulator.ca_pem)


def test_the_end_waits_for_no_client_that_is_in_the_middle_of_tls(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    emulator = Emulator(tls=True)
    with emulator:
        port = int(emulator.url.rpartition(":")[2])
        silent = socket.create_connection(("127.0.0.1", port))
        wrong = socket.create_connection(("127.0.0.1", port))
        wrong.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert wrong.recv(1000) == b""  # not TLS
        idle = Client(emulator.url, ca=emulator.ca_pem)
        assert idle.once("GET", "/healthz").status == 200
    silent.close()
    wrong.close()
    idle._connection.close()
    assert caplog.text == ""


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)
    with pytest.raises(ImportError, match="install the tls extra of vapix-proto"):
        Emulator(tls=True)
    with Emulator(tls=load(str(SELF_SIGNED), None)) as emulator:
        assert emulator.url.startswith("https://")


def test_a_file_that_holds_no_certificate_is_named(tmp_path: Path) -> None:
    no_key, other_key, locked = tmp_path / "cert.pem", tmp_path / "key.pem", tmp_path / "locked.pem"
    text = SELF_SIGNED.read_text("ascii")
    start = text.index("-----BEGIN CERTIFICATE-----")
    no_key.write_text(text[start : text.index("-----END CERTIFICATE-----") + 26])
    import trustme

    other_key.write_bytes(trustme.CA().private_key_pem.bytes())
    locked.write_text("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMA==\n-----END ENCRYPTED PRIVATE KEY-----\n")
    for certificate, key in ((no_key, None), (no_key, other_key), (no_key, locked), (other_key, None)):
        with pytest.raises(ValueError, match=r"\.pem must contain|\.pem and .*\.pem must contain"):
            load(str(certificate), None if key is None else str(key))
    for names in (("missing.pem", None), (str(SELF_SIGNED), "missing.pem")):
        with pytest.raises(OSError, match=r"No such file or directory: 'missing\.pem'"):
            load(*names)


# -- the command


def test_the_command_writes_what_clients_need(tmp_path: Path) -> None:
    ca, password = tmp_path / "ca.pem", tmp_path / "password"
    password.write_text(SECRET)
    options = ["--axis-os", "12.11", "--user", "root", "--password-file", str(password), "--tls-ca-out", str(ca)]
    with running(*options, "--tls-port", "0") as (process, url):
        assert process.stdout is not None
        plain = process.stdout.readline().strip()
        with Client(url, "root", SECRET, ca=ca.read_bytes()) as secure, Client(plain, "root", SECRET) as root:
            assert secure.ask("GET", LISTING).body == root.ask("GET", LISTING).body
        if shutil.which("curl"):
            line = ["curl", "-s", "--cacert", str(ca), "--basic", "-K", "-", url + LISTING]
            given = f'user = "root:{SECRET}"'
            done = subprocess.run(line, input=given, capture_output=True, text=True, timeout=PATIENCE, check=True)
            assert 'digusers="root"' in done.stdout
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert SECRET not in err
    assert "certificate" not in err


def test_the_command_names_the_option_for_trust() -> None:
    with running("--tls", "--tls-port", "0", "--host", "0.0.0.0") as (process, url):
        assert url.startswith("https://0.0.0.0:")
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=PATIENCE)
    assert "--tls-ca-out" in err
    assert "over http, nothing is encrypted" in err


@pytest.mark.parametrize(
    "options",
    [
        ["--tls-key", "SELF_SIGNED"],
        ["--tls-cert", "missing.pem"],
        ["--tls-cert", "TEXT"],
        ["--tls-cert", "SELF_SIGNED", "--tls-key", "TEXT"],
        ["--tls-cert", "SELF_SIGNED", "--tls-ca-out", "TEXT"],
        ["--tls-ca-out", "/no/such/folder/ca.pem"],
        ["--tls", "--tls-port", "65536"],
        ["--tls", "--allow-host", "no_name"],
        ["--auth-policy", "none"],
    ],
)
def test_wrong_use_of_the_command(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "TEXT").write_text(SECRET)
    names = {"SELF_SIGNED": str(SELF_SIGNED), "TEXT": str(tmp_path / "TEXT")}
    given = ["--port", "0", *(names.get(option, option) for option in options)]
    monkeypatch.setattr(sys, "argv", ["vapix-proto", "emulate", *given])
    monkeypatch.setattr("vapix_proto.emulator._uvicorn.Server.run", lambda *_: pytest.fail("it serves"))
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    assert (ended.value.code, "Error" in err, SECRET in out + err) == (2, True, False)
    assert (tmp_path / "TEXT").read_text() == SECRET


# -- the document


def test_the_code_of_the_document_runs() -> None:
    exec(compile(EMULATOR_BLOCKS[5], "emulator.md", "exec"), {})


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_commands_of_the_document_do_what_they_are_for(tmp_path: Path) -> None:
    block = next(text for text in re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL) if "--tls-ca-out" in text)
    served, _, asked, tested = block.splitlines()
    (tmp_path / "secret.txt").write_text(SECRET)

    def words(line: str) -> list[str]:
        """The arguments of the command, with file names that exist."""
        found = shlex.split(
            line.removesuffix(" &").removeprefix("vapix-proto emulate").replace("root '", f"root:{SECRET} '")
        )
        return [str(tmp_path / word) if word in ("ca.pem", "secret.txt") else word for word in found]

    with running(*words(served), "--tls-port", "0") as (_, url):
        command = words(asked.replace("https://127.0.0.1:8443", url))
        done = subprocess.run([*command, "-s"], capture_output=True, text=True, timeout=PATIENCE, check=True)
        assert 'digusers="root"' in done.stdout
        pytest.importorskip("hypothesis")
        _, *command = words(tested.replace("https://127.0.0.1:8443", url))
        found = CliRunner().invoke(cli, [*command, "--max-requests", "60"])
        assert (found.exit_code, found.output.splitlines()[-1]) == (0, "no finding in an incomplete run"), found.output
