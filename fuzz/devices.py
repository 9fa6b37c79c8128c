"""The reference device: ``oracle.expect`` accepts its responses, and its state can be stored."""

from __future__ import annotations

import json

from fuzz._growth import assert_linear
from fuzz._inputs import chosen, http_request
from vapix_proto import oracle, vapix

_USERS = ["root", "vera", "nobody", None]
_VERSIONS = ["5.51.7", "9.80.2.2", "11.11.192", "12.9.57", "13.0"]
_ACCOUNTS = (
    oracle.Account("root", "pw-root", "root", ("admin", "operator", "viewer", "ptz")),
    oracle.Account("vera", "pw-vera", "users", ("viewer",)),
)
_DEVICES = [oracle.Device(version, accounts) for version in _VERSIONS for accounts in (_ACCOUNTS, ())]


def check(data: bytes) -> None:
    """The first byte chooses the device, the second the user; requests as text follow, separated by form feeds."""
    device, rest = chosen(_DEVICES, data)
    user, text = chosen(_USERS, rest)
    for each in text.split(b"\f")[:8]:
        request = http_request(each)
        after, response = device.handle(request, user, now=0)
        assert 200 <= response.status < 500, response
        assert oracle.expect(device, request, user, now=0).match(response, "bytes")
        assert oracle.Device.from_dict(json.loads(json.dumps(after.to_dict()))) == after
        vapix.validate_request(request, device.axis_os)
        device = after
    assert_linear(text, lambda longer: device.handle(http_request(longer), user))
