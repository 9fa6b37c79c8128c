"""The site builds, is complete, and loads nothing from elsewhere; a broken link or navigation entry fails the build."""

from __future__ import annotations

import re
import threading
import tomllib
import urllib.request
from functools import partial
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.support.paths import DOCS, ROOT
from tools.site import building, checking, staging
from tools.site.__main__ import Handler
from vapix_proto import Code

if TYPE_CHECKING:
    from pathlib import Path


#: The generated pages import every package.
NEEDED = ("click", "hypothesis", "jsonschema", "numpy", "uvicorn")


def test_the_site_is_complete(tmp_path: Path) -> None:
    """A single test, because a build takes seconds."""
    for module in ("zensical", *NEEDED):
        pytest.importorskip(module)
    site = tmp_path / "site"
    building.build(site, page=False)
    check_the_public_names(site)
    check_docstrings(site)
    check_the_commands(site)
    check_the_problem_codes(site)


def anchors(site: Path, page: str) -> set[str]:
    return set(re.findall(r'id="([^"]+)"', (site / page).read_text("utf-8")))


def check_the_public_names(site: Path) -> None:
    from tools.site import api
    from vapix_proto._public_names import MODULES

    assert api.PAGES.keys() >= MODULES.keys()
    for package, page in api.PAGES.items():
        found = anchors(site, f"reference/api/{page.removesuffix('.md')}.html")
        # Packages inside a package have their own pages.
        names = {name.strip("_") for name in api.names(package) if f"{package}.{name}" not in api.PAGES}
        assert names <= found, package


def check_docstrings(site: Path) -> None:
    text = (site / "reference/api/tz.html").read_text("utf-8")
    section = text[text.index('<h3 id="parse">') :].partition("<h3")[2].partition("<h3")[0]
    assert "<strong>Arguments</strong>" in section
    assert '<a href="vapix_proto.html#ParseError"><code>ParseError</code></a>' in section
    assert '<a href="#PosixTimeZone">PosixTimeZone</a></code></pre>' in section


def check_the_commands(site: Path) -> None:
    from tools.site.command_line import contexts

    paths = {context.command_path.replace(" ", "-") for context in contexts()}
    assert {"vapix-proto-tz-check", "vapix-proto-device-set-time-zone"} < paths
    assert paths <= anchors(site, "reference/command-line.html")


def check_the_problem_codes(site: Path) -> None:
    tz, vapix = (anchors(site, f"reference/{page}-errors.html") for page in ("tz", "vapix"))
    assert [code for code in Code if str(code) not in (tz if code.startswith("tz-") else vapix)] == []


def test_only_a_site_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(building.BuildError, match=r"something other than a site|zensical is missing"):
        building.build(tmp_path, page=False)
    assert (tmp_path / "letters.txt").exists()


def test_every_document_is_in_the_navigation() -> None:
    text = (ROOT / "zensical.toml").read_text("utf-8")
    listed = re.findall(r'"([\w/-]+\.md)"', text)
    assert len(listed) == len(set(listed))
    assert set(listed) == {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert tomllib.loads(text)["project"].keys() & {"site_url", "repo_url", "edit_uri"} == set()


def test_a_broken_link_fails_the_build(tmp_path: Path) -> None:
    pytest.importorskip("zensical")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Start\n\n[Nowhere](nowhere.md), [no heading](#none)\n")
    (tmp_path / "zensical.toml").write_text('[project]\nsite_name = "a"\n[project.markdown_extensions]\n')
    with pytest.raises(building.BuildError, match=r"page does not exist(?s:.*)anchor does not exist"):
        building._run_zensical(tmp_path)


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<a href="b.html">', "no file for b.html"),
        ('<a href="#b">', "no anchor for #b"),
        ('<a href="a.html#b">', "no anchor for a.html#b"),
        ('<script src="https://example.com/a.js"></script>', "loads https://example.com/a.js"),
        ('<link rel="stylesheet" href="//example.com/a.css">', "loads //example.com/a.css"),
        ('<p style="background: url(https://example.com/a.png)">', "loads background: url(https://example.com/a.png)"),
        ('<img src="data:,"><a id="b" href="https://example.com/">', None),
        ('<h2 id="b"></h2><a href="a.html#b"><a href="../a.html?h=x"><a href="page">', None),
    ],
)
def test_every_fault_of_a_page_is_found(html: str, fault: str | None, tmp_path: Path) -> None:
    site = tmp_path / tmp_path.name
    (site / "page").mkdir(parents=True)
    (site / "page" / "index.html").write_text("")
    (site / "a.html").write_text(html.replace("../a", "a"))
    assert checking.faults(site) == ([] if fault is None else [f"a.html: {fault}"])


def test_what_style_sheets_load_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text('@import "https://example.com/a.css"; a { background: url(b.png) }')
    assert checking.faults(tmp_path) == ['a.css: loads @import "https://example.com/a.css']


def test_files_that_documents_link_to_are_included(tmp_path: Path) -> None:
    for module in NEEDED:
        pytest.importorskip(module)
    staging.stage(tmp_path)
    docs = tmp_path / "docs"
    assert "(../repository/examples/tz_vectors.c.md)" in (docs / "reference/vectors.md").read_text("utf-8")
    assert (
        (docs / "repository/examples/tz_vectors.c.md")
        .read_text("utf-8")
        .startswith("# examples/tz_vectors.c\n\n```c\n")
    )
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert (docs / "reference/changes.md").read_text("utf-8") == changes.replace("](docs/", "](../")


def test_the_server_gives_modules_and_wasm_their_types(tmp_path: Path) -> None:
    types = {"a.mjs": "text/javascript", "a.wasm": "application/wasm", "a.html": "text/html", "a.css": "text/css"}
    for name in types:
        (tmp_path / name).touch()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name, kind in types.items():
            with urllib.request.urlopen(f"http://127.0.0.1:{server.server_address[1]}/{name}") as response:
                assert response.headers.get_content_type() == kind
        server.shutdown()
