"""What a name refers to."""

from __future__ import annotations

from vapix_proto._value import Value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Collection


class Named(Value):
    """What a name refers to.

    Attributes:
        name: The name, spelt correctly.
        zones: The zones that it may stand for, in database order.
        of: The kind of name: ``"zone"``, ``"place"``, ``"country"``, ``"state"``, ``"time"`` or ``"windows"``.
        tier: Its rank among other things of the same name; those with the same tier are ordered by fame.
    """

    name: str
    zones: tuple[str, ...]
    of: str
    tier: int = 0

    def provided(self, condition: str) -> Named:
        """The same with a condition added to the name."""
        return self.replace(name=f"{self.name}{' and' if ', if ' in self.name else ', if'} {condition}")


def within(found: list[Named], zones: Collection[str]) -> list[Named]:
    """Limits each name to the zones in ``zones``; names that have none of these zones are left out."""
    return [each.replace(zones=some) for each in found if (some := tuple(filter(zones.__contains__, each.zones)))]
