"""The folders of the checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
EXAMPLES = ROOT / "examples"
#: Test data that was written by hand.
VECTORS = ROOT / "tests" / "vectors"
