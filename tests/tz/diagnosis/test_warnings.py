"""Warnings about rules, compared with the clock's transitions."""

from __future__ import annotations

from itertools import pairwise

import pytest

from vapix_proto import tz


@pytest.mark.parametrize(
    ("text", "overlaps"),
    [
        # In leap years, the two instants are an hour apart, but daylight saving time is on from January 1 already.
        ("ABC14WXYZ,365/0,J365", False),
        ("ABC12XYZ,M12.2.6,M12.2.0/-21", False),
        ("EST5EDT,J100/2,J100/3:30", True),
        ("EST5EDT,0/0,J365/24", True),
    ],
)
def test_local_times_overlap_only_at_transitions(text: str, overlaps: bool) -> None:
    zone = tz.parse(text, "posix-2024")
    changes = [transition.at for transition in zone.transitions(1999, 2400)]
    assert (min(later - earlier for earlier, later in pairwise(changes)) <= 3600) is overlaps
    assert ("tz-overlap" in [problem.code for problem in tz.validate(text, "posix-2024")]) is overlaps
