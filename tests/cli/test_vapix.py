"""The commands for accounts and parameters, as a user runs them."""

from __future__ import annotations

import os
import pty
import subprocess
from io import BytesIO
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.cli.test_tz import LONDON
from tests.support.command import COMMAND, ENVIRONMENT, json_of, run, run_apart, text_of
from tests.vapix.pwdgrp.test_listing import EXAMPLE, unix_groups
from vapix_proto import ParseError, vapix
from vapix_proto.cli.text_files import read_password
from vapix_proto.vapix.http import MASK
from vapix_proto.vapix.param._lines import NO_GROUP

SECRET = "S3cr3t\tx"


def test_a_process_of_its_own_gives_the_same() -> None:
    for arguments, stdin in (
        (("account", "check-password"), SECRET.encode()),
        (("param", "list", "-", "--format", "json"), b"root.Brand.Brand=AXIS\nx\n"),
    ):
        apart, here = run_apart(*arguments, stdin=stdin), run(*arguments, stdin=stdin)
        assert (apart.returncode, apart.stdout, apart.stderr) == (here.returncode, here.stdout, here.stderr)


def test_check_user_and_role() -> None:
    assert text_of("account", "check-user", "joe", "root") == "joe: valid\nroot: valid\n"
    out = text_of("account", "check-user", "nonexistent_user", code=1)
    assert "  nonexistent_user\n             ^\n".replace("             ", "  " + " " * 11) in out
    assert "[user-long]" in out
    records = json_of("account", "check-role", "ptz:viewer", "operator:admin", code=1)
    assert [record["valid"] for record in records] == [True, False]
    assert records[1]["problems"][0]["code"] == "role-incomplete"


def test_a_password_comes_from_standard_input_and_goes_nowhere() -> None:
    assert text_of("account", "check-password", stdin=b"correct horse\nnot this line\n") == "valid\n"
    assert text_of("account", "check-password", stdin=b"correct horse\r\n") == "valid\n"
    for stdin in (SECRET.encode(), b"S3cr3t\xff", b"S3cr3t" * 50):
        for output in ("text", "json"):
            done = run("account", "check-password", "--format", output, stdin=stdin)
            assert done.returncode == 1
            assert b"S3cr3t" not in done.stdout + done.stderr
            assert b"password-" in done.stdout
    long = text_of("account", "check-password", stdin=b"x" * 50_000 + b"\n", code=1)
    assert "the password has 50000 characters" in long
    weak = run("account", "check-password", "--policy", "complex", stdin=b"S3cr3t")
    assert (weak.returncode, b"[password-policy]" in weak.stdout, b"S3cr3t" in weak.stdout) == (1, True, False)
    assert b"password-empty" in run("account", "check-password").stdout
    # The password is not an argument, because anybody can list the arguments of processes.
    for wrong in (SECRET, "--S3cr3t"):
        done = run("account", "check-password", wrong)
        assert done.returncode == 2
        assert b"S3cr3t" not in done.stdout + done.stderr


def test_a_password_is_asked_for_on_a_terminal_and_not_shown() -> None:
    lead, follow = pty.openpty()
    # In a session of its own, the process has no /dev/tty, from which it would read the password first.
    process = subprocess.Popen(
        [*COMMAND, "account", "check-password"],
        stdin=follow,
        stdout=follow,
        stderr=follow,
        env=ENVIRONMENT,
        start_new_session=True,
    )
    os.close(follow)
    out = b""
    while b"Password" not in out:
        out += os.read(lead, 100)
    os.write(lead, b"S3cr3t-enough\n")
    while True:
        try:
            data = os.read(lead, 1000)
        except OSError:
            break
        if not data:
            break
        out += data
    os.close(lead)
    assert process.wait() == 0
    assert b"S3cr3t" not in out
    assert b"valid" in out


def test_list_accounts(tmp_path: Path) -> None:
    file = tmp_path / "listing"
    file.write_text(unix_groups(165))
    out = text_of("account", "list", str(file))
    assert out.splitlines()[:4] == [
        "root   admin:operator:viewer:ptz",
        "joe    admin:operator:viewer:ptz",
        "ellen  operator:viewer:ptz",
        "frank  viewer",
    ]
    assert "system accounts: wwwa" in out
    assert json_of("account", "list", "-", stdin=EXAMPLE.encode())[2:] == [
        {"user": "ellen", "role": "operator:viewer:ptz", "ptz": True},
        {"user": "frank", "role": "viewer", "ptz": False},
    ]
    in_json = json_of("account", "list", "-", stdin=unix_groups(165).encode() + b"nonsense\n", code=1)
    assert [next(iter(record)) for record in in_json] == ["user"] * 4 + ["system_account"] * 4 + ["problem"]
    assert in_json[4:6] == [
        {"system_account": "wwwa", "groups": ["admin", "operator"]},
        {"system_account": "wwwaovp", "groups": ["admin"]},
    ]
    assert "[listing-line]" in text_of("account", "list", "-", stdin=b'admin="root"\nnonsense\n', code=1)
    assert text_of("account", "list", "-", stdin=b'axadmin="root"\naxview="root,guest"\n') == "no user accounts\n"
    done = run("account", "list", "-", stdin=b"<html>401</html>")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"[listing-none]" in done.stderr
    assert run("account", "list", str(tmp_path / "nothing")).returncode == 2
    for form in (b"action=add&user=joe", b"user=geheim\n", b"TZ=UTC0\naction=get\n"):
        for output in ("text", "json"):
            done = run("account", "list", "--format", output, "-", stdin=form)
            assert (done.returncode, b"listing-none" in done.stdout + done.stderr) == (1, True)
            assert b"geheim" not in done.stdout + done.stderr


def test_list_the_own_account() -> None:
    assert text_of("account", "list", "-", stdin=b"root\nadmin operator viewer ptz\n") == (
        "root: admin:operator:viewer:ptz\n"
    )
    assert text_of("account", "list", "-", stdin=b"joe\nusers") == "joe: no access group\n"
    assert json_of("account", "list", "-", stdin=b"viewer\r\nusers viewer\r\n") == [
        {"user": "viewer", "role": "viewer", "ptz": False, "groups": ["users", "viewer"]}
    ]


def test_a_long_user_name_widens_no_other_line() -> None:
    listing = f'digusers="{"a" * 2000},{",".join(f"u{number}" for number in range(200))}"\n'
    assert len(text_of("account", "list", "-", stdin=listing.encode())) < 6 * len(listing)


def test_check_parameters() -> None:
    assert text_of("param", "check", "Time.POSIXTimeZone=UTC0", "root.Time.DST.Enabled=yes") == (
        "Time.POSIXTimeZone: valid\nroot.Time.DST.Enabled: valid\n"
    )
    out = text_of("param", "check", "Time.POSIXTimeZone=UTC", code=1)
    assert "[tz-offset-missing]\n  UTC\n     ^\nhint: write UTC0" in out
    for setting, code in (
        ("Time.DST.Enabled=on", "param-value"),
        ("Time.DST.ENABLED=yes", "param-unknown"),
        ("Time.NTP.VolatileServer=10.0.0.1", "param-read-only"),
        ("Log.Access.MaxSize=999", "param-value"),
        ("Time.NTP.Server=-host", "param-host"),
    ):
        (record,) = json_of("param", "check", setting, code=1)
        assert code in [problem["code"] for problem in record["problems"]]
    versions = json_of("param", "check", "Log.Access.MaxSize=40000", "--axis-os", "11.11", code=1)
    assert versions[0]["problems"][0]["code"] == "param-version"


def test_a_parameter_outside_the_specification_is_not_judged() -> None:
    out = text_of("param", "check", "Network.HostName=cam1", "Time.DST.Enabled=yes", "MailLogd.ToEmail=nobody")
    assert out.startswith("Network.HostName: not judged\nwarning: 'Network.HostName' is not in the specification")
    assert "Time.DST.Enabled: valid\nMailLogd.ToEmail: valid\nwarning: an e-mail address needs an @" in out
    (record,) = json_of("param", "check", "Properties.Firmware.Version=1")
    assert (record["valid"], record["problems"][0]["code"]) == (None, "param-unknown")


def test_names_and_roles_come_with_what_to_write() -> None:
    assert text_of("account", "check-user", "J\xf6rg", code=1).startswith("J\xf6rg: invalid\n")
    for command, text, fix in (
        ("check-user", "J\xf6rg", "Joerg"),
        ("check-user", "hass_user", "hassuser"),
        ("check-role", "administrator", "admin:operator:viewer"),
    ):
        assert f"hint: write {fix}\n" in text_of("account", command, text, code=1)
        (record,) = json_of("account", command, text, code=1)
        assert [problem["fix"] for problem in record["problems"]] == [fix]


def test_a_listing_of_junk_has_a_short_answer() -> None:
    for group, good in (("param", b"a.b=1\n"), ("account", b"admin=a\n")):
        for output, lines in (("text", 330), ("json", 67)):
            done = run(group, "list", "-", "--format", output, stdin=good + b"x\n" * 2000)
            assert done.returncode == 1
            assert b"and 1936 more problems" in done.stdout
            assert len(done.stdout.splitlines()) < lines
    done = run("param", "check", "Time.NTP.Server=" + "." * 250 + "a")
    assert b"and 186 more problems" in done.stdout


def test_list_parameters() -> None:
    listing = (
        b"root.Time.POSIXTimeZone=CET-1CEST,M3.5.0,M10.5.0/3\nroot.Time.NTP.Server=172.16.3.1 \nroot.Brand.Brand=AXIS\n"
    )
    records = json_of("param", "list", "-", stdin=listing)
    assert [(record["name"], record["value"]) for record in records] == [
        ("Time.POSIXTimeZone", "CET-1CEST,M3.5.0,M10.5.0/3"),
        ("Time.NTP.Server", "172.16.3.1 "),
        ("Brand.Brand", "AXIS"),
    ]
    assert [problem["code"] for problem in records[1]["problems"]] == ["param-host"]
    assert records[1]["problems"][0]["severity"] == "warning"
    unknown = json_of("param", "list", "-", stdin=b"# Error: Error -1 getting param in group 'X'\nbad\n", code=1)
    assert [next(iter(record)) for record in unknown] == ["unknown_group", "problem"]
    assert "Brand.Brand=AXIS" in text_of("param", "list", "-", stdin=listing)
    assert run("param", "list", "-", stdin=b"<html>").returncode == 1


def test_what_a_device_has_is_not_refused() -> None:
    listing = b"root.Time.NTP.Server=192.168.0.199 ntp.axis.com\nroot.Log.System.MaxSize=1000\n"
    server, log = json_of("param", "list", "--axis-os", "12", "-", stdin=listing)
    for record, message in (
        (server, "Time.NTP.Server accepts one server, not 2"),
        (log, "AXIS OS 12.0 has no Log.System.MaxSize, which exists only before version 5.60"),
    ):
        (problem,) = record["problems"]
        assert problem["message"] == f"the specification does not allow this: {message}"
        assert (problem["severity"], problem["hint"], problem["fix"]) == ("warning", None, None)
    (zone,) = json_of("param", "list", "-", stdin=b"root.Time.POSIXTimeZone=UTC\n")
    (problem,) = zone["problems"]
    assert (problem["severity"], problem["hint"]) == ("warning", "write UTC0")


def test_daylight_saving_time_that_is_disabled_is_warned_of() -> None:
    listing = f"root.Time.POSIXTimeZone={LONDON}\nroot.Time.DST.Enabled=no\nroot.Brand.Brand=AXIS\n".encode()
    zone, switch, brand = json_of("param", "list", "-", stdin=listing)
    assert zone["problems"] == brand["problems"] == []
    assert [(problem["code"], problem["severity"]) for problem in switch["problems"]] == [
        ("param-dst-disabled", "warning")
    ]
    out = text_of("param", "list", "-", stdin=listing)
    assert "Time.DST.Enabled=no\nwarning: Time.DST.Enabled=no disables the daylight saving time (BST) of " in out
    assert "hint: set Time.DST.Enabled to yes, or Time.POSIXTimeZone to GMT0 for" in out
    assert "warning" not in text_of("param", "list", "-", stdin=listing.replace(b"=no", b"=yes"))
    settings = "root.Time.DST.Enabled=no", f"Time.POSIXTimeZone={LONDON}"
    assert text_of("param", "check", *settings).count("[param-dst-disabled]") == 1
    assert [len(record["problems"]) for record in json_of("param", "check", *settings)] == [1, 0]


def test_show_parameters() -> None:
    out = text_of("param", "show", "Time.POSIXTimeZone")
    assert "GMT0BST,M3.5.0/1,M10.5.0" in out
    assert "operator: read" in out
    assert len(json_of("param", "show")) == 16
    assert json_of("param", "show", "root.Time.SyncSource")[0]["default"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("account",),
        ("account", "check-user"),
        ("account", "list"),
        ("param", "check", "Time.POSIXTimeZone"),
        ("param", "check", "Time.POSIXTimeZone=UTC0", "--axis-os", "eleven"),
        ("param", "show", "Nonsense"),
    ],
)
def test_wrong_use_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).returncode == 2


@pytest.mark.parametrize("version", ["banana", "11.11x", ""])
@pytest.mark.parametrize(
    "command",
    [
        "param check Time.POSIXTimeZone=UTC0",
        "param list -",
        "param check-request",
        "account check-request",
        "vectors params",
        "vectors pwdgrp",
        "emulate",
        "conform http://127.0.0.1:1 --user root --password-file -",
        "device set-time-zone http://127.0.0.1:1 UTC0 --user root --password-file -",
    ],
)
def test_a_malformed_version_is_named_with_its_option(command: str, version: str) -> None:
    done = run(*command.split(), "--axis-os", version, stdin=b"secret\n")
    assert done.returncode == 2
    assert done.stderr.endswith(
        f"Invalid value for '--axis-os': '{version}' is not a version of AXIS OS, such as 11.11\n".encode()
    )


@pytest.mark.parametrize(
    ("options", "password", "reason"),
    [
        (
            "--axis-os 10.12 --user joe",
            b"geheim",
            b"AXIS OS 10.12 refuses the initial admin: before AXIS OS 11.5 the initial admin is root; write root",
        ),
        (
            "--user j-e",
            b"geheim",
            b"refuses the initial admin: '-' is not allowed in a user name: only a-z, A-Z and 0-9 are; write je",
        ),
        ("--user joe", "gehe\u00efm".encode(), b"contains a character that is not printable ASCII (32 to 126)"),
        ("--user joe", b"********", b"the password is a mask, not the password itself"),
        ("--user joe", b"\xff\xfe", b"the first line of the password file is empty or not UTF-8"),
    ],
)
def test_an_initial_admin_that_is_refused_gets_the_reason(options: str, password: bytes, reason: bytes) -> None:
    done = run("emulate", "--port", "0", "--password-file", "-", *options.split(), stdin=password)
    assert done.returncode == 2
    assert reason in done.stderr
    assert b"geheim" not in done.stderr
    assert b"reveal" not in done.stderr


def test_a_name_that_no_address_has_is_not_warned_of() -> None:
    done = run("emulate", "--port", "0", "--host", "nowhere.invalid")
    assert done.returncode == 2
    assert b"warning" not in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["", "\n", "\r\nmore"])
def test_a_password_may_be_in_any_encoding_that_editors_write(encoding: str, end: str) -> None:
    data = f"correct horse{end}".encode(encoding)
    assert text_of("account", "check-password", stdin=data) == "valid\n"
    assert read_password(BytesIO(data)) == "correct horse"


def test_a_group_has_its_parameters() -> None:
    names = [record["name"] for record in json_of("param", "show", "root.Time.DST", "Time.POSIXTimeZone")]
    assert names[-1] == "Time.POSIXTimeZone"
    assert "Time.DST.Enabled" in names
    assert all(name.startswith("Time.DST.") for name in names[:-1])
    assert run("param", "show", "Tim").returncode == 2


@pytest.mark.parametrize("command", ["account check-user", "account check-role", "tz check"])
def test_an_empty_text_is_shown_as_such(command: str) -> None:
    assert text_of(*command.split(), "", code=1).startswith("'': invalid")


def test_no_parameter_that_may_be_a_password_is_shown() -> None:
    listing = (
        b"root.Foo.Password=geheim\nroot.Foo.Password=geheim\nroot.Time.DST.Enabled=true\nFoo.Pwd geheim\ngeheim\n"
    )
    for output in ("text", "json"):
        for text, code in (
            (listing, 1),
            (b"password: geheim", 1),
            (b"<br>\nPassword:\ngeheim", 1),
            (b"root.Foo.pwd=geheim\n", 0),
        ):
            done = run("param", "list", "--format", output, "-", stdin=text)
            assert done.returncode == code
            assert b"geheim" not in done.stdout + done.stderr
        done = run("param", "check", "--format", output, "Foo.Password=geheim", "root.foo.PASS=geheim")
        assert done.returncode == 0
        assert b"geheim" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "name",
    [
        "Network.Wireless.WPAPSK.Key",
        "Network.Wireless.WEP.Key1",
        "root.Network.Wireless.EAP.Passphrase",
        "Foo.SharedSecret",
        "Foo.PSK",
        "Foo.PreSharedKey",
        "Foo.PrivateKey",
        "Foo.KeyPhrase",
        "Network.SNMP.V2ReadCommunity",
        "Foo.ApiKey",
        "Foo.AccessToken",
        "foo.key",
    ],
)
def test_a_parameter_with_a_secret_name_is_never_shown_in_clear(name: str) -> None:
    for output in ("text", "json"):
        request = f"action=update&{name}=geheim".encode()
        for done in (
            run("param", "check", "--format", output, f"{name}=geheim"),
            run("param", "list", "--format", output, "-", stdin=f"{name}=geheim\n{name} geheim\n".encode()),
            run("param", "check-request", "--format", output, "-", stdin=request),
        ):
            assert done.stdout
            assert b"geheim" not in done.stdout + done.stderr
    update = vapix.UpdateParameters({name: "geheim"})
    assert "geheim" not in repr(update)
    assert update.secret
    assert "geheim" not in repr(vapix.ParameterListing({name: "geheim"}))


@pytest.mark.parametrize(
    "url",
    [
        "http://joe:{}@host/a?b#c",
        "ftp://{}@host",
        "rtsp://joe:{}@h@host:554/x",
        "http://a@b/,smtp://joe:{}@host",
        "//joe:a/{}@host",
        "joe:{}@host",
        "http:/joe:{}@host",
        "smb:\\\\joe:{}@host",
        "http:\\/\\/joe:{}@host",
        "http%3A%2F%2Fjoe%3A{}%40host",
        "http%253a%252f%252fjoe%253a{}%2540host",
        "http://joe:{}&x@host/",
        "http://host/?user=joe&pwd={}",
        "http://joe@host/?token={}",
        "1 root.Foo.Password={}",
        "$ curl -u joe:{} http://host/",
        "wget --user joe:{} http://host/",
    ],
)
@pytest.mark.parametrize("name", ["root.Foo.URL", "Time.NTP.Server", "Time.POSIXTimeZone", "MailLogd.ToEmail"])
def test_the_login_of_a_url_is_never_shown(url: str, name: str) -> None:
    value = url.format("geheim")
    for output, encoded in product(("text", "json"), (value, quote(value, ""))):
        request = f"GET /axis-cgi/param.cgi?action=update&{name}={encoded}".encode()
        for done in (
            run("param", "check", "--format", output, f"{name}={value}"),
            run("param", "list", "--format", output, "-", stdin=f"{name}={value}\nbroken {value}\n".encode()),
            run("param", "list", "--format", output, "-", stdin=f"broken\n{value}".encode()),
            run("param", "list", "--format", output, "-", stdin=f"{NO_GROUP}{value}'\n".encode()),
            run("param", "check-request", "--format", output, "-", stdin=request),
        ):
            assert done.stdout + done.stderr
            assert b"geheim" not in done.stdout + done.stderr
    update = vapix.UpdateParameters({name: value})
    assert "geheim" not in repr(update)
    assert "geheim" not in repr(vapix.ParameterListing({name: value}))
    with pytest.raises(ParseError) as refused:
        vapix.ParameterListing({name: f"{value}\n"})
    assert "geheim" not in str(refused.value)


def test_a_url_with_a_password_is_sent_in_a_body() -> None:
    update = vapix.UpdateParameters({"Foo.URL": "http://joe:geheim@host/"})
    assert update.secret
    with pytest.raises(ParseError, match="in the URL"):
        update.to_http("GET")
    out = text_of("param", "check-request", stdin=b"GET /axis-cgi/param.cgi?action=list&group=//a:b@c", code=1)
    assert "1:37: error: a password is in the URL" in out
    for url in ("http://host:80/x?to=a@b", "ntp://joe@host", "http://host/"):
        assert not vapix.UpdateParameters({"Foo.URL": url}).secret
    assert text_of("param", "list", "-", stdin=b"Foo.URL=http://host/\n") == "Foo.URL=http://host/\n"


@pytest.mark.parametrize("line", ["$ curl -u joe:{} {}?a=b", "curl --user 'joe:{}' {}", "joe:{}@{}=a"])
def test_a_line_of_a_listing_that_contains_a_login_is_not_shown(line: str) -> None:
    line = line.format("geheim", "http://host/axis-cgi/pwdgrp.cgi")
    for output, kind in product(("text", "json"), ("account", "param")):
        for text in (f'{line}\nadmin="joe"\nFoo.Bar=1\n', f'admin="joe"\nFoo.Bar=1\n{line}\n', line):
            done = run(kind, "list", "--format", output, "-", stdin=text.encode())
            assert done.returncode == 1
            assert b"geheim" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["http://joe:geheim@host", "joe:geheim@host", "joe%3Ageheim%40host"])
def test_a_login_in_a_list_of_accounts_is_not_shown(name: str) -> None:
    for output, line in product(("text", "json"), (f'digusers="a_b,{name}"', f'digusers="{name}"admin="a_b"')):
        out = run("account", "list", "--format", output, "-", stdin=f'{line}\nptz="b_c"\n'.encode()).stdout
        assert b"geheim" not in out
        assert b"'a_b' is a name that the specification does not allow" in out
        assert MASK.encode() in out


def test_the_line_of_a_problem_in_a_list_of_accounts_is_shown_alone() -> None:
    out = text_of("account", "list", "-", stdin=b'secret="geheim"\ndigusers="root,a_b"\nadmin="root"\n')
    assert '  digusers="root,a_b"\n                 ^^^\n' in out
    assert "geheim" not in out


def test_an_empty_list_of_parameters_is_refused() -> None:
    for data in (b"", b"\r\n"):
        done = run("param", "list", "-", stdin=data)
        assert (done.returncode, done.stdout) == (1, b"")
        assert done.stderr.startswith(b"error: the listing is empty [listing-none]\n")
        (record,) = json_of("param", "list", "-", stdin=data, code=1)
        assert (record["valid"], record["problems"][0]["code"]) == (False, "listing-none")


def test_a_line_of_a_list_of_accounts_that_may_hold_a_password_is_not_quoted() -> None:
    texts = (
        b"Password: geheim",
        b'admin="root"\nroot password geheim\n',
        b'Password:\r\n\r\ngeheim\nadmin="root"\nnonsense\n',
        b"http://root:geheim@host/axis-cgi/pwdgrp.cgi?action=get\n",
        b'digusers="a b"\n{"pwd": "geheim"}',
        b'Authorization: Basic geheim\r\nSet-Cookie: geheim\r\n\r\nadmin="root"\r\n',
    )
    for output, text in product(("text", "json"), texts):
        done = run("account", "list", "--format", output, "-", stdin=text)
        assert done.returncode == 1
        assert b"geheim" not in done.stdout + done.stderr, text
    listing = vapix.AccountListing.parse(texts[2])
    assert [problem.message.split()[0] for problem in listing.problems] == ["a", "a", "'nonsense'"]
    with pytest.raises(ParseError) as refused:
        vapix.AccountListing.parse("Password: geheim")
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("name", ["Foo.KeyFrame", "Foo.Keyboard", "Foo.PublicKey", "Monkey.Foo"])
def test_a_parameter_with_another_name_is_shown(name: str) -> None:
    assert text_of("param", "list", "-", stdin=f"{name}=offen\n".encode()) == f"{name}=offen\n"


def test_a_problem_of_a_name_is_shown_in_the_name() -> None:
    out = text_of("param", "check", "--axis-os", "13", "Time.POSIXTimeZone=UTC", code=1)
    assert "  Time.POSIXTimeZone\n  ^^^^^^^^^^^^^^^^^^\nhint: set /timeZone" in out
    assert "  UTC\n     ^\nhint: write UTC0\n" in out
    listing = b"root.Time.DST.Enabled=no\n"
    assert "  Time.DST.Enabled\n  ^^^^^^^^^^^^^^^^\n" in text_of("param", "list", "--axis-os", "13", "-", stdin=listing)


def test_a_fix_in_a_hint_is_not_printed_again() -> None:
    out = text_of("param", "check", "Time.NTP.Server=[::1]", code=1)
    assert (out.count("hint: write ::1\n"), out.count("fix: ")) == (1, 0)


def test_root_may_come_more_than_once_before_a_name() -> None:
    assert text_of("param", "check", "root.root.Time.DST.Enabled=yes") == "root.root.Time.DST.Enabled: valid\n"
    out = text_of("param", "check", "root.root.Time.POSIXTimeZone=CET-1CEST", "root.root.Time.DST.Enabled=no")
    assert "[param-dst-disabled]" in out


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_listings_that_windows_saved_are_read(encoding: str) -> None:
    groups = 'admin="root"\r\noperator="root"\r\nviewer="root"\r\ndigusers="root"\r\n'
    assert text_of("account", "list", "-", stdin=groups.encode(encoding)) == "root  admin:operator:viewer\n"
    assert text_of("param", "list", "-", stdin="root.a.b=1\r\n".encode(encoding)) == "a.b=1\n"
    own = "root\r\nadmin operator viewer\r\n"
    assert text_of("account", "list", "-", stdin=own.encode(encoding)) == "root: admin:operator:viewer\n"
