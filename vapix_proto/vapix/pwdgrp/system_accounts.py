"""The names of the system's own accounts, as seen on devices."""

from __future__ import annotations

import re

# Seen in the access groups of AXIS OS 5 to 10, and never in digusers: www followed by the initials of admin,
# operator, viewer and ptz, in all fifteen combinations in that order, and some other names. We only infer that there
# are no others, so this expression is used only if a listing has no digusers.
_SYSTEM_ACCOUNT = re.compile(r"www[aovp]+|debugar|ptzadm|sdk|vdo")


def is_system_account(name: str) -> bool:
    """Whether a name is that of one of the system's own accounts seen on devices."""
    return _SYSTEM_ACCOUNT.fullmatch(name) is not None
