"""HTTP clients against the emulator of each version, over HTTP and HTTPS. docs/reference/clients.md has the results."""

from __future__ import annotations

import json

import pytest

from tests.support.http_clients import HTTP_CLIENTS, Ask, HttpClient
from tests.support.visit import BASIC_DEVICE_INFO, EVERYWHERE, PARAM, PWDGRP, Visit

FIRMWARE_UPGRADE = "/axis-cgi/firmwareupgrade.cgi"


@EVERYWHERE
@pytest.mark.parametrize("client", HTTP_CLIENTS, ids=[client.name for client in HTTP_CLIENTS])
def test_an_http_client(visit: Visit, client: HttpClient) -> None:
    offered = visit.offered()
    with client.opened(visit) as send:

        def text(ask: Ask) -> str:
            status, text = send(ask)
            assert status == 200, text
            return text

        if not offered & client.knows:
            assert send(Ask(f"{PWDGRP}?action=get"))[0] == 401
            visit.cannot(
                "GET pwdgrp.cgi?action=get", f"401, because the device offers only {' and '.join(offered).title()}"
            )
            return
        add = f"{PWDGRP}?action=add&user=joe&pwd=foo&grp=users&sgrp=viewer&comment=Joe"
        assert "Created account joe." in text(Ask(add))
        form = {"action": "update", "user": "joe", "pwd": "b&r %41+\\", "sgrp": "operator:viewer:ptz"}
        assert "Modified account joe." in text(Ask(PWDGRP, form))
        assert visit.people == {"joe": ("b&r %41+\\", ("operator", "viewer", "ptz"), "Joe")}
        assert 'digusers="root,joe"' in text(Ask(f"{PWDGRP}?action=get"))
        assert text(Ask(PARAM, {"action": "update", "Time.NTP.Server": "192.0.2.7"})) == "OK"
        assert "root.Time.NTP.Server=192.0.2.7\n" in text(Ask(f"{PARAM}?action=list&group=Time.*.Server"))
        assert "Removed account joe." in text(Ask(PWDGRP, {"action": "remove", "user": "joe"}))
        assert visit.people == {}
        status, info = send(Ask(BASIC_DEVICE_INFO, document={"apiVersion": "1.0", "method": "getAllProperties"}))
        assert status == (200 if visit.has_json else 404)
        assert not visit.has_json or json.loads(info)["data"]["propertyList"]["Version"].startswith(visit.version)
        assert "restarts" in text(Ask(FIRMWARE_UPGRADE, upload=b"\0" * 300_000))
    # The oldest version does not log informational messages.
    upgraded = any("restart: upgrade" in line for line in visit.emulator.device.lines("System"))
    assert upgraded is (visit.version != "5.51")
