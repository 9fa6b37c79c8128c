"""The public strategies: valid is valid, a label is the truth, nothing is filtered away, and failures shrink well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from vapix_proto import Severity, oracle, strategies, tz, vapix
from vapix_proto.strategies.wrong_times import faults

DIALECTS = list(tz.DIALECTS.values())


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: str(dialect.name))
@given(st.data())
def test_tz_strings_are_valid(dialect: tz.Dialect, data: st.DataObject) -> None:
    text = data.draw(strategies.tz_strings(dialect))
    assert tz.is_valid(text, dialect)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: str(dialect.name))
@settings(max_examples=60)
@given(st.data())
def test_invalid_tz_strings_are_what_their_label_says(dialect: tz.Dialect, data: st.DataObject) -> None:
    wrong = data.draw(strategies.invalid_tz_strings(dialect.name))
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
    """The codes of all errors, as the documentation lists them."""
    from pathlib import Path

    text = (Path(__file__).parent.parent / "docs" / "tz-errors.md").read_text("utf-8")
    rows = text[text.index("## Errors") : text.index("## Warnings")].splitlines()
    return {word.strip(" `") for row in rows if row.startswith("| `") for word in row.split("|")[1].split(",")}


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


@given(strategies.get_answers())
def test_listings_say_what_they_say(listing: strategies.Listing) -> None:
    found = vapix.AccountListing.parse(listing.body)
    assert found.accounts == listing.accounts


@given(strategies.parameter_answers("5.51"))
def test_parameter_answers_say_what_they_say(answer: tuple[bytes, dict[str, str]]) -> None:
    body, values = answer
    assert dict(vapix.ParameterListing.parse(body).values) == values


@pytest.mark.parametrize("version", ["5.51", "9.80", "12.11", "13.0"])
@given(st.data())
def test_parameter_values_are_valid(version: str, data: st.DataObject) -> None:
    name, value = data.draw(strategies.parameter_values(version, writable=True))
    assert not [p for p in vapix.validate_parameter(name, value, version) if p.severity is Severity.ERROR]


@given(strategies.requests("11.11"))
def test_requests_are_valid(request: vapix.HttpRequest) -> None:
    cgi = request.path.rpartition("/")[2]
    if cgi == "pwdgrp.cgi":
        problems = vapix.validate_pwdgrp(request, "11.11")
    elif cgi == "param.cgi":
        pairs = vapix_arguments(request)
        found: vapix.ListParameters | vapix.UpdateParameters
        found = (vapix.ListParameters if pairs["action"] == "list" else vapix.UpdateParameters).from_http(request)
        assert found.to_http(request.method) == request
        return
    else:
        problems = vapix.parse_maintenance_request(request).validate("11.11")
    assert not [problem for problem in problems if problem.severity is Severity.ERROR]


@given(strategies.devices(), strategies.requests("11.11"))
def test_devices_answer(device: oracle.Device, request: vapix.HttpRequest) -> None:
    as_user = device.accounts[0].user if device.accounts else None
    after, answer = device.handle(request, as_user)
    assert oracle.expect(device, request, as_user).match(answer, "bytes")
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


def vapix_arguments(request: vapix.HttpRequest) -> dict[str, str]:
    """The arguments of a request."""
    from urllib.parse import parse_qsl

    return dict(parse_qsl(request.query) + parse_qsl(request.read_body().decode()))


@given(strategies.invalid_requests(), st.sampled_from(["5.51", "9.80", "11.11", "12.11"]))
def test_invalid_requests_are_what_their_label_says(
    wrong: strategies.Labelled[vapix.HttpRequest], version: str
) -> None:
    errors = [p for p in vapix.validate_pwdgrp(wrong.value, version) if p.severity is Severity.ERROR]
    assert [problem.code for problem in errors][:1] == [wrong.code]


def test_failures_shrink_to_the_simplest() -> None:
    anything = settings(max_examples=2000, database=None)

    def least(strategy: st.SearchStrategy[Any], condition: Callable[[Any], bool] = lambda _: True) -> Any:
        return find(strategy, condition, settings=anything)

    assert least(strategies.tz_strings()) == "AAA0"
    assert least(strategies.tz_strings(), lambda text: "," in text) == "AAA0AAA,0,0"
    assert least(strategies.tz_strings(), lambda text: ",J" in text) == "AAA0AAA,0,J1"
    assert str(least(strategies.zones(), lambda zone: zone.std.utoff > 0)) == "AAA-1"
    assert least(strategies.user_names()) == "0"
    assert least(strategies.user_names(), lambda name: len(name) > 3) == "0000"
    assert least(strategies.roles()) is vapix.Role.VIEWER
    assert least(strategies.get_answers(), lambda listing: b"digusers" in listing.body).accounts == ()
    wrong = least(strategies.invalid_tz_strings(), lambda found: found.code == "tz-month-range")
    assert wrong.value == "AAA0AAA,M0.1.0,0"
    request = least(strategies.invalid_requests(), lambda found: found.code == "user-empty")
    assert b"user=&" in request.value.body


ALL = [
    strategies.tz_strings(), strategies.invalid_tz_strings(), strategies.broken_tz_strings(), strategies.zones(),
    strategies.devices(),
    strategies.get_answers(), strategies.requests(), strategies.invalid_requests(), strategies.parameter_answers(),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(ALL)))
def test_nothing_is_filtered_heavily(number: int) -> None:
    """Health checks are errors: this fails where a strategy throws away much of what it makes."""

    @settings(max_examples=200, database=None)
    @given(ALL[number])
    def draw(_value: object) -> None:
        pass

    draw()
