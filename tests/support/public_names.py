"""The public names of a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def public_names(package: ModuleType) -> list[str]:
    """Its ``__all__``, which is made when the package is imported, and which type checkers do not see."""
    names: list[str] = vars(package)["__all__"]
    return names
