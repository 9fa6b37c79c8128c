"""Collects the public names of the packages: ``python -m tools.collect_public_names`` writes ``_public_names.py``.

A package's ``__init__`` imports its public names for type checkers and editors only. At run time, ``_public_names.py``
shows which module defines each name, so that the module is loaded when the name is first used. A test compares the two.
"""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "vapix_proto"
TARGET = PACKAGE / "_public_names.py"
HEAD = '''"""The module of every public name, by package; written by ``python -m tools.collect_public_names``."""

# ruff: noqa: E501

from __future__ import annotations

MODULES: dict[str, dict[str, str]] = {
'''


def public_names(init: Path) -> dict[str, list[str]]:
    """The names that a package imports for type checkers, keyed by module."""
    found: dict[str, list[str]] = {}
    for block in ast.parse(init.read_text("utf-8")).body:
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING":
            for line in block.body:
                if isinstance(line, ast.ImportFrom) and line.module is not None:
                    names = [alias.name for alias in line.names if alias.name == alias.asname]
                    found.setdefault(line.module, []).extend(names)
    return {module: names for module, names in found.items() if names}


def collected() -> str:
    """The text of ``_public_names.py``."""
    lines = [HEAD]
    for init in sorted(PACKAGE.rglob("__init__.py")):
        text = init.read_text("utf-8")
        if "_lazy(__name__, globals())" not in text:
            continue
        package = ".".join(init.relative_to(PACKAGE.parent).parent.parts)
        lines.append(f'    "{package}": {{\n')
        for module, names in public_names(init).items():
            lines.append(f'        "{module}": "{" ".join(names)}",\n')
        lines.append("    },\n")
    return "".join([*lines, "}\n"])


if __name__ == "__main__":
    TARGET.write_text(collected(), encoding="utf-8")
