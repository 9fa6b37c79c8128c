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
    """For each string, the number of its line or row, the string, and its index there."""
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
    # The fourth line has a cell that continues on the next line. A string that is missing is empty.
    assert shown(list(in_column(lines, "tz"))) == [
        (4, "CET-1CEST,M3.5.0,M10.5.0/3", 8),
        (6, "UTC0", 3),
        (7, "", 2),
        (8, "", 1),
        (9, 'say "UTC0"', 3),
    ]


def test_a_quote_within_a_cell_is_a_character() -> None:
    lines = ['name "x;y|z|",tz', '5" dome,UTC0', 'say "a",CET-1']
    assert shown(list(in_column(lines, "tz"))) == [(2, "UTC0", 8), (3, "CET-1", 8)]
    assert shown(list(in_column(['"a;b;c",tz', "a;b;c,UTC0"], "tz"))) == [(2, "UTC0", 6)]


def test_the_last_column_may_have_commas_without_quotes() -> None:
    lines = ["name,tz", "Vienna,CET-1CEST,M3.5.0,M10.5.0/3", "x,UTC0"]
    assert shown(list(in_column(lines, "tz"))) == [(2, "CET-1CEST,M3.5.0,M10.5.0/3", 7), (3, "UTC0", 2)]
    assert shown(list(in_column(["tz", "EST5EDT,M3.2.0,M11.1.0"], "tz"))) == [(2, "EST5EDT,M3.2.0,M11.1.0", 0)]


def test_text_in_other_columns_is_none_of_the_strings() -> None:
    assert shown(list(in_column(["tz;rule;x", "UTC0;M3.5.0;J1"], "tz"))) == [(2, "UTC0", 0)]
    assert shown(list(in_column(["tz,room,x", "UTC0,J12,1"], "tz"))) == [(2, "UTC0", 0)]
    lines = ["tz,model,note", 'UTC0,M3045-V,"one, two",,', ",,", '"CET-1CEST,M3.5.0,M10.5.0/3",M3.5.0 or so,']
    assert shown(list(in_column(lines, "tz"))) == [(2, "UTC0", 0), (4, "CET-1CEST,M3.5.0,M10.5.0/3", 1)]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["name,zone", "a,UTC0"], "there is no column 'tz': the columns are 'name', 'zone'$"),
        ([], "there is no column 'tz': the file is empty"),
        (["", "#"], "there is no column 'tz': the file is empty"),
        (["n\udce4me,zone"], r"the columns are 'n\\xe4me', 'zone'; the file is neither UTF-8 nor UTF-16"),
        (["tz,TZ,tz", "UTC0,,"], "there are 2 columns named 'tz'"),
        (["name,tz", "", 'a,"UTC0', *["b"] * 1000], "line 3 has an unmatched quote"),
        (["name,tz", '"a', 'b",UTC0', '"c', 'd","UTC0'], "line 5 has an unmatched quote"),
        (['"name,tz', "a,UTC0"], "line 1 has an unmatched quote"),
        (["name,tz", '"a"b,UTC0'], "line 2 has text after a closing quote"),
        (["name,tz", '"a,UTC0', '"b,UTC0'], "line 3 has text after a closing quote"),
        (["tz,name", "UTC0,a,b"], "line 2 has 3 cells, but the table has 2 columns: a cell that contains ',' needs q"),
        (
            ["name;tz", 'a;"UTC0";b'],
            "line 2 has 3 cells, but the table has 2 columns: a cell that contains ';' needs q",
        ),
        (["tz", '"UTC0",b'], "line 2 has 2 cells, but the table has 1 column: a cell that contains ',' needs quotes"),
        (["tz,name", "CET-1CEST,M3.5.0,M10.5.0/3,a"], "line 2 has a string with commas, which needs quotes"),
        (["tz,a,b", "AAA5BBB,J60,J300/2"], "line 2 has a string with commas, which needs quotes"),
        (["[", '{"tz": "UTC0"}', "]"], "the file is a JSON array: JSON Lines has an object on each line"),
        (['[{"tz": "UTC0"}]'], "the file is a JSON array: JSON Lines has an object on each line"),
        (['{"tz": "UTC0"}', "", "UTC0"], "line 3 is not a JSON object"),
        (['{"tz": "UTC0"}', '{"tz"'], "line 2 is not a JSON object"),
    ],
)
def test_what_is_no_table_is_refused(lines: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(in_column(lines, "tz"))


CELLS = st.text(st.sampled_from("aé,;\"'<> \n\\"), max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=4))
def test_csv_is_read_as_python_reads_it(rows: list[tuple[str, str, str]]) -> None:
    out = StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([("a", "tz", "b"), *rows])
    lines = out.getvalue().split("\n")
    found = list(in_column(lines, "tz"))
    assert [line.literal.text for line in found] == [row[1] for row in rows if any(map(str.strip, row))]
    for line in found:
        assert line.text in "\n".join(lines[line.number - 1 :])
        assert "".join(line.text[at] for at in line.literal.starts[:-1]) == line.literal.text


@given(st.dictionaries(st.sampled_from(["tz", 'a"', "t\\u007a", "{"]), st.one_of(st.text(), st.lists(st.text()))))
def test_json_is_read_as_python_reads_it(record: dict[str, str | list[str]]) -> None:
    for ascii_only in (True, False):
        line = json.dumps({"in": {"tz": "no"}} | record | {"list": ["tz", {"tz": "no"}]}, ensure_ascii=ascii_only)
        expected = record.get("tz")
        if isinstance(expected, list):
            with pytest.raises(ValueError, match="line 1 has a value under 'tz' that is not a string"):
                list(in_column([line], "tz"))
            continue
        if "tz" not in record:
            with pytest.raises(ValueError, match="no object has the key 'tz'"):
                list(in_column([line], "tz"))
            continue
        found = list(in_column([line], "tz"))
        text, starts = found[0].literal.text, found[0].literal.starts
        if expected:
            assert text.encode("utf-16", "surrogatepass").decode("utf-16") == expected
            assert line[starts[-1]] == '"'
            assert json.loads(line[starts[0] - 1 : starts[-1] + 1]) == expected
        else:
            assert text == ""


def test_many_lines_need_the_memory_of_one() -> None:
    tracemalloc.start()
    for lines in (in_lines, lambda lines: in_column(lines, "tz")):
        start = tracemalloc.get_traced_memory()[0]
        assert sum(1 for _ in lines(text for number in range(10_001) for text in ["tz" if not number else "UTC0"])) > 1
        assert tracemalloc.get_traced_memory()[1] - start < 200_000
    tracemalloc.stop()
