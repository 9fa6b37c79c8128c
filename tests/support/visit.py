"""A client's visit to the emulator: where the device is, how it lets users log in, and what the client gets wrong.

Everything recorded here goes into pytest's XML report, which ``python -m tools.compat clients`` turns into a table.
"""

from __future__ import annotations

import http.client
import logging
import re
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from vapix_proto import oracle
from vapix_proto.emulator import Emulator
from vapix_proto.vapix.axis_os import AxisOs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

USER, PASSWORD = "root", "foo bar"
PWDGRP = "/axis-cgi/pwdgrp.cgi"
PARAM = "/axis-cgi/param.cgi"
BASIC_DEVICE_INFO = "/axis-cgi/basicdeviceinfo.cgi"
#: In seconds; longer than anything takes on the slowest machine.
PATIENCE = 300

_HTTP = [("http", profile.name) for profile in oracle.PROFILES]
_VISITS = [*_HTTP, *(("https", version) for _, version in _HTTP)]
#: Each profile over HTTP and HTTPS, or over HTTP alone for clients that write "http://" themselves.
EVERYWHERE = pytest.mark.parametrize("visit", _VISITS, ids="-".join, indirect=True)
WITHOUT_TLS = pytest.mark.parametrize("visit", _HTTP, ids="-".join, indirect=True)


class Visit:
    """A running emulator, and the record of one client's visit."""

    def __init__(
        self, emulator: Emulator, scheme: str, version: str, folder: Path, record: list[tuple[str, object]]
    ) -> None:
        self.emulator = emulator
        self.scheme = scheme
        self.version = version
        self.axis_os = AxisOs.parse(version)
        self.folder = folder
        #: The certificate of the authority that signed the device's certificate.
        self.authority = folder / "authority.pem"
        self.authority.write_bytes(emulator.ca_pem)
        self._record = record
        record += [("profile", version), ("scheme", scheme)]

    @property
    def url(self) -> str:
        return self.emulator.url

    @property
    def host(self) -> str:
        """The address and the port."""
        return self.url.partition("://")[2]

    @property
    def port(self) -> int:
        return int(self.host.rpartition(":")[2])

    @property
    def context(self) -> ssl.SSLContext:
        """A TLS context that trusts only this device."""
        return ssl.create_default_context(cafile=self.authority if self.scheme == "https" else None)

    @property
    def people(self) -> dict[str, tuple[str, tuple[str, ...], str]]:
        """All accounts but the first: the password, groups and comment of each, keyed by name."""
        return {a.user: (a.password, a.groups, a.comment) for a in self.emulator.device.accounts if a.user != USER}

    @property
    def has_json(self) -> bool:
        """Whether the version has all of basicdeviceinfo.cgi, apidiscovery.cgi and systemready.cgi."""
        return self.axis_os >= AxisOs((9, 50))

    @property
    def has_time_cgi(self) -> bool:
        return AxisOs((9, 30)) <= self.axis_os < AxisOs((13,))

    @property
    def has_time_zone(self) -> bool:
        """Whether the version has the parameter ``Time.POSIXTimeZone``."""
        return "Time.POSIXTimeZone" in self.emulator.device.values

    def by(self, client: str, version: str) -> None:
        """Records which client the visit is by."""
        self._record.append(("client", f"{client} {version}"))

    def offered(self) -> frozenset[str]:
        """The authentication schemes that the device offers: ``digest``, ``basic`` or both."""
        connection: http.client.HTTPConnection = (
            http.client.HTTPSConnection(self.host, context=self.context)
            if self.scheme == "https"
            else http.client.HTTPConnection(self.host)
        )
        connection.request("GET", PARAM)
        response = connection.getresponse()
        challenges = response.headers.get_all("WWW-Authenticate") or []
        connection.close()
        return frozenset(re.split("[ ,]", challenge)[0].lower() for challenge in challenges)

    @contextmanager
    def fault(self, request: str, what: str, *errors: type[Exception], when: bool = True) -> Iterator[None]:
        """The client may get this wrong, by raising one of these errors; if ``when`` is false, it must not.

        A later version of the client may have fixed the fault, so the client need not get it wrong.
        """
        try:
            yield
        except errors:
            if not when:
                raise
            self._record.append(("fault", f"`{request}`: {what}"))

    def cannot(self, request: str, what: str) -> None:
        """Records that the client can't do this, and the request that shows it."""
        self._record.append(("cannot", f"`{request}`: {what}"))


@pytest.fixture
def visit(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> Iterator[Visit]:
    """A visit to the emulator that EVERYWHERE or WITHOUT_TLS selects."""
    scheme, version = request.param
    if scheme == "https":
        pytest.importorskip("trustme")
    record = request.node.user_properties
    caplog.set_level(logging.INFO, "vapix_proto.emulator.access")
    with Emulator(version, user=USER, password=PASSWORD, tls=scheme == "https") as emulator:
        yield Visit(emulator, scheme, version, tmp_path, record)
    record += [("last", line.getMessage()) for line in caplog.get_records("call")[-1:]]
