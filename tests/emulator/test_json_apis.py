"""The newer CGIs and APIs over HTTP: methods, logins, limits, origins, and the state file."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.json_requests import DEVICE_INFO, DISCOVERY, READY, TIME, TREE, USER_GROUP
from vapix_proto.emulator import Emulator, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

else:
    httpx = pytest.importorskip("httpx")

SECRET = "S3cr3t-Passw0rd"
LOGIN = httpx.DigestAuth("root", SECRET)
IANA = f"{TREE}/timeZone/iana/timeZone"


@pytest.fixture(scope="module")
def root() -> Iterator[httpx.Client]:
    with (
        Emulator("12.11.77", user="root", password=SECRET) as emulator,
        httpx.Client(base_url=emulator.url, auth=LOGIN, timeout=60) as client,
    ):
        yield client


def call(client: httpx.Client, method: str, path: str = TIME, **params: Any) -> Any:
    """The document that a method of a CGI returns."""
    response = client.post(path, json={"apiVersion": "1.0", "method": method, "params": params})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    return response.json()


def test_a_zone_is_set_by_one_api_and_read_by_all(root: httpx.Client) -> None:
    assert root.patch(IANA, json={"data": "Asia/Tokyo"}).json() == {"status": "success"}
    assert call(root, "getDateTimeInfo")["data"]["timeZone"] == "Asia/Tokyo"
    rule = "CET-1CEST,M3.5.0,M10.5.0/3"
    call(root, "setPosixTimeZone", posixTimeZone=rule, enableDst=True)
    assert root.get(f"{TREE}/timeZone/posix/timeZone").json()["data"] == rule
    assert root.get(IANA).json()["data"] is None
    listed = root.get("/axis-cgi/param.cgi?action=list&group=root.Time.POSIXTimeZone").text
    assert listed == f"root.Time.POSIXTimeZone={rule}\n"
    assert root.post("/axis-cgi/param.cgi", data={"action": "update", "Time.POSIXTimeZone": "UTC0"}).text == "OK"
    assert call(root, "getAll")["data"]["localDateTime"].endswith("+00:00")


def test_the_clock_is_that_of_the_machine(root: httpx.Client) -> None:
    before = time.time()
    call(root, "setDateTime", dateTime="1995-11-07T12:00:00Z")
    shown = call(root, "getDateTimeInfo")["data"]["dateTime"]
    times = [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)) for at in (before, time.time())]
    assert times[0] <= shown <= times[1]
    assert "time: set dateTime" in root.get("/axis-cgi/systemlog.cgi").text


def test_what_needs_no_login_and_what_does(root: httpx.Client) -> None:
    with httpx.Client(base_url=root.base_url, timeout=60) as nobody:
        assert call(nobody, "systemready", READY)["data"]["needsetup"] == "no"
        assert "time-service" in {row["id"] for row in call(nobody, "getApiList", DISCOVERY)["data"]["apiList"]}
        assert call(nobody, "getAllUnrestrictedProperties", DEVICE_INFO)["data"]["propertyList"]["Brand"] == "AXIS"
        for method, path in (
            ("GET", USER_GROUP),
            ("GET", TREE),
            ("PATCH", IANA),
            ("POST", TIME),
            ("POST", DEVICE_INFO),
        ):
            body = {"apiVersion": "1.0", "method": "getAllProperties", "data": "UTC"}
            refused = nobody.request(method, path, json=body)
            assert (refused.status_code, "www-authenticate" in refused.headers) == (401, True), path
    assert root.get(USER_GROUP).text == "root\nadmin operator viewer ptz\n"


def test_a_new_device_tells_that_it_needs_an_administrator() -> None:
    with Emulator("11.11.192") as emulator, httpx.Client(base_url=emulator.url, timeout=60) as nobody:
        assert call(nobody, "systemready", READY)["data"]["needsetup"] == "yes"
        assert (
            call(nobody, "getAllUnrestrictedProperties", DEVICE_INFO)["data"]["propertyList"]["ProdNbr"] == "P3245-LVE"
        )
        assert nobody.post(TIME, json={"apiVersion": "1.0", "method": "getAll"}).status_code == 401
        assert nobody.get(TREE).status_code == 404


def test_methods_are_refused_with_those_that_are_right(root: httpx.Client) -> None:
    for method in ("PUT", "DELETE"):
        refused = root.request(method, IANA, json={"data": "UTC"})
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, PATCH, POST")
        assert root.request(method, USER_GROUP).headers["allow"] == "GET"
    assert root.get(TIME).json()["error"]["code"] == 2000
    assert root.get(f"{TREE}/none").json()["error"]["code"] == 2


@pytest.mark.parametrize("path", [USER_GROUP, f"{TREE}/timeZone/posix", f"{TREE}/none", TIME, "/healthz", "/none"])
def test_head_has_the_headers_of_get(root: httpx.Client, path: str) -> None:
    got, headed = root.get(path), root.head(path)
    assert (headed.status_code, headed.content) == (got.status_code, b"")
    for name in ("content-type", "content-length"):
        assert headed.headers[name] == got.headers[name]


def test_limits_and_origins_hold(root: httpx.Client) -> None:
    limits = Limits(body=1000)
    with Emulator("12.11", user="root", password=SECRET, limits=limits) as emulator:
        for path, method in ((TIME, "POST"), (IANA, "PATCH")):
            content = json.dumps({"data": "x" * 2000}).encode()
            with httpx.Client(base_url=emulator.url, auth=LOGIN, timeout=60) as client:
                assert client.request(method, path, content=content).status_code == 413
    foreign = root.patch(IANA, json={"data": "UTC"}, headers={"Origin": "http://example.com"})
    assert foreign.status_code == 403
    for shape in ("[" * 50_000, '{"data":' * 8000, '"' + "\\" * 60_000):
        assert root.patch(IANA, content=shape, headers={"Content-Type": "application/json"}).status_code == 400


def test_a_zone_is_kept_in_the_state_file(tmp_path: Path) -> None:
    state = tmp_path / "device.db"
    with Emulator("13.0", user="root", password=SECRET, state=state) as emulator:
        httpx.patch(emulator.url + IANA, json={"data": "Asia/Tokyo"}, auth=LOGIN, timeout=60).raise_for_status()
    with Emulator(state=state) as emulator:
        assert httpx.get(emulator.url + IANA, auth=LOGIN, timeout=60).json()["data"] == "Asia/Tokyo"
