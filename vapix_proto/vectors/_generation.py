"""Vectors of every kind by one name: records with a known answer, the same for the same seed everywhere."""

from __future__ import annotations

from operator import index

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from vapix_proto.tz.dialect import Dialect
    from vapix_proto.vapix.axis_os import AxisOs

#: What there are vectors of.
KINDS = ("tz", "accounts", "params", "pwdgrp")


def generate(
    kind: str,
    *,
    n: int = 100,
    seed: int = 0,
    dialect: Dialect | str | None = None,
    axis_os: AxisOs | str | None = None,
) -> Iterator[dict[str, Any]]:
    """Records of one kind, ready to be written as JSON; ``docs/reference/vectors.md`` describes their keys.

    The same arguments give the same records on every platform and version of Python. More of them begin with fewer.

    Args:
        kind: ``"tz"``: TZ strings, valid or not, with verdicts by dialect and the clock by reading. ``"accounts"``:
            user names, passwords and roles with verdicts. ``"params"``: parameters, values and verdicts.
            ``"pwdgrp"``: sequences of requests to a factory-new device, with all answers that are right.
        n: How many.
        seed: Any int.
        dialect: For ``"tz"``: whose strings; by default those of VAPIX.
        axis_os: For ``"params"`` and ``"pwdgrp"``: the version, as ``AxisOs`` or text such as
            ``"11.11"``; by default several.

    Raises:
        ValueError: No kind, dialect or version; a negative number; an argument that the kind does not have.
        TypeError: An argument of another type.
    """
    if kind not in KINDS:
        raise ValueError(f"there are no vectors {kind!r}; there are {', '.join(KINDS)}")
    if index(n) < 0:
        raise ValueError("the number of vectors is negative")
    if type(seed) is not int:
        raise TypeError(f"a seed is an int, not {type(seed).__name__}")
    if dialect is not None and kind != "tz":
        raise ValueError(f"{kind} has no dialect")
    if axis_os is not None and kind not in {"params", "pwdgrp"}:
        raise ValueError(f"{kind} has no version of AXIS OS")
    if kind == "tz":
        from vapix_proto.tz.dialect import VAPIX  # noqa: PLC0415
        from vapix_proto.tz.dialect import dialect as dialect_of  # noqa: PLC0415
        from vapix_proto.vectors.tz_records import tz_vectors  # noqa: PLC0415 - each kind loads what it needs

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
