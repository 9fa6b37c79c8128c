"""General HTTP clients, each as a function that sends a request and returns a status code and the response text."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from contextlib import contextmanager
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.support.visit import PASSWORD, PATIENCE, USER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from typing import TypeAlias

    from tests.support.visit import Visit

    Send: TypeAlias = Callable[["Ask"], tuple[int, str]]


class Ask(NamedTuple):
    """A request: a GET, or a POST with one kind of body (a form, a JSON document or an uploaded file)."""

    target: str
    form: Mapping[str, str] | None = None
    document: object = None
    upload: bytes | None = None

    @property
    def method(self) -> str:
        return "GET" if self.form is self.document is self.upload is None else "POST"

    @property
    def files(self) -> dict[str, tuple[str, bytes]] | None:
        """The upload in the form that requests and httpx accept."""
        return None if self.upload is None else {"firmware": ("image.bin", self.upload)}


class HttpClient(NamedTuple):
    """A client, and the authentication schemes that it supports."""

    name: str
    knows: frozenset[str]
    opened: Callable[[Visit], AbstractContextManager[Send]]


def curl(visit: Visit, *options: str, login: bool = True) -> Send:
    """curl. It reads its configuration from a pipe, because everybody on the machine can see a command's arguments."""

    def quoted(text: str) -> str:
        return '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"'))

    def send(ask: Ask) -> tuple[int, str]:
        lines = ["silent", "show-error", 'write-out = "\\n%{http_code}"', f"url = {quoted(visit.url + ask.target)}"]
        lines += options
        if login:
            lines.append(f"user = {quoted(f'{USER}:{PASSWORD}')}")
        if visit.scheme == "https":
            lines.append(f"cacert = {quoted(str(visit.authority))}")
        lines += [f"data-urlencode = {quoted(f'{name}={value}')}" for name, value in (ask.form or {}).items()]
        if ask.document is not None:
            lines += ['header = "Content-Type: application/json"', f"data-raw = {quoted(json.dumps(ask.document))}"]
        if ask.upload is not None:
            image = visit.folder / "image.bin"
            image.write_bytes(ask.upload)
            lines.append(f"form = {quoted(f'firmware=@{image}')}")
        command, configuration = ["curl", "--config", "-"], "\n".join(lines)
        done = subprocess.run(
            command, input=configuration, check=True, capture_output=True, text=True, timeout=PATIENCE
        )
        text, _, status = done.stdout.rpartition("\n")
        return int(status), text

    return send


@cache
def curl_version() -> str:
    """The version of curl; skips the test if curl is not installed."""
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    return subprocess.run(["curl", "--version"], check=True, capture_output=True, text=True).stdout.split()[1]


@contextmanager
def _curl(scheme: str, visit: Visit) -> Iterator[Send]:
    visit.by(f"curl --{scheme}", curl_version())
    yield curl(visit, scheme)


@contextmanager
def _requests(visit: Visit) -> Iterator[Send]:
    library = pytest.importorskip("requests")
    visit.by("requests", library.__version__)
    with library.Session() as session:
        session.auth = library.auth.HTTPDigestAuth(USER, PASSWORD)
        # Passed with each request, because environment variables override the attributes of the session.
        rest = {"verify": str(visit.authority), "timeout": PATIENCE}

        def send(ask: Ask) -> tuple[int, str]:
            body = {"data": ask.form, "json": ask.document, "files": ask.files}
            response = session.request(ask.method, visit.url + ask.target, **body, **rest)
            return response.status_code, response.text

        yield send


@contextmanager
def _httpx(visit: Visit) -> Iterator[Send]:
    library = pytest.importorskip("httpx")
    visit.by("httpx", library.__version__)
    with library.Client(auth=library.DigestAuth(USER, PASSWORD), verify=visit.context, timeout=PATIENCE) as client:

        def send(ask: Ask) -> tuple[int, str]:
            body = {"data": ask.form, "json": ask.document, "files": ask.files}
            response = client.request(ask.method, visit.url + ask.target, **body)
            return response.status_code, response.text

        yield send


@contextmanager
def _aiohttp(visit: Visit) -> Iterator[Send]:
    library = pytest.importorskip("aiohttp", minversion="3.12")  # the first version with DigestAuthMiddleware
    visit.by("aiohttp", library.__version__)

    async def opened() -> Any:
        digest = library.DigestAuthMiddleware(USER, PASSWORD)
        return library.ClientSession(middlewares=(digest,), connector=library.TCPConnector(ssl=visit.context))

    async def exchanged(session: Any, ask: Ask) -> tuple[int, str]:
        data: Any = ask.form
        if ask.upload is not None:
            data = library.FormData()
            data.add_field("firmware", ask.upload, filename="image.bin")
        async with session.request(ask.method, visit.url + ask.target, data=data, json=ask.document) as response:
            return response.status, await response.text()

    with asyncio.Runner() as runner:
        session = runner.run(opened())
        try:
            yield lambda ask: runner.run(exchanged(session, ask))
        finally:
            runner.run(session.close())


_DIGEST, _BASIC = frozenset({"digest"}), frozenset({"basic"})
HTTP_CLIENTS = (
    HttpClient("curl-digest", _DIGEST, partial(_curl, "digest")),
    HttpClient("curl-basic", _BASIC, partial(_curl, "basic")),
    HttpClient("curl-anyauth", _DIGEST | _BASIC, partial(_curl, "anyauth")),
    HttpClient("requests", _DIGEST, _requests),
    HttpClient("httpx", _DIGEST, _httpx),
    HttpClient("aiohttp", _DIGEST, _aiohttp),
)
