"""The docstring of ``columns`` is true, and its reference page is complete; ``tests/docs`` runs the guides."""

from __future__ import annotations

import doctest

from tests.support.paths import DOCS
from vapix_proto.tz import columns


def test_the_docstring_runs() -> None:
    assert doctest.testmod(columns).attempted > 0
    assert doctest.testmod(columns).failed == 0


def test_every_public_name_has_a_line() -> None:
    document = (DOCS / "reference/columns.md").read_text("utf-8")
    for name in columns.__all__:
        assert f"`{name}" in document or f"columns.{name}`" in document, name
