"""The base of all values: frozen, slotted, compared and hashed field by field; and how to fail without showing one.

Written out, and not taken from ``dataclasses``, because importing that module costs more time than all of this package.
"""

from __future__ import annotations

from functools import wraps
from sys import exception

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, NoReturn, ParamSpec, Self, TypeVar

    P = ParamSpec("P")
    R = TypeVar("R")
    K = TypeVar("K")
    V = TypeVar("V")


def discreet(function: Callable[P, R]) -> Callable[P, R]:
    """The function, made safe for passwords: what it raises keeps no variable of a frame and no error from inside.

    Tools that report errors show the variables of every frame. The lines of the traceback stay, and so does an error
    that the caller was handling.
    """

    @wraps(function)
    def door(*args: P.args, **kwargs: P.kwargs) -> R:
        before = exception()
        try:
            return function(*args, **kwargs)
        except BaseException as error:  # an interrupt has a traceback, too
            from traceback import clear_frames  # noqa: PLC0415 - only when something is refused

            del args, kwargs
            clear_frames(error.__traceback__)
            if error is not before:
                error.__cause__, error.__context__ = None, before
                error.__suppress_context__ = False  # setting the cause has set it
            raise

    return door


def pairs_of(given: Mapping[K, V] | Iterable[tuple[K, V]]) -> tuple[tuple[K, V], ...]:
    """The items of a mapping, or whatever has ``items``, as headers of HTTP libraries; or pairs as given."""
    pairs: Any = given.items() if hasattr(given, "items") else given
    return tuple((key, value) for key, value in pairs)


class Value:
    """A frozen value whose fields are named, in order, by ``__match_args__``.

    A subclass sets its fields once, in ``__init__``, through ``_set``. Values of one class are equal when all their
    fields are; they pickle and copy through their constructor, so what a constructor refuses can't come in by another
    door.
    """

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def _set(self, **fields: object) -> None:
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    def _astuple(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__match_args__)

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 - the fields have their own types
        """A copy with the named fields changed, checked like any new value."""
        fields = {name: getattr(self, name) for name in self.__match_args__}
        unknown = changes.keys() - fields.keys()
        if unknown:
            raise TypeError(f"{type(self).__name__} has no field {min(unknown)!r}")
        return type(self)(**(fields | changes))

    __replace__ = replace

    @discreet
    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: can't set {name!r}")

    @discreet
    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: can't delete {name!r}")

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._astuple() == other._astuple()

    def __hash__(self) -> int:
        return hash((self.__class__, self._astuple()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name, None)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({fields})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._astuple()

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


class OrderedValue(Value):
    """A value whose order means something: compared field by field with values of its own class."""

    __slots__ = ()

    def __lt__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._astuple() < other._astuple()

    def __le__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._astuple() <= other._astuple()

    def __gt__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._astuple() > other._astuple()

    def __ge__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self._astuple() >= other._astuple()
