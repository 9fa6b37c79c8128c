"""Builds the page that explains a TZ string, from its own files, Pyodide, the wheel and the time zone database."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

from tools.everywhere import ROOT
from tools.site.npm import PYODIDE, NotFetchedError, unpack
from vapix_proto import __version__, tz

SOURCE = ROOT / "docs" / "explain"
#: The files that Pyodide needs in a browser; its other files are for other environments or packages.
_PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
#: The parts of the library that the page does not need.
_LEFT_OUT = ("cli", "conform", "emulator", "integrations", "oracle", "strategies", "tz/columns", "vectors")
#: A fixed date, so that the same files always produce the same archive.
_DATE = (1980, 1, 1, 0, 0, 0)


def build(target: Path, wheel: Path) -> None:
    """Writes the page into a folder, as static files that can be served over HTTP from any path.

    Args:
        target: The folder, which is created; files in it are replaced.
        wheel: The wheel of this library.

    Raises:
        NotFetchedError: Pyodide can't be fetched, or the package tzdata is not installed.
    """
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(SOURCE.iterdir()):
        if path.is_file() and path.suffix != ".py":
            shutil.copyfile(path, target / path.name)
    unpack(PYODIDE, _PYODIDE, target / "pyodide")
    database = _database()
    with zipfile.ZipFile(target / "python.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "answer.py", (SOURCE / "answer.py").read_bytes())
        _add_wheel(archive, wheel)
        _add_database(archive, database)
    known = {
        "version": __version__,
        "database": database.version,
        "dialects": [
            {"name": each.name, "title": each.title, "pattern": tz.json_schema(each)["pattern"]}
            for each in tz.DIALECTS.values()
        ],
        "zones": database.names(),
    }
    (target / "known.json").write_text(json.dumps(known, ensure_ascii=True, separators=(",", ":")), "ascii")


def _database() -> tz.Database:
    found = next((each for each in tz.databases() if each.origin == "tzdata"), None)
    if found is None:
        raise NotFetchedError("the page carries a time zone database: install the tzdata package")
    return found


def _add_wheel(archive: zipfile.ZipFile, wheel: Path) -> None:
    left_out = tuple(f"vapix_proto/{name}/" for name in _LEFT_OUT)
    with zipfile.ZipFile(wheel) as source:
        for name in sorted(source.namelist()):
            if not name.startswith(left_out):
                _add(archive, name, source.read(name))


def _add_database(archive: zipfile.ZipFile, database: tz.Database) -> None:
    """Adds the package tzdata, as ``import tzdata`` finds it, without the Python metadata that only tools read."""
    package = Path(database.path).parent
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and (path.suffix != ".py" or path.parent == package):
            _add(archive, f"tzdata/{path.relative_to(package).as_posix()}", path.read_bytes())


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
