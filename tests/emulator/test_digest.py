"""Digest authentication: the RFCs' examples, malformed credentials, and properties against an independent client."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.independent.digest_client import authorization, challenge_of
from vapix_proto.emulator._digest import Credentials, Guard, MalformedCredentialsError

REALM = "AXIS_ACCC8E000001"
#: Authorization headers for a GET, with the password: RFC 2617, 3.5; RFC 7616, 3.9.1; RFC 2069, 2.4 (erratum 749).
VECTORS = [
    (
        'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
        'uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b", '
        'response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
        "Circle Of Life",
    ),
    (
        'Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=MD5, '
        'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, '
        'cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, '
        'response="8ca523f5e9506fed4657c9700eebdbec", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
        "Circle of Life",
    ),
    (
        'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
        'uri="/dir/index.html", response="1949323746fe6a43ef61f9606e7febea"',
        "CircleOfLife",
    ),
]


class Ticks:
    """A clock that stands still until a test sets it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def guard(*, old: bool = False, lifetime: float = 60, ticks: Ticks | None = None) -> Guard:
    return Guard(REALM, old=old, lifetime=lifetime, ticks=ticks or Ticks())


def secret_of(name: str) -> str | None:
    return {"root": "pass", "joe": "f\u00fc:\\ x"}.get(name)


@pytest.mark.parametrize(("header", "password"), VECTORS)
def test_the_vectors_of_the_standards(header: str, password: str) -> None:
    credentials = Credentials.parse(header)
    assert credentials is not None
    assert credentials.user == "Mufasa"
    assert credentials.match("GET", password)
    assert not credentials.match("POST", password)
    assert not credentials.match("GET", password + " ")
    assert "Mufasa" in repr(credentials)
    assert credentials.response not in repr(credentials)


def test_the_challenge_has_what_was_recorded() -> None:
    for old, stale, how in [
        (False, False, "algorithm=MD5"),
        (False, True, "algorithm=MD5, stale=true"),
        (True, False, "stale=FALSE"),
        (True, True, "stale=TRUE"),
    ]:
        challenge = guard(old=old).challenge(stale=stale)
        nonce = challenge_of(challenge)["nonce"]
        assert challenge == f'Digest realm="{REALM}", nonce="{nonce}", {how}, qop="auth"'


GOOD = VECTORS[0][0]


@pytest.mark.parametrize(
    "header",
    [
        "Digest",
        "Digest ",
        "Digest nonsense",
        "Digest username=",
        'Digest username="root',
        *(GOOD.replace(f"{name}=", f"x{name}=") for name in ("username", "realm", "nonce", "uri", "response")),
        GOOD.replace("qop=auth", "qop=auth-int"),
        GOOD.replace("qop=auth", 'qop=""'),
        GOOD.replace("nc=00000001, ", ""),
        GOOD.replace("nc=00000001", "nc=1"),
        GOOD.replace("nc=00000001", "nc=0000000g"),
        GOOD.replace('cnonce="0a4f113b"', 'cnonce=""'),
        GOOD.replace("6629fae4", "6629fae"),
        GOOD.replace("6629fae4", "6629FAE4"),
        GOOD + ", algorithm=SHA-256",
        GOOD + ", algorithm=MD5-sess",
        GOOD + ", userhash=true",
        GOOD + ', username="Simba"',
        GOOD + " realm",
        GOOD + ", " * 40_000 + "x=y",
    ],
)
def test_malformed_credentials(header: str) -> None:
    with pytest.raises(MalformedCredentialsError) as caught:
        Credentials.parse(header)
    assert "6629" not in str(caught.value)


@pytest.mark.parametrize(
    "header",
    [
        GOOD.replace("Digest", "digest"),
        GOOD.replace("qop=auth", 'qop="auth"'),
        GOOD.replace("=", " = ").replace(", ", ",,\t"),
        GOOD + ", algorithm=md5, userhash=false",
        GOOD.replace("Mufasa", "M\\ufasa"),
    ],
)
def test_forms_that_mean_the_same(header: str) -> None:
    credentials = Credentials.parse(header)
    assert credentials is not None
    assert credentials.match("GET", "Circle Of Life")


@pytest.mark.parametrize("header", ["", "Basic cm9vdDpwYXNz", "Bearer x", "Digestible x=y"])
def test_another_scheme_is_nobody(header: str) -> None:
    assert Credentials.parse(header) is None
    assert guard().check([header], "GET", "/", secret_of).user is None


@pytest.mark.parametrize("old", [True, False])
def test_who_knows_the_password_comes_in(old: bool) -> None:
    one = guard(old=old)
    asked = challenge_of(one.challenge())
    for user, password, found in (("root", "pass", "root"), ("joe", "f\u00fc:\\ x", "joe"), ("root", "Pass", None)):
        header = authorization(user, password, "GET", "/a?b=c", asked)
        assert one.check([header], "GET", "/a?b=c", secret_of).user == found
    header = authorization("nobody", "pass", "GET", "/", asked)
    assert one.check([header], "GET", "/", secret_of).user is None
    assert one.check([], "GET", "/", secret_of).user is None


def test_a_nonce_ends_and_only_who_was_right_is_told_that() -> None:
    ticks = Ticks()
    one = guard(lifetime=60, ticks=ticks)
    asked = challenge_of(one.challenge())
    right = authorization("root", "pass", "GET", "/", asked)
    wrong = authorization("root", "word", "GET", "/", asked)
    ticks.now += 59
    assert one.check([right], "GET", "/", secret_of).user == "root"
    ticks.now += 1
    assert one.check([right], "GET", "/", secret_of) == type(one.check([], "GET", "/", secret_of))(None, stale=True)
    assert not one.check([wrong], "GET", "/", secret_of).stale
    # Nonces from another server, from the future, or invented are stale, too.
    ticks.now -= 100
    assert one.check([right], "GET", "/", secret_of).stale
    for nonce in ("x", "3e8." + "0" * 32, challenge_of(guard().challenge())["nonce"]):
        made_up = authorization("root", "pass", "GET", "/", {**asked, "nonce": nonce})
        verdict = one.check([made_up], "GET", "/", secret_of)
        assert (verdict.user, verdict.stale) == (None, True)


def counted(one: Guard, asked: dict[str, str], count: int, user: str = "root") -> str | None:
    """The user whose request with this count is accepted; None if the request must be sent again."""
    password = secret_of(user)
    assert password is not None
    verdict = one.check([authorization(user, password, "POST", "/", asked, count)], "POST", "/", secret_of)
    assert verdict.stale is (verdict.user is None)
    return verdict.user


def test_a_count_is_accepted_once() -> None:
    one = guard()
    asked = challenge_of(one.challenge())
    assert [counted(one, asked, 1) for _ in range(3)] == ["root", None, None]
    # The counts may come in any order, and are separate for each user and each nonce.
    for count in (5, 3, 0, 4, 2, 1000, 999, 6):
        assert counted(one, asked, count) == "root"
        assert counted(one, asked, count) is None
    assert counted(one, asked, 1, "joe") == "joe"
    assert counted(one, challenge_of(one.challenge()), 1) == "root"
    # A wrong password does not use up a count.
    wrong = authorization("root", "word", "POST", "/", asked, 2000)
    assert one.check([wrong], "POST", "/", secret_of).user is None
    assert counted(one, asked, 2000) == "root"


def test_without_qop_there_is_no_count() -> None:
    one = guard()
    asked = challenge_of(one.challenge())
    del asked["qop"]
    assert [counted(one, asked, 1) for _ in range(3)] == ["root"] * 3


def test_what_is_remembered_of_the_counts_is_bounded() -> None:
    one = guard()
    asked = challenge_of(one.challenge())
    for count in (1, 0xFFFFFFFF, 0xFFFFFFFE):
        assert counted(one, asked, count) == "root"
    # The first counts are too old to be recognised as unused.
    assert counted(one, asked, 2) is None
    assert counted(one, asked, 0xFFFFFFFF - 1023) == "root"
    assert counted(one, asked, 0xFFFFFFFF - 1024) is None
    assert max(seen for _, seen in one._counts.values()).bit_length() <= 1024


def test_what_is_remembered_of_the_nonces_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vapix_proto.emulator._digest._NONCES", 3)
    ticks = Ticks()
    one = guard(ticks=ticks)
    nonces = []
    for _ in range(5):
        nonces.append(challenge_of(one.challenge()))
        ticks.now += 1
    assert [counted(one, asked, 1) for asked in nonces] == ["root"] * 5
    assert len(one._counts) == 3
    # A forgotten nonce is stale for every count; a remembered nonce is stale only for the counts that were used.
    assert [counted(one, asked, 1) for asked in nonces] == [None] * 5
    assert [counted(one, asked, 2) for asked in nonces] == [None, None, "root", "root", "root"]
    assert counted(one, challenge_of(one.challenge()), 1) == "root"


def test_nonces_of_one_moment_differ() -> None:
    one = guard()
    assert len({challenge_of(one.challenge())["nonce"] for _ in range(100)}) == 100


def test_the_target_counts() -> None:
    one = guard()
    asked = challenge_of(one.challenge())
    same = (("/a?b=c", "/a?b=c"), ("/a", "/a?"), ("http://h:1/a?b", "/a?b"), ("/a", "http://h/a"))
    for count, (signed, target) in enumerate(same, 1):
        header = authorization("root", "pass", "GET", signed, asked, count)
        assert one.check([header], "GET", target, secret_of).user == "root"
    for signed, target in (("/a?b=c", "/a?b=d"), ("/a", "/b"), ("*", "/a"), ("/a", "/a?b")):
        header = authorization("root", "pass", "GET", signed, asked)
        with pytest.raises(MalformedCredentialsError, match="uri"):
            one.check([header], "GET", target, secret_of)
    header = authorization("root", "pass", "GET", "/a", asked)
    with pytest.raises(MalformedCredentialsError, match="more than one"):
        one.check([header, header], "GET", "/a", secret_of)
    other = authorization("root", "pass", "GET", "/a", {**asked, "realm": "AXIS_1"})
    assert one.check([other], "GET", "/a", secret_of).user is None


def test_a_name_that_is_empty_is_nobody_s() -> None:
    one = guard()
    header = authorization("", "pass", "GET", "/", challenge_of(one.challenge()))
    assert one.check([header], "GET", "/", secret_of).user is None


def test_a_target_may_be_long() -> None:
    one, target = guard(), "/axis-cgi/param.cgi?action=list&group=" + "Time," * 2000
    header = authorization("root", "pass", "GET", target, challenge_of(one.challenge()))
    assert one.check([header], "GET", target, secret_of).user == "root"


def test_a_nonce_is_good_for_parts_of_a_second() -> None:
    ticks = Ticks()
    ticks.now = 1000.9
    one = guard(lifetime=0.5, ticks=ticks)
    header = authorization("root", "pass", "GET", "/", challenge_of(one.challenge()))
    ticks.now = 1001.3
    assert one.check([header], "GET", "/", secret_of).user == "root"
    ticks.now = 1001.5
    assert one.check([header], "GET", "/", secret_of).stale


PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=64)


@given(PRINTABLE, PRINTABLE, st.booleans())
def test_a_password_opens_and_no_other_does(password: str, given_: str, qop: bool) -> None:
    one = guard()
    asked = challenge_of(one.challenge())
    if not qop:  # as in RFC 2069
        del asked["qop"]
    header = authorization("root", given_, "POST", "/x", asked)
    found = one.check([header], "POST", "/x", {"root": password}.get).user
    assert (found == "root") is (password == given_)


@given(st.text(max_size=200))
def test_no_header_is_too_odd(text: str) -> None:
    for header in (text, f"Digest {text}", f"{GOOD}, {text}"):
        with contextlib.suppress(MalformedCredentialsError):
            assert guard().check([header], "GET", "/dir/index.html", secret_of).user is None
    assert "secret" not in repr(guard())
