"""Looks for a secret in an error: in its messages, and in what the frames of its traceback hold."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from vapix_proto.vapix import Password

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = str(Path(__file__).parent)


def leaks(error: BaseException, secret: str) -> list[str]:
    """Where an error, or one that it came from, holds a secret; empty where nothing does.

    Frames of tests do not count, as they hold the secret by right; neither does a ``Password``, whose work that is.
    """
    found: list[str] = []
    errors, seen = [error], set[int]()
    while errors:
        one = errors.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        kind = type(one).__name__
        shown = {"str": str(one), "repr": repr(one), "args": one.args, "attributes": vars(one)}
        found += [f"{kind}: {what}" for what, value in shown.items() if _holds(value, secret)]
        trace = one.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            if not code.co_filename.startswith(TESTS):
                local = dict(trace.tb_frame.f_locals)
                found += [f"{kind}: {code.co_qualname}: {name}" for name in local if _holds(local[name], secret)]
            trace = trace.tb_next
        errors += [other for other in (one.__cause__, one.__context__) if other is not None]
        errors += one.exceptions if isinstance(one, BaseExceptionGroup) else ()
    return found


def _holds(value: object, secret: str) -> bool:
    """Whether a value is, holds or shows a secret, through containers and slots."""
    values, seen = [value], dict[int, object]()
    while values:
        one, shown = values.pop(), ""
        if id(one) in seen or isinstance(one, Password):
            continue
        seen[id(one)] = one  # kept, so that no other object comes to have its id
        if isinstance(one, str):
            shown = one
        elif isinstance(one, (bytes, bytearray, memoryview)):
            shown = bytes(one).decode("latin-1")
        else:
            with suppress(AttributeError):  # a value that is not made yet has no repr
                shown = repr(one)
            values += _parts(one)
        if secret in shown:
            return True
    return False


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from (part for pair in value.items() for part in pair)
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from value
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            part = getattr(value, name, None)
            if not callable(part):
                yield part
