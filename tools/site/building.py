"""Builds the site from the documents. Everything is checked before anything in the target folder is replaced."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tools.everywhere import ROOT
from tools.site import checking, staging
from tools.site.npm import NotFetchedError

#: Only a built site has this file.
_MARK = "search.js"


class BuildError(Exception):
    """The site can't be built; the message states the reason."""


def build(out: Path, *, page: bool = True) -> None:
    """Builds the site.

    Args:
        out: The target folder, which is replaced if it holds a site; it must not hold anything else.
        page: Whether to add the page that explains a string, which needs Pyodide.

    Raises:
        BuildError: A link or an entry in the navigation is broken, a page loads something from another origin, the
            folder holds something other than a site, or something that the build needs is not installed.
    """
    if find_spec("zensical") is None:
        raise BuildError("zensical is missing: install the extra docs")
    if out.exists() and any(out.iterdir()) and not (out / _MARK).exists():
        raise BuildError(f"{out} holds something other than a site: give an empty or a new folder")
    with tempfile.TemporaryDirectory(prefix="site-") as temporary:
        folder = Path(temporary)
        staging.stage(folder)
        _run_zensical(folder)
        site = folder / "site"
        # Both files belong at the root of a public address, which the site does not have.
        for name in ("404.html", "sitemap.xml"):
            (site / name).unlink(missing_ok=True)
        faults = checking.faults(site, elsewhere=(staging.PAGE,))
        if faults:
            raise BuildError("\n".join(faults))
        if page:
            _add_page(site / staging.PAGE, folder)
        if out.exists():
            shutil.rmtree(out)
        shutil.copytree(site, out)


def _run_zensical(folder: Path) -> None:
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")
    if done.returncode != 0:
        report = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
        raise BuildError(report.partition("Traceback (most recent call last)")[0].strip())


def build_wheel(folder: Path) -> Path:
    """Builds a wheel of the current sources into a new folder, and returns its path.

    Raises:
        BuildError: The wheel can't be built.
    """
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BuildError(f"the wheel can't be built:\n{done.stdout}{done.stderr}")
    (wheel,) = folder.glob("*.whl")
    return wheel


def _add_page(target: Path, folder: Path) -> None:
    """Adds the page that explains a string, with Pyodide and a wheel of the current sources."""
    from tools.site import page

    try:
        page.build(target, build_wheel(folder / "dist"))
    except NotFetchedError as error:
        raise BuildError(f"{error}; --without-page builds the rest") from None
