"""Adds this library's formats to jsonschema's ``FormatChecker``. An error's ``cause`` is this library's own error."""

from __future__ import annotations

from jsonschema import FormatChecker

from vapix_proto.tz.dialect import POSIX_2024
from vapix_proto.tz.parser import parse
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.pwdgrp.roles import Role
from vapix_proto.vapix.pwdgrp.users import UserName

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["add_formats"]

_FORMATS: dict[str, Callable[[str], object]] = {
    # Of all dialects, POSIX_2024 allows the most; a pattern in a schema may set narrower limits.
    "posix-tz": lambda text: parse(text, POSIX_2024),
    "vapix-user": UserName,
    "vapix-sgrp": Role.parse,
    "axis-os": AxisOs.parse,
}


def add_formats(checker: FormatChecker | None = None) -> FormatChecker:
    """A format checker for ``posix-tz``, ``vapix-user``, ``vapix-sgrp`` and ``axis-os``.

    The ``cause`` of a jsonschema error is a ``ParseError`` with its hint and caret; for ``axis-os``, it is a
    ``ValueError``. If a schema has both a format and a pattern, jsonschema reports two errors for one invalid string.

    Args:
        checker: The checker to extend; by default a new one with all of jsonschema's own formats.
    """
    checker = FormatChecker() if checker is None else checker
    for name, read in _FORMATS.items():
        checker.checks(name, raises=ValueError)(_check(read))
    return checker


def _check(read: Callable[[str], object]) -> Callable[[object], bool]:
    """A format check: ``read`` raises an exception if a string is invalid; values that are not strings are accepted."""

    def check(value: object) -> bool:
        if isinstance(value, str):
            read(value)
        return True

    return check
