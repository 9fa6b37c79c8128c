"""A real browser, and the page that explains a string, served from a folder below a server's root."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import contextmanager, suppress
from functools import partial
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from tools.site import npm, page
from tools.site.__main__ import Handler
from tools.site.building import build_wheel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

__all__ = ["SWITCH", "axe", "built", "chromium", "served"]

#: The tests in a browser run only if this variable is set, because they load 14 MB and take most of a minute.
SWITCH = "VAPIX_PROTO_BROWSER"


class _Handler(Handler):
    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Sends a file, and ignores a dropped connection, which occurs if a page is closed while it loads."""
        with suppress(ConnectionError):
            super().copyfile(source, outputfile)

    def log_message(self, *_: object) -> None:
        """Logs nothing."""


def built(folder: Path) -> Path:
    """The page, built from this checkout; if something that the build needs is missing, skips the test and names it."""
    if not os.environ.get(SWITCH):
        pytest.skip(f"runs in a browser, if {SWITCH}=1 is set")
    pytest.importorskip("build")
    pytest.importorskip("hatchling")
    target = folder / "root" / "some" / "folder" / "explain"
    try:
        page.build(target, build_wheel(folder / "dist"))
    except npm.NotFetchedError as error:
        pytest.skip(str(error))
    return target


def axe(folder: Path) -> Path:
    """The script that finds accessibility faults."""
    try:
        npm.unpack(npm.AXE, ("axe.min.js",), folder)
    except npm.NotFetchedError as error:
        pytest.skip(str(error))
    return folder / "axe.min.js"


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The address of a server that serves a folder on a free port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium; skips the test if it is not installed."""
    sync_api: Any = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip(f"needs one of {', '.join(names)}")
    with sync_api.sync_playwright() as playwright:
        # Chromium's sandbox does not work for root, who runs the tests in containers.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
