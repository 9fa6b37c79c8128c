"""The public strategies: their values are valid, labels are true, few draws are rejected, and failures shrink well."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from tests.support.paths import DOCS
from vapix_proto import Severity, oracle, strategies, tz, vapix
from vapix_proto.strategies._invalid_tz_strings import faults

DIALECTS = list(tz.DIALECTS.values())
# Making a strategy takes longer than drawing from it.
RIGHT = {dialect: strategies.tz_strings(dialect) for dialect in DIALECTS}
WRONG = {dialect: strategies.invalid_tz_strings(dialect.name) for dialect in DIALECTS}


TZ_TEXTS = ("broken_tz_strings", "designations", "invalid_tz_strings", "rules", "tz_strings", "zones")


@pytest.mark.parametrize("name", TZ_TEXTS)
def test_a_dialect_is_given_by_the_name_dialect(name: str) -> None:
    assert list(inspect.signature(getattr(strategies, name)).parameters) == ["dialect"]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: str(dialect.name))
@given(st.data())
def test_tz_strings_are_valid(dialect: tz.Dialect, data: st.DataObject) -> None:
    text = data.draw(RIGHT[dialect])
    assert tz.is_valid(text, dialect)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: str(dialect.name))
@settings(max_examples=60)
@given(st.data())
def test_invalid_tz_strings_are_what_their_label_says(dialect: tz.Dialect, data: st.DataObject) -> None:
    wrong = data.draw(WRONG[dialect])
    assert not tz.is_valid(wrong.value, dialect)
    assert tz.validate(wrong.value, dialect)[0].code == wrong.code


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: str(dialect.name))
def test_invalid_tz_strings_have_every_code(dialect: tz.Dialect) -> None:
    never = set()
    if dialect.designation_max is None:
        never.add("tz-designation-long")
    if dialect.time_signed:
        never.add("tz-time-signed")
    assert {str(code) for code, _ in faults(dialect)} == tz_error_codes() - never


def tz_error_codes() -> set[str]:
    """The codes of all errors in TZ strings, as the documentation lists them."""

    text = (DOCS / "reference/tz-errors.md").read_text("utf-8")
    errors = text[text.index("## Errors\n") : text.index("## Errors about zones in the database")]
    return set(re.findall(r"^### `(.*)`$", errors, re.MULTILINE))


@given(
    strategies.zones("tzif-v3").flatmap(
        lambda zone: st.tuples(st.just(zone), strategies.instants_near_transitions(zone))
    )
)
def test_instants_near_transitions_are_near(pair: tuple[tz.PosixTimeZone, int]) -> None:
    zone, instant = pair
    assert zone.at(instant) in (zone.std, zone.dst)
    assert -62_135_604_000 < instant < 253_402_308_000


@given(strategies.instants(), strategies.readings(), strategies.dialects())
def test_plain_choices(instant: int, reading: tz.Reading, dialect: tz.Dialect) -> None:
    assert -(2**63) <= instant < 2**63
    assert reading in tz.Reading
    assert dialect in DIALECTS


@given(strategies.user_names(), strategies.passwords(), strategies.comments(), strategies.role_texts())
def test_accounts_are_valid(user: str, pwd: vapix.Password, comment: str, sgrp: str) -> None:
    assert vapix.validate_user(user) == vapix.validate_password(pwd.reveal()) == vapix.validate_comment(comment) == ()
    assert vapix.validate_role(sgrp) == ()


@given(strategies.invalid_user_names(), strategies.invalid_passwords(), strategies.invalid_roles())
def test_invalid_accounts_are_what_their_label_says(
    user: strategies.Labelled[str], pwd: strategies.Labelled[str], role: strategies.Labelled[str]
) -> None:
    assert vapix.validate_user(user.value)[0].code == user.code
    assert vapix.validate_password(pwd.value)[0].code == pwd.code
    assert vapix.validate_role(role.value)[0].code == role.code


@given(strategies.get_responses())
def test_listings_have_the_accounts_that_they_promise(listing: strategies.Listing) -> None:
    found = vapix.AccountListing.parse(listing.body)
    assert found.accounts == listing.accounts


@given(strategies.parameter_responses("5.51"))
def test_parameter_responses_have_the_parameters_that_they_promise(response: tuple[bytes, dict[str, str]]) -> None:
    body, values = response
    assert dict(vapix.ParameterListing.parse(body).values) == values


@pytest.mark.parametrize("version", ["5.51", "9.80", "12.11", "13.0"])
@given(st.data())
def test_parameter_values_are_valid(version: str, data: st.DataObject) -> None:
    name, value = data.draw(strategies.parameter_values(version, writable=True))
    assert not [p for p in vapix.validate_parameter(name, value, version) if p.severity is Severity.ERROR]


@given(strategies.requests("11.11"))
def test_requests_are_valid(request: vapix.HttpRequest) -> None:
    problems = vapix.validate_request(request, "11.11")
    assert not [problem for problem in problems if problem.severity is Severity.ERROR]
    assert vapix.parse_request(request).to_http(request.method) == request


@given(strategies.devices(), strategies.requests("11.11"))
def test_devices_answer(device: oracle.Device, request: vapix.HttpRequest) -> None:
    as_user = device.accounts[0].user if device.accounts else None
    after, response = device.handle(request, as_user)
    assert oracle.expect(device, request, as_user).match(response, "bytes")
    assert oracle.Device.from_dict(after.to_dict()) == after


@given(strategies.devices("12.11"))
def test_devices_of_a_version(device: oracle.Device) -> None:
    assert str(device.axis_os) == "12.11"
    assert device.zone == tz.parse(device.values["Time.POSIXTimeZone"])
    listing = (
        vapix.AccountListing.parse(device.handle(vapix.GetUsers().to_http(), "root")[1].body)
        if device.accounts
        else None
    )
    if listing is not None:
        assert [account.user for account in listing.accounts] == [account.user for account in device.accounts]


@given(strategies.invalid_requests(), st.sampled_from(["5.51", "9.80", "11.11", "12.11"]))
def test_invalid_requests_are_what_their_label_says(
    wrong: strategies.Labelled[vapix.HttpRequest], version: str
) -> None:
    errors = [p for p in vapix.validate_request(wrong.value, version) if p.severity is Severity.ERROR]
    assert [problem.code for problem in errors][:1] == [wrong.code]


TZ, ZONES, USERS = strategies.tz_strings(), strategies.zones(), strategies.user_names()
WRONG_TZ, WRONG_REQUESTS = strategies.invalid_tz_strings(), strategies.invalid_requests()
#: A strategy, a condition for an example, and whether an example is among the simplest that meet the condition.
LEAST: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], bool], Callable[[Any], bool]]] = {
    "a string": (TZ, lambda _: True, lambda text: text == "AAA0"),
    "one with rules": (TZ, lambda text: "," in text, lambda text: len(text) == len("AAA0AAA,0,0")),
    "one with a Julian day": (TZ, lambda text: ",J" in text, lambda text: len(text) == len("AAA0AAA,0,J1")),
    "a zone": (ZONES, lambda zone: zone.std.utoff > 0, lambda zone: zone.dst is None and zone.std.designation == "AAA"),
    "a name": (USERS, lambda _: True, lambda name: len(name) == 1),
    "a longer name": (USERS, lambda name: len(name) > 3, lambda name: len(name) == 4 and len(set(name)) == 1),
    "a role": (strategies.roles(), lambda _: True, lambda role: role is vapix.Role.VIEWER),
    "a listing": (
        strategies.get_responses(),
        lambda listing: b"digusers" in listing.body,
        lambda listing: listing.accounts == (),
    ),
    "a wrong month": (
        WRONG_TZ,
        lambda found: found.code == "tz-month-range",
        lambda found: len(found.value) == len("AAA0AAA,M0.1.0,0"),
    ),
    "an empty name": (
        WRONG_REQUESTS,
        lambda found: found.code == "user-empty",
        lambda found: b"user=&" in found.value.body and len(found.value.body) < 80,
    ),
}


@pytest.mark.parametrize("what", LEAST)
def test_failures_shrink_to_the_simplest(what: str) -> None:
    strategy, condition, simplest = LEAST[what]
    # Without the explain phase, which takes Hypothesis four times as long as shrinking.
    phases = (Phase.generate, Phase.shrink)
    found = find(
        strategy, condition, settings=settings(max_examples=2000, database=None, phases=phases), random=Random(5)
    )
    assert simplest(found), found


ALL = [
    strategies.tz_strings(), strategies.invalid_tz_strings(), strategies.broken_tz_strings(), strategies.zones(),
    strategies.devices(),
    strategies.get_responses(), strategies.requests(), strategies.invalid_requests(), strategies.parameter_responses(),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(ALL)))
def test_nothing_is_filtered_heavily(number: int, thorough: bool) -> None:
    """Fails if a strategy rejects many of its draws, because failed health checks are errors here."""

    # Health checks look at the first ten examples.
    @settings(max_examples=200 if thorough else 30, database=None)
    @given(ALL[number])
    def draw(_value: object) -> None:
        pass

    draw()
