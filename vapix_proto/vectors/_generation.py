"""Generates test vectors of every kind from a seed; each record contains an input and the expected result."""

from __future__ import annotations

from operator import index

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.vapix.axis_os import AxisOs

#: The kinds of vectors.
KINDS = ("tz", "accounts", "params", "pwdgrp")


def generate(
    kind: str,
    *,
    n: int = 100,
    seed: int = 0,
    dialect: Dialect | str | None = None,
    axis_os: AxisOs | str | None = None,
) -> Iterator[dict[str, Any]]:
    """Generate records of one kind, ready to be written as JSON; ``docs/reference/vectors.md`` describes their keys.

    The same arguments give the same records on every platform and version of Python. A larger ``n`` only adds
    records at the end.

    Args:
        kind: ``"tz"``: valid and invalid TZ strings, with a verdict for each dialect and what clocks show under each
            interpretation (``Reading``). ``"accounts"``: user names, passwords and roles, with verdicts. ``"params"``:
            parameters and values, with verdicts. ``"pwdgrp"``: sequences of requests to a factory-new device, with
            every acceptable response.
        n: The number of records.
        seed: Any int.
        dialect: For ``"tz"``: the dialect of the strings; VAPIX by default.
        axis_os: For ``"params"`` and ``"pwdgrp"``: the version, as an ``AxisOs`` or a str such as
            ``"11.11"``; several versions by default.

    Raises:
        ValueError: The kind, dialect or version is unknown, ``n`` is negative, or an argument does not apply to
            the kind.
        TypeError: An argument has the wrong type.
    """
    if kind not in KINDS:
        raise ValueError(f"there are no vectors of kind {kind!r}: the kinds are {', '.join(KINDS)}")
    if index(n) < 0:
        raise ValueError("the number of vectors is negative")
    if type(seed) is not int:
        raise TypeError(f"a seed must be an int, not {type(seed).__name__}")
    if dialect is not None and kind != "tz":
        raise ValueError(f"vectors of kind {kind} have no dialect")
    if axis_os is not None and kind not in {"params", "pwdgrp"}:
        raise ValueError(f"vectors of kind {kind} do not depend on the version of AXIS OS")
    if kind == "tz":
        from vapix_proto.tz.dialect import VAPIX  # noqa: PLC0415
        from vapix_proto.tz.dialect import dialect as dialect_of  # noqa: PLC0415
        from vapix_proto.vectors.tz_records import tz_vectors  # noqa: PLC0415 - only this kind needs it

        return tz_vectors(dialect_of(VAPIX if dialect is None else dialect), n, seed)
    if axis_os is not None:
        from vapix_proto.oracle.profiles import profile_of  # noqa: PLC0415
        from vapix_proto.vapix.axis_os import AxisOs  # noqa: PLC0415

        profile_of(AxisOs.parse(axis_os))
        axis_os = str(axis_os)
    if kind == "pwdgrp":
        from vapix_proto.vectors._pwdgrp_records import pwdgrp_vectors  # noqa: PLC0415

        return pwdgrp_vectors(n, seed, axis_os)
    from vapix_proto.vectors._device_records import account_vectors, parameter_vectors  # noqa: PLC0415

    return account_vectors(n, seed) if kind == "accounts" else parameter_vectors(n, seed, axis_os)
