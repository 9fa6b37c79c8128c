"""Strings in lines, in CSV columns and under JSON Lines keys, compared with Python's own csv and json."""

from __future__ import annotations

import csv
import json
import tracemalloc
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vapix_proto.tz.scanning.lines import Line, in_column, in_lines

LINES = ["# zones", "UTC0", "", "  ", "UTC  # Greenwich", "\tEST5 ", "<#>1", "CET-1\t#"]


def shown(lines: list[Line]) -> list[tuple[int, str, int]]:
    """For each string, its line number, the string, and its column, counted from 0."""
    return [(line.number, line.literal.text, line.literal.starts[0]) for line in lines]


def test_lines_are_left_out_that_are_blank_or_comments() -> None:
    assert shown(list(in_lines(LINES))) == [
        (2, "UTC0", 0),
        (5, "UTC", 0),
        (6, "\tEST5 ", 0),
        (7, "<#>1", 0),
        (8, "CET-1", 0),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_column_of_csv(delimiter: str) -> None:
    lines = [
        "# made by hand",
        delimiter.join(("name", "tz", "note")),
        "",
        delimiter.join(('"a', "")),
        delimiter.join(('b"', '"CET-1CEST,M3.5.0,M10.5.0/3"', "one")),
        delimiter.join(("c", " UTC0 ", "")),
        delimiter.join(("d", "", "three")),
        "e",
        delimiter.join(("f", '"say ""UTC0"""', "")),
    ]
    # The fourth line has a cell that continues on the next line.
    assert shown(list(in_column(lines, "tz"))) == [
        (5, "CET-1CEST,M3.5.0,M10.5.0/3", 4),
        (6, "UTC0", 3),
        (9, 'say "UTC0"', 3),
    ]


def test_the_last_column_may_have_commas_without_quotes() -> None:
    lines = ["name,tz", "Vienna,CET-1CEST,M3.5.0,M10.5.0/3", "x,UTC0"]
    assert shown(list(in_column(lines, "tz"))) == [(2, "CET-1CEST,M3.5.0,M10.5.0/3", 7), (3, "UTC0", 2)]
    assert shown(list(in_column(["tz", "EST5EDT,M3.2.0,M11.1.0"], "tz"))) == [(2, "EST5EDT,M3.2.0,M11.1.0", 0)]


def test_free_text_in_the_last_column_is_none_of_the_strings() -> None:
    lines = ["tz,model,note", "UTC0,M3045-V,one, two", '"CET-1CEST,M3.5.0,M10.5.0/3",M3.5.0 or so,']
    assert shown(list(in_column(lines, "tz"))) == [(2, "UTC0", 0), (3, "CET-1CEST,M3.5.0,M10.5.0/3", 1)]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["name,zone", "a,UTC0"], "there is no column 'tz': the first line lists 'name', 'zone'"),
        (["name,tz", "", 'a,"UTC0', *["b"] * 1000], "line 3 has an unmatched quote"),
        (["tz,name", "CET-1CEST,M3.5.0,M10.5.0/3,a"], "line 2 has a string with commas, which needs quotes"),
        (["[", '{"tz": "UTC0"}', "]"], "the file is a JSON array: JSON Lines has an object on each line"),
        (['[{"tz": "UTC0"}]'], "the file is a JSON array: JSON Lines has an object on each line"),
        (['{"tz": "UTC0"}', "", "UTC0"], "line 3 is not a JSON object"),
        (['{"tz": "UTC0"}', '{"tz"'], "line 2 is not a JSON object"),
    ],
)
def test_what_is_no_table_is_refused(lines: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(in_column(lines, "tz"))
    assert list(in_column([], "tz")) == list(in_column(["", "#"], "tz")) == []


CELLS = st.text(st.sampled_from("aé,;\"'<> \n\\"), max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=4))
def test_csv_is_read_as_python_reads_it(rows: list[tuple[str, str, str]]) -> None:
    out = StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([("a", "tz", "b"), *rows])
    lines = out.getvalue().split("\n")
    found = list(in_column(lines, "tz"))
    assert [line.literal.text for line in found] == [row[1] for row in rows if row[1].strip()]
    for line in found:
        rest = "\n".join([lines[line.number - 1], *lines[line.number :]])
        assert "".join(rest[at] for at in line.literal.starts[:-1]) == line.literal.text


@given(st.dictionaries(st.sampled_from(["tz", 'a"', "t\\u007a", "{"]), st.one_of(st.text(), st.lists(st.text()))))
def test_json_is_read_as_python_reads_it(record: dict[str, str | list[str]]) -> None:
    for ascii_only in (True, False):
        line = json.dumps({"in": {"tz": "no"}} | record | {"list": ["tz", {"tz": "no"}]}, ensure_ascii=ascii_only)
        expected = record.get("tz")
        wanted = isinstance(expected, str) and expected.strip() != ""
        if isinstance(expected, list):
            with pytest.raises(ValueError, match="line 1 has a value under 'tz' that is not a string"):
                list(in_column([line], "tz"))
            continue
        if "tz" not in record:
            with pytest.raises(ValueError, match="no object has the key 'tz'"):
                list(in_column([line], "tz"))
            continue
        found = list(in_column([line], "tz"))
        assert len(found) == wanted
        if wanted:
            text, starts = found[0].literal.text, found[0].literal.starts
            assert text.encode("utf-16", "surrogatepass").decode("utf-16") == expected
            assert line[starts[-1]] == '"'
            assert json.loads(line[starts[0] - 1 : starts[-1] + 1]) == expected


def test_many_lines_need_the_memory_of_one() -> None:
    tracemalloc.start()
    for lines in (in_lines, lambda lines: in_column(lines, "tz")):
        start = tracemalloc.get_traced_memory()[0]
        assert sum(1 for _ in lines(text for number in range(10_001) for text in ["tz" if not number else "UTC0"])) > 1
        assert tracemalloc.get_traced_memory()[1] - start < 200_000
    tracemalloc.stop()
