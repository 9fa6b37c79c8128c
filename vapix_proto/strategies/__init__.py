"""Hypothesis strategies for TZ strings, accounts, requests and responses. Needs hypothesis: the extra ``testing``.

>>> from hypothesis import given
>>> from vapix_proto import strategies, tz
>>> @given(strategies.tz_strings(tz.POSIX_2024))
... def test_my_parser(text): ...

A strategy describes what is valid, never how often something comes; nothing is filtered. What is invalid comes as
``Labelled``: the thing and the code of the one fault that was put into it.
"""

from __future__ import annotations

try:
    import hypothesis as _hypothesis  # noqa: F401 - to say what is missing
except ImportError as missing:  # pragma: no cover - tested in an environment of its own
    raise ImportError("strategies need hypothesis: pip install 'vapix-proto[testing]'") from missing

from vapix_proto.strategies.accounts import (
    Labelled,
    Listing,
    comments,
    get_responses,
    invalid_passwords,
    invalid_roles,
    invalid_user_names,
    passwords,
    role_texts,
    roles,
    user_names,
)
from vapix_proto.strategies.devices import devices
from vapix_proto.strategies.invalid_tz_strings import broken_tz_strings, invalid_tz_strings
from vapix_proto.strategies.requests import (
    invalid_requests,
    parameter_responses,
    parameter_values,
    requests,
)
from vapix_proto.strategies.tz_strings import (
    designations,
    dialects,
    instants,
    instants_near_transitions,
    offsets,
    readings,
    rules,
    tz_strings,
    zones,
)

__all__ = [
    "Labelled",
    "Listing",
    "broken_tz_strings",
    "comments",
    "designations",
    "devices",
    "dialects",
    "get_responses",
    "instants",
    "instants_near_transitions",
    "invalid_passwords",
    "invalid_requests",
    "invalid_roles",
    "invalid_tz_strings",
    "invalid_user_names",
    "offsets",
    "parameter_responses",
    "parameter_values",
    "passwords",
    "readings",
    "requests",
    "role_texts",
    "roles",
    "rules",
    "tz_strings",
    "user_names",
    "zones",
]
