"""Fetches npm packages, once, into a cache folder, and checks them against the hashes in this module."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
from base64 import b64encode
from pathlib import Path
from typing import NamedTuple


class NotFetchedError(Exception):
    """A package can't be fetched; the message states the reason and what to do."""


class Package(NamedTuple):
    """A package with its version, and the SHA-512 of its tarball in base64, as npm publishes it."""

    name: str
    version: str
    sha512: str

    @property
    def tarball(self) -> str:
        return f"{self.name}-{self.version}.tgz"


#: CPython 3.14 for browsers.
PYODIDE = Package(
    "pyodide", "314.0.7", "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
)
#: Accessibility rules, which only the tests need.
AXE = Package(
    "axe-core", "4.14.1", "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
)


def fetch(package: Package) -> Path:
    """The path of a package's tarball, fetched from npm if it is not in the cache.

    Raises:
        NotFetchedError: npm is not installed or can't fetch the package, or the tarball has the wrong hash.
    """
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vapix-proto"
    path = folder / package.tarball
    if not path.exists():
        npm = shutil.which("npm")
        what = f"{package.name} {package.version}"
        if npm is None:
            raise NotFetchedError(f"{what} is needed, and npm is not installed: install npm, or put {path} there")
        folder.mkdir(parents=True, exist_ok=True)
        # Without a network, npm's own retries would take minutes.
        command = [npm, "pack", "--loglevel=error", "--fetch-retries=0", f"{package.name}@{package.version}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode or not path.exists():
            why = (done.stderr or done.stdout).strip() or "no output"
            raise NotFetchedError(f"npm can't fetch {what}; check the network, or put {path} there: {why}")
    if b64encode(hashlib.sha512(path.read_bytes()).digest()).decode() != package.sha512:
        raise NotFetchedError(f"{path} is not {package.name} {package.version} as published: delete it and try again")
    return path


def unpack(package: Package, names: tuple[str, ...], target: Path) -> None:
    """Writes some files of a package into a folder.

    Raises:
        NotFetchedError: See ``fetch``.
    """
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fetch(package)) as tarball:
        for name in names:
            file = tarball.extractfile(f"package/{name}")
            assert file is not None, name
            (target / Path(name).name).write_bytes(file.read())
