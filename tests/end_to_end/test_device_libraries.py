"""Libraries for devices, against the emulator. docs/reference/clients.md has the results, with what they get wrong."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.visit import EVERYWHERE, PARAM, PASSWORD, PATIENCE, USER, WITHOUT_TLS, Visit
from vapix_proto.vapix.axis_os import AxisOs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

# The libraries may use deprecated functions of other libraries.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

GET_USERS = "POST pwdgrp.cgi action=get"
DOORS = "GET /vapix/doorcontrol/GetDoorInfoList"

# -- axis


def with_axis(visit: Visit, password: str, work: Callable[[Any], Awaitable[None]]) -> None:
    """Does some work with axis's device object, which uses httpx or, in newer versions, aiohttp."""
    library = pytest.importorskip("axis.interfaces.vapix")
    device = pytest.importorskip("axis.device").AxisDevice
    configuration = pytest.importorskip("axis.models.configuration").Configuration
    visit.by("axis", version("axis"))

    async def session() -> None:
        if hasattr(library, "aiohttp"):
            aiohttp = library.aiohttp
            opened = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=visit.context))
        else:
            opened = library.httpx.AsyncClient(verify=visit.context)
        async with opened as client:
            login = {"username": USER, "password": password}
            await work(
                device(configuration(client, "127.0.0.1", port=visit.port, web_proto=visit.scheme, **login)).vapix
            )

    asyncio.run(session())


@EVERYWHERE
def test_axis(visit: Visit) -> None:
    groups = pytest.importorskip("axis.models.pwdgrp_cgi").SecondaryGroup
    errors = pytest.importorskip("axis.errors")
    digest_alone = not hasattr(pytest.importorskip("axis.models.configuration"), "AuthScheme")

    async def work(vapix: Any) -> None:
        if digest_alone and "digest" not in visit.offered():
            await vapix.initialize()
            assert vapix.firmware_version == ""
            with pytest.raises(errors.Unauthorized):
                await vapix.users.list()
            visit.cannot(
                GET_USERS,
                "`Unauthorized`, because the client supports only Digest; the earlier call to `initialize()` raises no "
                "error",
            )
            return
        await vapix.initialize()
        assert vapix.firmware_version.startswith(visit.version)
        assert vapix.product_number
        assert vapix.serial_number == visit.emulator.device.values["Properties.System.SerialNumber"]
        await vapix.load_user_groups()
        # No older device is known to have usergroup.cgi.
        assert vapix.access_rights == (groups.ADMIN_PTZ if visit.has_json else groups.UNKNOWN)
        await accounts(vapix)
        # axis has no function that sets a parameter; this is how its other functions send requests.
        data = {"action": "update", "Time.NTP.Server": "192.0.2.7"}
        assert await vapix.request("post", PARAM, data=data) == b"OK"
        await vapix.params.update()
        assert vapix.params["Time"]["NTP"]["Server"] == "192.0.2.7"

    async def accounts(vapix: Any) -> None:
        await vapix.users.create("joe", pwd="b&r %41", sgrp=groups.OPERATOR_PTZ, comment="Joe")
        assert visit.people == {"joe": ("b&r %41", ("operator", "viewer", "ptz"), "Joe")}
        blank_line = visit.version == "10.12"
        with visit.fault(
            GET_USERS,
            "`ValueError`, because the response ends with a blank line; real devices send this line, too",
            ValueError,
            when=blank_line,
        ):
            users = await vapix.users.list()
            assert users["joe"].privileges == groups.OPERATOR_PTZ
            assert users["root"].privileges == groups.ADMIN_PTZ
            system = visit.axis_os < AxisOs((11,))
            with visit.fault(
                GET_USERS, "system accounts such as wwwa are listed as users", AssertionError, when=system
            ):
                assert set(users) == {"root", "joe"}
        await vapix.users.modify("joe", pwd="new", sgrp=groups.VIEWER)
        assert visit.people["joe"][:2] == ("new", ("viewer",))
        with visit.fault(
            "POST pwdgrp.cgi action=add&user=joe...",
            "no exception if joe already exists, because the device's refusal has status 200",
            AssertionError,
        ):
            refused = False
            try:
                await vapix.users.create("joe", pwd="other", sgrp=groups.ADMIN)
            except errors.AxisException:
                refused = True
            assert refused
        assert visit.people["joe"][:2] == ("new", ("viewer",))
        await vapix.users.delete("joe")
        assert visit.people == {}

    with_axis(visit, PASSWORD, work)


@EVERYWHERE
def test_axis_without_the_right_password(visit: Visit) -> None:
    unauthorized = pytest.importorskip("axis.errors").Unauthorized

    async def work(vapix: Any) -> None:
        with pytest.raises(unauthorized):
            await vapix.users.list()

    with_axis(visit, "other", work)


# -- ax-devil-device-api


@EVERYWHERE
# The library can't check certificates, and leaves connections for the garbage collector to close.
@pytest.mark.filterwarnings("ignore:Unverified HTTPS request", "ignore::ResourceWarning")
def test_ax_devil(visit: Visit) -> None:
    library = pytest.importorskip("ax_devil_device_api")
    errors = pytest.importorskip("ax_devil_device_api.utils.errors")
    config = pytest.importorskip("ax_devil_device_api.core.config").DeviceConfig
    visit.by("ax-devil-device-api", version("ax-devil-device-api"))
    here = getattr(config, visit.scheme)("127.0.0.1", USER, PASSWORD, port=visit.port)
    here.timeout = PATIENCE
    with library.Client(here) as client:
        lost = "the query of the first request is lost when the device refuses the Basic credentials"
        with visit.fault("GET param.cgi", lost, errors.FeatureError, when="basic" not in visit.offered()):
            client.device.get_info()
        info = client.device.get_info()
        assert info["firmware_version"].startswith(visit.version)
        assert "unknown" not in info.values()
        assert client.device.check_health()
        assert client.network.get_network_info()["root.Network.BootProto"] == "dhcp"
        assert client.device_debug.download_server_report().startswith(b"PK")
        assert client.device.restart()
        if visit.has_json:
            assert client.systemready.systemready()["systemready"] == "yes"
            old = f"the client asks for version 1.3 of the API, which AXIS OS {visit.version} does not have"
            with visit.fault("POST basicdeviceinfo.cgi", old, errors.FeatureError, when=visit.version == "9.80"):
                assert client.device.get_info_auth()["SerialNumber"] == info["serial_number"]
                assert client.device.get_info_no_auth()["SerialNumber"] == info["serial_number"]


# -- sensecam_control


@WITHOUT_TLS
def test_sensecam_control(visit: Visit) -> None:
    library = pytest.importorskip("sensecam_control.vapix_config")
    visit.by("sensecam-control", version("sensecam-control"))
    camera = library.CameraConfiguration(visit.host, USER, PASSWORD)
    assert camera.check_user("joe") == 0
    assert "Created account joe." in camera.create_user("joe", "b&r %41", "operator", comment="Joe")
    assert camera.check_user("joe") == 1
    assert visit.people == {"joe": ("b&r %41", ("operator", "viewer", "ptz"), "Joe")}
    assert camera.create_user("joe", "bar", "admin", comment="") == "joe already exists."
    assert "Modified account joe." in camera.update_user("joe", password="new", sgroup="viewer")
    assert visit.people["joe"][:2] == ("new", ("viewer",))
    assert "Error: account user name." in camera.create_user("j!", "bar", "viewer", comment="")
    assert "Removed account joe." in camera.remove_user("joe")
    assert visit.people == {}
    assert camera.set_ntp_server("192.0.2.7") == "OK"
    assert visit.emulator.device.values["Time.NTP.Server"] == "192.0.2.7"
    assert camera.get_type_camera()
    assert "restarts" in camera.restart_server()
    required = "refused, because AXIS OS before 9.40 requires a comment, and `create_user` sends none by default"
    add = "GET pwdgrp.cgi?action=add&user=eve..."
    with visit.fault(add, required, AssertionError, when=visit.axis_os < AxisOs((9, 40))):
        assert "Created account eve." in camera.create_user("eve", "bar", "viewer")
    wrong = library.CameraConfiguration(visit.host, USER, "wrong")
    missing = "`TypeError` with a wrong password, because the function that should report the 401 does not exist"
    with visit.fault("GET pwdgrp.cgi?action=get", missing, TypeError):
        assert wrong.check_user("joe") not in (0, 1)


# -- vapix-python and axis-vapix


@WITHOUT_TLS
def test_vapix_python(visit: Visit) -> None:
    api = pytest.importorskip("vapix_python.VapixAPI").VapixAPI
    visit.by("vapix-python", version("vapix-python"))
    camera = api(visit.host, USER, PASSWORD)
    assert 'digusers="root"' in camera._send_request("pwdgrp.cgi", params={"action": "get"})
    update = {"action": "update", "Time.NTP.Server": "192.0.2.7"}
    assert camera._send_request_vanilla("param.cgi", "POST", update) == "OK"
    listed = camera._send_request("param.cgi", params={"action": "list", "group": "Time.NTP.Server"})
    assert listed.endswith("Time.NTP.Server=192.0.2.7\n")
    more = (
        "`_send_request` adds the arguments camera, html and timestamp; "
        "the device treats them as parameters to set and refuses them"
    )
    with visit.fault("GET param.cgi?action=update...", more, AssertionError):
        assert camera._send_request("param.cgi", params=update) == "OK"


@WITHOUT_TLS
def test_axis_vapix(visit: Visit) -> None:
    api = pytest.importorskip("axis_vapix.api").api
    visit.by("axis-vapix", version("axis-vapix"))
    if not visit.has_json:
        lacks = (
            "the client has functions only for door controllers and for CGIs with JSON requests, "
            f"and AXIS OS {visit.version} has no such CGIs"
        )
        visit.cannot(DOORS, lacks)
        return
    ask = {"apiVersion": "1.0", "method": "getAllProperties"}
    info = api(visit.host, USER, PASSWORD)._send_request("basicdeviceinfo.cgi", "POST", ask)
    assert info["data"]["propertyList"]["Brand"] == "AXIS"
    with visit.fault(DOORS, "404, because the emulator is not a door controller", Exception):
        pytest.importorskip("axis_vapix.device").a1001(visit.host, USER, PASSWORD)
