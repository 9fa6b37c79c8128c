"""Fetches a project's sources and tests from the package index and its repository, and makes its environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.everywhere import ROOT, found_interpreters

if TYPE_CHECKING:
    from tools.downstream.projects import Project


class NotFetchedError(Exception):
    """Something that a run needs can't be fetched."""


@dataclass(frozen=True)
class Sources:
    """A project's unpacked source distribution, and the Python of an environment that has its requirements."""

    version: str
    tree: Path
    interpreter: str
    python: Path


def run(*command: str | Path) -> str:
    """The output of a command that fetches something.

    Raises:
        NotFetchedError: The command failed.
    """
    done = subprocess.run([*map(str, command)], check=False, capture_output=True, text=True)
    if done.returncode:
        lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        raise NotFetchedError("; ".join(lines[-3:]))
    return done.stdout


def fetch(project: Project, version: str | None, folder: Path) -> Sources:
    """Fetches the given version of a project, or else the newest that supports an interpreter on this machine.

    Anything that is already in the folder is reused.
    """
    interpreters = sorted(found_interpreters().items(), key=lambda item: -int(item[0].partition(".")[2]))
    refused = [NotFetchedError("no interpreter has pip")]
    for name, python in ((name, os.path.realpath(path)) for name, path in interpreters):
        try:
            archive = _archive(project.name, version, python, folder)
        except NotFetchedError as error:
            refused.append(error)
            continue
        found = archive.name.removesuffix(".tar.gz").rpartition("-")[2]
        tree = folder / "sources" / archive.name.removesuffix(".tar.gz")
        if not tree.exists():
            with tarfile.open(archive) as packed:
                packed.extractall(tree.parent, filter="data")
        return Sources(found, tree, name, _environment(project, found, python, folder))
    raise refused[-1]


def _archive(name: str, version: str | None, python: str, folder: Path) -> Path:
    kept = folder / "archives" / Path(python).name / (version or "newest")
    if not list(kept.glob(f"{name}-*.tar.gz")):
        wanted = f"{name}=={version}" if version else name
        run(python, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", name, "-d", kept, wanted)
    return next(kept.glob(f"{name}-*.tar.gz"))


def _environment(project: Project, version: str, python: str, folder: Path) -> Path:
    """The Python of an environment that has this library and the project's requirements, but not the project itself."""
    place = folder / "environments" / f"{project.name}-{version}"
    pip = (python, "-m", "pip", "-q", "--python", place)
    if not (place / "ready").exists():
        shutil.rmtree(place, ignore_errors=True)
        run(python, "-m", "venv", "--without-pip", place)
        run(*pip, "install", f"{project.name}=={version}", *project.needs, ROOT)
        run(*pip, "uninstall", "-y", project.name)
        (place / "ready").touch()
    else:
        run(*pip, "install", "--force-reinstall", "--no-deps", ROOT)
    return place / "bin" / "python"


def clone_of(project: Project, version: str, repository: str, folder: Path) -> Path:
    """The project's repository at the tag of a version, or at the newest tag before it."""
    listed = run("git", "ls-remote", "--tags", repository)
    tags = re.findall(rf"refs/tags/({re.escape(project.tag)}[0-9][0-9.]*)$", listed, re.MULTILINE)
    numbers = {tag: _numbers(tag) for tag in tags}
    older = [tag for tag in tags if numbers[tag] <= _numbers(version)]
    if not older:
        raise NotFetchedError(f"{repository} has no tag of {version} or before")
    tag = max(older, key=numbers.__getitem__)
    clone = folder / "repositories" / f"{project.name} {tag}"
    if not clone.exists():
        run("git", "clone", "-q", "-c", "advice.detachedHead=false", "--depth", "1", "--branch", tag, repository, clone)
    return clone


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))
