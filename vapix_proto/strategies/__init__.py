"""Hypothesis strategies for TZ strings, accounts, requests and responses. They need the ``testing`` extra.

>>> from hypothesis import given
>>> from vapix_proto import strategies, tz
>>> @given(strategies.tz_strings(tz.POSIX_2024))
... def test_my_parser(text): ...

A strategy determines which values occur, not how often. Each invalid value comes in a ``Labelled``,
together with the code of the first problem in it.
"""

try:
    import hypothesis as _hypothesis  # noqa: F401 - checks that hypothesis is installed
except ImportError as missing:  # pragma: no cover - tested in an environment of its own
    raise ImportError(
        "vapix_proto.strategies needs hypothesis: install the testing extra of vapix-proto, as its README describes"
    ) from missing

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.strategies._accounts import Labelled as Labelled
    from vapix_proto.strategies._accounts import Listing as Listing
    from vapix_proto.strategies._accounts import comments as comments
    from vapix_proto.strategies._accounts import get_responses as get_responses
    from vapix_proto.strategies._accounts import invalid_passwords as invalid_passwords
    from vapix_proto.strategies._accounts import invalid_roles as invalid_roles
    from vapix_proto.strategies._accounts import invalid_user_names as invalid_user_names
    from vapix_proto.strategies._accounts import passwords as passwords
    from vapix_proto.strategies._accounts import role_texts as role_texts
    from vapix_proto.strategies._accounts import roles as roles
    from vapix_proto.strategies._accounts import user_names as user_names
    from vapix_proto.strategies._devices import devices as devices
    from vapix_proto.strategies._invalid_tz_strings import broken_tz_strings as broken_tz_strings
    from vapix_proto.strategies._invalid_tz_strings import invalid_tz_strings as invalid_tz_strings
    from vapix_proto.strategies._requests import invalid_requests as invalid_requests
    from vapix_proto.strategies._requests import parameter_responses as parameter_responses
    from vapix_proto.strategies._requests import parameter_values as parameter_values
    from vapix_proto.strategies._requests import requests as requests
    from vapix_proto.strategies._tz_strings import designations as designations
    from vapix_proto.strategies._tz_strings import dialects as dialects
    from vapix_proto.strategies._tz_strings import instants as instants
    from vapix_proto.strategies._tz_strings import instants_near_transitions as instants_near_transitions
    from vapix_proto.strategies._tz_strings import offsets as offsets
    from vapix_proto.strategies._tz_strings import readings as readings
    from vapix_proto.strategies._tz_strings import rules as rules
    from vapix_proto.strategies._tz_strings import tz_strings as tz_strings
    from vapix_proto.strategies._tz_strings import zones as zones
else:
    from vapix_proto._lazy import lazy as _lazy

    __all__, __getattr__, __dir__ = _lazy(__name__, globals())
