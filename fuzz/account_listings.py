"""Account listings: any bytes give a listing or a documented error, and a listing reads back the same."""

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
    listing = parsed(vapix.AccountListing.parse, given)
    if listing is None:
        return
    assert listing.lines
    again = vapix.AccountListing.parse(str(listing))
    assert again.lines == listing.lines
    built = vapix.AccountListing(listing.lines)
    for other in (again, built):
        assert other.accounts == listing.accounts
        assert other.system_accounts == listing.system_accounts
        assert other.access_groups == listing.access_groups
        assert other.groups == listing.groups
