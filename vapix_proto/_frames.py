"""Errors without frames, for functions that have passwords in their variables."""

from __future__ import annotations

from functools import wraps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    T = TypeVar("T")

__all__ = ["frameless"]


def frameless(function: Callable[P, T]) -> Callable[P, T]:
    """The function with errors that hold neither its frames nor the errors before them.

    pytest, debuggers and error trackers show the variables of every frame of a traceback.
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except Exception as error:
            error.__cause__ = error.__context__ = None
            bare = error.with_traceback(None)
        del args, kwargs
        raise bare

    return call
