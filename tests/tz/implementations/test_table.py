"""The table of implementations follows its schema, and its words fit what they describe."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest

from tools.write_implementations_page import PAGE, page
from vapix_proto import tz
from vapix_proto.tz.analysis.description import FOLLOWERS
from vapix_proto.tz.implementations.features import features_of
from vapix_proto.tz.implementations.table import versions

FOLDER = files("vapix_proto.tz.implementations")
#: Texts that no dialect allows but some implementations accept.
FAULTS = {
    tz.Feature.TWO_LETTER_DESIGNATION,
    tz.Feature.OFFSET_25_HOURS,
    tz.Feature.TRAILING_BLANK,
    tz.Feature.TRAILING_TEXT,
    tz.Feature.LEADING_COLON,
}


def test_the_file_follows_its_schema() -> None:
    schema = json.loads((FOLDER / "implementations.schema.json").read_text("ascii"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads((FOLDER / "implementations.json").read_text("ascii")), schema)


def test_the_schema_has_the_words_of_the_library() -> None:
    schema = json.loads((FOLDER / "implementations.schema.json").read_text("ascii"))
    definitions = schema["$defs"]
    assert definitions["effect"]["enum"] == [*tz.Effect, None]
    assert definitions["implementation"]["properties"]["reading"]["enum"] == [*tz.Reading, None]
    assert set(definitions["feature"]["enum"]) == set(tz.Feature)
    assert schema["properties"]["features"]["minProperties"] == len(tz.Feature)
    assert definitions["implementation"]["properties"]["features"]["minProperties"] == len(tz.Feature) - 1


def test_rows_are_values() -> None:
    assert len(set(tz.IMPLEMENTATIONS)) == len(tz.IMPLEMENTATIONS) > 40
    assert len({str(row) for row in tz.IMPLEMENTATIONS}) == len(tz.IMPLEMENTATIONS)


def test_a_row_is_shown_by_its_name() -> None:
    assert repr(tz.IMPLEMENTATIONS[0]) == "<Implementation glibc 2.31 to 2.43>"


def test_rows_that_people_meet_come_first() -> None:
    common = [row.common for row in tz.IMPLEMENTATIONS]
    assert common == sorted(common, reverse=True)
    assert 20 <= sum(common) <= 35


def test_an_effect_of_a_valid_string_is_no_fault() -> None:
    for row in tz.IMPLEMENTATIONS:
        for feature, effect in row.features:
            if feature not in FAULTS:
                assert effect not in (tz.Effect.FAULT_IGNORED, tz.Effect.FAULT_READ_IN), (row, feature)


def test_implied_rules_are_rules() -> None:
    for row in tz.IMPLEMENTATIONS:
        if row.implied_rules:
            assert tz.is_valid(f"EST5EDT{row.implied_rules}"), row
        if row.effect(tz.Feature.DST_WITHOUT_RULES) is tz.Effect.SAME:
            assert row.implied_rules == tz.US_RULES, row


@pytest.mark.parametrize("feature", tz.Feature)
def test_an_example_has_its_feature(feature: tz.Feature) -> None:
    text = feature.example
    if feature in FAULTS:
        assert not any(tz.is_valid(text, dialect) for dialect in tz.DIALECTS)
        return
    zone = tz.parse(text, tz.POSIX_2024)
    if feature is tz.Feature.LONGER_DESIGNATION:
        assert len(zone.std.designation) > 10
    else:
        assert feature in features_of(zone, text)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [("1.2.3", "1.2.6", "1.2.3 to 1.2.6"), (None, "4.2", "up to 4.2"), ("4.3", None, "4.3 and later"), ("9", "9", "9")],
)
def test_versions_in_words(first: str | None, last: str | None, words: str) -> None:
    assert versions(first, last) == words


def test_the_page_is_that_of_the_table() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tools.write_implementations_page"


def test_messages_name_only_implementations_that_follow_a_reading_exactly() -> None:
    assert set(FOLLOWERS) == set(tz.Reading)
    for reading, names in FOLLOWERS.items():
        for name in names:
            rows = [row for row in tz.IMPLEMENTATIONS if row.name == name]
            assert any(row.reading == reading and row.reading_exact for row in rows), name
            assert {row.reading for row in rows if row.reading_exact} == {reading}, name
