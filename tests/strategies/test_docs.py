"""The code in docs/how-to/strategies.md runs, and its tests fail as the document shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, settings

from tests.support.paths import DOCS
from tests.support.public_names import public_names
from vapix_proto import strategies

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENT = (DOCS / "how-to/strategies.md").read_text("utf-8")
#: Each example with the report of its failure, if the document shows one.
EXAMPLES = re.findall(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", DOCUMENT, re.DOTALL)
#: Without the explain phase, which takes Hypothesis four times as long as shrinking.
QUICK = settings(max_examples=2000, database=None, derandomize=True, phases=(Phase.generate, Phase.shrink))


def example(code: str) -> Callable[[], None]:
    scope: dict[str, Any] = {}
    # Not the name of a real file, because hypothesis would read its first lines as the source.
    exec(compile(code, "<docs/how-to/strategies.md>", "exec"), scope)
    (test,) = [value for name, value in scope.items() if name.startswith("test_")]
    return test  # type: ignore[no-any-return]


@pytest.mark.parametrize(("code", "report"), [each for each in EXAMPLES if each[1]])
def test_failures_are_shown_as_documented(code: str, report: str) -> None:
    test = QUICK(example(code))
    with pytest.raises(AssertionError) as failed:
        test()
    shown = "\n".join(failed.value.__notes__)
    if "(lambda " in shown:
        pytest.skip("this hypothesis is too old to show which function made a value")
    # The wording of the first line depends on the version of hypothesis.
    _, *lines = re.sub(r" +# .*", "", report).splitlines()
    assert "\n".join(lines) in shown


def test_what_the_last_example_says_holds() -> None:
    (server,) = [code for code, report in EXAMPLES if not report]
    example(server)()


def test_every_strategy_is_in_the_table() -> None:
    table = DOCUMENT[DOCUMENT.index("## Choose") :]
    assert set(re.findall(r"`(\w+)`", table)) == set(public_names(strategies))
