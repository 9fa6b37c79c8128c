"""Finds a secret in an error: in its message, its arguments, the errors that caused it, or any of their frames.

Tools that report errors show the variables in the frames of a traceback, and the contents of these variables.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import FunctionType, GeneratorType, MethodType
from typing import TYPE_CHECKING, Any

import vapix_proto
from vapix_proto.vapix import Password

if TYPE_CHECKING:
    from collections.abc import Iterator

_OURS = str(Path(vapix_proto.__file__).parent)


def leaks(error: BaseException, secret: str) -> list[str]:
    """Where in an error a secret can be found.

    Frames before our first don't count, because what callers keep is their affair. A ``Password`` may hold the secret.
    """
    found: list[str] = []
    seen: set[int] = set()
    for one in _chain(error, set()):
        name = type(one).__name__
        parts: dict[str, object] = {"str": str(one), "repr": repr(one), "args": one.args, "variables": vars(one)}
        # An AttributeError and a UnicodeError keep these besides their arguments.
        parts |= {name: getattr(one, name, None) for name in ("obj", "object")}
        for frame_name, variables in _frames(one):
            parts[f"in {frame_name}"] = variables
        for where, value in parts.items():
            found += _places(value, secret, f"{name} {where}", seen)
    return found


def _chain(error: BaseException | None, seen: set[int]) -> Iterator[BaseException]:
    """An error with its causes and contexts, even suppressed ones, and the errors in an exception group."""
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    yield error
    inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for other in (error.__cause__, error.__context__, *inner):
        yield from _chain(other, seen)


def _frames(error: BaseException) -> Iterator[tuple[str, dict[str, Any]]]:
    """The variables of each frame, from the first frame of our code onwards."""
    trace, ours = error.__traceback__, False
    while trace is not None:
        code = trace.tb_frame.f_code
        ours = ours or code.co_filename.startswith(_OURS)
        if ours:
            yield f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}", dict(trace.tb_frame.f_locals)
        trace = trace.tb_next


def _places(value: object, secret: str, where: str, seen: set[int]) -> Iterator[str]:
    """Where in a value, and in everything that it holds, the secret can be found."""
    if isinstance(value, (str, bytes, bytearray)):
        text = value if isinstance(value, str) else bytes(value).decode("latin-1")
        if secret in text:
            yield where
        return
    if id(value) in seen or isinstance(value, Password):
        return
    seen.add(id(value))
    for name, part in _parts(value):
        yield from _places(part, secret, f"{where}.{name}", seen)


def _parts(value: object) -> Iterator[tuple[str, object]]:
    """The parts that a value holds, each with a name."""
    if isinstance(value, Mapping):
        yield from (
            (part, item) for key, content in value.items() for part, item in (("key", key), (str(key), content))
        )
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from ((str(index), part) for index, part in enumerate(value))
    elif isinstance(value, GeneratorType):
        yield from (value.gi_frame.f_locals if value.gi_frame is not None else {}).items()
    elif isinstance(value, FunctionType):
        yield from (("closure", cell.cell_contents) for cell in value.__closure__ or ())
    elif isinstance(value, MethodType):
        yield "self", value.__self__
    elif type(value).__module__.partition(".")[0] == "vapix_proto" or isinstance(value, BaseException):
        yield "repr", repr(value)
        yield from getattr(value, "__dict__", {}).items()
        for kind in type(value).__mro__:
            slots = kind.__dict__.get("__slots__", ())
            for name in (slots,) if isinstance(slots, str) else slots:
                if hasattr(value, name):
                    yield name, getattr(value, name)
