"""The listing of groups: every variant that devices send and clients have in their test data."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vapix_proto import ParseError, Span
from vapix_proto.vapix.pwdgrp import listing as listing_module
from vapix_proto.vapix.pwdgrp.listing import Account, AccountListing
from vapix_proto.vapix.pwdgrp.roles import Role

EXAMPLE = """admin="root,joe"
operator="root,joe,ellen"
viewer="root,joe,ellen,frank"
ptz="root,joe,ellen"
digusers="root,joe,ellen,frank"
"""
ACCOUNTS = (
    Account("root", Role.ADMIN_PTZ),
    Account("joe", Role.ADMIN_PTZ),
    Account("ellen", Role.OPERATOR_PTZ),
    Account("frank", Role.VIEWER),
)


def unix_groups(number: int) -> str:
    """A listing of AXIS OS 5 to 10: the access groups among many others."""
    others = [f'group-{n}_x="led,ptzadm,"' for n in range(number)]
    system = (
        EXAMPLE.replace('admin="root', 'admin="root,wwwa,wwwaovp,sdk,vdo')
        .replace('operator="root', 'operator="root,wwwa')
        .replace('viewer="root', 'viewer="root,vdo')
    )
    return "\n".join([*others[: number // 2], *system.splitlines(), "users=", *others[number // 2 :]]) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        EXAMPLE,
        EXAMPLE.replace("\n", "\r\n"),
        EXAMPLE.rstrip("\n"),
        EXAMPLE + "\n",
        EXAMPLE.replace("\n", "\r\n") + "\r\n",
        EXAMPLE.replace('"\n', ',"\n'),
        EXAMPLE.replace('"', ""),
        EXAMPLE.replace("\n", ""),
        EXAMPLE.replace("\n", " ").rstrip(),
        EXAMPLE.replace("\n", " "),
        "\n".join(reversed(EXAMPLE.splitlines())),
        unix_groups(165),
    ],
    ids=[
        "example",
        "crlf",
        "no-end",
        "blank",
        "crlf-blank",
        "comma",
        "bare",
        "run-together",
        "browser",
        "browser-end",
        "reversed",
        "170-lines",
    ],
)
def test_every_variant_gives_the_same_accounts(text: str) -> None:
    for data in (text, text.encode(), bytearray(text.encode())):
        listing = AccountListing.parse(data)
        expected = sorted(map(str, ACCOUNTS)) if "\nadmin" not in text[:1] else []
        assert sorted(map(str, listing.accounts)) == expected
        assert [problem for problem in listing.problems if problem.severity == "error"] == []


def test_system_accounts_are_told_apart() -> None:
    listing = AccountListing.parse(unix_groups(165))
    assert listing.accounts == ACCOUNTS
    assert set(listing.system_accounts) == {"wwwa", "wwwaovp", "sdk", "vdo"}
    assert len(listing.groups) == 171
    assert listing.groups["users"] == ()
    assert listing.groups["group-0_x"] == ("led", "ptzadm")
    assert AccountListing.parse(EXAMPLE).system_accounts == ()


def test_system_accounts_have_access_groups() -> None:
    listing = AccountListing.parse(unix_groups(165))
    assert {name: listing.access_groups[name] for name in listing.system_accounts} == {
        "wwwa": ("admin", "operator"),
        "wwwaovp": ("admin",),
        "sdk": ("admin",),
        "vdo": ("admin", "viewer"),
    }
    assert listing.access_groups["ellen"] == ("operator", "viewer", "ptz")
    assert AccountListing.parse('digusers="joe"').access_groups == {}


#: Recorded: parts of the groups of two cameras, the first from a log that ends before digusers.
CUT = """root="root"
tty="imaged,scheduled,ptzadm"
mem=""
viewer="ACCAdmin,wwwaovp,hass,wwwaov,wwwov,wwwovp,root,wwwav,wwwv,wwwavp,wwwvp"
operator="wwwo,wwwaop,wwwaovp,wwwao,wwwop,hass,wwwov,wwwaov,wwwovp,root,ACCAdmin"
admin="wwwa,wwwaop,wwwaovp,wwwao,wwwap,hass,wwwaov,root,wwwav,wwwavp,ACCAdmin"
ptz="wwwvp,wwwaop,wwwop,wwwap,hass,wwwaovp,wwwovp,root,ACCAdmin,wwwavp"
anonymous="anonymous,wwwanon"
"""
M3206 = """users="root15,root2"
admin="wwwaop,wwwaov,wwwavp,root15,wwwav,wwwa,root,debugar,wwwao,wwwap,root2,wwwaovp"
operator="wwwov,wwwovp,wwwaop,wwwaov,wwwop,vdo,wwwo,wwwao,root,sdk,wwwaovp,root15,root2,ptzadm"
viewer="root,wwwovp,wwwaov,wwwv,root15,wwwov,wwwavp,sdk,wwwav,wwwaovp,debugar,root2,wwwvp"
ptz="wwwovp,wwwaop,wwwp,wwwop,wwwap,root,wwwavp,root15,wwwaovp,wwwvp,root2"
snmp-persist="snmpd,axis-video-mib,snmp-confd"
"""


@pytest.mark.parametrize(
    ("text", "users"),
    [(CUT, {"root", "hass", "ACCAdmin"}), (M3206, {"root", "root2", "root15"})],
    ids=["5-to-9", "10.12"],
)
def test_no_recorded_system_account_is_a_user_without_digusers(text: str, users: set[str]) -> None:
    for data in (text, text.replace("\n", "\r\n"), text.replace('"', ""), text.replace('"\n', ',"\n').encode()):
        listing = AccountListing.parse(data)
        assert {account.user for account in listing.accounts} == users
        assert {account.role for account in listing.accounts} == {Role.ADMIN_PTZ}
        assert not users & set(listing.system_accounts)
    # If there is a digusers line, only that counts, whatever the names.
    given = AccountListing.parse(f'{text}digusers="root,wwwa"\n')
    assert [account.user for account in given.accounts] == ["root", "wwwa"]
    assert users - {"root"} <= set(given.system_accounts)


def test_users_whose_names_begin_as_those_of_system_accounts() -> None:
    listing = AccountListing.parse('viewer="www,wwwx,wwwanon,sdk1,wwwo"')
    assert [account.user for account in listing.accounts] == ["www", "wwwx", "wwwanon", "sdk1"]
    assert listing.system_accounts == ("wwwo",)


def test_without_digusers_the_access_groups_have_the_accounts() -> None:
    text = unix_groups(4).replace("digusers", "others")
    assert {account.user for account in AccountListing.parse(text).accounts} == {"root", "joe", "ellen", "frank"}


def test_without_ptz_nobody_has_it() -> None:
    listing = AccountListing.parse(EXAMPLE.replace('ptz="root,joe,ellen"\n', ""))
    assert [account.role for account in listing.accounts] == [Role.ADMIN, Role.ADMIN, Role.OPERATOR, Role.VIEWER]


def test_accounts_without_access_and_users_named_like_groups() -> None:
    listing = AccountListing.parse(
        'admin="root"\noperator=""\nviewer="viewer,operator"\ndigusers="root,viewer,operator,nobody"'
    )
    assert listing.accounts == (
        Account("root", Role.ADMIN),
        Account("viewer", Role.VIEWER),
        Account("operator", Role.VIEWER),
        Account("nobody", None),
    )


def test_a_name_outside_the_alphabet_is_kept_and_reported() -> None:
    text = 'admin="root"\ndigusers="root,hass,xyz=="\n'
    listing = AccountListing.parse(text)
    assert [account.user for account in listing.accounts] == ["root", "hass", "xyz=="]
    (problem,) = listing.problems
    assert (problem.code, problem.severity) == ("listing-name", "warning")
    assert text[problem.span.start : problem.span.end] == "xyz=="


def test_spans_of_bytes_count_bytes_and_names_are_utf_8() -> None:
    data = 'admin="r\xf6\xf6t"\nnonsense\ndigusers="r\xf6\xf6t"\n'.encode()
    listing = AccountListing.parse(data)
    assert listing.accounts == (Account("r\xf6\xf6t", Role.ADMIN),)
    spans = [data[problem.span.start : problem.span.end].decode() for problem in listing.problems]
    assert spans == ["r\xf6\xf6t", "", "r\xf6\xf6t"]
    assert AccountListing.parse('digusers="r\xf6t"'.encode("latin-1")).accounts == (Account("r\xf6t", None),)


def test_groups_that_stand_there_twice_are_kept_and_reported() -> None:
    listing = AccountListing.parse('admin="root"\nadmin="root,joe"\ndigusers="root,joe"')
    assert listing.lines[:2] == (("admin", ("root",)), ("admin", ("root", "joe")))
    assert listing.groups["admin"] == ("root", "joe")
    assert [(str(problem.code), problem.span.start) for problem in listing.problems] == [("listing-repeated", 13)]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "\n\n",
        "<html><head><title>401</title></head><body>Unauthorized</body></html>",
        "Error: action operation type.",
        b"\x00\xff\xfe garbage",
        "root.Time.SyncSource",
    ],
)
def test_what_is_no_listing_is_a_parse_error(data: str | bytes) -> None:
    with pytest.raises(ParseError) as caught:
        AccountListing.parse(data)
    assert caught.value.code == "listing-none"
    with pytest.raises(TypeError):
        AccountListing.parse(None)  # type: ignore[arg-type]


names = st.text("abcXYZ019", min_size=1, max_size=14)
groups = st.sampled_from(["admin", "operator", "viewer", "ptz", "digusers"])


@given(st.dictionaries(groups, st.lists(names, unique=True, max_size=6), min_size=1))
def test_what_is_written_parses_to_the_same(members: dict[str, list[str]]) -> None:
    listing = AccountListing([(group, tuple(users)) for group, users in members.items()])
    again = AccountListing.parse(str(listing))
    assert again == listing
    assert dict(again.groups) == {group: tuple(users) for group, users in members.items()}
    assert pickle.loads(pickle.dumps(again)) == again


@given(st.one_of(st.binary(), st.text(), st.text('adminvieweroperatorptzdigusers=",\n\r')))
def test_anything_is_a_listing_or_a_parse_error(data: bytes | str) -> None:
    try:
        listing = AccountListing.parse(data)
    except ParseError as error:
        assert error.code == "listing-none"  # noqa: PT017
        return
    assert listing.lines
    assert all(0 <= problem.span.start <= problem.span.end <= len(data) for problem in listing.problems)
    assert isinstance(listing.accounts, tuple)


@pytest.mark.parametrize("character", ['"', "=", ",", "\n", " ", "!", "a"])
def test_a_corrupted_index_is_reported_or_changes_what_it_stands_in(character: str) -> None:
    sound = AccountListing.parse(EXAMPLE)
    for index in range(len(EXAMPLE)):
        text = EXAMPLE[:index] + character + EXAMPLE[index + 1 :]
        listing = AccountListing.parse(text)
        covered = any(problem.span.start <= index <= problem.span.end for problem in listing.problems)
        line = EXAMPLE[:index].count("\n")
        # A corrupted name, group or list is a different one; a lost line end may join two lines.
        neighbours = {name for name, _ in sound.lines[max(0, line - 1) : line + 2]}
        changed = [group for group in sound.groups if listing.groups.get(group) != sound.groups[group]]
        assert covered or text == EXAMPLE or (changed and set(changed) <= neighbours) or listing.lines == sound.lines


MOSTLY = st.lists(
    st.one_of(
        st.builds(lambda group, users: f'{group}="{",".join(users)}"', groups, st.lists(names, max_size=3)),
        st.builds(
            lambda group, users: f"{group}={','.join(users)},", st.text("ab-_", min_size=1), st.lists(names, max_size=3)
        ),
        st.sampled_from(
            ["", "\r", 'x="a"b="c"', "nonsense", 'digusers="' + "a" * 15 + '"', "digusers=xyz==", 'ptz="a b"']
        ),
    ),
    max_size=8,
)


@given(MOSTLY, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_the_short_way_reads_as_the_long_one(lines: list[str], end: str, last: bool) -> None:
    text = end.join(lines) + end * last
    reader = listing_module._Reader(text, utf8=False)
    if not reader.lines:
        with pytest.raises(ParseError):
            AccountListing.parse(text)
        return
    expected = AccountListing(reader.lines, reader.problems)
    found = AccountListing.parse(text)
    assert found == expected
    assert (found.groups, found.accounts, found.system_accounts) == (
        expected.groups,
        expected.accounts,
        expected.system_accounts,
    )


def test_a_long_listing_is_read(thorough: bool) -> None:
    size = 60_000 if thorough else 6_000
    many = ",".join(f"user{n}" for n in range(size))
    listing = AccountListing.parse(f'admin="root"\nviewer="{many}"\ndigusers="root,{many}"\n')
    assert len(listing.accounts) == size + 1
    lines = "\n".join(f'group{n}="a"' for n in range(size))
    assert len(AccountListing.parse(lines).groups) == size
    assert AccountListing.parse('admin="a"\n' + "=" * 1_000_000).problems


def test_the_place_of_a_fault_is_looked_for_in_8192_characters() -> None:
    for long, start in (("a," * 1000, len('ptz="a"')), ("a," * 5000, 0)):
        lines = ['admin="root"', f'viewer="{long}"x', 'ptz="a"x']
        _, last = AccountListing.parse("\n".join(lines)).problems
        assert last.span == Span(sum(len(line) + 1 for line in lines[:2]) + start, len("\n".join(lines)))


def test_a_listing_that_cant_be_written_cant_be_built() -> None:
    for lines in ([("admin", ("a,b",))], [("admin", ('x"y',))], [("ad min", ())], [("admin", ("",))]):
        with pytest.raises(ValueError, match="member"):
            AccountListing(lines)


def test_nasty_shapes_are_read(thorough: bool) -> None:
    for shape in ("admin=u\n", "a\n", 'a="\n', "admin=!\n", 'x="a"'):
        text = shape * ((500_000 if thorough else 5_000) // len(shape))
        try:
            listing = AccountListing.parse(text)
        except ParseError:
            continue
        assert listing.groups
        assert isinstance(listing.accounts, tuple)


@given(
    st.lists(st.sampled_from(['a="b"', "\n", "\r\n", 'c="d,e"\n', "f=g", '"', "=", 'h="', "x,y", "\xe9"])).map("".join)
)
def test_sound_lines_are_sound_from_quote_to_quote(text: str) -> None:
    assert listing_module._is_sound(text or "=") == (listing_module._SOUND.fullmatch(text or "=") is not None)
