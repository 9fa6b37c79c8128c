"""The code in docs/how-to/accounts-and-parameters.md works with a device, in this test the emulator."""

from __future__ import annotations

from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from tests.docs.test_code import check_python
from tests.support.documents import Block, blocks
from tests.support.paths import DOCS

if TYPE_CHECKING:
    from pathlib import Path

PAGE = DOCS / "how-to" / "accounts-and-parameters.md"
CODE = [block for block in blocks(PAGE) if block.language == "python"]
WITH_REQUESTS = [block for block in CODE if "import requests" in block.code]
WITHOUT = [block for block in CODE if block not in WITH_REQUESTS]


@pytest.mark.parametrize("axis_os", ["9.80", "11.11", "13.0"])
def test_the_code_runs_with_a_device(axis_os: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(WITHOUT, axis_os, tmp_path, monkeypatch)
    assert (tmp_path / "report.zip").read_bytes().startswith(b"PK")


def test_the_code_runs_with_requests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("requests")
    first, *rest = WITHOUT
    run([first, *WITH_REQUESTS, *rest], "11.11", tmp_path, monkeypatch)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("library", ["urllib", "requests"])
def test_no_redirect_is_followed(library: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(library)
    from vapix_proto import vapix

    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.txt").write_text("pass\n", "utf-8")
    seen: list[str] = []

    class Redirecting(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Location", "/other")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            pass

    with ExitStack() as stack:
        server = stack.enter_context(HTTPServer(("127.0.0.1", 0), Redirecting))
        stack.callback(server.shutdown)
        Thread(target=server.serve_forever, args=(0.01,)).start()
        scope: dict[str, Any] = {"__name__": "document"}
        for block in [WITHOUT[0], *(WITH_REQUESTS if library == "requests" else ())]:
            code = block.code.replace("http://192.0.2.7", f"http://127.0.0.1:{server.server_port}")
            check_python(block._replace(code=code), scope, PAGE.name)
        found = scope["send"](vapix.AddUser("joe", "secret", vapix.Role.VIEWER))
    assert found == vapix.UnknownResponse(status, b"")
    assert seen == ["/axis-cgi/pwdgrp.cgi"]


def run(code: list[Block], axis_os: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("uvicorn")
    from vapix_proto.emulator import Emulator

    monkeypatch.chdir(folder)
    (folder / "secret.txt").write_text("pass\n", "utf-8")
    scope: dict[str, Any] = {"__name__": "document"}
    with Emulator(axis_os, user="root", password="pass") as device:
        for block in code:
            check_python(block._replace(code=block.code.replace("http://192.0.2.7", device.url)), scope, PAGE.name)


def test_the_first_account_of_a_new_device_is_created_as_the_page_shows() -> None:
    from vapix_proto import oracle, vapix

    assert 'vapix.AddUser("root", password, vapix.Role.ADMIN_PTZ, grp="root")' in PAGE.read_text("utf-8")
    request = vapix.AddUser("root", vapix.Password("pass"), vapix.Role.ADMIN_PTZ, grp="root")
    for axis_os in ("5.51", "11.11", "13.0"):
        _, response = oracle.Device(axis_os).handle(request.to_http())
        assert request.read(response) == vapix.Created("root")
