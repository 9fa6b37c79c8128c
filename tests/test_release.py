"""The files on which a release depends (workflows, forms and instructions) name only things that exist."""

from __future__ import annotations

import importlib.util
import re
import tomllib

import pytest

from tests.support.paths import ROOT
from vapix_proto import tz

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WORKFLOWS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))}
FORMS = {
    path.name: path.read_text("utf-8") for path in sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
}
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
INSTRUCTIONS = WORKFLOWS | {"CONTRIBUTING.md": CONTRIBUTING}


def test_all_supported_pythons_are_tested_on_three_systems() -> None:
    classified = re.findall(
        r"^Programming Language :: Python :: (3\.\d+)$", "\n".join(PROJECT["classifiers"]), re.MULTILINE
    )
    found = re.search(r"^ +python: \[(.*)\]$", WORKFLOWS["ci.yml"], re.MULTILINE)
    assert found is not None
    assert found[1].replace('"', "").split(", ") == classified
    assert PROJECT["requires-python"] == f">={classified[0]}"
    stability = (ROOT / "docs" / "explanation" / "stability.md").read_text("utf-8")
    assert f"{classified[0]} to {classified[-1]} today" in stability
    systems = re.findall(r"^ +system: \[(.*)\]$", WORKFLOWS["ci.yml"], re.MULTILINE)
    assert set(systems) == {"ubuntu-latest, macos-latest, windows-latest"}


def test_actions_are_pinned_and_the_same_everywhere() -> None:
    used = [line for text in WORKFLOWS.values() for line in re.findall(r"uses: (.*)$", text, re.MULTILINE)]
    pinned = {use for use in used if not use.startswith("./")}
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use) for use in pinned)
    assert len({use.partition("@")[0] for use in pinned}) == len(pinned) >= 5
    assert [use for use in used if use not in pinned] == ["./.github/workflows/ci.yml"]


def test_workflows_have_no_more_permissions_than_they_need() -> None:
    for name, text in WORKFLOWS.items():
        assert "\npermissions: {}\n" in text
        granted = set(re.findall(r"^      ([a-z-]+: write)", text, re.MULTILINE))
        assert granted == ({"id-token: write"} if name == "release.yml" else set())
        assert "${{ secrets." not in text
        assert "pull_request_target" not in text
        assert text.count("persist-credentials: false") == text.count("actions/checkout@")


def test_a_clone_on_windows_has_the_same_bytes() -> None:
    assert (ROOT / ".gitattributes").read_text("utf-8").splitlines()[-1] == "* -text"


@pytest.mark.parametrize("name", INSTRUCTIONS)
def test_modules_extras_and_tests_that_are_named_exist(name: str) -> None:
    text = INSTRUCTIONS[name]
    for module in re.findall(r"python -m ([\w.]+)", text):
        if module not in {"pip", "venv", "build"}:
            assert importlib.util.find_spec(module) is not None, module
    for extras in re.findall(r"""(?:"\.|'\.|\$wheel)\[([a-z,]+)\]""", text):
        assert set(extras.split(",")) <= set(PROJECT["optional-dependencies"]), extras
    tests = [
        path for line in re.findall(r"pytest ([^`\n]*)", text) for path in line.split() if path.startswith("tests/")
    ]
    assert all(list(ROOT.glob(path)) for path in tests), tests


def test_files_and_constants_of_the_instructions_exist() -> None:
    paths = re.findall(r"`([\w.]+/[\w./*-]*)`", CONTRIBUTING)
    assert len(paths) > 20
    for path in paths:
        assert list(ROOT.glob(path.rstrip("/"))), path
    for constant, path in re.findall(
        r"`([A-Z]+)`(?: and `[A-Z]+`)?(?: \(or `[A-Z_]+`\))? (?:of|in|to)\s+`([\w./]+\.py)`", CONTRIBUTING
    ):
        assert re.search(rf"^{constant}\b", (ROOT / path).read_text("utf-8"), re.MULTILINE), (constant, path)


def test_forms_ask_for_string_device_version_and_dialect() -> None:
    choices = ", ".join((*tz.DIALECTS, "no TZ string is involved"))
    assert list(FORMS) == ["1-bug.yml", "2-wrong-answer.yml", "3-implementation.yml"]
    for name in ("1-bug.yml", "2-wrong-answer.yml"):
        assert f"options: [{choices}]" in FORMS[name]
        assert all(f"\n    id: {field}\n" in FORMS[name] for field in ("input", "expected", "device", "versions"))


def test_no_address_is_invented() -> None:
    for name in ("CONTRIBUTING.md", "SECURITY.md"):
        text = (ROOT / name).read_text("utf-8")
        assert "@" not in text
        assert "https://" not in text
    assert not any("https://" in text for text in (*WORKFLOWS.values(), *FORMS.values()))
