"""Where files contain TZ strings: every place in the table is searched, and nothing else is reported."""

# ruff: noqa: E501 - a case is a line

from __future__ import annotations

import ast
import shlex
import sysconfig
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.paths import ROOT
from vapix_proto import tz
from vapix_proto.tz.scanning.literals import QUOTINGS, literal
from vapix_proto.tz.scanning.places import LANGUAGES
from vapix_proto.tz.scanning.scan import Positions, find, language_of, replaced

#: A path, a text, and the strings found in it, as they are written there.
FOUND = [
    ("home.yaml", 'time:\n  - platform: sntp\n    timezone: "CET-1CEST,M3" # x\n', ["CET-1CEST,M3"]),
    ("a.yml", "timezone: EST5EDT\nTZ: 'EST5'\n\"TZ\": <+03>-3   # x\r\n- TZ: UTC0\r\n", ["EST5EDT", "EST5", "<+03>-3", "UTC0"]),
    ("configuration.yaml", "homeassistant:\n  time_zone: CET-1CEST,M3\n  'time_zone': EST5\n", ["CET-1CEST,M3", "EST5"]),
    ("pod.yaml", "env:\n- name: TZ\n  value: EST5 # x\n  - name: 'TZ' # y\r\n    value: \"CET-1\"\r\n", ["EST5", "CET-1"]),
    ("compose.yml", "env:\n  - TZ=EST5\n  - \"TZ=CET-1\"\n  - 'TZ=JST-9'\n  - TZ='A B5'\n", ["EST5", "CET-1", "JST-9"]),
    ("etc/config/system", "config system\n\toption timezone 'CET'\n\toption timezone UTC0\n\toption zonename 'x1'\n", ["CET", "UTC0"]),
    ("system", "# OpenWrt\n\npackage system\nconfig system 'a'\n\toption 'timezone' \"Europe/Vienna\"\n", ["Europe/Vienna"]),
    (".env", "TZ=EST5\nexport TZ=\"CET-1 \"\nTZ = 'JST-9' # x\nXTZ=EST5\n", ["EST5", "CET-1 ", "JST-9"]),
    (".env.prod", "TZ=EST5EDT, M3.2.0\r\n", ["EST5EDT, M3.2.0"]),
    ("a.sh", "TZ=EST5 date; export TZ='CET-1'; echo $(TZ=\"JST-9\" date)\n", ["EST5", "CET-1", "JST-9"]),
    ("run", "#!/bin/sh\nTZ=\\<+03\\>-3 date\ndocker run -e \"TZ=EST5\" x\n", ["\\<+03\\>-3", "EST5"]),
    ("a.sh", "uci set system.@system[0].timezone='CET'\nuci set \"system.a.timezone=UTC\"\n", ["CET", "UTC"]),
    ("Dockerfile", "FROM x\nENV TZ=EST5 A=b\nENV B=c TZ=<+03>-3\nENV TZ CET-1\nRUN TZ=JST-9 date\n", ["EST5", "<+03>-3", "CET-1", "JST-9"]),
    ("Dockerfile", "ENV TZ CET-1CEST, M3.5.0  \nENV A TZ=X\nRUN [ -f a ] && printf 'TZ=EST5\\n' > a\n", ["CET-1CEST, M3.5.0", "EST5"]),
    ("a.sh", "printf 'TZ=EST5\\nA=b\\n'; printf \"TZ=CET-1\\n\"; echo 'TZ=JST-9'\n", ["EST5", "CET-1", "JST-9"]),
    ("crontab", "CRON_TZ=EST5EDT4\nTZ = 'CET-1'\n5 4 * * * TZ=JST-9 date\n", ["EST5EDT4", "CET-1", "JST-9"]),
    ("a.service", '[Service]\nEnvironment=TZ=EST5\nEnvironment=A=b "TZ=CET-1" C=d\n', ["EST5", "CET-1"]),
    ("a.c", 'setenv("TZ", "EST5", 1); setenv ( "TZ" ,\n "CET-1", 1); putenv("TZ=JST-9");\n', ["EST5", "CET-1", "JST-9"]),
    ("a.c", '#define MY_TZ "EST5"\nconst char *tz = "CET-1";\nstatic char posix_tz[] = "JST-9";\n', ["EST5", "CET-1", "JST-9"]),
    ("a.c", '#define WHERE "EST5"\nconst char* other = "X5";\nsetenv("TZ", WHERE, 1);\n', ["EST5"]),
    ("a.cpp", 'setenv("TZ", "CET-1CEST,"\n   "M3.5.0", 1);\n', ['CET-1CEST,"\n   "M3.5.0']),
    ("a.cpp", '#include <Arduino.h>\nsetenv("TZ", "Europe/Vienna", 1);\n', ["Europe/Vienna"]),
    ("a.c", 'tz = {{"a", "EST5EDT,M3.2.0/2"}, {"b", "<+03-3,J1,J2"}, {"c", "UTC0"}};', ["EST5EDT,M3.2.0/2"]),
    ("a.cpp", 'setenv("TZ", "CET-1CEST," // a "\n   "M3.5.0", 1);\nchar a[] = "CET-1CEST,M3.5.0," "M10.5.0";\n', ['CET-1CEST," // a "\n   "M3.5.0', 'CET-1CEST,M3.5.0," "M10.5.0']),
    ("a.cpp", 'const char *tz = "CET-1CEST," /* {a} */ "M3.5.0";\n#define TZ "EST5"\nint i;\n', ['CET-1CEST," /* {a} */ "M3.5.0', "EST5"]),
    ("a.h", '#define TZ_Africa_Accra\tPSTR("GMT0")\n#define TZ_X\tPSTR("CET-1CEST,M3")\n', ["GMT0", "CET-1CEST,M3"]),
    ("a.ino", 'configTzTime("CET", "ntp");\nconfigTime(PSTR("UTC"), ntp);\nsetTZ(F("X"));\n', ["CET", "UTC", "X"]),
    ("a.ino", '#define Z "UTC"\nconst char ntp[] = "a1.ntp";\nvoid a() { configTime(Z, ntp); }\n', ["UTC"]),
    ("a.py", "os.environ['TZ'] = 'EST5'\nmonkeypatch.setenv(\"TZ\", \"CET-1\")\nrun(env={'TZ': 'JST-9'})\n", ["EST5", "CET-1", "JST-9"]),
    ("a.py", "os.environ['TZ'] = r'EST5'\nx = {'TZ': R\"CET-1\"}\n", ["EST5", "CET-1"]),
    ("a.py", "x = '#'; os.environ['TZ'] = 'EST5'\nx = \"\"\"'#\n\"\"\"; x = {'TZ': 'CET-1'}\n", ["EST5", "CET-1"]),
    ("list.txt", "root.Time.POSIXTimeZone=UTC\r\nTime.POSIXTimeZone=GMT0BST, M3 \nx.Time.POSIXTimeZone=A\n", ["UTC", "GMT0BST, M3"]),
    ("a.yaml", "root.Time.POSIXTimeZone=Europe/Vienna\n", ["Europe/Vienna"]),
    ("a.sh", "curl \"$H/param.cgi?action=update&Time.POSIXTimeZone=CET-1CEST\"\ncurl -d 'action=update&root.Time.POSIXTimeZone=UTC&Time.DST.Enabled=no' $H\n", ["CET-1CEST", "UTC"]),
    ("notes.txt", "Open http://h/axis-cgi/param.cgi?action=update&Time.POSIXTimeZone=%3C%2B03%3E-3, then (https://h/x?Time.POSIXTimeZone=EST5%20).\n", ["%3C%2B03%3E-3", "EST5%20"]),
    ("a.py", "get(f'http://{host}/param.cgi?action=update&Time.POSIXTimeZone=Europe/Vienna')\n", ["Europe/Vienna"]),
]  # fmt: skip


#: Settings that also accept zone names, so that only what was meant as a POSIX string is reported.
SETTINGS = [
    ("a.yaml", "timezone: {}"), ("a.yaml", "- TZ={}"), ("a.yaml", "- name: TZ\n  value: {}"), (".env", "TZ={}"),
    ("a.sh", "export TZ='{}'"), ("Dockerfile", "ENV TZ={}"), ("crontab", "CRON_TZ={}"), ("a.service", "Environment=TZ={}"),
    ("a.py", 'os.environ["TZ"] = "{}"'), ("a.py", 'monkeypatch.setenv("TZ", "{}")'), ("a.c", 'setenv("TZ", "{}", 1);'),
]  # fmt: skip


@pytest.mark.parametrize(("path", "setting"), SETTINGS)
def test_an_offset_in_an_invalid_notation_is_found_in_every_setting(path: str, setting: str) -> None:
    for string in ("IST-5.30", "IST5.30", "UTC+5.5", "IST-5:30:", "IST-5_30", "IST-5\xbd", "IST\u22125:30", "IST-5,30"):
        text = setting.format(string) + "\n"
        assert [each.literal.text for each in find(text, language_of(path, text))] == [string]
    for string in ("ISO8601", "tzdata-1.0.3", "python3.11", "ABC-1234567", "Etc/GMT+5", "W-SU"):
        text = setting.format(string) + "\n"
        assert find(text, language_of(path, text)) == []


@pytest.mark.parametrize(("path", "text", "strings"), FOUND)
def test_what_is_found(path: str, text: str, strings: list[str]) -> None:
    found = find(text, language_of(path, text))
    assert [text[each.literal.starts[0] : each.literal.starts[-1]] for each in found] == strings
    assert len({each.title for each in found}) >= 1


#: Text that may be right, that another program fills in, or that is a comment.
NOT_FOUND = [
    ("a.yaml", "timezone: Europe/Vienna\nTZ: UTC\ntimezone: !secret tz\ntimezone: ${tz}\ntimezone: '{{ tz5 }}'\n"),
    ("a.yaml", "timezone: 3\ntimezone: -5\ntimezone: true\ntimezone:\n  name: EST5\ntimezone: |\n  EST5\ntimezone: ~\n"),
    ("a.yaml", "# timezone: EST5EDT,M3\na: b # TZ: EST5\nmy_timezone: EST5EDT,M3\ntimezones: EST5\nx.TZ: EST5\n"),
    ("a.yaml", "time_zone: Europe/Vienna\ntime_zone: Eastern Time (US & Canada)\ntime_zone: '+05:30'\ndefault_time_zone: EST5\n"),
    ("a.yaml", "- name: TZ\n  value: Europe/Vienna\n- name: TZ\n  valueFrom: EST5\n- name: A\n  value: EST5\n- name: TZ\nvalue: EST5\n"),
    ("a.yaml", "time_zone: (UTC+01:00) Amsterdam\ntime_zone: W. Europe Standard Time\n- name: TZ5\n  value: EST5\n"),
    ("a.yaml", "- TZ=America/New_York\n- TZ=${TZ:-EST5}\n- TZ\n- TZ=\n- TZ=Etc/GMT+5\n- TZ=:Europe/Vienna\n"),
    ("a.sh", "TZ=$tz5; TZ=`tz` TZ=${A:-EST5}; echo ${TZ=EST5} $TZ=EST5; MY_TZ=EST5; # TZ=EST5\nTZ= date; a/TZ=EST5\n"),
    ("a.sh", "TZ=UTC date\nTZ=Asia/Tokyo\nTZ=/etc/localtime\nexport TZ=posix/Europe/Vienna\nTZ=America/Port-au-Prince\n"),
    ("a.sh", "# don't set TZ=EST5EDT,M3\nx # TZ=EST5EDT,M3\n"),
    ("Dockerfile", "ENV TZ=CET-1CEST,\\\n M3.5.0\nENV TZ=CET-1CEST,\\\r\n M3\nRUN [\"sh\", \"-c\", \"TZ=+03-3 date\"]\n"),
    (".env", "#TZ=EST5\nTZ=\nTZ=$OTHER5\nTZ=Europe/Vienna\nTZ=<your zone>\n"),
    ("a.c", '// setenv("TZ", "EST5", 1)\n/* setenv("TZ", "EST5", 1) */ setenv("TZ", "Europe/Vienna", 1);\n'),
    ("a.c", 'setenv("TZ", name, 1); setenv("TZ", "CET" X, 1); setenv("TZ", f("a"), 1); setenv("TZX", "EST5", 1);\n'),
    ("a.c", '#define TZDIR "/usr/share5"\n#define TZNAME_MAX "a5"\nprintf("%s: TZ=%s", a, b);\nint tz = 5;\n'),
    ("a.c", '#define TZ_FILE "zone1970.tab"\n#define TZ_VERSION "tzdata-1.0"\ntz("BCM2835,M4", "see EST5EDT,M3.2.0 for TZ");'),
    ("a.c", '#define TIMEZONE_DB_KEY "ABC1234"\n#define TZ_API_TOKEN "abc5"\nconst char *tz_help = "such as UTC0, M3";\n#define TZ_PIN "abc5"\n'),
    ("a.c", 'char *a = "CET-1CEST,M3.5.0," END;\nchar *tz = "CET-1CEST,M3.5.0," /* a */ END;\nsetenv("TZ", "CET-1CEST,"\n  END, 1);\nputenv("TZ=CET-1" END);\n'),
    ("a.ino", 'configTime(3600, 0, "pool.ntp.org"); configTime(gmt, dst, "ntp5.org"); int gmt = 3600;\n'),
    ("a.py", "os.environ['TZ'] = zone\nos.environ['TZ'] = 'Europe/Vienna'\nx = {'TZ': 'a' + b}\nenv['TZ'] = f'{a}5'\nenv['TZ'] = r'EST\\5'\n"),
    ("a.py", "x = {'TZ': 'ABC1234'}\nx = {'TZ': 'ISO8601'}\n"),
    ("a.py", "# os.environ['TZ'] = 'EST5'\nx = '\\'#' # {'TZ': 'EST5'}\n\"\"\"#\"\"\" # {'TZ': 'EST5'}\n"),
    ("a.sh", "curl \"http://h/param.cgi?action=update&Time.POSIXTimeZone=$TZ\" 'http://h/?Time.POSIXTimeZone='\"$1\"\n# 'a&Time.POSIXTimeZone=UTC'\n"),
    ("a.py", "url = 'http://%s/param.cgi?action=update&Time.POSIXTimeZone=%s'; url = f'http://h/?Time.POSIXTimeZone={zone}'\n"),
    ("a.md", "curl 'http://h/param.cgi?action=update&Time.POSIXTimeZone=Europe/Vienna' is refused\n"),
    ("a.md", "`GET param.cgi?action=update&Time.POSIXTimeZone=UTC`, http://h/?action=list&group=Time.POSIXTimeZone&x=y\n"),
    ("a.txt", "TZ=EST5\nThe parameter root.Time.POSIXTimeZone=UTC\nroot.Time.POSIXTimeZone=\n"),
    ("a.md", "TZ=EST5\nsetenv(\"TZ\", \"EST5\", 1)\ntimezone: EST5\n"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text"), NOT_FOUND)
def test_what_is_not_found(path: str, text: str) -> None:
    assert find(text, language_of(path, text)) == []


@pytest.mark.parametrize(("gap", "lost"), [("\n  ", False), (" // the end\n  ", True), (" /* the end */ ", True)])
def test_a_comment_within_a_string_is_not_overwritten(gap: str, lost: bool) -> None:
    (found,) = find(f'setenv("TZ", "CET-1CEST, M3.5.0,"{gap}"M10.5.0", 1);', "c")
    assert found.literal.text == "CET-1CEST, M3.5.0,M10.5.0"
    assert (found.written("CET-1CEST,M3.5.0,M10.5.0") is None) == lost


def test_a_value_in_a_url_is_decoded_and_encoded() -> None:
    text = "http://h/param.cgi?action=update&Time.POSIXTimeZone=%3c+03%3E-3%2CM3&x=y"
    (found,) = find(text, "text")
    assert found.literal.text == "< 03>-3,M3"  # as a device reads it
    assert found.written("<+03>-3") == "%3C%2B03%3E-3"
    assert find(replaced(text, [(found, "%3C%2B03%3E-3")]), "text")[0].literal.text == "<+03>-3"


def test_the_place_decides_the_dialect() -> None:
    (found,) = find("root.Time.POSIXTimeZone=<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "text")
    assert found.dialect == "vapix"
    (found,) = find("TZ=<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "env")
    assert found.dialect == "posix-2024"


@pytest.mark.parametrize(("path", "text", "_"), FOUND)
def test_places_and_fixes_are_those_of_the_source(path: str, text: str, _: list[str]) -> None:
    found = find(text, language_of(path, text))
    at = Positions(text)
    lines = text.split("\n")
    for each in found:
        start = each.literal.starts[0]
        line, column = at(start)
        assert lines[line - 1][column - 1 :] + "\n".join(["", *lines[line:]]) == text[start:]
    for new in ("XXX1YYY,M3.5.0,M10.5.0/3", "<+03>-3<+04>,J60/0,J300/0"):
        # Brackets without quotes can't be written everywhere; where they can't, the string stays.
        written = [each.written(new) for each in found]
        changes = [(each, it) for each, it in zip(found, written, strict=True) if it is not None]
        fixed = replaced(text, changes)
        again = find(fixed, language_of(path, fixed))
        assert [each.literal.text for each in again] == [
            new if it is not None else each.literal.text for each, it in zip(found, written, strict=True)
        ]


#: Texts in which every language has places for strings, with strings that are valid, have a sure repair, or neither.
STRINGS = st.one_of(
    st.sampled_from(
        ["UTC", "UTC0 ", "<+03-3", "+03-3", "TZ=EST5", "CET-1CEST, M3.5.0,M10.5.0", "Europe/Vienna", "EST5EDT,M3"]
    ),
    st.text(st.sampled_from("ABC<+03>-35,M./'\"\\ \t#\u2212$\xe9\r"), max_size=16),
)
FRAMES = st.sampled_from([
    *("TZ={}", "export TZ='{}'", 'TZ="{}"', "timezone: {}", "timezone: '{}'", 'TZ: "{}" # x', "- TZ={}", '- "TZ={}"', "ENV TZ {}"),
    *("\toption timezone '{}'", "option timezone {}", "Environment=A=b 'TZ={}'", "Environment=TZ={}", "CRON_TZ={}", "{}"),
    *('setenv("TZ", "{}", 1);', 'configTime(PSTR("{}"), x);', '#define MY_TZ "{}"', "environ['TZ'] = '{}'", 'x = {{"TZ": "{}"}}'),
    *("root.Time.POSIXTimeZone={}", 'curl "http://h/?a=b&Time.POSIXTimeZone={}"', "uci set system.a.timezone='{}'", "/* {} */", "# {}", 'f("{}")'),
])  # fmt: skip


@given(st.lists(st.tuples(FRAMES, STRINGS), max_size=4), st.sampled_from(sorted(LANGUAGES)))
def test_a_fix_is_read_back_and_no_other_string_changes(parts: list[tuple[str, str]], language: str) -> None:
    text = "\n".join(frame.format(string) for frame, string in parts) + "\n"
    found = find(text, language)
    judged = [(each, tz.validate(each.literal.text, each.dialect)) for each in found]
    for each, problems in judged:
        for problem in problems:
            start, end = each.literal.place(problem.span)
            assert each.literal.starts[0] <= start <= end <= each.literal.starts[-1]
    changes, expected = [], []
    for each, problems in judged:
        fix = next((problem.fix for problem in problems if problem.fix is not None), None)
        written = None if fix is None else each.written(fix)
        expected.append(each.literal.text if fix is None or written is None else fix)
        if written is not None:
            changes.append((each, written))
    fixed = replaced(text, changes)
    assert [each.literal.text for each in find(fixed, language)] == expected
    assert fixed.count("\n") == text.count("\n")


TEXTS = st.text(st.sampled_from("Aaé<+03>- ,\\'\"\n\t$`"), max_size=12)


@given(TEXTS)
def test_quoted_strings_are_read_as_their_languages_read_them(text: str) -> None:
    for quoted in (repr(text), ascii(text)):
        inside = literal(quoted, 1, len(quoted) - 1, "backslash")
        assert inside.text == ast.literal_eval(quoted) == text
        assert [quoted[at] for at in inside.starts[:-1] if quoted[at] != "\\"] == [
            character for at, character in zip(inside.starts, text, strict=False) if quoted[at] != "\\"
        ]


@given(st.text(st.sampled_from("\\xuU01289afn\n\u0663\"'"), max_size=12))
def test_any_escape_has_a_meaning(text: str) -> None:
    for quoting in QUOTINGS:
        found = literal(text, 0, len(text), quoting)
        assert len(found.starts) == len(found.text) + 1
        assert list(found.starts) == sorted(found.starts)


@given(st.text(st.sampled_from("Aa<+3>-,\\'$`\" "), max_size=12))
def test_words_of_a_shell_are_read_as_a_shell_reads_them(text: str) -> None:
    bare = "".join("\\" + character for character in text)
    double = "".join("\\" + character if character in '\\"$`' else character for character in text)
    assert literal(bare, 0, len(bare), "shell").text == text == "".join(shlex.split(bare))
    assert literal(double, 0, len(double), "shell-double").text == text


def judged(path: Path, language: str) -> list[str]:
    """The strings in a file that have problems, if it is read as a language."""
    text = path.read_bytes().decode("utf-8", "replace")
    return [each.literal.text for each in find(text, language) if tz.validate(each.literal.text, each.dialect)]


def test_there_are_no_false_alarms_in_the_standard_library(thorough: bool) -> None:
    top = Path(sysconfig.get_path("stdlib"))
    paths = [path for path in sorted(top.rglob("*")) if path.suffix in {".py", ".txt", ".sh", ".c", ".h"}]
    paths = [path for path in paths if path.is_file() and not {"site-packages", "dist-packages"} & set(path.parts)]
    paths += sorted(Path(sysconfig.get_path("include")).rglob("*.h"))
    for path in paths if thorough else paths[::4]:
        # Read as another language, a file is as good as any text.
        for language in (language_of(path.as_posix(), ""), "shell", "yaml"):
            assert judged(path, language) == [], (path, language)
    assert len(paths) > 100  # the number depends on who packaged Python


def test_there_are_no_false_alarms_in_this_repository() -> None:
    for folder in ("vapix_proto", "tools", "benchmarks", "examples", "docs", ".ci"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in {".py", ".md", ".c", ".yml", ".yaml", ".sh", ".tsv"}:
                assert judged(path, language_of(path.as_posix(), "")) == [], path


@pytest.mark.parametrize(
    "unit",
    [
        *("\n", " ", "TZ=", "TZ= ", "- ", '"', "'", "/*", '"a" ', "\\", "timezone: ", "configTime(", "TZ=a ", "TZ=\\a"),
        *('setenv("TZ", ', 'setenv("TZ", "a" ', "Environment=a ", "system.a", "# ", "#define TZ ", "tz[", "option timezone ", '\\"', "\\'", "x # "),
        *("://", "://?Time.POSIXTimeZone=", "'a&Time.POSIXTimeZone=."),
        *('"""', "'''", '\\"""', "\\'''", '"A1B,M3.2" ', '"A1B,M3.2,"  ', '", '),
    ],
)  # fmt: skip
def test_a_long_text_is_searched_to_its_end(unit: str, thorough: bool) -> None:
    # No step count covers the work inside a regular expression, but a quadratic one would take an hour for this text.
    text = "TZ" + unit * ((500_000 if thorough else 10_000) // len(unit))
    for language in LANGUAGES:
        find(text, language)
