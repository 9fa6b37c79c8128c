"""For strings of a ``str`` subclass, only their characters count, and no cache keeps them."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from vapix_proto import ParseError, tz

np = pytest.importorskip("numpy")

from vapix_proto.tz import columns  # noqa: E402 - needs NumPy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Text(str):
    """A string that claims to be another, and whose methods can't be trusted."""

    __slots__ = ("__weakref__", "claimed")
    claimed: str

    def __new__(cls, characters: str, claimed: str) -> Text:
        made = super().__new__(cls, characters)
        made.claimed = claimed
        return made

    def __eq__(self, other: object) -> bool:
        return self is other or self.claimed.__eq__(other) is True

    def __hash__(self) -> int:
        return hash(self.claimed)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise AssertionError("a method of a subclass was called")

    __getitem__ = __iter__ = __len__ = __str__ = __format__ = find = lower = strip = removeprefix = encode = _refuse


class Rules(tuple[tz.Rule, tz.Rule]):
    """A pair that claims to be a different pair."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return hash(US)


class Disguised(Text):
    __slots__ = ()
    __class__ = str  # type: ignore[assignment]


US, EU = ",M3.2.0,M11.1.0", ",M3.5.0,M10.5.0"
JULY, MARCH_20 = 1_782_864_000, 1_773_964_800
BARE = tz.parse("EST5EDT")


def both(kind: type[Text], valid: str, other: str) -> Iterator[tuple[Text, str]]:
    """A text and what it claims to be, in both directions."""
    yield kind(valid, other), other
    yield kind(other, valid), valid


def test_a_text_that_claims_to_be_another_is_what_its_characters_say() -> None:
    for text, claimed in both(Text, "QQA1", "QQB2"):
        assert str(tz.parse(text)) == str.__str__(text)
        assert str(tz.parse(claimed)) == claimed
    for text, claimed in both(Text, "QQC1", "QQD"):
        assert tz.is_valid(text) is (claimed == "QQD")
        assert tz.is_valid(claimed) is (claimed == "QQC1")
    text = Text("QQE", "QQE1")
    assert [problem.code for problem in tz.validate(text)] == ["tz-offset-missing"]
    with pytest.raises(ParseError) as refused:
        tz.parse(text)
    assert type(refused.value.text) is str
    assert str(refused.value)


def test_a_text_that_claims_to_be_plain_too_changes_no_other_answer() -> None:
    for text, claimed in both(Disguised, "QQP1", "QQP2"):
        tz.parse(text)
        assert str(tz.parse(claimed)) == claimed
    for text, claimed in both(Disguised, "QQR1", "QQR"):
        tz.is_valid(text)
        assert tz.is_valid(claimed) is (claimed == "QQR1")


def test_a_subclass_means_what_its_characters_say_even_where_its_claim_is_remembered() -> None:
    tz.parse("QQF1"), tz.is_valid("QQF1")
    assert str(tz.parse(Text("QQG2", "QQF1"))) == "QQG2"
    assert not tz.is_valid(Text("QQG", "QQF1"))
    assert columns.utoff_by_string(["QQF1", Text("QQG2", "QQG2")], [0, 0]).tolist() == [-3600, -7200]


def test_numpy_strings_are_texts() -> None:
    text = np.str_("QQH1")
    assert tz.is_valid(text)
    assert tz.parse(text) is tz.parse("QQH1")
    assert columns.utoff_by_string(np.array([text, "QQH1"], object), [0, 0]).tolist() == [-3600, -3600]


class Many(int):
    """A number that claims to be no limit, and to be any other."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return hash(None)

    def __bool__(self) -> bool:
        return False


PLAIN: dict[str, Any] = {name: getattr(tz.VAPIX, name) for name in tz.Dialect.__match_args__}


@pytest.mark.parametrize(
    "change",
    [
        {"name": Text("other", "vapix")},
        {"title": Text("other", tz.VAPIX.title)},
        {"designation_max": Many(40)},
        {"time_hours_max": Many(100)},
        {"time_signed": Many(1)},
        {"rules_required": None},
        {"sources": {**tz.VAPIX.sources, "form": Text("other", "form")}},
        {"sources": {**tz.VAPIX.sources, Text("form", "other"): "form"}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_dialect_is_made_of_plain_values(change: dict[str, Any]) -> None:
    with pytest.raises(
        TypeError, match=r"^a dialect contains a value of type \w+ where it needs one of type (str|int|bool)$"
    ):
        tz.Dialect(**(PLAIN | change))


@pytest.mark.parametrize("kind", [tz.Dialect, tz.PosixTimeZone])
def test_what_keys_a_memory_has_no_subclasses(kind: type) -> None:
    with pytest.raises(TypeError, match=f"{kind.__name__} can't be subclassed"):
        type("Other", (kind,), {})


def test_what_claims_to_be_a_zone_or_a_dialect_is_none() -> None:
    def disguised(value: Any) -> Any:
        body = {"__class__": type(value), "__eq__": lambda *_: True, "__hash__": lambda _: hash(value)}
        return type("Other", (), body)()

    zone = disguised(tz.parse("QQS1"))
    for question in (lambda: tz.iana_names(zone), lambda: columns.utoff(zone, [0])):
        with pytest.raises(TypeError, match="PosixTimeZone"):
            question()
    with pytest.raises(TypeError, match="expected a dialect or its name"):
        columns.utoff_by_string(["QQS1"], [0], dialect=disguised(tz.VAPIX))


def test_the_name_of_a_zone_is_what_its_characters_say() -> None:
    with pytest.raises(ParseError, match="no zone 'No/Zone'"):
        tz.from_iana(Text("No/Zone", "Europe/Vienna"))


class Bytes(bytes):
    def __bytes__(self) -> bytes:
        return b"QQI1"

    def decode(self, *_: object) -> str:
        return "QQI1"


def test_bytes_of_a_subclass_mean_what_they_hold() -> None:
    assert str(tz.parse(Bytes(b"QQJ2"))) == "QQJ2"


def asked(text: Text, rules: Any) -> list[Callable[[], Any]]:
    """Every call that caches something under a text."""
    t = np.array([JULY])
    return [
        lambda: tz.parse(text),
        lambda: tz.is_valid(text),
        lambda: tz.validate(text),
        lambda: columns.to_local_by_string([text], t),
        lambda: columns.to_local_by_string(["UTC0"], t, implied_rules=rules),
        lambda: columns.to_local(BARE.clock(implied_rules=rules), t),
        lambda: BARE.clock(implied_rules=rules).at(JULY),
        lambda: BARE.clock(implied_rules=rules).tzinfo(),
        lambda: BARE.clock(implied_rules=rules).to_tzif(),
        lambda: tz.contested(BARE, implied_rules=rules),
    ]


def test_no_memory_keeps_what_it_was_asked_with() -> None:
    def references(number: int) -> list[weakref.ref[Text]]:
        text, rules = Text(f"QQL{number}", f"QQM{number}"), Text(EU, US)
        questions = asked(text, rules)
        assert len(questions) == 10
        questions[number]()
        return [weakref.ref(text), weakref.ref(rules)]

    kept = list(map(references, range(10)))
    gc.collect()
    assert [[reference() is None for reference in pair] for pair in kept] == [[True, True]] * 10


@pytest.mark.parametrize("kind", [Text, Rules])
def test_implied_rules_of_a_subclass_change_no_other_answer(kind: type[Text] | type[Rules]) -> None:
    european = tz.Rule(tz.MonthWeekDay(3, 5, 0)), tz.Rule(tz.MonthWeekDay(10, 5, 0))
    rules: Any = Text(EU, US) if kind is Text else Rules(european)
    zone = tz.parse("QQN5QQO")
    t = np.array([MARCH_20])
    for _ in range(2):
        assert not zone.clock(implied_rules=rules).at(MARCH_20).isdst
        assert columns.isdst(zone.clock(implied_rules=rules), t).tolist() == [False]
        assert columns.isdst_by_string(["QQN5QQO"], t, implied_rules=rules).tolist() == [False]
        assert zone.clock(implied_rules=rules).tzinfo() is zone.clock(implied_rules=EU).tzinfo()
        assert zone.clock(reading="iana").at(MARCH_20).isdst
        assert columns.isdst(zone, t).tolist() == [True]
        assert columns.isdst_by_string(["QQN5QQO"], t).tolist() == [True]
        assert zone.tzinfo() is zone.clock(implied_rules=US).tzinfo()
