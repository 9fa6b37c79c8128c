"""Which names recorded devices give to accounts of the system itself."""

from __future__ import annotations

import re

# Recorded in the access groups of AXIS OS 5 to 10, and never in digusers: www with letters of admin, operator, viewer
# and ptz, all fifteen in that order, and others by name. That there are no more is inferred, so this counts only where
# a listing has no digusers.
_SYSTEM_ACCOUNT = re.compile(r"www[aovp]+|debugar|ptzadm|sdk|vdo")


def is_system_account(name: str) -> bool:
    """Whether a name is one that recorded devices give to an account of the system itself."""
    return _SYSTEM_ACCOUNT.fullmatch(name) is not None
