"""``check-request``: shows what is wrong with a request that somebody wrote, and where, but never a password."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.command import json_of, run, text_of
from vapix_proto.vapix import AddUser, Password, Role, UpdateParameters, parse_request, validate_request
from vapix_proto.vapix.http import HttpRequest, encode_arguments

SECRET = "S3cr3tW0rd"
ADD = "action=add&user=joe&pwd={}&grp=users&sgrp=viewer"
URL = "http://192.168.0.90/axis-cgi/pwdgrp.cgi"
ACCOUNTS, PARAMETERS = "account", "param"

#: The source of each problem is left out, because it is the same for most.
GOLDEN: list[tuple[str, str, str]] = [
    (ACCOUNTS, ADD.format("foo"), "line 1: valid\n"),
    (
        ACCOUNTS,
        ADD.format("Pa+ss"),
        """line 1: valid
1:27: warning: a + in the password means a space [argument-encoding]
  action=add&user=joe&pwd=****&grp=users&sgrp=viewer
                          ^
hint: write %2B for +, or %20 for a space
""",
    ),
    (
        ACCOUNTS,
        ADD.format("S&cret9"),
        """line 1: invalid
1:26: error: & ends the password: what follows is not part of the password [argument-unknown]
  action=add&user=joe&pwd=****&****&grp=users&sgrp=viewer
                              ^^^^^
hint: write %26 for & in a password
""",
    ),
    (
        ACCOUNTS,
        ADD.format("S&cret=9"),
        """line 1: valid
1:26: warning: & ends the password: what follows is not part of the password [argument-unknown]
  action=add&user=joe&pwd=****&****&grp=users&sgrp=viewer
                              ^^^^^
hint: write %26 for & in a password
""",
    ),
    (
        ACCOUNTS,
        ADD.format("ab#cd"),
        """line 1: valid
1:27: warning: in a URL, # ends the request: nothing after it is sent [argument-encoding]
  action=add&user=joe&pwd=****&grp=users&sgrp=viewer
                          ^
hint: leave it out, or write %23 for # in a value
""",
    ),
    (
        ACCOUNTS,
        f"{URL}?action=update&user=joe&pwd=ab#cd",
        """line 1: invalid
1:64: error: pwd is in the URL, which is written to logs [secret-in-url]
  action=update&user=joe&pwd=****
                         ^^^^^^^^
hint: send the arguments in the body of a POST
1:70: error: # ends the URL: nothing after it is sent [argument-encoding]
  #****
  ^
hint: leave it out, or write %23 for # in a value
""",
    ),
    (
        ACCOUNTS,
        ADD.format("100%sure"),
        """line 1: invalid
1:28: error: % is not followed by two hexadecimal digits [argument-encoding]
  action=add&user=joe&pwd=****&grp=users&sgrp=viewer
                          ^
hint: write %25 for %
""",
    ),
    (
        ACCOUNTS,
        "action=add&user=joe&pwd=foo&grp=users&sgrpviewer",
        """line 1: invalid
1:39: warning: the argument is unknown [argument-unknown]
  action=add&user=joe&pwd=****&grp=users&****
                                         ^^^^
hint: write sgrp= before the value
1:49: error: sgrp is missing: the action add needs it [argument-missing]
  action=add&user=joe&pwd=****&grp=users&****
                                             ^
""",
    ),
    (
        ACCOUNTS,
        "POST /axis-cgi/pwdgrp.cgi?action=remove&user=joe HTTP/1.1",
        """line 1: valid
1:1: warning: devices may ignore the arguments in the URL of a POST, as AXIS OS 12.9.57 does [method-wrong]
  POST
  ^^^^
hint: send them in the body
""",
    ),
    (
        ACCOUNTS,
        "action=add&user=J%C3%B6rg&pwd=x&grp=users&sgrp=administrator",
        r"""line 1: invalid
1:18: error: 'ö' is not allowed in a user name: only a-z, A-Z and 0-9 are [user-character]
  action=add&user=J%C3%B6rg&pwd=****&grp=users&sgrp=****
                   ^^^^^^
hint: write Joerg
1:48: error: the value of sgrp is not allowed [role-unknown-group]
  action=add&user=J%C3%B6rg&pwd=****&grp=users&sgrp=****
                                                    ^^^^
hint: write admin:operator:viewer
""",
    ),
    (
        ACCOUNTS,
        "pwdgrp.cgi?action=remove&user=joe!&nonsense=1",
        """line 1: invalid
1:34: error: '!' is not allowed in a user name: only a-z, A-Z and 0-9 are [user-character]
  action=remove&user=joe!&****
                        ^
1:36: warning: the argument is unknown [argument-unknown]
  action=remove&user=joe!&****
                          ^^^^
hint: leave it out; pwdgrp.cgi accepts action, user, pwd, grp, sgrp, comment, strict_pwd
""",
    ),
    (
        ACCOUNTS,
        '{"apiVersion": "1.0", "method": "getUsers"}',
        """line 1: invalid
1:1: error: pwdgrp.cgi reads a form, not JSON [argument-encoding]
  ****
  ^^^^
hint: send the form action=get
""",
    ),
    (
        ACCOUNTS,
        f"curl {URL}?action=get&user=joe",
        """line 1: valid
1:56: error: & outside quotes ends the command in a shell [argument-encoding]
  &
  ^
hint: write the URL and the data in single quotes
1:57: warning: the action get does not use user [argument-unknown]
  action=get&user=joe
             ^^^^^^^^
hint: leave it out
""".replace("valid", "invalid", 1),
    ),
    (
        ACCOUNTS,
        "http://root:pass@cam/axis-cgi/pwdgrp.cgi?action=get",
        """line 1: invalid
1:8: error: the URL contains a password before the host [secret-in-url]
  ****@
  ^^^^
hint: leave the password out of the URL; with curl, use --user
""",
    ),
    (
        PARAMETERS,
        "action=update&Time.DST.Enabled=true&Network.HostName=cam1",
        """line 1: invalid
1:32: error: Time.DST.Enabled accepts yes or no, not 'true' [param-value]
  action=update&Time.DST.Enabled=true&Network.HostName=cam1
                                 ^^^^
hint: write yes
1:37: warning: 'Network.HostName' is not in the specification, so its values are not judged [param-unknown]
  action=update&Time.DST.Enabled=true&Network.HostName=cam1
                                      ^^^^^^^^^^^^^^^^
""",
    ),
    (
        PARAMETERS,
        "action=update&Time.NTP.Server=a+b",
        """line 1: invalid
1:32: error: Time.NTP.Server accepts one server, not 2 [param-host]
  action=update&Time.NTP.Server=a+b
                                 ^^
1:32: warning: a + in a value means a space [argument-encoding]
  action=update&Time.NTP.Server=a+b
                                 ^
""",
    ),
    (
        PARAMETERS,
        '{"Time": {"POSIXTimeZone": "UTC0"}}',
        """line 1: invalid
1:1: error: param.cgi reads a form, not JSON [argument-encoding]
  ****
  ^^^^
hint: send the form action=update&Time.POSIXTimeZone=UTC0
""",
    ),
]


@pytest.mark.parametrize(("group", "request_", "expected"), GOLDEN, ids=[row[1] for row in GOLDEN])
def test_messages(group: str, request_: str, expected: str) -> None:
    code = 1 if expected.startswith("line 1: invalid") else 0
    out = text_of(group, "check-request", stdin=request_.encode(), code=code)
    assert "".join(line for line in out.splitlines(True) if not line.startswith("source: ")) == expected


def test_the_lines_of_a_file_are_named(tmp_path: Path) -> None:
    file = tmp_path / "requests"
    file.write_text(f"action=get\n\n{ADD.format('x')}\naction=remove&user=a_b\n", "utf-8")
    out = text_of("account", "check-request", str(file), code=1)
    assert out.startswith("line 1: valid\nline 3: valid\nline 4: invalid\n" + f"{file}:4:21: error: '_' is not")
    for encoding in ("utf-8-sig", "utf-16"):
        file.write_text("action=remove&user=a_b\r\n", encoding)
        assert f"{file}:1:21: error: " in text_of("account", "check-request", str(file), code=1)


def test_json_output() -> None:
    (record,) = json_of(
        "account", "check-request", stdin=b"\naction=add&user=a-b&pwd=S3cret&grp=users&sgrp=ptz", code=1
    )
    assert (record["line"], record["valid"]) == (2, False)
    assert record["request"] == "action=add&user=a-b&pwd=****&grp=users&sgrp=ptz"
    assert [
        (each["code"], each["subject"], each["line"], each["column"], each["fix"]) for each in record["problems"]
    ] == [("user-character", "user", 2, 18, "ab"), ("role-incomplete", "sgrp", 2, 47, "viewer:ptz")]


def test_options() -> None:
    first = b"action=add&user=joe&pwd=x&grp=root&sgrp=admin:operator:viewer:ptz&comment=Joe"
    assert "[initial-admin]" not in text_of("account", "check-request", "--initial-admin", stdin=first)
    old = text_of("account", "check-request", "--initial-admin", "--axis-os", "11.4", stdin=first, code=1)
    assert "before AXIS OS 11.5 the initial admin is root [initial-admin]" in old
    assert "hint: send comment=, or leave it out" in old
    listed = b"action=update&Time.POSIXTimeZone=UTC0"
    assert "[param-version]" in text_of("param", "check-request", "--axis-os", "13.0", stdin=listed, code=1)


@pytest.mark.parametrize("group", ["account", "param"])
@pytest.mark.parametrize(
    "arguments",
    [
        (f"{URL}?action=add&pwd={SECRET}",),
        (f"action=add&pwd={SECRET}",),
        (f"pwd={SECRET}\0",),
        (SECRET,),
        (f"--{SECRET}",),
        ("curl", "-d", f"pwd={SECRET}", URL),
        ("/",),
    ],
)
def test_a_request_is_never_an_argument(group: str, arguments: tuple[str, ...]) -> None:
    done = run(group, "check-request", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"a request is never an argument, because others can see command lines" in done.stderr
    assert SECRET.encode() not in done.stderr


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "there is no request in the text"),
        (
            f"curl -d @{SECRET} {URL}",
            "line 1: this curl command reads its data from a file: check the content of that file instead",
        ),
        (f"curl -F user={SECRET} {URL}", "line 1: the option -F of this curl command is not supported here"),
        (
            f"curl --form={SECRET} {URL}",
            "line 1: the option --form of this curl command is not supported here",
        ),
        (f"curl -s{SECRET} {URL}", "line 1: an option of this curl command is not supported here"),
        (f"curl --{SECRET} {URL}", "line 1: an option of this curl command is not supported here"),
        (f"curl --data=pwd={SECRET} {URL}", "line 1: curl needs a space, not =, between an option and its value"),
        (f"curl -d pwd={SECRET}", "line 1: this curl command must have exactly one URL"),
        (f"curl {URL} {URL}/{SECRET}", "line 1: this curl command must have exactly one URL"),
        ("curl '' -d action=get", "line 1: this curl command must have exactly one URL"),
        (f"curl {URL} -d", "line 1: the last option of this curl command has no value"),
        (f'curl -d "pwd=${SECRET}" {URL}', "line 1: this curl command contains shell variables"),
        (f'curl "${SECRET}"', "line 1: this curl command contains shell variables in its request: write values in"),
        (
            f"curl -G -d `{SECRET}` {URL}",
            "line 1: this curl command contains shell variables in its request: write values",
        ),
        (f"curl {URL} \\ \n -u root:{SECRET}", "line 1: a backslash in this curl command is followed by a space"),
        (f"curl -u root:{SECRET} {URL} -d 'a\naction=get'", "line 1: this curl command has a line break inside quotes"),
        (f"curl {URL} & echo {SECRET}", "line 1: this command line is more than a curl command: leave out pipes"),
        (f"curl -d 'pwd={SECRET} {URL}", "line 1: a quote in this curl command is not closed"),
        (f"curl {URL} | grep {SECRET}", "line 1: this command line is more than a curl command: leave out pipes"),
        (f"curl {URL} && echo {SECRET}", "line 1: this command line is more than a curl command: leave out pipes"),
        (f"export PASSWORD {SECRET}", "line 1: this is neither a request nor a curl command line: write the method"),
        (f'    body: "action=get&pwd={SECRET}"', "line 1: this is neither a request nor a curl command line"),
        (f'out=$(curl "{URL}?pwd={SECRET}")', "line 1: this is neither a request nor a curl command line"),
        (f"<uri>{URL}?pwd={SECRET}</uri>", "line 1: this is neither a request nor a curl command line"),
        (f"# {SECRET}", "there is no request in the text"),
        (f"wget '{URL}?pwd={SECRET}'", "line 1: this is neither a request nor a curl command line"),
        (
            f"requests.post('{URL}', data={{'pwd': '{SECRET}'}})",
            "line 1: this is neither a request nor a curl command line",
        ),
        (
            f"http -a root:{SECRET} 192.168.0.90/axis-cgi/pwdgrp.cgi action=get",
            "line 1: this is neither a request nor a curl command line",
        ),
        (f"\nsudo wget {URL}?pwd={SECRET}", "line 2: this is neither a request nor a curl command line"),
        *(
            (line, "line 1: this is neither a request nor a curl command line")
            for line in (
                f"(venv) $ curl --digest -u root:{SECRET} {URL}?action=get",
                f"TZ=UTC curl -u root:{SECRET} {URL}?action=get",
                f"A=1 && curl -u root:{SECRET} {URL}?action=get",
                f"A=1;curl -u root:{SECRET} {URL}?action=get",
                f"ExecStart=/usr/bin/curl -u root:{SECRET} {URL}?action=get",
                f"RESP=`curl -u root:{SECRET} {URL}?action=get`",
                f"~/cam.sh root:{SECRET} action=get",
                f"export ROOT_PW={SECRET}",
                f"headers = {{'Authorization': 'Basic {SECRET}'}}",
                f"{URL}?action=get -u root:{SECRET}",
                f"'{URL}?action=get' --user root:{SECRET}",
                f"{URL} -uroot:{SECRET}",
                f"GET {URL}?action=get --user=root:{SECRET}",
                f"POST {URL} action=get -u 'root:{SECRET}'",
                f"action=get -u root:{SECRET}",
                f"action=get\xa0-u root:{SECRET}",
            )
        ),
    ],
)
@pytest.mark.parametrize("group", [ACCOUNTS, PARAMETERS])
def test_what_is_not_understood_is_wrong_use(line: str, why: str, group: str) -> None:
    done = run(group, "check-request", stdin=line.encode())
    assert (done.returncode, done.stdout) == (2, b"")
    assert why.encode() in done.stderr
    assert SECRET.encode() not in done.stderr
    assert run("account", "check-request", "--axis-os", "eleven", stdin=b"action=get").returncode == 2


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("curl -d 'action=get' U", "POST PATH action=get"),
        ("curl -sk --digest -u root:pass -daction=get 'U'", "POST PATH action=get"),
        ("$ curl --data-raw action=get --url U", "POST PATH action=get"),
        ("curl -XPOST -d action=get -d user=joe U", "POST PATH action=get&user=joe"),
        ('curl -G U -d action=get --data-urlencode "user=a b&c"', "GET PATH action=get&user=a%20b%26c"),
        ('curl "U?action=get" -H "Accept: text/plain" -o out', "GET PATH action=get"),
        ("curl \\\n  -d action=get \\\r\n  U", "POST PATH action=get"),
        ("curl U -d action=get \\", "POST PATH action=get"),
        ("curl U -d action=get &", "POST PATH action=get"),
        ("curl 'U?action=get'\\\n&user=joe", "GET PATH action=get"),
        ('curl ^\r\n -u root:pass ^\r\n "U?action=get"', "GET PATH action=get"),
        ('curl.exe `\n "U?action=get"', "GET PATH action=get"),
        ('curl U -d \'{"action":\n"get"}\'', "****"),
        (r"curl U\?action=get", "GET PATH action=get"),
        (r'curl -d "action=\"get" U', 'POST PATH action="get'),
        ("curl -X DELETE U", "DELETE PATH"),
        ("curl 'U?action=get' # don't", "GET PATH action=get"),
        ("sudo curl -d action=get U", "POST PATH action=get"),
        ("$ sudo /usr/bin/curl -d action=get U", "POST PATH action=get"),
        ("root@axis:~# curl -d action=get U", "POST PATH action=get"),
        (r"PS C:\> C:\Windows\System32\curl.exe -d action=get U", "POST PATH action=get"),
        ("/usr/bin/curl \\\n -d action=get U", "POST PATH action=get"),
        ("curl --retry 3 -x http://proxy:80 -b a=b -n4 -d action=get U", "POST PATH action=get"),
        ('curl -u "$USER:$PASS" "http://$HOST/axis-cgi/pwdgrp.cgi?action=get"', "GET PATH action=get"),
        ('curl "${BASE}/axis-cgi/pwdgrp.cgi?action=get"', "GET PATH action=get"),
        (r"""curl 'U?action=$a' -G -d "user=\$b" -d c=\$d""", "GET PATH action=$a&user=$b&****"),
        ("POST /axis-cgi/pwdgrp.cgi action=get", "POST PATH action=get"),
        ("POST U  action=get", "POST PATH action=get"),
        ("POST /axis-cgi/pwdgrp.cgi?action=remove user=joe", "POST PATH action=remove user=joe"),
        ("POST U?action=remove&user=joe  grp=users&user=a", "POST PATH action=remove&user=joe grp=users&user=a"),
        ("GET /axis-cgi/pwdgrp.cgi?action=a b", "GET PATH action=a b"),
        ("'U?action=get'", "GET PATH action=get"),
        ('"action=get"', "action=get"),
        ("192.168.0.90:8080/axis-cgi/pwdgrp.cgi?action=get", "GET PATH action=get"),
        ("# The accounts:\n#\n#!/bin/sh\n# curl U?action=get", "GET PATH action=get"),
        ("curl 192.168.0.90/axis-cgi/pwdgrp.cgi", "GET PATH"),
        ("192.168.0.90/axis-cgi/pwdgrp.cgi?action=get", "GET PATH action=get"),
    ],
)
def test_command_lines_of_curl(command: str, expected: str) -> None:
    done = run("account", "check-request", "--format", "json", stdin=command.replace("U", URL).encode())
    assert json.loads(done.stdout)["request"] == expected.replace("PATH", "/axis-cgi/pwdgrp.cgi")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{URL}?action=get   # cam 1", None),
        (f"# The accounts\n{URL}?action=get\t# cam 1", None),
        (f"{URL}?action=get#1", "# ends the URL: nothing after it is sent"),
        ("http://h/axis-cgi/%70wdgrp.cgi", "a path that begins with '/axis-cgi/' is not the path of a CGI"),
        ("axis-cgi/pwdgrp.cgi?action=get", None),
        ("curl ftp://h/axis-cgi/pwdgrp.cgi?action=get", "a path that begins with 'ftp' is not the path of a CGI"),
        ("curl file:///axis-cgi/pwdgrp.cgi?action=get", "a path that begins with 'file' is not the path of a CGI"),
        ("http://h", "'/' is not the path of a CGI of the System settings"),
        ("http://h?action=get", "'/' is not the path of a CGI of the System settings"),
    ],
)
def test_lines_that_begin_with_a_url(text: str, message: str | None) -> None:
    (record,) = json_of("account", "check-request", stdin=text.encode(), code=0 if message is None else 1)
    assert [each["message"][: len(message or "")] for each in record["problems"]][:1] == ([message] if message else [])


@pytest.mark.parametrize("start", ["", "GET ", "curl "])
def test_a_login_before_a_host_is_reported_with_and_without_a_scheme(start: str) -> None:
    for scheme in ("http://", "//", ""):
        line = f"{start}{scheme}root:{SECRET}@cam:80/axis-cgi/param.cgi?action=list"
        done = run("param", "check-request", stdin=line.encode())
        if start != "GET " or scheme == "http://":
            assert f"1:{len(start + scheme) + 1}: error: the URL contains a password" in done.stdout.decode()
        assert SECRET.encode() not in done.stdout + done.stderr


def test_an_unknown_argument_of_a_cgi_without_arguments() -> None:
    out = text_of("account", "check-request", stdin=b"/axis-cgi/usergroup.cgi?timestamp=1")
    assert "hint: leave it out; usergroup.cgi accepts no arguments\n" in out


def test_a_body_of_json_on_the_line_of_its_path() -> None:
    line = b'POST /axis-cgi/time.cgi {"apiVersion": "1.0", "method": "getAll"}'
    assert text_of("param", "check-request", stdin=line) == "line 1: valid\n"


@pytest.mark.parametrize(
    ("request_", "names"),
    [
        ("Action=remove&User=joe", "action, user"),
        ("action = remove & user = joe", "action, user"),
        ("action=remove&USER=joe", "user"),
        (f"Action=add&User=joe&Pwd={SECRET}&Grp=users&Sgrp=viewer", "action, user, pwd, grp, sgrp"),
    ],
)
def test_names_in_another_spelling_are_not_to_be_left_out(request_: str, names: str) -> None:
    (record,) = json_of("account", "check-request", stdin=request_.encode(), code=1)
    (hint,) = [each["hint"] for each in record["problems"] if each["code"] == "argument-unknown"]
    assert hint == f"write {names}"
    assert SECRET not in str(record)
    (problem,) = [each for each in validate_request(request_) if each.code == "argument-unknown"]
    assert problem.hint == hint


def test_a_misspelt_argument_is_not_to_be_left_out() -> None:
    for group, text, name in ((PARAMETERS, "action=list&groups=Time", "group"), (ACCOUNTS, "actions=get", "action")):
        record = json.loads(run(group, "check-request", "--format", "json", stdin=text.encode()).stdout)
        assert f"write {name}" in [each["hint"] for each in record["problems"]]
    text = f"action=update&user=joe&users={SECRET}&pwd=x"  # what is near a password may be a part of one
    (record,) = json_of("account", "check-request", stdin=text.encode())
    assert record["problems"][0]["hint"].startswith("leave it out; ")


def test_a_semicolon_does_not_end_an_argument() -> None:
    for text, column in ((f"action=add;user=joe;pwd={SECRET}", 11), ("action=remove;user=joe", 14)):
        (record,) = json_of("account", "check-request", stdin=text.encode(), code=1)
        found = [each for each in record["problems"] if each["code"] == "argument-encoding"]
        assert [(each["hint"], each["column"]) for each in found] == [("write & for ;", column)]
        assert SECRET not in str(record)
    for text in ("action=update;Time.DST.Enabled=no", "action=update;root.Network.HostName=cam"):
        (record,) = json_of("param", "check-request", stdin=text.encode(), code=1)
        assert [each["hint"] for each in record["problems"] if each["column"] == 14] == ["write & for ;"]
    (record,) = json_of("account", "check-request", stdin=b"action=update&user=joe&pwd=x;user=a")
    assert record["problems"] == []


def test_a_message_with_headers() -> None:
    head = "POST /axis-cgi/pwdgrp.cgi HTTP/1.1\r\nHost: cam\r\nContent-Length: 1\r\n\r\n"
    message = f"{head}action=remove&user=a_b\r\n\r\naction=get\r\n"
    for text in (message, message.replace("\r", "")):
        first, second = json_of("account", "check-request", stdin=text.encode(), code=1)
        assert first["request"] == "POST /axis-cgi/pwdgrp.cgi action=remove&user=a_b"
        (problem,) = first["problems"]
        assert (problem["code"], problem["line"], problem["column"]) == ("user-character", 5, 21)
        assert (second["line"], second["request"], second["valid"]) == (7, "action=get", True)
    (alone,) = json_of("account", "check-request", stdin=b"GET /axis-cgi/pwdgrp.cgi?action=get HTTP/1.1\nHost: a")
    assert alone["request"] == "GET /axis-cgi/pwdgrp.cgi action=get"


def test_a_body_after_a_query_is_not_in_the_url() -> None:
    (add,) = json_of("account", "check-request", stdin=f"POST {URL}?action=add user=a&pwd={SECRET}".encode(), code=1)
    assert add["request"] == "POST /axis-cgi/pwdgrp.cgi action=add user=a&pwd=****"
    assert {each["code"] for each in add["problems"]} == {"argument-missing", "method-wrong"}
    request = b"POST /axis-cgi/param.cgi?action=update Time.POSIXTimeZone=UTC"
    (update,) = json_of("param", "check-request", stdin=request, code=1)
    assert [each["code"] for each in update["problems"]] == ["method-wrong", "tz-offset-missing"]
    for line in (f"POST {URL}?action=update&user=joe&pwd=my user={SECRET}", f"POST {URL}?pwd=a#b action={SECRET}"):
        (record,) = json_of("account", "check-request", stdin=line.encode(), code=1)
        assert "secret-in-url" in {each["code"] for each in record["problems"]}
        assert SECRET not in str(record)
    for host in ("http://[::1]:80", "https://cam-1:443", "http://192.168.0.90", ""):
        line = f"POST {host}/axis-cgi/pwdgrp.cgi?action=add user=joe&pwd=a:b@c&grp=users&sgrp=viewer"
        (record,) = json_of("account", "check-request", stdin=line.encode())
        assert [each["code"] for each in record["problems"]] == ["method-wrong"]


def test_a_login_that_contains_a_space_is_not_shown() -> None:
    path = "/axis-cgi/param.cgi?action=update"
    for start in (
        f"{path}&A.Url=ftp://joe:my x.y=",
        f"{path}&A.B=joe%3Amy x=",
        "http://root:my x.y=",
        "//root:80 x.y=",
    ):
        for at in ("@", "%40"):
            text = f"POST {start}{SECRET}{at}h{path}&pwd=a"
            assert SECRET.encode() not in run("param", "check-request", stdin=text.encode()).stdout


def test_a_request_after_the_headers_of_another_is_not_its_body() -> None:
    requests = ("/axis-cgi/param.cgi?action=list", "http://cam/axis-cgi/param.cgi", "PUT /axis-cgi/param.cgi")
    for request in requests:
        text = f"GET /axis-cgi/param.cgi?action=list HTTP/1.1\r\nHost: cam\r\n\r\n{request}\r\n"
        out = run("param", "check-request", stdin=text.encode()).stdout.decode()
        assert out.startswith("line 1: valid\nline 4: ")


def test_columns_of_quoted_words_are_those_of_the_line() -> None:
    line = f"curl -d 'action=remove' -d \"user=a\"'_'b {URL}"
    (record,) = json_of("account", "check-request", stdin=line.encode(), code=1)
    (problem,) = record["problems"]
    assert line[problem["column"] - 1] == "_"


@pytest.mark.parametrize(
    ("json_", "form"),
    [
        ('{"method": "listUsers"}', "action=get"),
        ('{"user": "joe"}', "action=get"),
        ('{"method": "addUser", "params": {"username": "joe", "password": "S3cr3tW0rd", "role": "Viewer"}}',
         "action=add&user=joe&pwd=****&grp=users&sgrp=viewer"),
        ('{"action": "update", "user": "joe", "pwd": "S3cr3tW0rd"}', "action=update&user=joe&pwd=****"),
        ('{"method": "removeUser", "params": {"users": [{"name": "joe"}]}}', "action=remove&user=joe"),
        ('{"method": "createUser", "params": {"user": "S3cr3tW0rd", "pass": "S3cr3tW0rd", "role": "x"}}',
         "action=add&user=NAME&pwd=****&grp=users&sgrp=ROLE"),
        ('{"action": "REMOVE", "user": "joe"}', "action=remove&user=joe"),
        ('{"method": "RemoveUser", "user": "joe"}', "action=remove&user=joe"),
    ],
)  # fmt: skip
def test_the_form_in_place_of_json(json_: str, form: str) -> None:
    for text in (json_, json_.replace(" ", "\n ")):
        out = text_of("account", "check-request", stdin=text.encode(), code=1)
        assert f"hint: send the form {form}\n" in out
        assert SECRET not in out


@pytest.mark.parametrize(
    ("group", "json_"),
    [
        (ACCOUNTS, '{"broken'),
        (ACCOUNTS, "[" * 100_000),
        (ACCOUNTS, '{"action": "remove", "user": "joe",}'),
        (ACCOUNTS, '{"action": "resetPassword", "user": "joe"}'),
        (PARAMETERS, '{"action": "update", "Time.NTP.Server": "a",}'),
        (PARAMETERS, '{"action": "update", "values": {"Network.HostName": "a"}}'),
    ],
)
def test_the_hint_about_json_never_suggests_another_request(group: str, json_: str) -> None:
    out = text_of(group, "check-request", stdin=json_.encode(), code=1)
    assert "hint: send the arguments as a form\n" in out


def test_json_by_lines_and_to_a_cgi_that_reads_it_not() -> None:
    assert len(json_of("account", "check-request", stdin=b'{"a": 1}\n{"b": 1}\n', code=1)) == 2
    body = 'curl -d \'{"method": "getUsers"}\' ' + URL
    assert "send the form action=get" in text_of("account", "check-request", stdin=body.encode(), code=1)


@pytest.mark.parametrize("output", ["text", "json"])
@pytest.mark.parametrize("group", [ACCOUNTS, PARAMETERS])
@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/axis-cgi/pwdgrp.cgi", "pwdgrp.cgi reads a form, not JSON"),
        ("/axis-cgi/param.cgi", "param.cgi reads a form, not JSON"),
        ("/axis-cgi/serverreport.cgi", "serverreport.cgi reads a form, not JSON"),
        ("/axis-cgi/param.cgi?action=list", "param.cgi reads a form, not JSON"),
        ("/axis-cgi/mqtt/client.cgi", "'/axis-cgi/mqtt/client.cgi' is not the path of"),
    ],
)
def test_json_is_not_shown(path: str, message: str, group: str, output: str) -> None:
    body = f'{{"action": "update", "Event.Login": "root:{SECRET}=", "psw": "{SECRET}"}}'
    for text in (
        f"POST {path} {body}",
        f"POST {path} HTTP/1.1\nHost: a\n\n{body}",
        f"curl -d '{body}' http://cam{path}",
        f"POST {path} [{body}]",
    ):
        done = run(group, "check-request", "--format", output, stdin=text.encode())
        assert done.returncode == 1
        assert message in done.stdout.decode()
        assert SECRET.encode() not in done.stdout + done.stderr


def test_parameters_of_a_request_are_judged_together() -> None:
    request = b"action=update&root.Time.DST.Enabled=no&Time.POSIXTimeZone=CET-1CEST,M3.5.0,M10.5.0/3"
    (answer,) = json_of("param", "check-request", stdin=request)
    (problem,) = answer["problems"]
    assert (problem["code"], problem["severity"], problem["column"]) == ("param-dst-disabled", "warning", 37)
    (answer,) = json_of("param", "check-request", stdin=request.replace(b"=no", b"=yes"))
    assert answer["problems"] == []


@pytest.mark.parametrize("output", ["text", "json"])
@pytest.mark.parametrize("group", [ACCOUNTS, PARAMETERS])
def test_an_argument_that_is_no_parameter_is_not_shown(group: str, output: str) -> None:
    for text in (
        f"action=list&pw={SECRET}",
        f"auth=root:{SECRET}",
        f"AUTH='root:{SECRET}'",
        f"action=update&pw={SECRET}&Time.DST.Enabled=yes",
        f'GET /axis-cgi/param.cgi?{{"a":"{SECRET}=1"}}',
        f'{{"Time.NTP.Server": "root:{SECRET}@cam"}}',
    ):
        done = run(group, "check-request", "--format", output, stdin=text.encode())
        assert SECRET.encode() not in done.stdout + done.stderr
    conflict = "action=update&pw=1&Time.DST.Enabled=no&Time.POSIXTimeZone=CET-1CEST,M3.5.0,M10.5.0/3"
    if group == PARAMETERS:
        assert b"param-dst-disabled" in run(group, "check-request", stdin=conflict.encode()).stdout


def test_arguments_copied_from_html() -> None:
    (answer,) = json_of("account", "check-request", stdin=b"action=remove&amp;user=joe", code=1)
    assert answer["problems"][0]["hint"] == "write & for &amp;"
    for name in ("Time.DST.Enabled", "time.dst.enabled", "Network.HostName"):
        text = f"action=update&amp;{name}=no"
        (answer,) = json_of("param", "check-request", stdin=text.encode(), code=1)
        assert [each["hint"] for each in answer["problems"]] == ["write & for &amp;"]


@pytest.mark.parametrize("output", ["text", "json"])
def test_the_other_lines_are_judged_where_some_are_not_understood(output: str) -> None:
    lines = f"action=get\ncurl -d @{SECRET} {URL}\naction=got\ncurl -d pwd=$X {URL}\n"
    done = run("account", "check-request", "--format", output, stdin=lines.encode())
    assert done.returncode == 2
    assert done.stdout.count(b"line 1: valid" if output == "text" else b'"valid": true') == 1
    assert done.stdout.count(b"line 3: invalid" if output == "text" else b'"valid": false') == 1
    assert b"line 2: this curl command reads its data from a file" in done.stderr
    assert b"line 4: this curl command contains shell variables" in done.stderr
    assert SECRET.encode() not in done.stdout + done.stderr


@pytest.mark.parametrize("type_", ["application/json", "text/plain"])
def test_a_form_may_have_any_content_type(type_: str) -> None:
    header = f"Content-Type: {type_}"
    message = f"POST /axis-cgi/pwdgrp.cgi HTTP/1.1\nHost: a\n{header}\n\naction=get"
    for text in (message, f"curl -H '{header}' -d action=get {URL}"):
        assert text_of("account", "check-request", stdin=text.encode()) == "line 1: valid\n"


JSON = "Content-Type: application/json"
ZONE = "http://192.168.0.90/config/rest/time/v2/timeZone/posix/timeZone"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f'POST /axis-cgi/time.cgi HTTP/1.1\nHost: a\n{JSON}\n\n{{"apiVersion":"1.0","method":"getAll"}}', []),
        ('POST /axis-cgi/time.cgi HTTP/1.1\nHost: a\n\n{"apiVersion":"1.0","method":"getAll"}', ["content-type"]),
        (f"curl -H '{JSON}' -d '{{\"method\":\"getSupportedVersions\"}}' http://a/axis-cgi/time.cgi", []),
        ('curl --json \'{"method":"getSupportedVersions"}\' http://a/axis-cgi/time.cgi', []),
        ('curl -d \'{"method":"getSupportedVersions"}\' http://a/axis-cgi/time.cgi', ["content-type"]),
        (f'curl -X PATCH --json \'{{"data":"UTC0"}}\' {ZONE}', []),
        (f'curl -X PATCH --json \'{{"data":"UTC"}}\' {ZONE}', ["tz-offset-missing"]),
        (f'curl -X PATCH --json \'{{"data":"UTC0"}}\' {ZONE[:-1]}', ["path-wrong"]),
        ('curl -X PATCH --json \'{"data":"UTC0"}\' http://a/config/rest/time/v1', ["path-wrong"]),
        (f"{ZONE.replace('//', f'//root:{SECRET}@')}", ["secret-in-url"]),
    ],
)
@pytest.mark.parametrize("group", [ACCOUNTS, PARAMETERS])
def test_requests_to_cgis_that_are_given_json(group: str, text: str, codes: list[str]) -> None:
    (answer,) = json_of(group, "check-request", stdin=text.encode(), code=1 if codes else 0)
    assert [problem["code"] for problem in answer["problems"]] == codes
    assert SECRET not in str(answer)


@pytest.mark.parametrize(
    ("group", "text", "hint"),
    [
        (ACCOUNTS, ADD.format("a+b"), "write %2B for +, or %20 for a space"),
        (ACCOUNTS, "action=remove&user=a+b", None),
        (PARAMETERS, "action=update&Time.POSIXTimeZone=<+05>-5", "write %2B for +"),
        (PARAMETERS, "action=update&Time.DST.Enabled=yes+", None),
        (PARAMETERS, "action=update&Network.HostName=a+b", "write %2B for +, or %20 for a space"),
    ],
)
def test_what_to_write_for_a_plus_is_valid_in_that_value(group: str, text: str, hint: str | None) -> None:
    (answer,) = json.loads(f"[{run(group, 'check-request', '--format', 'json', stdin=text.encode()).stdout.decode()}]")
    (problem,) = (each for each in answer["problems"] if each["code"] == "argument-encoding")
    assert problem["hint"] == hint


@pytest.mark.parametrize(
    ("value", "fix"),
    [("<UTC+1>-1", "<UTC%2B1>-1"), ("<%2B01>-1%20", "<%2B01>-1"), (" UTC0", "UTC0")],
)
def test_a_fix_is_encoded_like_the_request(value: str, fix: str) -> None:
    text = f"action=update&Time.POSIXTimeZone={value}"
    (record,) = json_of("param", "check-request", stdin=text.encode(), code=1)
    assert {(each["fix"], each["hint"]) for each in record["problems"] if each["fix"]} == {(fix, f"write {fix}")}
    assert text_of("param", "check-request", stdin=text.replace(value, fix).encode()) == "line 1: valid\n"


@pytest.mark.parametrize(("space", "written"), [("+", "+"), ("%20", "the space"), (" ", "the space")])
def test_a_hint_about_a_plus_is_encoded_like_the_request(space: str, written: str) -> None:
    text = f"http://cam/axis-cgi/param.cgi?action=update&Time.POSIXTimeZone=UTC{space}3"
    (record,) = json_of("param", "check-request", stdin=text.encode(), code=1)
    assert record["problems"][0]["hint"].startswith(f"write %2B for {written}; check the offset, too: ")


def test_a_blank_that_curl_encodes_is_no_plus() -> None:
    command = f"curl -d action=add -d user=joe --data-urlencode 'pwd=a b' -d grp=users -d sgrp=viewer {URL}"
    assert text_of("account", "check-request", stdin=command.encode()) == "line 1: valid\n"


# -- properties


def ways(arguments: str) -> list[str]:
    """The same arguments in every notation that the command reads."""
    return [
        arguments,
        f"?{arguments}",
        f"pwdgrp.cgi?{arguments}",
        f"/axis-cgi/param.cgi?{arguments}",
        f"https://root:{SECRET}@cam:8443/axis-cgi/pwdgrp.cgi?{arguments}",
        f"PUT /axis-cgi/x&pwd={SECRET}?{arguments} HTTP/1.1",
        f"GET /axis-cgi/pwdgrp.cgi?{arguments}#pwd={SECRET}",
        f"curl -u root:{SECRET} -d '{arguments}' {URL}",
        f'curl "{URL}?{arguments}" -d "user=joe"',
        f"POST /axis-cgi/pwdgrp.cgi HTTP/1.1\nAuthorization: Basic {SECRET}\n\n{arguments}",
        f"curl -X pwd={SECRET} {URL} --data-urlencode 'pwd={SECRET}'",
        json.dumps({"method": "add", "pwd": SECRET, "user": arguments, "role": SECRET}),
        json.dumps({"method": arguments, SECRET: {"password": arguments}, "comment": SECRET}),
    ]


@pytest.mark.parametrize(("group", "output"), list(product(("account", "param"), ("text", "json"))))
def test_no_password_is_shown(group: str, output: str) -> None:
    bodies = [
        ADD.format(SECRET),
        *(ADD.format(f"a{mark}{SECRET}") for mark in "&+#%;= \t/?@\\\"'\xe9"),
        *(ADD.format(f"{SECRET}{mark}") for mark in ("&", "&x", "%zz", "\x00", "\xff", "&user=" + SECRET)),
        ADD.format(SECRET).replace("pwd", "PWD"),
        ADD.format(SECRET).replace("pwd", "password"),
        ADD.format(SECRET * 9),
        f"action={SECRET}&pwd={SECRET}",
        f"action=add&user={SECRET}!&pwd={SECRET}",
        f"pwd=x&sgrp={SECRET}&grp={SECRET}&comment={SECRET}&strict_pwd={SECRET}",
        f"action=update&root.A.Password={SECRET}&{SECRET}.x=1&Time.DST.Enabled={SECRET}",
        f"action=list&group={SECRET}!&pwd={SECRET}",
        *(f"action=update&Event.URL=http://root:{rest}@192.0.2.9/" for rest in (f"{SECRET}&x", f"x&{SECRET}")),
        f"action=update&A.B=root:x&{SECRET}=1&Time.NTP.Server={SECRET}@cam",
    ]
    for line in [way for body in bodies for way in ways(body)]:
        for encoding in ("utf-8", "latin-1"):
            done = run(group, "check-request", "--format", output, stdin=line.encode(encoding))
            assert done.returncode in (0, 1, 2)
            assert b"Traceback" not in done.stderr
            assert SECRET.encode() not in done.stdout + done.stderr, line


@given(st.text(max_size=60), st.sampled_from(ways("{}")), st.sampled_from(["account", "param"]))
@example("[", "{}", "account")
@example("%\xe9%C3&+#", "action=update&user={}&pwd={}", "account")
def test_any_text_has_an_answer(text: str, way: str, group: str) -> None:
    stdin = way.replace("{}", text).encode("utf-8", "surrogatepass")
    done = run(group, "check-request", "--format", "json", stdin=stdin)
    assert done.returncode in (0, 1, 2)
    lines = stdin.count(b"\n") + 1
    for line in done.stdout.splitlines():
        for problem in json.loads(line)["problems"]:
            assert 1 <= problem["line"] <= lines
            assert problem["column"] >= 1


passwords = st.text("".join(map(chr, range(32, 127))), min_size=1, max_size=30).filter(lambda text: "*" not in text)


@given(passwords)
def test_what_we_encode_is_well(password: str) -> None:
    body = AddUser("joe", Password(password), Role.VIEWER).to_http().read_body()
    if b"+" in body:
        body = body.replace(b"+", b"%20")
    assert text_of("account", "check-request", stdin=body) == "line 1: valid\n"
    assert isinstance(parse_request(HttpRequest("POST", "/axis-cgi/pwdgrp.cgi", "", (), body)), AddUser)


def test_the_file_of_a_firmware_upgrade_is_not_written_with_its_request() -> None:
    for text in ("POST /axis-cgi/firmwareupgrade.cgi?type=normal", "POST /axis-cgi/firmwareupgrade.cgi"):
        assert text_of("account", "check-request", stdin=text.encode()) == "line 1: valid\n"


def test_a_long_request_has_a_short_answer() -> None:
    for piece in ("&a", "&a=1&user=joe", "&pwd=a&b", "+", "%", "&root.a.b=+", "'", '"', "\\", "/", "@", "?", " "):
        for head in ("action=update&user=joe", "curl ", f"GET {URL}?", "http://a:b"):
            done = run("account", "check-request", stdin=(head + piece * 2000).encode())
            assert len(done.stdout) < 60_000


@pytest.mark.parametrize(
    ("group", "text", "number"),
    [
        ("param", "action=update" + "".join(f"&Time.x{number}=%" for number in range(200)), 400),
        ("account", "action=remove" + "&user=%" * 100, 200),
        ("account", "action=add" + "&user=%" * 100 + "&pwd=x&grp=users&sgrp=viewers", 201),
    ],
)
def test_problems_that_are_not_listed_are_counted_once(group: str, text: str, number: int) -> None:
    (record,) = json_of(group, "check-request", code=1, stdin=text.encode())
    codes = [problem["code"] for problem in record["problems"]]
    assert codes.index("more-problems") == len(codes) - 1 == 64
    assert record["problems"][-1]["message"] == f"and {number - 64} more problems"


def test_updates_of_parameters_are_well() -> None:
    update = UpdateParameters({"Time.POSIXTimeZone": "<+03>-3", "root.Time.NTP.Server": "10.0.0.1"})
    assert text_of("param", "check-request", stdin=update.to_http().read_body()) == "line 1: valid\n"
    arguments = encode_arguments({"action": "list", "group": "Time"})
    assert text_of("param", "check-request", stdin=f"/axis-cgi/param.cgi?{arguments}".encode()) == "line 1: valid\n"
