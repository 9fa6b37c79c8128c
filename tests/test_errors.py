"""Errors can be pickled, copied and turned into JSON, and their number of problems is limited."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from vapix_proto import Code, ParseError, Problem, Severity, Span, tz, vapix
from vapix_proto._places import plural
from vapix_proto.errors import escape, excerpt, limited


def refusals() -> list[ParseError]:
    """Errors from parsing both TZ strings and System settings."""
    found = []
    for build in (
        lambda: tz.parse("UTC"),
        lambda: tz.parse(b"UTC\xff"),
        lambda: vapix.UserName("joe!"),
        lambda: vapix.Password("a\nb"),
        lambda: vapix.AccountListing.parse(b"<html>\xff"),
    ):
        with pytest.raises(ParseError) as caught:
            build()
        found.append(caught.value)
    return found


def as_json(value: Any) -> Any:
    """A value as FastAPI encodes a type that it doesn't know: as a mapping, or else by its attributes."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    try:
        items = dict(value)
    except (TypeError, ValueError):
        items = vars(value)
    return {name: as_json(item) for name, item in items.items()}


def test_an_error_in_the_context_of_a_validation_becomes_json() -> None:
    for error in refusals():
        assert as_json({"ctx": {"error": error}}) == {"ctx": {"error": {}}}


def test_fastapi_encodes_an_error() -> None:
    encoders = pytest.importorskip("fastapi.encoders")
    for error in refusals():
        assert encoders.jsonable_encoder({"error": error}) == {"error": {}}


def test_an_error_comes_back_from_pickle_and_copy() -> None:
    for error in refusals():
        error.add_note("seen at noon")
        for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
            assert type(again) is ParseError
            assert (again.problems, again.text, str(again)) == (error.problems, error.text, str(error))
            assert again.problem == error.problems[0]
            assert again.__notes__ == ["seen at noon"]


def test_an_error_has_every_problem_and_shows_the_first() -> None:
    text = "CET-1CEST,M3.5.0/2:3,M10.5.0/3:2"
    with pytest.raises(ParseError) as caught:
        tz.parse(text)
    error = caught.value
    assert error.problems == tz.validate(text)
    assert [problem.span for problem in error.problems] == [Span(19, 20), Span(31, 32)]
    assert (error.problem, error.code, error.span) == (error.problems[0], Code.TZ_MINUTE_DIGITS, Span(19, 20))
    assert str(error).count("^") == 1
    assert ParseError(error.problem, text).problems == (error.problem,)


def test_a_problem_reads_as_a_sentence() -> None:
    (problem,) = tz.validate("UTC")
    assert str(problem) == f"{problem.message}; {problem.hint}"
    assert str(problem.replace(hint=None)) == problem.message
    assert repr(problem).startswith("Problem(code=<Code.TZ_OFFSET_MISSING: 'tz-offset-missing'>, message=")


def test_the_values_of_a_message_never_change() -> None:
    given: dict[str, str | int] = {"hour": "25", "most": 24}
    problem = Problem(Code.TZ_OFFSET_RANGE, "hour 25 is out of range", Span(3, 5), params=given)
    given["most"] = 25
    assert problem.params == {"hour": "25", "most": 24}
    assert hash(problem.params) == hash(problem.replace().params)
    assert copy.deepcopy(problem.params) == pickle.loads(pickle.dumps(problem.params)) == problem.params
    assert problem != problem.replace(params={"hour": "26", "most": 24})
    with pytest.raises(AttributeError, match="parameters can't be changed"):
        problem.params.hour = "26"
    with pytest.raises(TypeError):
        problem.params["hour"] = "26"  # type: ignore[index]
    for wrong in ({"hour": 2.5}, {"hour": None}, {1: "hour"}):
        with pytest.raises(TypeError, match="parameter values must be str or int"):
            problem.replace(params=wrong)


def problems(number: int, severity: Severity = Severity.WARNING) -> list[Problem]:
    """Consecutive problems, the last one of the given severity."""
    found = [
        Problem(Code.LISTING_NAME, "odd", Span(at, at + 1), "hint", "source", "warning", "x") for at in range(number)
    ]
    return [*found[:-1], found[-1].replace(severity=severity)]


def test_a_few_problems_are_all_kept() -> None:
    assert limited(problems(64)) == tuple(problems(64))
    assert limited(()) == ()


@pytest.mark.parametrize("severity", list(Severity))
def test_a_long_list_of_problems_ends_with_how_many_more_there_are(severity: Severity) -> None:
    *first, last = limited(iter(problems(1064, severity)))
    assert first == problems(64)
    assert last == Problem(
        Code.MORE_PROBLEMS, "and 1000 more problems", Span(64, 65), None, "source", severity, "x", params={"more": 1000}
    )
    assert limited(problems(3), 2)[-1].message == "and 1 more problem"


def test_problems_that_are_counted_already_count_as_many() -> None:
    inner = limited(problems(100, Severity.ERROR))
    assert limited(inner) == inner
    *first, last = limited([*problems(10), *inner])
    assert first == [*problems(10), *problems(54)]
    assert (last.message, last.severity) == ("and 46 more problems", Severity.ERROR)


LIMITED = {
    "parameter listing of junk": lambda n: vapix.ParameterListing.parse("a.b=1\n" + "x\n" * n).problems,
    "parameter listing of wrong names": lambda n: vapix.ParameterListing.parse("a.b=1\n" + "a..b=1\n" * n).problems,
    "parameter listing with repetitions": lambda n: vapix.ParameterListing.parse("a.b=1\n" * (n + 1)).problems,
    "account listing of junk": lambda n: vapix.AccountListing.parse('admin="a"\n' + "x\n" * n).problems,
    "account listing of odd names": lambda n: vapix.AccountListing.parse('admin="' + "!," * n + '"').problems,
    "account listing with repetitions": lambda n: vapix.AccountListing.parse("admin=a\n" * (n + 1)).problems,
    "account listing run together": lambda n: vapix.AccountListing.parse('a=""b=""\n' * n).problems,
    "account request": lambda n: vapix.validate_request("action=get" + "&action=get" * n),
    "broken encoding": lambda n: vapix.validate_request("action=get" + "&action=%" * n),
    "names of parameters": lambda n: vapix.validate_request("action=update" + "&x=1" * n, cgi="param.cgi"),
    "values of parameters": lambda n: vapix.validate_request(
        "action=update" + "".join(f"&{'root.' * time}Time.SyncSource=" for time in range(n)), cgi="param.cgi"
    ),
    "groups of parameters": lambda n: vapix.validate_request("action=list&group=a" + "," * n, cgi="param.cgi"),
    "host name": lambda n: vapix.validate_parameter("Time.NTP.Server", "." * min(n, 253)),
    "e-mail address": lambda n: vapix.validate_parameter("MailLogd.ToEmail", "." * 200 + "@a"),
    "role": lambda n: vapix.validate_role("x:" * n + "x"),
}


@pytest.mark.parametrize("kind", LIMITED)
def test_the_problems_of_a_text_are_limited(kind: str) -> None:
    found = LIMITED[kind](300)
    assert 30 < len(found) <= 66
    assert [problem.code for problem in found].count(Code.MORE_PROBLEMS) == 1
    assert found[-1].code == Code.MORE_PROBLEMS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J\xf6rg", "J\xf6rg"),
        ("\u0416\u6771\u05d0\U0001f570", "\u0416\u6771\u05d0\U0001f570"),
        ("\x1b[31m\n\t\x7f\x85", r"\x1b[31m\n\t\x7f\x85"),
        ("a\u202eb\u2066\u200f\ufeff\u200b\xa0\xad", r"a\u202eb\u2066\u200f\ufeff\u200b\xa0\xad"),
        ("\ud800\U000e0001\ue000", r"\ud800\U000e0001\ue000"),
        ("e\u0301\u0302 \u0301", "e\u0301\u0302 \\u0301"),
        ("\u0301", r"\u0301"),
        ("0\u0301", r"0\u0301"),
        (b"J\xc3\xb6\x1b", r"J\xc3\xb6\x1b"),
        ("J\udcc3\udcb6\udc1b", r"J\xc3\xb6\udc1b"),
    ],
)
def test_printable_characters_are_shown_and_all_others_escaped(text: str | bytes, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize(
    ("text", "start", "end", "encoding", "line", "caret"),
    [
        ("J\xf6rg!", 4, 5, "utf-8", "J\xf6rg!", "    ^"),
        ("\u6771\u4eac!", 2, 3, "utf-8", "\u6771\u4eac!", "    ^"),
        ("\u6771\u4eac!", 0, 2, "utf-8", "\u6771\u4eac!", "^^^^"),
        ("e\u0301!", 2, 3, "utf-8", "e\u0301!", " ^"),
        ("e\u0301!", 1, 2, "utf-8", r"e\u0301!", " ^^^^^^"),
        ("J\xf6rg!", 4, 5, "ascii", r"J\xf6rg!", "       ^"),
        ("J\xf6\u6771!", 3, 4, "latin-1", "J\xf6\\u6771!", "        ^"),
        (b"J\xc3\xb6!", 3, 4, "utf-8", r"J\xc3\xb6!", "         ^"),
    ],
)
def test_carets_are_below_the_columns_of_a_fault(
    text: str | bytes, start: int, end: int, encoding: str, line: str, caret: str
) -> None:
    assert excerpt(text, Span(start, end), encoding=encoding) == (line, caret)


def test_a_noun_is_plural_unless_there_is_one() -> None:
    assert [plural(number, "more line") for number in (0, 1, 2, "1", "1,000", "0.5")] == [
        "0 more lines", "1 more line", "2 more lines", "1 more line", "1,000 more lines", "0.5 more lines"
    ]  # fmt: skip
