"""Columns of strings: each string gets the same verdict and problems in a column as on its own."""

from __future__ import annotations

from fuzz._inputs import as_text, chosen
from vapix_proto import tz
from vapix_proto.tz import columns

_DIALECTS = list(tz.DIALECTS.values())


def check(data: bytes) -> None:
    """The first byte chooses the dialect; the other bytes are the rows, one on each line."""
    dialect, rest = chosen(_DIALECTS, data)
    texts = as_text(rest).split("\n")
    verdicts = [tz.is_valid(text, dialect) for text in texts]
    assert columns.is_valid(texts, dialect).tolist() == verdicts
    table = columns.problems(texts, dialect)
    rows = zip(table["row"].tolist(), table["code"].tolist(), table["start"].tolist(), strict=True)
    expected = [
        (row, str(problem.code), problem.span.start)
        for row, text in enumerate(texts)
        for problem in tz.validate(text, dialect)
    ]
    assert list(rows) == expected
    if all(verdicts) and dialect is tz.VAPIX:
        shown = columns.to_local_by_string(texts, [0] * len(texts)).tolist()
        assert len(shown) == len(texts)
