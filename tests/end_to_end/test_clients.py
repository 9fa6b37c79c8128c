"""Real clients against the emulator: curl, and two of the package index. docs/emulator.md has what they get wrong.

Where a client has a fault, a later version may have mended it: both are accepted, and none of its words is expected.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from vapix_proto import oracle
from vapix_proto.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

VERSIONS = [profile.name for profile in oracle.PROFILES]
PWDGRP = "/axis-cgi/pwdgrp.cgi"
PARAM = "/axis-cgi/param.cgi"
#: Seconds that nothing takes, however slow the machine is.
PATIENCE = 300


def people(emulator: Emulator) -> dict[str, tuple[str, tuple[str, ...], str]]:
    return {a.user: (a.password, a.groups, a.comment) for a in emulator.device.accounts if a.user != "root"}


# -- curl


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
@pytest.mark.parametrize("scheme", ["--digest", "--anyauth"])
@pytest.mark.parametrize("version", VERSIONS)
def test_curl(version: str, scheme: str) -> None:
    emulator = Emulator(version, user="root", password="foo bar")

    def curl(target: str, *more: str) -> str:
        command = ["curl", "-sS", "--fail", scheme, "-u", "root:foo bar", emulator.url + target, *more]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE).stdout

    with emulator:
        add = f"{PWDGRP}?action=add&user=joe&pwd=foo&grp=users&sgrp=viewer&comment=Joe"
        assert "Created account joe." in curl(add)
        form = ["action=update", "user=joe", "pwd=b&r %41", "sgrp=operator:viewer:ptz"]
        assert "Modified account joe." in curl(PWDGRP, *(word for pair in form for word in ("--data-urlencode", pair)))
        assert people(emulator) == {"joe": ("b&r %41", ("operator", "viewer", "ptz"), "Joe")}
        assert 'digusers="root,joe"' in curl(f"{PWDGRP}?action=get")
        assert curl(PARAM, "-H", "Content-Type: text/plain", "-d", "action=update&Time.NTP.Server=192.0.2.7") == "OK"
        assert "root.Time.NTP.Server=192.0.2.7\n" in curl(f"{PARAM}?action=list&group=Time.*.Server")
        assert "Removed account joe." in curl(PWDGRP, "-d", "action=remove&user=joe")
        image = ["-F", "firmware=@-;filename=image.bin"]
        command = [
            "curl",
            "-sS",
            "--fail",
            scheme,
            "-u",
            "root:foo bar",
            f"{emulator.url}/axis-cgi/firmwareupgrade.cgi",
            *image,
        ]
        done = subprocess.run(command, check=True, capture_output=True, input=b"\0" * 300_000, timeout=PATIENCE)
        assert b"restarts" in done.stdout
    assert people(emulator) == {}
    # The oldest does not log what is only informational.
    assert any("restart: upgrade" in line for line in emulator.device.lines("System")) is (version != "5.51")


# -- axis


def with_axis(emulator: Emulator, work: Callable[[Any], Awaitable[None]]) -> None:
    """Runs some work with the device object of the library."""
    httpx = pytest.importorskip("httpx")
    device_module = pytest.importorskip("axis.device")
    configuration = pytest.importorskip("axis.models.configuration").Configuration

    async def session() -> None:
        with emulator:
            port = int(emulator.url.rpartition(":")[2])
            async with httpx.AsyncClient() as client:
                config = configuration(client, "127.0.0.1", port=port, username="root", password="foo")
                await work(device_module.AxisDevice(config).vapix)

    asyncio.run(session())


@pytest.mark.parametrize("version", VERSIONS)
def test_axis(version: str) -> None:
    groups = pytest.importorskip("axis.models.pwdgrp_cgi").SecondaryGroup
    emulator = Emulator(version, user="root", password="foo")

    async def work(vapix: Any) -> None:
        await vapix.users.create("joe", pwd="bar", sgrp=groups.OPERATOR_PTZ, comment="Joe")
        assert people(emulator) == {"joe": ("bar", ("operator", "viewer", "ptz"), "Joe")}
        users = None
        # Some versions can't read the blank last line, which was recorded of 10.12.
        with suppress(ValueError):
            users = await vapix.users.list()
        assert users is not None or version == "10.12"
        if users is not None:
            system = {"wwwa", "wwwaovp", "sdk", "vdo"} if version in ("5.51", "9.80") else set()
            # System accounts count as users for it.
            assert set(users) == {"root", "joe"} | system
            assert users["joe"].privileges == groups.OPERATOR_PTZ
            assert users["root"].privileges == groups.ADMIN_PTZ
        await vapix.users.modify("joe", pwd="new", sgrp=groups.VIEWER)
        assert people(emulator)["joe"][:2] == ("new", ("viewer",))
        # A refusal has the status 200, which it takes for success.
        await vapix.users.create("joe", pwd="other", sgrp=groups.ADMIN)
        assert people(emulator)["joe"][:2] == ("new", ("viewer",))
        await vapix.users.delete("joe")
        assert people(emulator) == {}
        # It has no function that sets a parameter; its way of asking is the same.
        data = {"action": "update", "Time.NTP.Server": "192.0.2.7"}
        assert await vapix.request("post", PARAM, data=data) == b"OK"
        # It wants properties of products beside the one that the specification names, and reads nothing without them.
        with suppress(KeyError):
            await vapix.params.update()
        listed = await vapix.request("post", PARAM, data={"action": "list", "group": "root.Time"})
        assert b"root.Time.NTP.Server=192.0.2.7\n" in listed
        assert (b"root.Time.POSIXTimeZone=" in listed) is (version != "13.0")

    with_axis(emulator, work)


def test_axis_without_the_right_password() -> None:
    unauthorized = pytest.importorskip("axis.errors").Unauthorized
    emulator = Emulator(user="root", password="other")

    async def work(vapix: Any) -> None:
        with pytest.raises(unauthorized):
            await vapix.users.list()

    with_axis(emulator, work)


# -- sensecam_control


@pytest.mark.parametrize("version", VERSIONS)
def test_sensecam_control(version: str) -> None:
    library = pytest.importorskip("sensecam_control.vapix_config")
    emulator = Emulator(version, user="root", password="foo")
    with emulator:
        camera = library.CameraConfiguration(emulator.url.removeprefix("http://"), "root", "foo")
        assert camera.check_user("joe") == 0
        assert "Created account joe." in camera.create_user("joe", "bar", "operator", comment="Joe")
        assert camera.check_user("joe") == 1
        assert people(emulator) == {"joe": ("bar", ("operator", "viewer", "ptz"), "Joe")}
        assert camera.create_user("joe", "bar", "admin", comment="") == "joe already exists."
        assert "Modified account joe." in camera.update_user("joe", password="new", sgroup="viewer")
        assert people(emulator)["joe"][:2] == ("new", ("viewer",))
        # It can't make a name that the device refuses, and shows the text.
        assert "Error: account user name." in camera.create_user("j!", "bar", "viewer", comment="")
        assert "Removed account joe." in camera.remove_user("joe")
        assert people(emulator) == {}
        assert camera.set_ntp_server("192.0.2.7") == "OK"
        assert emulator.device.values["Time.NTP.Server"] == "192.0.2.7"
        assert "restarts" in camera.restart_server()
        # Before 9.40 a comment is needed, which its default leaves out.
        said = camera.create_user("eve", "bar", "viewer")
        assert ("Created account eve." in said) is (version != "5.51")
        wrong = library.CameraConfiguration(emulator.url.removeprefix("http://"), "root", "wrong")
        # Its way of saying 401 calls a function that is not there, in some versions.
        with suppress(TypeError):
            assert wrong.check_user("joe") not in (0, 1)
