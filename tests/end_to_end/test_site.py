"""The documentation site, opened as files in a real Chromium. Set VAPIX_PROTO_BROWSER=1 to run these tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.support.browser import SWITCH, chromium
from tools.site import building

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not os.environ.get(SWITCH):
        pytest.skip(f"runs in a browser, if {SWITCH}=1 is set")
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("zensical")
    out = tmp_path_factory.mktemp("site")
    building.build(out, page=False)
    return out


def test_the_search_finds_a_problem_code_in_files(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index.html").as_uri())
    page.get_by_role("button", name="Search").click()
    page.get_by_placeholder("Search").fill("tz-hour-digits")
    page.get_by_text("tz-hour-digits").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/reference/tz-errors.html*#tz-hour-digits")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_follow_the_scheme_of_the_system_and_fit_a_phone(site: Path, browser: Browser, scheme: str) -> None:
    page = browser.new_page(
        viewport={"width": 360, "height": 740}, color_scheme="dark" if scheme == "dark" else "light"
    )
    for name in ("index", "reference/tz-errors", "reference/api/tz", "reference/tz-implementations"):
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        red, *_ = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number)")
        assert (red < 64) == (scheme == "dark")
