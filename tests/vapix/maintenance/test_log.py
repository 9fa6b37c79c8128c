"""Logs as data: lines that were recorded or are in the knowledge base of Axis, and any others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import lark_trees
from tests.support.growth import assert_linear
from tools.compile_grammars import STARTS
from vapix_proto.grammar.expressions import EXPRESSIONS
from vapix_proto.grammar.parser import FormError
from vapix_proto.vapix import LogEntry, LogResponse

#: The parts of a line: level, time, host, process, its number, message.
LINES = [
    (
        "<INFO    > Oct 10 02:40:46 axis-00408cfb6888 root: text",
        ("INFO", "Oct 10 02:40:46", "axis-00408cfb6888", "root", None, "text"),
    ),
    (
        "<WARNING > Oct  1 02:40:46 axis-00408cfb6888 no process  here ",
        ("WARNING", "Oct  1 02:40:46", "axis-00408cfb6888", None, None, "no process  here "),
    ),
    (
        "2020-09-07T14:16:29.231-05:00 axis-accc8ef7de6b [ ERR     ] kernel: [    1.5] a: b",
        ("ERR", "2020-09-07T14:16:29.231-05:00", "axis-accc8ef7de6b", "kernel", None, "[    1.5] a: b"),
    ),
    (
        "2020-09-07T14:16:29.231Z axis-accc8ef7de6b [ NOTICE  ] NAME[123]: started",
        ("NOTICE", "2020-09-07T14:16:29.231Z", "axis-accc8ef7de6b", "NAME", 123, "started"),
    ),
    (
        "[ NOTICE ] httpd[22254]: root from 10.0.0.2 /axis-cgi/login.cgi GET 200",
        ("NOTICE", None, None, "httpd", 22254, "root from 10.0.0.2 /axis-cgi/login.cgi GET 200"),
    ),
    (
        "[ NOTICE  ] httpd[21459]: root from 10.0.0.2 failed to access /axis-cgi/usergroup.cgi.Password mismatch",
        (
            *("NOTICE", None, None, "httpd", 21459),
            "root from 10.0.0.2 failed to access /axis-cgi/usergroup.cgi.Password mismatch",
        ),
    ),
    (
        "[ INFO ] fwmgr[7]: Account Change: root@10.0.0.2 created account b (Administrator).",
        ("INFO", None, None, "fwmgr", 7, "Account Change: root@10.0.0.2 created account b (Administrator)."),
    ),
    ("[ INFO ]", ("INFO", None, None, None, None, "")),
    ("[ INFO ] http://10.0.0.2/", ("INFO", None, None, None, None, "http://10.0.0.2/")),
    ("[ INFO ] httpd[12345678901]: x", ("INFO", None, None, None, None, "httpd[12345678901]: x")),
    ("   at frame 7", (None, None, None, None, None, "   at frame 7")),
    ("[info] x", (None, None, None, None, None, "[info] x")),
    ("-----", (None, None, None, None, None, "-----")),
    ("VAPIX user A from IP-address 10.0.0.2 changed VAPIX user B password", (*[None] * 5, "*")),
]


@pytest.mark.parametrize(("line", "parts"), LINES)
def test_lines(line: str, parts: tuple[str | int | None, ...]) -> None:
    for end in ("", "\n", "\r\n"):
        (entry,) = LogResponse(line + end).entries
        assert entry.line == line
        found = (entry.level, entry.time, entry.host, entry.process, entry.pid, entry.message)
        assert found == (*parts[:5], line if parts[5] == "*" else parts[5])


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\r\n----- /var/log/messages.old -----\r\n\n{}", "/var/log/messages.old"),
        ("\n----- System log -----\n\n\n{}", "System log"),
        ("\n----- Contents of SYSTEM_LOG for 'NAME' -----\n\n\n{}", "Contents of SYSTEM_LOG for 'NAME'"),
    ],
)
def test_titles(text: str, title: str) -> None:
    lines = [line for line, _ in LINES]
    log = LogResponse(text.format("\n".join(lines)))
    assert log.titles == (title,)
    assert [entry.line for entry in log.entries] == lines
    assert LogResponse(text.format("")).entries == ()
    twice = LogResponse(log.text + "\n" + log.text)
    assert (twice.titles, twice.entries) == (log.titles * 2, log.entries * 2)


def test_a_log_without_lines() -> None:
    for text in ("", "\n", "\r\n\n", " \n"):
        log = LogResponse(text)
        assert (log.titles, log.entries, log.text) == ((), (), text)


PIECES = [
    *(
        "2020-09-07T14:16:29.231-05:00",
        "Oct 10 02:40:46",
        "axis-accc8ef7de6b",
        "kernel",
        "httpd[1]",
        "----- ",
        " -----",
    ),
    *(
        "[ ERR     ]",
        "[",
        "]",
        "<",
        ">",
        "INFO",
        "<INFO    > ",
        ": ",
        ":",
        " ",
        "  ",
        "\n",
        "\r",
        "\xe9",
        "\u2028",
        "7",
    ),
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


@given(TEXTS)
def test_no_character_of_a_log_is_lost(text: str) -> None:
    log = LogResponse(text)
    lines = [line.removesuffix("\r") for line in text.split("\n") if line.strip()]
    kept = [entry.line for entry in log.entries]
    assert kept == [line for line in lines if not re.fullmatch(r"-{5} [^\n]+ -{5}", line)]
    assert len(kept) + len(log.titles) == len(lines)
    for entry in log.entries:
        assert entry.line.endswith(entry.message)
        assert entry.level is not None or entry == LogEntry(entry.line, entry.line)


@given(st.sampled_from(STARTS["log"]), TEXTS | st.sampled_from([line for line, _ in LINES]))
def test_the_expressions_are_the_grammar(symbol: str, text: str) -> None:
    found = re.fullmatch(EXPRESSIONS["log", symbol], text)
    try:
        tree = lark_trees.parse("log", symbol, text)
    except FormError:
        assert found is None
        return
    assert found is not None
    nodes = {node.name: text[node.start : node.end] for node in tree.walk()}
    assert found.groupdict() == {name: nodes.get(name) for name in found.groupdict()}


@pytest.mark.parametrize("piece", [*PIECES, "a", "1", "[ INFO ] a[1]: b\n"])
def test_logs_are_read_in_linear_time(piece: str, thorough: bool) -> None:
    def read(text: str) -> object:
        log = LogResponse(text)
        return log.entries, log.titles

    assert_linear(lambda size: piece * size, read)
    for start in ("", "[ INFO ] ", "<INFO > Oct 10 02:40:46 ", "2020-09-07T1", "----- "):
        read(start + piece * ((1_000_000 if thorough else 50_000) // len(piece)))
