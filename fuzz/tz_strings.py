"""TZ strings: all functions and the independent checker agree, fixes are valid, and zones read back the same."""

from __future__ import annotations

from fuzz._growth import assert_linear
from fuzz._inputs import as_text, chosen, errors_of, lines_of
from tests.support.independent import tz_checker
from tests.support.tz_damage import keeps_the_rest
from vapix_proto import ParseError, Problem, tz
from vapix_proto.tz.iana.zone_files import read_zone_file

_DIALECTS = list(tz.DIALECTS.values())


def check(data: bytes) -> None:
    """The first byte chooses the dialect; the other bytes are the string."""
    dialect, rest = chosen(_DIALECTS, data)
    text = as_text(rest)
    errors = _judged(text, dialect)
    assert tz_checker.accepts(text, dialect.name) is (not errors)
    assert bool(_judged(rest, dialect)) is bool(errors)
    if errors:
        _check_fix(text, errors, dialect)
    assert_linear(rest, lambda longer: _judged(as_text(longer), dialect))


def _judged(text: str | bytes, dialect: tz.Dialect) -> list[Problem]:
    """Asserts what must hold for a string, and returns its errors."""
    problems = tz.validate(text, dialect)
    errors = errors_of(problems, len(text))
    assert list(problems) == sorted(problems, key=lambda problem: (problem.span, problem.code))
    assert tz.is_valid(text, dialect) is (not errors)
    try:
        zone = tz.parse(text, dialect)
    except ParseError as error:
        assert list(error.problems) == errors
        lines_of(error)
    else:
        assert not errors
        canonical = str(zone)
        assert tz.parse(canonical, dialect) == zone
        assert len(canonical) <= len(text)
        _check_file(zone)
    return errors


def _check_fix(text: str, errors: list[Problem], dialect: tz.Dialect) -> None:
    fixes = {error.fix for error in errors}
    assert len(fixes) == 1, "the errors of a text share their fix"
    (fix,) = fixes
    if fix is not None:
        assert tz.is_valid(fix, dialect)
        assert tz_checker.accepts(fix, dialect.name)
        assert keeps_the_rest(text, [(error.span.start, error.span.end) for error in errors], fix), fix


def _check_file(zone: tz.PosixTimeZone) -> None:
    try:
        data = zone.to_tzif()
    except ValueError:
        assert len(zone.std.designation) > 254, "only such a designation does not fit"
        return
    found = read_zone_file(data)
    assert not isinstance(found, str), found
    assert found.at(2**35) == zone.at(2**35)
