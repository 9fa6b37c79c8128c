"""The requests that AxisPowershell sends (commit 4025c9b), replayed with curl against the emulator."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from tests.support.http_clients import Ask, curl, curl_version
from tests.support.visit import EVERYWHERE, PARAM, PWDGRP, Visit


@EVERYWHERE
def test_axis_powershell(visit: Visit) -> None:
    curl_version()
    visit.by("AxisPowershell", "4025c9b")
    # AxisPowershell sends the same headers with all requests.
    send = curl(visit, "anyauth", 'header = "Content-Type: application/json"')
    bare = curl(visit, 'header = "Content-Type: application/json"', login=False)

    def get(target: str) -> str:
        status, text = send(Ask(target))
        assert status == 200, text
        return text

    def post(cgi: str, method: str, **params: object) -> Any:
        document = {"apiVersion": "1.0", "method": method, **params}
        status, text = (bare if method == "systemready" else send)(Ask(f"/axis-cgi/{cgi}", document=document))
        return json.loads(text) if status == 200 else status

    # Get-AxisDeviceStatus
    ready = post("systemready.cgi", "systemready", params={"timeout": 10})
    if visit.has_json:
        assert (ready["data"]["systemready"], ready["data"]["needsetup"]) == ("yes", "no")
        assert post("apidiscovery.cgi", "getApiList")["data"]["apiList"]  # Get-AxisAvailableApis
    else:
        assert ready == 404
    # Get-AxisDeviceInfo
    groups = "Properties.Firmware,Properties.System,Brand,ImageSource"
    info = dict(line.split("=", 1) for line in get(f"{PARAM}?action=list&group={groups}").splitlines() if "=" in line)
    assert info["root.Properties.Firmware.Version"].startswith(visit.version)
    assert {"root.Brand.ProdNbr", "root.Properties.System.SerialNumber"} <= set(info)
    # Get-AxisDate
    if visit.has_time_cgi:
        data = post("time.cgi", "getDateTimeInfo")["data"]
        assert data["dateTime"].endswith("Z")
        with visit.fault(
            "POST time.cgi getDateTimeInfo",
            "the client reads `localTime`, but the member is called `localDateTime`",
            KeyError,
        ):
            assert data["localTime"]
    # Add-AxisUserAccount, Get-AxisUserAccount
    add = f"{PWDGRP}?action=add&user=joe&pwd=b+r&grp=users&sgrp=viewer:ptz&comment=Joe"
    assert "Error" not in get(add)
    with visit.fault(
        "GET pwdgrp.cgi?action=add&pwd=b+r...", "the password is not encoded, so + becomes a space", AssertionError
    ):
        assert visit.people["joe"][0] == "b+r"
    assert 'digusers="root,joe"' in get(f"{PWDGRP}?action=get")
    # Set-AxisUserAccount
    answer = get(f"{PWDGRP}?action=update&user=joe&pwd=new")
    assert visit.people["joe"][0] == "new"
    with visit.fault(
        "GET pwdgrp.cgi?action=update...",
        "`Unable to set password`, although the password is set; the client expects the response OK, not a sentence",
        AssertionError,
    ):
        assert answer == "OK"
    # Set-AxisParameter: UrlPathEncode leaves + and & alone.
    assert get(f"{PARAM}?action=update&Time.NTP.Server=192.0.2.7") == "OK"
    if visit.has_time_zone:
        zone = get(f"{PARAM}?action=update&Time.POSIXTimeZone={quote('<+03>-3', safe='+')}")
        what = "+ is not encoded and becomes a space, so the device refuses the value"
        with visit.fault("GET param.cgi?action=update&Time.POSIXTimeZone=%3C+03%3E-3", what, AssertionError):
            assert zone == "OK"
    # Restart-AxisDevice
    assert "restarts" in get("/axis-cgi/restart.cgi")
    # Initialize-AxisDevice, on a new device
    assert get("/axis-cgi/hardfactorydefault.cgi")
    if visit.has_json:
        assert post("systemready.cgi", "systemready", params={"timeout": 10})["data"]["needsetup"] == "yes"
    root = f"{PWDGRP}?action=add&user=root&pwd=pass&grp=root&sgrp=admin:operator:viewer:ptz"
    status, text = bare(Ask(root))
    assert (status, "Error" in text) == (200, False)
    assert [account.user for account in visit.emulator.device.accounts] == ["root"]
