"""The wheel has the right contents, and works as a zip file and without the extras."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from email.parser import Parser
from pathlib import Path

import pytest

from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout, built from its sdist."""
    pytest.importorskip("build")
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    assert len(list(folder.glob("*.tar.gz"))) == 1
    return next(folder.glob("*.whl"))


def test_the_wheel_has_the_grammars_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"vapix_proto/grammars/posix_tz.lark", "vapix_proto/py.typed", "vapix_proto/tz/model.py"} <= names
    assert {f"vapix_proto/vectors/schemas/{kind}.json" for kind in ("tz", "accounts", "params", "pwdgrp")} <= names
    assert all(name.startswith("vapix_proto") for name in names)


def test_a_build_gives_the_same_bytes_in_another_folder_at_another_time(wheel: Path, tmp_path: Path) -> None:
    copy = tmp_path / "another folder"
    for part in ("vapix_proto", "grammars"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-UNICODE"):
        shutil.copy(ROOT / part, copy)
    for path in copy.rglob("*"):
        os.utime(path, (10**9, 10**9))
        path.chmod(0o700 if path.is_dir() else 0o600)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    surroundings = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    subprocess.run(command, cwd=copy, env=os.environ | surroundings, check=True, capture_output=True)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_pytest_finds_the_fixture(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    points = ConfigParser(delimiters="=")
    points.read_string(archive.read(next(n for n in archive.namelist() if n.endswith("entry_points.txt"))).decode())
    module = points["pytest11"]["vapix_proto.integrations.pytest_plugin"]
    assert f"{module.replace('.', '/')}.py" in archive.namelist()


def test_the_base_install_needs_nothing_else(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    metadata = next(name for name in archive.namelist() if name.endswith("METADATA"))
    fields = Parser().parsestr(archive.read(metadata).decode())
    needed = [field for field in fields.get_all("Requires-Dist") or [] if "extra ==" not in field]
    assert needed == []
    assert set(fields.get_all("Provides-Extra") or []) >= {"cli", "columns", "testing", "emulator", "all"}
    assert fields["License-Expression"] == "Apache-2.0 AND Unicode-3.0"
    assert fields.get_all("License-File") == ["LICENSE", "LICENSE-UNICODE"]


def test_the_wheel_works_as_a_zip_file(wheel: Path, tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path[:0] = [{str(wheel)!r}]\n"
        "import vapix_proto; from vapix_proto import tz\n"
        "assert '.whl' in vapix_proto.__file__\n"
        "print(tz.parse('GMT0BST,M3.5.0/1,M10.5.0').transitions(2026)[0].at)\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "1774746000\n"
