"""The names of the system's own accounts, as seen on devices."""

from __future__ import annotations

import re

# These names were seen in the access groups of AXIS OS 5 to 10, and never in digusers. Fifteen of them are www followed
# by initials of admin, operator, viewer and ptz, in that order and in every combination. Four have other forms. We can
# only assume that there are no other system accounts, so these names are used only if a listing has no digusers.
_SYSTEM_ACCOUNT = re.compile(r"www[aovp]+|debugar|ptzadm|sdk|vdo")


def is_system_account(name: str) -> bool:
    """Whether a name is that of one of the system's own accounts seen on devices."""
    return _SYSTEM_ACCOUNT.fullmatch(name) is not None
