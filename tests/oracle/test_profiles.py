"""The profiles of AXIS OS versions, as values."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from vapix_proto.oracle.profiles import PROFILES, ListingForm, Profile


def test_profiles_hash_and_pickle_and_their_mappings_are_frozen() -> None:
    assert len({*PROFILES, *pickle.loads(pickle.dumps(PROFILES))}) == len(PROFILES)
    given = {"Time.DST.Enabled": "yes"}
    profile = Profile("9.80", (9, 40), ListingForm(), given)
    given.clear()
    assert profile.defaults == {"Time.DST.Enabled": "yes"}
    defaults: Any = profile.defaults
    with pytest.raises(TypeError):
        defaults["Time.DST.Enabled"] = "no"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"since": ()}, ValueError),
        ({"since": (9, -1)}, ValueError),
        ({"listing": None}, TypeError),
    ],
)
def test_what_no_profile_has_is_refused(fields: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        PROFILES[0].replace(**fields)
