"""Databases that are made for a test."""

from __future__ import annotations

import sys
import zoneinfo
from typing import TYPE_CHECKING

import pytest

from vapix_proto.tz.iana import installed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hides every database, on the system or in a package."""
    monkeypatch.setitem(sys.modules, "tzdata", None)
    zoneinfo.reset_tzpath([])
    yield
    zoneinfo.reset_tzpath()


@pytest.fixture
def folder(nothing_installed: None, tmp_path: Path) -> Iterator[Path]:
    """An empty folder, the only place in which databases are looked for."""
    zoneinfo.reset_tzpath([str(tmp_path)])
    installed.zone_files.cache_clear()
    yield tmp_path
    installed.zone_files.cache_clear()
