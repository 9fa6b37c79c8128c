"""Passwords are hidden in every form and in all output of a conformance run, and other texts stay readable."""

from __future__ import annotations

import base64
import html
import json
import re
import ssl
import string
import threading
import warnings
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

import pytest
from click.testing import CliRunner
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.support.conform_devices import ADMIN, FULL, Faulty, Recorder, arguments, device, reply
from vapix_proto import conform
from vapix_proto.cli.app import cli
from vapix_proto.conform import Unusable
from vapix_proto.conform._connection import PUBLIC
from vapix_proto.oracle import Account, redaction
from vapix_proto.oracle.redaction import Secrets
from vapix_proto.vapix.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def percent_all(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


def mixed(text: str) -> str:
    """The text with every other character percent-encoded, in upper or lower case."""
    return "".join(percent_all(char).upper() if at % 2 else char for at, char in enumerate(text))


def code_units(text: str) -> list[int]:
    data = text.encode("utf-16-be")
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]


#: The encodings that docs/reference/conformance.md promises to hide.
FORMS: dict[str, Callable[[str], str]] = {
    "itself": str,
    "percent": lambda text: quote(text, safe=""),
    "percent, all": percent_all,
    "percent, some": mixed,
    "percent, twice": lambda text: quote(quote(text, safe=""), safe=""),
    "form": quote_plus,
    "HTML": html.escape,
    "HTML twice": lambda text: html.escape(html.escape(text)),
    "HTML, decimal": lambda text: "".join(f"&#{ord(char)};" for char in text),
    "HTML, hex": lambda text: "".join(f"&#x{ord(char):X};" for char in text),
    "HTML, hex with zeros": lambda text: "".join(f"&#X{ord(char):06x};" for char in text),
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON with slashes": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "JSON twice": lambda text: json.dumps(json.dumps(text))[3:-3],
    "JSON, all": lambda text: "".join(f"\\u{unit:04X}" for unit in code_units(text)),
    "Python": lambda text: ascii(text)[1:-1],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "Basic": lambda text: f"Basic {base64.b64encode(f'root:{text}'.encode()).decode()}",
    "Basic, encoded": lambda text: quote(base64.b64encode(f"root:{text}".encode()).decode(), safe=""),
    "base64 in base64 of more": lambda text: base64.b64encode(f"ab{text}xyz".encode()).decode(),
}
characters = st.sampled_from(string.ascii_letters + string.digits + "&<>\"'%+/\\ ;:=#?~-._äß\u20ac\U0001f511")
passwords = st.text(characters, min_size=8, max_size=64)


def windows(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(len(text) - size + 1)]


def hide(text: str, password: str, user: str = "root") -> str:
    secrets = Secrets(PUBLIC)
    secrets.add(password, user)
    return secrets.hide(text)


@pytest.mark.parametrize("form", FORMS)
@given(password=passwords, before=st.sampled_from(["", "x", "%", "&", "\\", "\\\\", "%2", "&amp", "100%25", '{"a": "']))
@example(password="41&amp;#39;%26+ x", before="%")
@example(password="Sec/ret+&'\"\\of", before="")
@example(password="\U0001f511\U0001f511\U0001f511\U0001f511\U0001f511\U0001f511\U0001f511\U0001f511", before="\\")
def test_no_form_of_a_password_is_shown(form: str, password: str, before: str) -> None:
    assume(not any(piece in redaction._PUBLIC + PUBLIC for piece in windows(password, 8)))
    written = FORMS[form](password)
    hidden = hide(f"{before}{written} is wrong", password)
    assert "***" in hidden
    assert hidden.endswith(" is wrong")
    # The ends of base64 blend with their neighbours and may remain; a prefix may look like part of an escape.
    left = hidden.removesuffix(" is wrong").replace("***", "")
    assert len(left) <= len(before) + (len("Basic ") + len("Q%3D%3D") if "as" in form else 0), hidden


@given(text=st.text(characters, max_size=60), password=passwords)
def test_a_text_without_the_password_stays(text: str, password: str) -> None:
    if not {password[at : at + 2] for at in range(len(password) - 1)} & {text[at : at + 2] for at in range(len(text))}:
        plain = text.translate({ord(char): None for char in "%&\\+"})
        assert hide(plain, password) == plain


def test_a_part_of_a_password_is_hidden() -> None:
    for start, end in ((0, 8), (3, 11), (5, 16), (8, 16)):
        assert hide(f"cut: {'Geheim-Wort-1234'[start:end]}...", "Geheim-Wort-1234") == "cut: ***..."


@pytest.mark.parametrize("errors", ["replace", "surrogateescape"])
def test_a_password_in_another_charset_is_hidden(errors: str) -> None:
    password = "Schl\xfcssel-f\xfcr-K\xf6ln"
    for written in (password.encode("latin-1").decode("utf-8", errors), password.encode().decode("latin-1")):
        assert hide(f"<{written}>", password) == "<***>"
    assert hide(quote(password, encoding="latin-1"), password) == "***"
    assert hide(base64.b64encode(password.encode("latin-1")).decode(), password) == "***"


@pytest.mark.parametrize("password", ["a", "pw", "root", "pass", "admin", "operator", "viewer", "password", "Time.NTP"])
def test_a_password_that_is_an_ordinary_word_is_hidden_where_it_is_told(password: str) -> None:
    token = base64.b64encode(f"root:{password}".encode()).decode()
    for text in (f"pwd={password}", f"password: '{password}'", f'{{"password": "{password}"}}', f"root:{password}"):
        hidden = hide(f"{text}", password)
        assert "***" in hidden
        assert hidden.count(password) <= "password".count(password) + "pwd".count(password)
        assert hidden == hide(hidden, password)
    assert hide(f"Basic {token}", password).rstrip("=") == "Basic ***"
    text = "2. as root: POST /axis-cgi/pwdgrp.cgi action=add&user=vpxaa&sgrp=admin:operator:viewer&pwd=<16 characters>"
    text += ' digusers="root,anna" the password is of another status: a pass of Time.NTP.Server, root.Time.SyncSource'
    assert hide(text, password) == text


@pytest.mark.parametrize("password", ["1234", "Ab-1", "pass1", "r00t!", "geheim7"])
def test_a_short_password_that_is_no_word_is_hidden_as_a_whole(password: str) -> None:
    for form in ("itself", "percent, all", "HTML, decimal", "JSON, all", "Basic"):
        written = FORMS[form](password)
        for text in (f"<{written}>", f"x={written}&y", written, f"pwd%3D{written}"):
            assert "***" in hide(text, password), (form, text)
    assert hide(f"x{password}y", password) == f"x{password}y"


def test_many_passwords_cost_no_more_time_than_a_few() -> None:
    # Counts how often the text is searched for pieces, because timing would be unreliable.
    counts: Counter[int] = Counter()

    class Counting(dict[str, str]):
        def __contains__(self, key: object) -> bool:
            counts[len(self)] += 1
            return super().__contains__(key)

    for number in (60, 600):
        secrets = Secrets()
        for at in range(number):
            secrets.add(f"{at:08}-Secret-{at:08}")
        secrets._pieces = {size: Counting(pieces) for size, pieces in secrets._pieces.items()}
        secrets.hide("plain & more %41 text " * 50)
    assert len(counts) == 2
    assert max(counts.values()) <= 1.5 * min(counts.values()) < 100_000


@pytest.mark.parametrize("few", [0, 256])
def test_a_long_text_is_read_in_windows_that_change_nothing(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction, "_FEW", few)
    password = "Secret-of&root=1"
    parts = [password, *(FORMS[form](password) for form in ("percent, all", "HTML, hex", "Python", "Basic"))]
    text = "plain ~ ".join(parts * 3) + " \\" * 30
    whole, short = hide(text, password), hide("pwd=%72oot7 r%6fot7x &#x78;root7 ", "root7")
    for size in (1, 7, 64):
        monkeypatch.setattr(redaction, "_WINDOW", size)
        assert hide(text, password) == whole
        assert hide("pwd=%72oot7 r%6fot7x &#x78;root7 ", "root7") == short
    assert short == "*** r%6fot7x &#x78;root7 "
    assert whole.count("***") == len(parts) * 3


def test_secrets_are_in_no_repr() -> None:
    secrets = Secrets()
    secrets.add("Secret-of-root&1", "root")
    assert "of-root" not in repr(secrets)


# -- the outputs of a run


def texts_of(result: conform.Result) -> list[str]:
    return [conform.to_json(result), conform.to_junit(result), conform.to_html(result), repr(result)]


def shown(text: str, passwords: set[str]) -> list[str]:
    """The passwords that a text shows, even in part, in any of the encodings."""
    written = {(password, form(password)) for password in passwords for form in FORMS.values()}
    return [one for one, form in written if form in text or (len(form) > 15 and form[2:14] in text)]


@pytest.mark.parametrize("form", ["percent, some", "form", "HTML, hex", "JSON, all", "Python", "base64", "Basic"])
def test_reports_have_no_password_in_any_form(form: str) -> None:
    def echo(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        args = arguments(request)
        if "pwd" not in args:
            return None
        return reply(f"{FORMS[form](login.password) if login else ''}\n<{FORMS[form](args['pwd'])}>")

    transport = Faulty(device(), echo)
    result = conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=60)
    passwords = {ADMIN.password} | {text for request in transport.sent if (text := arguments(request).get("pwd"))}
    assert result.findings
    assert len(passwords) > 3
    for text in texts_of(result):
        assert shown(text, passwords) == []


def test_what_was_not_restored_has_no_password() -> None:
    def fault(to: Faulty, request: HttpRequest, login: conform.Login | None) -> HttpResponse | None:
        if any(name.endswith("Time.NTP.Server") for name in arguments(request)):
            to.set(Time__NTP__Server="Secret-of-root.example.com")
            return reply("OK")
        return None

    transport = Faulty(device(), fault)
    login = conform.Login("root", "Secret-of-root.example")
    start = transport.device
    transport.device = start.replace(accounts=(Account("root", login.password, "root", FULL),))
    result = conform.run(transport, login, allow_writes=True, seed=1, max_requests=150)
    assert "Time.NTP.Server is '***" in " ".join(result.not_restored)
    assert shown("".join(texts_of(result)), {login.password}) == []


@pytest.mark.parametrize("form", ["itself", "percent, some", "HTML", "JSON, all", "Basic"])
def test_errors_before_the_search_have_no_password(form: str) -> None:
    written = FORMS[form](ADMIN.password)

    def fail(error: Exception) -> HttpResponse:
        raise error from KeyError(written)

    for error in (conform.Unreachable(f"refused: {written}"), RuntimeError(written, 1), None):

        def response(*_: object, error: Exception | None = error) -> HttpResponse:
            return reply(f'users="{written}\n') if error is None else fail(error)

        transport = Faulty(device(), response)
        with pytest.raises((conform.Unreachable, RuntimeError, Unusable)) as caught:
            conform.run(transport, ADMIN)
        for raised in (caught.value, caught.value.__cause__, caught.value.__context__):
            assert shown(f"{raised} {raised!r}", {ADMIN.password}) == []


def test_the_terminal_and_the_reports_of_the_command_have_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Echo(Faulty):
        url = "http://127.0.0.1"

        def __init__(self, *_: Any, **__: Any) -> None:
            super().__init__(
                device(), lambda *_: reply(f"{FORMS['Basic'](ADMIN.password)} {mixed(ADMIN.password)}\n", 500)
            )

        def __enter__(self) -> Echo:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(conform, "HttpTransport", Echo)
    secret = tmp_path / "password"
    secret.write_text(ADMIN.password)
    reports = [tmp_path / f"report.{kind}" for kind in ("json", "xml", "html")]
    options = ["--user", "root", "--password-file", str(secret), *(f"--report={path}" for path in reports)]
    found = CliRunner().invoke(cli, ["conform", "http://127.0.0.1", *options, "--axis-os", "11.11"])
    written = found.output + "".join(path.read_text("utf-8") for path in reports if path.exists())
    assert found.exit_code == 2
    assert shown(written, {ADMIN.password}) == []


#: A certificate from no real device, made for this test.
PEM = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBSc6sdeMNFjtC5+b
I3H4AbBi+JTA7YxvPIHOKA/d/FShRANCAARtu4sYG3WNhOxDmH+1DQQ9jjCe7uYB
NvagrktI4s6O5D7RJiK0digQYjxPVqbjXEl8g5dOQOka7rzTfKu5er60
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBejCCAR+gAwIBAgIURIDGrMjIutwyjNoerxt2rSCKpjAwCgYIKoZIzj0EAwIw
ETEPMA0GA1UEAwwGZGV2aWNlMCAXDTI2MTEyNzEzMjExNFoYDzIxMjYxMTAzMTMy
MTE0WjARMQ8wDQYDVQQDDAZkZXZpY2UwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AARtu4sYG3WNhOxDmH+1DQQ9jjCe7uYBNvagrktI4s6O5D7RJiK0digQYjxPVqbj
XEl8g5dOQOka7rzTfKu5er60o1MwUTAdBgNVHQ4EFgQUb6oFoL9HyeRpxdgT7i1B
eSm2sqYwHwYDVR0jBBgwFoAUb6oFoL9HyeRpxdgT7i1BeSm2sqYwDwYDVR0TAQH/
BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA6TPeJZ8VQ+yda7pYqkz5NWhTgVEr
RTlniEkVQtovYjMCIQCYjRdnQFYecu1VFq+DMEKjcW3YIjiX/7c7Uy9TrH/6QA==
-----END CERTIFICATE-----
"""


def test_a_certificate_that_is_not_checked_is_no_flood_of_warnings(tmp_path: Path) -> None:
    class Refusing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(401)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    secret, pem = tmp_path / "password", tmp_path / "device.pem"
    secret.write_text(ADMIN.password)
    pem.write_text(PEM)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        options = ["--user", "root", "--password-file", str(secret), "--insecure"]
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            found = CliRunner().invoke(cli, ["conform", f"https://127.0.0.1:{server.server_port}", *options])
        server.shutdown()
        thread.join()
    assert (found.exit_code, "asks for a login without saying how" in found.output) == (2, True), found.output
    assert [one for one in warned if "HTTPS" in str(one.message)] == []


# -- the run's own passwords


def test_passwords_of_a_run_need_no_encoding_but_where_that_is_tried() -> None:
    transport = Recorder(device())
    conform.run(transport, ADMIN, allow_writes=True, seed=1, max_requests=900)
    passwords = {text for request in transport.sent if (text := arguments(request).get("pwd"))}
    plain = {text for text in passwords if re.fullmatch(r"[A-Za-z0-9._~-]+", text)}
    assert {16, 64, 65} <= {len(text) for text in plain}
    # Each kind of character that a form must encode or that is not ASCII is in a password of some step.
    assert {text[-1] for text in passwords - plain if text.isascii()} == {"~", "\x7f", "\t"}
    assert {text[-7:] for text in passwords - plain if text.endswith("~")} == {'%":& +~'}
    assert {text[-1] for text in passwords - plain if not text.isascii()} == {"\xfc"}
    assert set("".join(plain)) > set("AZaz09-._~")
