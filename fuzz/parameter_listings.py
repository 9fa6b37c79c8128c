"""Parameter listings, and server reports that contain one: a listing that is written reads back the same."""

from __future__ import annotations

from fuzz._growth import assert_linear
from fuzz._inputs import as_text, parsed
from vapix_proto import vapix


def check(data: bytes) -> None:
    """The bytes are the listing."""
    _judge(data)
    _judge(as_text(data))
    assert_linear(data, _judge)


def _judge(given: bytes | str) -> None:
    listing = parsed(vapix.ParameterListing.parse, given)
    if listing is None:
        return
    repr(listing)
    assert listing.tree or not listing.values
    again = vapix.ParameterListing.parse(listing.to_bytes() if isinstance(given, bytes) else str(listing))
    assert dict(again.values) == dict(listing.values)
    assert again.errors == listing.errors
    assert not again.problems
