"""Devices that replay recorded listings, logs, parameters and messages. They use no code of the oracle.

Comments mark whatever a run needs that was not recorded.
"""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from vapix_proto.vapix.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from vapix_proto.conform import Login, Transport

PWDGRP, PARAM = "/axis-cgi/pwdgrp.cgi", "/axis-cgi/param.cgi"
_WRAPPED = "<html><head><title>User accounts</title></head><body bgcolor=#ffffff>{}\r\n</body>\r\n\r\n</html>\r\n"

#: AXIS OS 10.12: some of the 170 lines, and the blank last line.
GROUPS_10_12 = """\
root=""
daemon=""
tty="scheduled,imaged,ptzadm"
users="root15,root2"
admin="wwwaop,wwwaov,wwwavp,root15,wwwav,wwwa,root,debugar,wwwao,wwwap,root2,wwwaovp"
operator="wwwov,wwwovp,wwwaop,wwwaov,wwwop,vdo,wwwo,wwwao,root,sdk,wwwaovp,root15,root2,ptzadm"
viewer="root,wwwovp,wwwaov,wwwv,root15,wwwov,wwwavp,sdk,wwwav,wwwaovp,debugar,root2,wwwvp"
ptz="wwwovp,wwwaop,wwwp,wwwop,wwwap,root,wwwavp,root15,wwwaovp,wwwvp,root2"
snmp-persist="snmpd,axis-video-mib,snmp-confd"
debugar=""
digusers="root,root2,root15"

"""
#: An old camera; the recording ends before digusers.
GROUPS_OLD = """\
root="root"
bin="bin,daemon,root"
tty="imaged,scheduled,ptzadm"
mem=""
viewer="ACCAdmin,wwwaovp,hass,wwwaov,wwwov,wwwovp,root,wwwav,wwwv,wwwavp,wwwvp"
operator="wwwo,wwwaop,wwwaovp,wwwao,wwwop,hass,wwwov,wwwaov,wwwovp,root,ACCAdmin"
admin="wwwa,wwwaop,wwwaovp,wwwao,wwwap,hass,wwwaov,root,wwwav,wwwavp,ACCAdmin"
system="root"
ptz="wwwvp,wwwaop,wwwop,wwwap,hass,wwwaovp,wwwovp,root,ACCAdmin,wwwavp"
anonymous="anonymous,wwwanon"
"""
GROUPS_12_11 = """\
admin="root20,fakeroot,root"
operator="root20,fakeroot,acs,root"
viewer="root20,fakeroot,acs,root"
ptz="root20,fakeroot,root"
digusers="root,fakeroot,root20,acs"
"""
#: Five lines with CRLF line endings, seen in 2024-01 at the latest, so from 11.x.
GROUPS_CRLF = 'admin="root"\r\noperator="root"\r\nviewer="root"\r\nptz="root"\r\ndigusers="root"\r\n'

_OLD_LOG = "\r\n----- /var/log/messages.old -----\r\n\n<INFO    > Oct 10 02:40:46 axis-00408cfb6888 root: text\n"
_LOG = (
    "\n----- System log -----\n\n\n2020-09-07T14:16:29.231-05:00 axis-accc8ef7de6b [ ERR     ] kernel: text\n"
    "2020-09-07T14:16:30.005-05:00 axis-accc8ef7de6b [ WARNING ] kernel: text\n"
)
_APP_LOG = (
    "\n----- Contents of SYSTEM_LOG for 'name' -----\n\n\n"
    "2020-11-17T10:26:42.499+01:00 axis-accc8e691c41 [ INFO    ] name[0]: text\n"
)


def _identity(*values: str, short: str, kind: str) -> dict[str, str]:
    """The columns of section 4, in its order. An empty cell means an empty value, and ``-`` an absent value."""
    names = (
        "Brand.ProdNbr",
        "Brand.ProdVariant",
        "Brand.WebURL",
        "Properties.API.HTTP.AdminPath",
        "Properties.Firmware.BuildDate",
        "Properties.Firmware.BuildNumber",
        "Properties.FirmwareManagement.Version",
        "Properties.System.Architecture",
        "Properties.System.HardwareID",
        "Properties.System.SerialNumber",
        "Properties.System.Soc",
    )
    rows = {name: value for name, value in zip(names, values, strict=True) if value != "-"}
    return rows | {
        "Brand.Brand": "AXIS",
        "Brand.ProdFullName": f"{short} {kind}",
        "Brand.ProdShortName": short,
        "Brand.ProdType": kind,
        "Properties.API.HTTP.Version": "3",
        "Properties.API.Metadata.Metadata": "yes",
        "Properties.API.Metadata.Version": "1.0",
    }


IDENTITY = {
    "5.51.7": _identity(
        *("P5512", "-", "http://www.axis.com/", "/operator/basic.shtml", "Jul 16 2020 14:38", "6", "-", "crisv32"),
        *("18C.2", "00408CFB6888", "-"),
        short="AXIS P5512",
        kind="PTZ Dome Network Camera",
    ),
    "9.80.2.2": _identity(
        *("C Bullet LE", "", "http://www.axis.com", "/index.html", "Jul 09 2020 08:35", "36", "1.4", "mips"),
        *("805", "ACCC8EF7DE6B", "Axis Artpec-5"),
        short="AXIS Companion Bullet LE",
        kind="Network Camera",
    ),
    "11.8.61": _identity(
        *("P3268-LVE", "", "http://www.axis.com", "/index.html", "Dec 23 2023 00:00", "1", "1.4", "aarch64"),
        *("968.33", "B8A44F785E0C", "Axis Artpec-8"),
        short="AXIS P3268-LVE",
        kind="Dome Camera",
    ),
    "11.11.192": _identity(
        *("P3245-LVE", "22mm", "http://www.axis.com", "/index.html", "Jan 17 2026 18:22", "1", "1.4", "armv7hf"),
        *("92D", "ACCC8E000001", "Axis Artpec-7"),
        short="AXIS P3245-LVE",
        kind="Network Camera",
    ),
    "12.9.57": _identity(
        *("D4200-VE", "", "https://www.axis.com", "/index.html", "Feb 20 2026 18:19", "1", "1.8", "aarch64"),
        *("9CF", "ACCC8E000001", "i.MX8MN"),
        short="AXIS D4200-VE",
        kind="Network Strobe Speaker",
    ),
}


def _time(zone: str, dst: str, dhcp: str, server: str, volatile: str, **more: str) -> dict[str, str]:
    return {
        "Time.ObtainFromDHCP": dhcp,
        "Time.POSIXTimeZone": zone,
        **{f"Time.{name}": value for name, value in more.items()},
        "Time.SyncSource": "NTP",
        "Time.DST.Enabled": dst,
        "Time.NTP.Server": server,
        "Time.NTP.VolatileServer": volatile,
    }


_EMPTY = {"ServerDate": "", "ServerTime": ""}
_NONE = "0.0.0.0"
#: Values that were not recorded, and so come from the specification.
_LOGS = {
    f"{group}.{name}": value
    for group in ("Log.Access", "Log.System")
    for name, value in (
        ("MaxSize", "40000"),
        ("Critical", "detailed"),
        ("Warning", "detailed"),
        ("Informational", "off"),
    )
}
_MAIL = {"MailLogd.LogSendLevel": "0", "MailLogd.ToEmail": ""}
_NEW_TIME = _time("UTC0", "yes", "yes", _NONE, _NONE)
#: For each version, the parameters in the order in which the device lists them.
PARAMETERS: dict[str, dict[str, str]] = {
    "5.51.7": {
        **_LOGS,
        **_MAIL,
        **_time("GMT0BST,M3.5.0/1,M10.5.0", "no", "no", _NONE, "172.16.3.1 ", **_EMPTY),
        **IDENTITY["5.51.7"],
    },
    "9.80.2.2": {
        **IDENTITY["9.80.2.2"],
        **_time("CST6CDT,M3.2.0,M11.1.0", "yes", "yes", _NONE, "172.16.6.1", **_EMPTY),
    },
    # The time parameters of 10.12 and 11.8 were not recorded.
    "10.12.228": {
        "Properties.API.HTTP.Version": "3",
        **_time("GMT0BST,M3.5.0/1,M10.5.0", "yes", "yes", _NONE, _NONE),
    },
    "11.8.61": {**IDENTITY["11.8.61"], **_NEW_TIME},
    "11.11.192": {**IDENTITY["11.11.192"], **_NEW_TIME},
    "12.9.57": {**IDENTITY["12.9.57"], **_NEW_TIME},
    "12.11.77": {
        "Network.BootProto": "dhcp",
        "Properties.API.HTTP.Version": "3",
        **_time(
            "<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00",
            *("yes", "no", "10.0.0.17", _NONE),
        ),
    },
}
LISTINGS = {
    "5.51.7": GROUPS_OLD,
    "9.80.2.2": GROUPS_OLD,
    "10.12.228": GROUPS_10_12,
    "11.8.61": GROUPS_CRLF,
    "11.11.192": GROUPS_CRLF,
    "12.9.57": GROUPS_CRLF,
    "12.11.77": GROUPS_12_11,
}
VERSIONS = tuple(PARAMETERS)
_ECHO = {"10.12.228", "11.8.61", "11.11.192", "12.9.57", "12.11.77"}
_BARE = {"5.51.7", "9.80.2.2"}


def _is_in(name: str, group: str) -> bool:
    parts, wanted = name.split("."), group.split(".")
    return len(parts) >= len(wanted) and all(map(fnmatchcase, parts, wanted))


_ZONE_12_11 = "<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00"
_TIMES = '"dateTime":"2026-10-07T16:24:{}Z","localDateTime":"2026-10-07T18:24:{}+02:00",'
_SAID = '{"apiVersion":"1.1","context":"vpx-context","method":"'
#: AXIS OS 12.11.77: the newer CGIs' recorded answers, keyed by path and JSON method, with the run's context.
NEWER = {
    ("/axis-cgi/time.cgi", "getDateTimeInfo"): f'{_SAID}getDateTimeInfo","data":{{{_TIMES.format("01", "01")}'
    f'"maxYearSupported":2069,"posixTimeZone":"{_ZONE_12_11}","dstEnabled":true}}}}',
    ("/axis-cgi/time.cgi", "getSupportedVersions"): f'{_SAID}getSupportedVersions","data":{{"apiVersions":["1.1"]}}}}',
    ("/axis-cgi/time.cgi", "vpxUnknown"): f'{_SAID}vpxUnknown","error":'
    '{"code":4000,"message":"Method does not exist"}}',
    ("/config/rest/time/v2", ""): f'{{"status":"success","data":{{"time":{{{_TIMES.format("23", "23")}'
    '"maxSupportedYear":2069},"timeZone":{"activeTimeZone":"'
    f'{_ZONE_12_11}","dhcp":{{"enabled":false,"timeZone":null}},"iana":{{"posixTimeZone":null,"timeZone":null}},'
    f'"posix":{{"dstEnabled":true,"timeZone":"{_ZONE_12_11}"}}}}}}}}',
    ("/axis-cgi/usergroup.cgi", ""): "root\nadmin operator viewer ptz\n",
}


class Replaying:
    """A device of some version that answers its administrator's read requests as recorded.

    Requests to the newer CGIs whose answers were not recorded go to ``other``.
    """

    def __init__(self, version: str, login: Login, other: Transport) -> None:
        self.version, self._login, self._other = version, login, other
        self.parameters = PARAMETERS[version] | {"Properties.Firmware.Version": version}

    def send(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        """The recorded response."""
        if request.path.startswith("/config/") or (request.path not in (PWDGRP, PARAM) and "log" not in request.path):
            return self._newer(request, login)
        if login != self._login:
            return HttpResponse(401, (("Content-Type", "text/html"),), b"401")
        args = dict(parse_qsl(f"{request.query}&{request.read_body().decode()}", keep_blank_values=True))
        if request.path == PWDGRP and args.get("action") == "get":
            return self._plain(LISTINGS[self.version])
        if request.path == PWDGRP:
            text = "Error: action operation type."
            # The content type text/html is documented, but was not recorded.
            said = f"{text}\n" if self.version in _BARE else _WRAPPED.format(text)
            return HttpResponse(200, (("Content-Type", "text/html"),), said.encode())
        if request.path == PARAM and args.get("action") == "list":
            return self._plain("".join(self._lines(args.get("group", "root").split(","))))
        if request.path == PARAM:
            return self._plain("# Error: the action must be given")  # this message was not recorded
        old = self.version == "5.51.7"
        return self._plain(_APP_LOG if "appname" in args else _OLD_LOG if old else _LOG)

    def _newer(self, request: HttpRequest, login: Login | None) -> HttpResponse:
        body = request.read_body()
        method = json.loads(body).get("method", "") if body.startswith(b'{"apiVersion": "1.0", "context"') else ""
        found = NEWER.get((request.path, method))
        right = request.header("Content-Type") in (None, "application/json") and login == self._login
        if self.version != "12.11.77" or found is None or not right:
            return self._other.send(request, login)
        kind = "text/plain" if "usergroup" in request.path else "application/json"
        return HttpResponse(200, (("Content-Type", kind),), found.encode())

    def _lines(self, groups: list[str]) -> list[str]:
        lines = []
        for asked in groups:
            name = asked.removeprefix("root.")
            if name in self.parameters:
                written = asked if self.version in _ECHO else f"root.{name}"
                lines.append(f"{written}={self.parameters[name]}\n")
                continue
            inside = [one for one in self.parameters if asked == "root" or _is_in(one, name)]
            lines += [f"root.{one}={self.parameters[one]}\n" for one in inside]
            if not inside:
                lines.append(f"# Error: Error -1 getting param in group '{asked}'\n")
        return lines

    @staticmethod
    def _plain(text: str) -> HttpResponse:
        return HttpResponse(200, (("Content-Type", "text/plain"),), text.encode())
