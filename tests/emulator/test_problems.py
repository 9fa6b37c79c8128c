"""The log of problems with requests that were carried out anyway: one line for each code, without values."""

from __future__ import annotations

import json
import logging

import pytest

from tests.support.independent.digest_client import PARAM, PWDGRP, Client
from vapix_proto.emulator import Emulator, app

SECRET = "S3cr3t-Passw0rd"
LOGGER = "vapix_proto.emulator.problems"


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    found = [record.getMessage() for record in caplog.records if record.name == LOGGER]
    caplog.clear()
    return found


def test_what_was_carried_out_though_something_is_wrong_has_one_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    emulator = Emulator("11.11", user="root", password=SECRET)
    with emulator, Client(emulator.url, "root", SECRET) as root:
        assert root.add("eve").status == 200
        assert lines(caplog) == []
        # The password is cut at its "&", and the rest becomes an argument of its own.
        assert root.ask("GET", f"{PWDGRP}?action=add&user=joe1&pwd=S&{SECRET}&grp=users&sgrp=viewer").status == 200
        assert SECRET not in caplog.text
        assert lines(caplog) == ["pwdgrp.cgi: secret-in-url, argument-unknown"]
        assert root.post(PWDGRP, action="update", user="joe1", pwd="\t").status == 200
        assert lines(caplog) == ["pwdgrp.cgi: password-character"]
        assert root.post(PARAM, **{"action": "update", "Time.POSIXTimeZone": "CET-1CEST,M3.5.0,M13.5.0"}).status == 200
        assert lines(caplog) == ["param.cgi: tz-month-range"]
        # The log has had other lines since, so the same request is logged again.
        assert root.ask("GET", f"/axis-cgi/admin/pwdgrp.cgi?action=get&x=1&y={SECRET}").status == 200
        assert root.ask("GET", f"{PWDGRP}?action=get&x=1&y={SECRET}").status == 200
        assert lines(caplog) == ["pwdgrp.cgi: argument-unknown"] * 2
        # These requests were not carried out, or have no problem.
        for target in ("/nothing", "/axis-cgi/restart.cgi/x?y=1", "/healthz?x=1"):
            root.ask("GET", target)
        assert root.once("GET", f"{PWDGRP}?action=get&x=1").status == 401
        assert root.ask("POST", "/axis-cgi/restart.cgi").status == 405
        assert lines(caplog) == []


def test_an_upload_is_checked_if_all_of_it_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'
    with Emulator(user="root", password=SECRET) as emulator, Client(emulator.url, "root", SECRET) as root:
        for body, expected in (
            (part + b"x\r\n--b--", []),
            (part + b"x\r\n" + part + b"y\r\n--b--", ["firmwareupgrade.cgi: multipart"]),
            (part + b"x" * app._UPLOAD_KEPT + b"\r\n--b--", []),
        ):
            assert root.ask("POST", "/axis-cgi/firmwareupgrade.cgi", body, kind).status == 200
            assert lines(caplog) == expected


def test_the_state_before_the_request_counts(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    first = f"action=add&user=root&pwd={SECRET}&grp=root&sgrp=admin:operator:viewer:ptz"
    for version, form, expected in (
        ("11.11", first, []),
        ("5.51", first + "&comment=", []),
        ("5.51", first, []),
        ("13.0", first + "&strict_pwd=1", []),
        ("11.11", first + "&x=1", ["pwdgrp.cgi: argument-unknown"]),
    ):
        with Emulator(version) as emulator, Client(emulator.url) as nobody:
            assert b"Created account root" in nobody.once("POST", PWDGRP, form.encode()).body
        assert lines(caplog) == expected


def test_a_request_to_a_cgi_with_a_successor_is_not_wrong(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    ask = {"apiVersion": "1.0", "method": "getDateTimeInfo"}
    with Emulator("12.11", user="root", password=SECRET) as emulator, Client(emulator.url, "root", SECRET) as root:
        for more, expected in (({}, []), ({"x": "y"}, ["time.cgi: argument-unknown"])):
            body, kind = json.dumps(ask | more).encode(), {"Content-Type": "application/json"}
            assert root.ask("POST", "/axis-cgi/time.cgi", body, kind).status == 200
            assert lines(caplog) == expected


def test_nothing_is_looked_at_where_nobody_reads_the_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.WARNING, "vapix_proto.emulator")
    monkeypatch.setattr(app, "validate_request", lambda *_, **__: pytest.fail("it is looked at"))
    with Emulator(user="root", password=SECRET) as emulator, Client(emulator.url, "root", SECRET) as root:
        assert root.ask("GET", f"{PWDGRP}?action=get&x=1").status == 200
