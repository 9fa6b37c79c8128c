"""Other libraries, and our optional parts, if they are installed."""

from __future__ import annotations

import importlib
import io
from functools import cache
from importlib import metadata
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.tzif_files import tzif_file

#: The libraries that the extra ``bench`` installs: the name to import, and the name of the distribution.
DISTRIBUTIONS = {
    "numpy": "numpy",
    "numba": "numba",
    "pandas": "pandas",
    "pyarrow": "pyarrow",
    "polars": "polars",
    "duckdb": "duckdb",
    "dateutil": "python-dateutil",
    "whenever": "whenever",
    "pendulum": "pendulum",
    "arrow": "arrow",
    "ry": "ry",
    "aioesphomeapi": "aioesphomeapi",
    "ical": "ical",
    "axis": "axis",
    "lark": "lark",
    "tzdata": "tzdata",
}
NOT_INSTALLED = "is not installed"
#: Our part that needs NumPy.
COLUMNS = "vapix_proto.tz.columns"


@cache
def peer(name: str) -> Any:  # noqa: ANN401 - a module
    """A library, or None if it is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name is not None and missing.name.partition(".")[0] != name.partition(".")[0]:
            raise
        return None


def installed(name: str, label: str, absent: dict[str, str]) -> Any:  # noqa: ANN401 - a module
    """A library, or None if it is not installed; in that case, ``absent`` gets the reason under the label."""
    module = peer(name)
    if module is None:
        absent[label] = NOT_INSTALLED
    return module


def versions() -> dict[str, str]:
    """The versions of the libraries that are installed."""
    found = {}
    for name, distribution in DISTRIBUTIONS.items():
        try:
            found[name] = metadata.version(distribution)
        except metadata.PackageNotFoundError:
            continue
    return found


def tzif(text: str) -> bytes:
    """A TZif file (RFC 9636) without transitions, so that the clock follows the footer alone."""
    return tzif_file(text, version=b"3")


def footer_only(text: str) -> ZoneInfo:
    """A ``ZoneInfo`` that follows a TZ string alone."""
    return ZoneInfo.from_file(io.BytesIO(tzif(text)))
