"""Hypothesis strategies of TZ strings, zones and instants for the tests of this folder."""

from __future__ import annotations

from hypothesis import strategies as st

from vapix_proto import tz

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ALPHABET = LETTERS + "0123456789<>:+,./-"
YEAR_2000 = 946_684_800


def designations(dialect: tz.Dialect) -> st.SearchStrategy[str]:
    """Designations as written, quoted or not."""
    most = dialect.designation_max or 12
    unquoted = st.text(LETTERS, min_size=3, max_size=most)
    quoted = st.text(LETTERS + "0123456789+-", min_size=3, max_size=most).map(lambda name: f"<{name}>")
    return st.one_of(unquoted, quoted)


@st.composite
def clocks(draw: st.DrawFn, hours_max: int, signs: tuple[str, ...]) -> str:
    """``[sign]hh[:mm[:ss]]``, with and without leading zeros."""
    hours = draw(st.integers(0, hours_max))
    width = draw(st.integers(1, len(str(hours_max))))
    text = draw(st.sampled_from(signs)) + str(hours).zfill(width)
    for _ in range(draw(st.integers(0, 2))):
        text += f":{draw(st.integers(0, 59)):02}"
    return text


def offsets() -> st.SearchStrategy[str]:
    """Offsets as written."""
    return clocks(24, ("", "+", "-"))


@st.composite
def rules(draw: st.DrawFn, dialect: tz.Dialect) -> str:
    """Rules as written."""
    kind = draw(st.sampled_from("MJn"))
    if kind == "M":
        date = f"M{draw(st.integers(1, 12))}.{draw(st.integers(1, 5))}.{draw(st.integers(0, 6))}"
    elif kind == "J":
        date = f"J{draw(st.integers(1, 365))}"
    else:
        date = str(draw(st.integers(0, 365)))
    if draw(st.booleans()):
        date += "/" + draw(clocks(dialect.time_hours_max, ("", "+", "-") if dialect.time_signed else ("",)))
    return date


@st.composite
def tz_strings(draw: st.DrawFn, dialect: tz.Dialect = tz.VAPIX) -> str:
    """Valid strings of a dialect, of every form."""
    text = draw(designations(dialect)) + draw(offsets())
    if draw(st.integers(0, 9)) == 0:
        return text
    text += draw(designations(dialect))
    if draw(st.booleans()):
        text += draw(offsets())
    if not dialect.rules_required and draw(st.integers(0, 9)) == 0:
        return text
    return text + f",{draw(rules(dialect))},{draw(rules(dialect))}"


def dialects() -> st.SearchStrategy[tz.Dialect]:
    """The five dialects."""
    return st.sampled_from(list(tz.DIALECTS.values()))


def zones(dialect: tz.Dialect = tz.TZIF_V3) -> st.SearchStrategy[tz.PosixTimeZone]:
    """Zones that a dialect can write; by default of the widest with rules, so with every kind of time."""
    return tz_strings(dialect).map(lambda text: tz.parse(text, dialect))


def readings() -> st.SearchStrategy[tz.Reading]:
    """The six readings."""
    return st.sampled_from(list(tz.Reading))


def instants() -> st.SearchStrategy[int]:
    """Any int64, those of years that are in use more often."""
    near = st.integers(YEAR_2000 - 40 * 31_556_952, YEAR_2000 + 60 * 31_556_952)
    return st.one_of(near, st.integers(-(2**63), 2**63 - 1))


@st.composite
def instants_near_changes(draw: st.DrawFn, zone: tz.PosixTimeZone, how: tz.Reading) -> int:
    """Instants at and beside the transitions and the ends of a year."""
    year = draw(st.integers(1, 9999))
    at = [transition.at for transition in zone.transitions(year, reading=how)]
    edges = [*at, (year - 1970) * 31_556_952]
    return draw(st.sampled_from(edges)) + draw(st.integers(-7200, 7200))


def broken_texts(dialect: tz.Dialect = tz.VAPIX) -> st.SearchStrategy[str]:
    """Valid strings, cut, with one character replaced, put in or taken out, so that most are broken."""
    characters = st.one_of(st.sampled_from(ALPHABET), st.sampled_from(" \t\n\0_=\u0665\uff15\u2212\xe9\ud800"))

    def change(parts: tuple[str, int, str, str]) -> str:
        text, at, character, how = parts
        at %= len(text)
        if how == "cut":
            return text[:at]
        if how == "drop":
            return text[:at] + text[at + 1 :]
        return text[:at] + character + text[at + (how == "replace") :]

    how = st.sampled_from(["cut", "drop", "replace", "insert"])
    return st.tuples(tz_strings(dialect), st.integers(0, 200), characters, how).map(change)
