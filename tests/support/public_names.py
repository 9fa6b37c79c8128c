"""A package's public names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def public_names(package: ModuleType) -> list[str]:
    """The package's ``__all__``, which is computed on import, so that type checkers do not know it."""
    names: list[str] = vars(package)["__all__"]
    return names
