"""The answers that the page that explains a string shows; here, they are computed without a browser."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import zoneinfo
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.support.paths import DOCS
from tests.support.tzif_files import tzif_file
from tools.site import npm, page
from vapix_proto import tz, vapix
from vapix_proto.errors import Code

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = DOCS / "explain"
NOW = 1795840000  # 2026-11-28
PARIS = "CET-1CEST,M3.5.0,M10.5.0/3"


def load() -> Any:
    """The page's module, which is not part of a package."""
    spec = spec_from_file_location("answer", SOURCE / "answer.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


page_answers = load()


def answer(text: str, dialect: str = "vapix") -> Any:
    return json.loads(page_answers.answer(text, dialect, NOW, 860))


def options(found: Any) -> list[str]:
    return [option["text"] for option in found["options"]]


def copies(text: str, dialect: str = "vapix") -> dict[str, str]:
    return {copy["label"]: copy["text"] for copy in answer(text, dialect)["copies"]}


def test_names_are_those_of_one_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As on Debian, where the newest database lacks names that the tzdata package has.
    monkeypatch.setattr(zoneinfo, "TZPATH", tuple(str(tmp_path / name) for name in ("new", "old")))
    for folder, version, names in (("new", "2099b", ["Paris"]), ("old", "2099a", ["Paris", "Lutetia"])):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "tzdata.zi").write_text(f"# version {version}\n")
        for name in names:
            (tmp_path / folder / name).write_bytes(tzif_file(PARIS))
    found = answer(PARIS)
    assert (found["database"], found["names"]) == ("2099b", ["Paris"])


def test_a_valid_string_is_explained() -> None:
    found = answer(PARIS)
    assert found["valid"]
    assert found["problems"] == found["options"] == []
    assert tuple(found["sentences"]) == tz.explain(PARIS).sentences
    assert found["now"] == {"utoff": 3600, "isdst": False, "designation": "CET"}
    expected = [transition.at for transition in tz.parse(PARIS).transitions(2027, 2029)]
    assert [transition["at"] for transition in found["transitions"]] == expected
    assert [transition["words"] for transition in found["transitions"]] == ["forward 1 hour", "back 1 hour"] * 2
    assert "Sun 29 Mar" in found["band"]
    assert "today" in found["band"]
    assert "".join(piece["text"] for piece in found["pieces"]) == re.sub("[,/]", "", PARIS)
    assert found["names"][0] == "Europe/Paris"
    assert set(found["accepted"]) == set(tz.DIALECTS)


def test_the_year_of_the_picture_is_that_of_the_clock() -> None:
    new_year = 1798757999  # 2026-12-31T22:59:59Z, a second before 2027 in CET
    assert ">2026<" in json.loads(page_answers.answer(PARIS, "vapix", new_year, 860))["band"]
    assert ">2027<" in json.loads(page_answers.answer(PARIS, "vapix", new_year + 1, 860))["band"]


@pytest.mark.parametrize(
    ("text", "first"),
    [("UTC", "UTC0"), ("Europe/Vienna", PARIS), ("Berlin", PARIS), ("CET-1CEST,M3.5.0,M10.5.0/3;", PARIS)],
)
def test_what_may_have_been_meant_is_offered(text: str, first: str) -> None:
    found = answer(text)
    assert not found["valid"]
    assert options(found)[0] == first
    assert len(set(options(found))) == len(options(found))


@pytest.mark.parametrize(
    "text", ["UTC", "Europe/Vienna", "Berlin", "GMT0BST,M3.5.0/1,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0"]
)
def test_hints_neither_repeat_buttons_nor_address_programmers(text: str) -> None:
    found = answer(text)
    for problem in found["problems"]:
        assert "tz.from_iana" not in problem["hint"]
        assert not set(problem["hint"].split()) & set(options(found))


def test_a_hint_that_no_button_repeats_is_shown() -> None:
    hints = [problem["hint"] for problem in answer("CET-1CEST,M3.5.0,M10.5.0/25")["problems"]]
    assert hints == ["use an hour from 0 to 24: only POSIX.1-2024 and version 3 of TZif allow a time on a later day"]


def test_other_dialects_that_allow_a_string_are_named() -> None:
    text = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"
    found = answer(text)
    assert not found["valid"]
    assert found["accepted"] == ["posix-2024", "tzif-v3"]
    assert answer(text, "posix-2024")["valid"]


def test_every_implementation_that_reads_a_string_differently_has_a_sentence() -> None:
    found = answer(PARIS)
    agreement = tz.agreement(PARIS, NOW)
    others = [verdict for verdict in agreement.verdicts if verdict.outcome is not tz.Outcome.SAME]
    assert [other["name"] for other in found["others"]] == [str(verdict.implementation) for verdict in others]
    assert all(other["words"].endswith(".") and not other["words"].endswith("..") for other in found["others"])
    counts = [int(count) for count in re.findall(r"\d+(?= (?!versions))", found["others_summary"])]
    assert sum(counts) == len(others)
    assert found["others_summary"].startswith(f"Of {len(agreement.verdicts)} versions of implementations, ")


def test_each_kind_of_outcome_has_its_words() -> None:
    words = {text: {other["name"]: other["words"] for other in answer(text)["others"]} for text in (PARIS, "EST5EDT")}
    assert words[PARIS]["uClibc up to 0.9.32"] == "shows the same clock at least until 2040-01-01T00:00:00Z."
    assert words[PARIS]["Boost 1.74 to 1.83"] == "misreads rules of the form Mm.w.d."
    assert words["EST5EDT"]["Tcl 9.0"] == "was not tried with strings like this."
    assert words["EST5EDT"]["musl 1.2.3 to 1.2.6"] == "follows a different reading, and shows a different clock."


def test_nothing_is_claimed_about_a_string_without_rules() -> None:
    found = answer("EST5EDT")
    assert found["names"] is None
    assert found["portable"] is None
    assert options(found) == ["EST5EDT,M3.2.0,M11.1.0"]


def test_the_portable_form_is_offered_if_it_differs() -> None:
    assert answer(PARIS)["portable"] is None
    assert answer("<+03>-3")["portable"]["text"] == "AAA-3"


def test_places_are_looked_up() -> None:
    assert [option["text"] for option in json.loads(page_answers.place("Vienna", "vapix", NOW))] == [PARIS]
    assert len(json.loads(page_answers.place("United States", "vapix", NOW))) > 3
    assert json.loads(page_answers.place("Xyzzy", "vapix", NOW)) == []


@pytest.mark.parametrize("text", [PARIS, "<+0330>-3:30", "EST5EDT,M3.2.0,M11.1.0"])
def test_every_snippet_to_copy_contains_the_same_string(text: str) -> None:
    found = copies(text)
    assert found["The string"] == text
    shell = subprocess.run(
        ["sh", "-c", f'{found["Shell"]}; printf %s "$TZ"'], capture_output=True, text=True, check=True
    )
    assert shell.stdout == text
    scope: dict[str, Any] = {}
    exec(found["Python"], scope)
    assert scope["zone"] == tz.parse(text)
    assert f'"{text}"' in found["C"]
    assert f'configTzTime("{text}", ' in found["ESP32, Arduino"]
    assert shlex.split(found["OpenWrt, UCI"].splitlines()[0])[2] == f"system.@system[0].timezone={text}"


@pytest.mark.parametrize("text", [PARIS, "<+0330>-3:30"])
def test_the_commands_for_axis_devices_send_requests_that_we_read(text: str) -> None:
    sent = {label: shlex.split(copy) for label, copy in copies(text).items() if copy.startswith("curl ")}
    assert len(sent) == 3
    for label, words in sent.items():
        assert words[:4] == ["curl", "--anyauth", "-u", "USER"]
        kind = words[words.index("-H") + 1] if "-H" in words else "Content-Type: application/x-www-form-urlencoded"
        method = words[words.index("-X") + 1] if "-X" in words else "POST"
        body = words[words.index("-d") + 1]
        headers = dict([kind.split(": ", 1)])
        request = vapix.HttpRequest(method, urlsplit(words[-1]).path, "", headers, body.encode())
        read = vapix.parse_request(request)
        assert text in unquote(str(read)), label
        assert read.to_http().body == request.body


def test_a_string_of_another_dialect_is_copied_with_the_dialect_and_not_for_axis() -> None:
    text = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"
    found = copies(text, "tzif-v3")
    assert not any(copy.startswith("curl ") for copy in found.values())
    scope: dict[str, Any] = {}
    exec(found["Python"], scope)
    assert str(scope["zone"]) == text


def test_the_examples_of_the_page_are_the_strings_of_their_zones() -> None:
    html = (SOURCE / "index.html").read_text("utf-8")
    examples = re.findall(r'data-zone="([^"]+)" href="#([^"]+)"><code>([^<]+)</code>', html)
    assert len(examples) == 6
    for zone, fragment, shown in examples:
        assert fragment == shown == str(tz.from_iana(zone))


def test_the_policy_of_the_page_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    html = (SOURCE / "index.html").read_text("utf-8")
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    words = {source for rule in policy[0].split(";") for source in rule.split()[1:]}
    assert words == {"'none'", "'self'", "'wasm-unsafe-eval'"}
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)|https?:", html)


def test_the_build_reports_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(npm.NotFetchedError, match=r"pyodide .* is needed, and npm is not installed: install npm"):
        page.build(tmp_path / "page", tmp_path / "none.whl")
    # npm's own retries would take minutes.
    script = '#!/bin/sh\ncase "$*" in *--fetch-retries=0*) echo no network >&2 ;; esac\nexit 1\n'
    (tmp_path / "npm").write_text(script)
    (tmp_path / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(npm.NotFetchedError, match=r"npm can't fetch pyodide .*; check the network.*: no network"):
        npm.fetch(npm.PYODIDE)
    (tmp_path / "vapix-proto" / npm.PYODIDE.tarball).write_bytes(b"something else")
    with pytest.raises(npm.NotFetchedError, match=r"is not pyodide .* as published: delete it and try again"):
        npm.fetch(npm.PYODIDE)


def test_the_documentation_has_the_anchors_that_codes_link_to() -> None:
    headings = re.findall(
        r"^### `([a-z0-9-]+)`", (DOCS / "reference" / "tz-errors.md").read_text("utf-8"), re.MULTILINE
    )
    assert set(headings) >= {code for code in Code if code.startswith("tz-")}
    assert '"../reference/tz-errors.html"' in (SOURCE / "view.js").read_text("utf-8")
