"""How many examples a property gets in the default run; the thorough run has one number for all properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["by_default"]

_THOROUGH = 1000


def by_default(count: int) -> Callable[[Any], Any]:
    """Limits the number of examples for a property that is tested in many cases, unless the run is thorough."""

    def limited(test: Any) -> Any:
        chosen = settings()
        return test if chosen.max_examples >= _THOROUGH else settings(chosen, max_examples=count)(test)

    return limited
