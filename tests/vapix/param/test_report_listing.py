"""The parameter list of a server report, as AXIS OS 5.40.9.5 writes it, and answers that mix several forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.growth import assert_linear
from vapix_proto import Code, ParseError
from vapix_proto.vapix.param.responses import ParameterListing

#: Recorded, with parameters left out.
LIST = """
# Axis Parameter list, Tue Feb 13 22:29:26 2018


[Audio]
DuplexMode               = "full"


[Audio.A0]
Enabled                  = "no"
Name                     = ""


[Image]
RFCCompliantMultipartEnabled= "yes"


[Network.Interface.I0.dot1x.EAPTLS]
PrivateKeyPassword       = "*****"


[Time]
POSIXTimeZone            = "GMT0BST,M3.5.0/1,M10.5.0"


[Time.NTP]
VolatileServer           = "172.16.3.1 "
"""
REPORT = f"""
RELEASE="5.40.9.5"
BUILDTIME="Sep 02 2014 15:35"
MOPTS_part_rwfs="-o noauto"


---- Parameter list ----
{LIST}"""
VALUES = {
    "Audio.DuplexMode": "full",
    "Audio.A0.Enabled": "no",
    "Audio.A0.Name": "",
    "Image.RFCCompliantMultipartEnabled": "yes",
    "Network.Interface.I0.dot1x.EAPTLS.PrivateKeyPassword": "*****",
    "Time.POSIXTimeZone": "GMT0BST,M3.5.0/1,M10.5.0",
    "Time.NTP.VolatileServer": "172.16.3.1 ",
}


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        REPORT,
        REPORT + '\n----- System log -----\n\nroot.Not.This=1\n[Nor]\nThis = "1"\n',
        LIST.replace("[", "[root."),
        LIST.strip().partition("\n")[2],
    ],
    ids=["list", "report", "another-part", "root", "sections"],
)
def test_the_list_of_a_report(text: str) -> None:
    for data in (text, text.encode(), text.replace("\n", "\r\n"), text.rstrip("\n")):
        listing = ParameterListing.parse(data)
        assert dict(listing.values) == VALUES
        assert (listing.errors, listing.problems) == ((), ())
        assert ParameterListing.parse(str(listing)).values == listing.values


def test_values_of_a_report_are_what_is_between_the_first_and_the_last_quote() -> None:
    text = '[A]\nb="x"y"\nc =" = "\nd= "r\xe4ka"\ne\t=\t"\\""\n'
    expected = {"A.b": 'x"y', "A.c": " = ", "A.d": "r\xe4ka", "A.e": '\\"'}
    for data in (text, text.encode(), text.encode("latin-1")):
        assert dict(ParameterListing.parse(data).values) == expected


@pytest.mark.parametrize("line", ["b = 1", 'b = "1', 'b c = "1"', '= "1"', "RELEASE"])
def test_other_lines_of_a_report_are_reported(line: str) -> None:
    text = f'[A]\na = "1"\n{line}\nz = "2"\n'
    listing = ParameterListing.parse(text)
    assert dict(listing.values) == {"A.a": "1", "A.z": "2"}
    (problem,) = listing.problems
    assert text[problem.span.start : problem.span.end] in line


@pytest.mark.parametrize("line", ["[B", "[]", "[B..c]", "[B] x", f"[{'B' * 257}]"])
def test_what_follows_a_broken_section_is_in_none(line: str) -> None:
    listing = ParameterListing.parse(f'[A]\na = "1"\n{line}\nb = "2"\n[C]\nc = "3"\n')
    assert dict(listing.values) == {"A.a": "1", "C.c": "3"}
    assert len(listing.problems) == 2


def test_a_name_in_quotes_needs_a_section() -> None:
    with pytest.raises(ParseError, match="listing-none"):
        ParameterListing.parse('RELEASE="5.40.9.5"\nBUILD="2"\n')


def test_a_name_that_a_report_repeats() -> None:
    text = '[Time]\nZone = "a"\n[Time]\nZone      = "b"\n'
    (problem,) = ParameterListing.parse(text).problems
    assert (problem.code, text[problem.span.start : problem.span.end]) == (Code.LISTING_REPEATED, "Zone")
    assert problem.span.start == text.rindex("Zone")


def test_forms_meet_in_one_answer() -> None:
    listing = ParameterListing.parse(
        "# Error: Error -1 getting param in group 'Network.Filter'\n"
        "System.WebInterfaceDisabled=no\n"
        "# Error: Error -1 getting param in group 'Foo'!\n"
        "root.Time.DST.Enabled=yes\n"
    )
    assert dict(listing.values) == {"System.WebInterfaceDisabled": "no", "Time.DST.Enabled": "yes"}
    assert listing.names == ("System.WebInterfaceDisabled", "root.Time.DST.Enabled")
    assert listing.errors == ("Network.Filter", "Foo")
    assert listing.problems == ()


PARTS = st.text("aB9_-", min_size=1, max_size=4)
SECTIONS = st.lists(PARTS.filter(lambda part: part != "root"), min_size=1, max_size=3).map(".".join)
TEXTS = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=8)


@given(st.dictionaries(SECTIONS, st.dictionaries(PARTS, TEXTS, min_size=1, max_size=3), max_size=4), st.booleans())
def test_what_a_report_has_is_read(sections: dict[str, dict[str, str]], whole: bool) -> None:
    blocks = [
        f"[{section}]\n" + "".join(f'{name:25}= "{value}"\n' for name, value in values.items())
        for section, values in sections.items()
    ]
    text = 'RELEASE="x"\n---- Parameter list ----\n' * whole + "\n\n".join(blocks)
    expected = {f"{section}.{name}": value for section, values in sections.items() for name, value in values.items()}
    listing = ParameterListing.parse(text.encode())
    assert dict(listing.values) == expected
    assert listing.problems == ()


PIECES = [
    "---- Parameter list ----\n",
    "---- x ----\n",
    "[Time]",
    '"',
    " = ",
    "Name",
    "\n",
    "\r",
    "root.a.b=",
    *"[-a]\xe9",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.booleans())
def test_any_report_gives_a_listing_or_a_parse_error(text: str, as_bytes: bool) -> None:
    data = text.encode() if as_bytes else text
    try:
        listing = ParameterListing.parse(data)
    except ParseError as error:
        assert error.code == Code.LISTING_NONE  # noqa: PT017
        return
    assert ParameterListing.parse(listing.to_bytes()).values == listing.values
    assert all(problem.span.end <= len(data) for problem in listing.problems)
    spans = [problem.span for problem in listing.problems]
    assert spans == sorted(spans)


@pytest.mark.parametrize("shape", ["---- a ", "---- Parameter list ----\n", '[A]\na = "b"\n', '"', "[a", "a =", "- "])
def test_long_reports_are_read(shape: str, thorough: bool) -> None:
    size = 1_000_000 if thorough else 50_000
    for start in ("", '[A]\nb = "', "---- Parameter list ----\n", "---- "):
        listing = ParameterListing.parse(
            "---- Parameter list ----\nroot.a.b=1\n" + start + shape * (size // len(shape))
        )
        assert listing.values["a.b"] == "1"


def test_a_long_section_costs_no_square() -> None:
    def make(size: int) -> str:
        return "[" + "a" * size + "]\n" + 'b = "1"\n' * size

    assert_linear(make, ParameterListing.parse, 1000)
    assert len(ParameterListing.parse("a.b=1\n" + make(1000)).values) == 1
    assert len(ParameterListing.parse("a.b=1\n" + make(256)).values) == 2
