"""camstreamerlib, a library for Node.js, against the emulator. docs/reference/clients.md has the results."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest

from tests.support.paths import ROOT
from tests.support.visit import EVERYWHERE, PASSWORD, PATIENCE, USER, Visit

SCRIPT = ROOT / "tests" / "support" / "camstreamer.js"


@EVERYWHERE
def test_camstreamerlib(visit: Visit) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node")

    def results(*calls: tuple[object, ...]) -> Any:
        options = {"ip": "127.0.0.1", "port": visit.port, "protocol": visit.scheme, "auth": f"{USER}:{PASSWORD}"}
        given = json.dumps({"options": options, "calls": calls})
        done = subprocess.run([node, SCRIPT], input=given, check=True, capture_output=True, text=True, timeout=PATIENCE)
        return json.loads(done.stdout)

    found = results(
        ("setParameter", {"Time.NTP.Server": "192.0.2.7"}),
        ("getParameterGroup", "Time.NTP"),
        ("getParameterGroup", "Time.NTP,Network"),
        ("setParameter", {"Time.POSIXTimeZone": "<+03>-3"}),
    )
    if found is None:
        pytest.skip("needs camstreamerlib, where node finds modules")
    visit.by("camstreamerlib", "1.2.3")
    if visit.scheme == "https":
        assert all("error" in result for result in found)
        visit.cannot(
            "POST param.cgi action=update...", "with its option for HTTPS, the client fails before it sends anything"
        )
        return
    said, one, two, zone = found
    assert said == "OK"
    assert one["root.Time.NTP.Server"] == "192.0.2.7"
    request = "GET param.cgi?action=list&group=Time.NTP%252CNetwork"
    with visit.fault(request, "the comma between groups is encoded twice", KeyError):
        assert two["root.Network.BootProto"] == "dhcp"
    request = "POST param.cgi action=update&Time.POSIXTimeZone=<+03>-3"
    what = "+ is not encoded and becomes a space, so the device refuses the value"
    with visit.fault(request, what, AssertionError, when=visit.has_time_zone):
        assert zone == "OK" or not visit.has_time_zone
