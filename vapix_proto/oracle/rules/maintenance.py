"""The rules for the maintenance CGIs: resets, restart, firmware upgrade, server report and logs."""

from __future__ import annotations

import re

from vapix_proto.oracle.logs import date_of
from vapix_proto.oracle.parameters import KEPT, OF_IDENTITY
from vapix_proto.oracle.responses.archives import JPEG_OF_ONE_PIXEL, tar_of, zip_of
from vapix_proto.oracle.responses.forms import Log, Page, Report, Status, encode
from vapix_proto.oracle.responses.quotations import visible
from vapix_proto.oracle.rules.allowed import read_only
from vapix_proto.oracle.rules.outcomes import NOT_SETTLED, Acceptable, Ask
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vapix_proto.oracle.state import State

#: Parameters that a restart clears.
_VOLATILE = frozenset({"Time.NTP.VolatileServer"})
_BAD_REQUEST = Status((400, 404, 415, 422, 500), "Bad Request")
_LETTERS_DIGITS = re.compile(r"[A-Za-z0-9]*\Z")
_MODES = ("text", "zip", "tar_all", "zip_with_image")
_MODE_DEFAULT = "text"
_HEADER_MAX = 65536
_BOUNDARY = re.compile(r';[ \t]*boundary=(?:"([^"\r\n]{1,70})"|([^\s;,"]{1,70}))', re.IGNORECASE)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_FILE = re.compile(rb"^content-disposition:[^\r\n]*;\s*filename\*?=", re.IGNORECASE | re.MULTILINE)


def _restarted(ask: Ask, state: State, why: str) -> State:
    kept = {name: value for name, value in state.settings if name not in _VOLATILE}
    return ask.noted(state.replace(settings=kept), "Informational", f"restart: {why}")


def _reset(ask: Ask, kept: frozenset[str], why: str) -> Iterator[tuple[State, str]]:
    """The states after a reset to recorded or specified defaults, each with a prefix for ``Acceptable.source``."""
    state = ask.state
    settings = {name: value for name, value in state.settings if name in kept}
    recorded = state.replace(accounts=(), settings=settings)
    yield _restarted(ask, recorded, why), ""
    rows = state.parameters.items()
    ours = {name for name, row in rows if row.allowed is read_only or row.source == OF_IDENTITY}
    specified = {name: row.default for name, row in rows if name not in ours | kept}
    other = state.replace(accounts=(), settings={**specified, **settings})
    if other.essence != recorded.essence:
        yield _restarted(ask, other, why), f"{NOT_SETTLED}: the specification's defaults, not the recorded ones; "


def _factory_default(ask: Ask) -> Iterator[Acceptable]:
    for state, note in _reset(ask, KEPT, "factory default"):
        yield Acceptable(Page("Factory default. The device restarts."), f"{note}specification, Factory default", state)


def _hard_factory_default(ask: Ask) -> Iterator[Acceptable]:
    address = ask.state.values["Network.IPAddress"]
    page = Page("", f'<meta http-equiv="refresh" content="0;URL=/admin/factoryMessage2.shtml?server={address}">')
    for state, note in _reset(ask, frozenset(), "hard factory default"):
        yield Acceptable(page, f"{note}specification, Hard factory default", state)


def _restart(ask: Ask) -> Iterator[Acceptable]:
    page = Page("The device restarts.")
    yield Acceptable(page, "specification, Restart server", _restarted(ask, ask.state, "asked for"))


def _upgrade(ask: Ask) -> Iterator[Acceptable]:
    kind, state = ask.args.get("type", "normal"), ask.state
    page, source = Page("Firmware upgrade. The device restarts."), "specification, Firmware upgrade"
    if kind not in ("normal", "factorydefault") or not _image(ask):
        silent = f"{NOT_SETTLED}: an upgrade without an image, or with an unknown type"
        yield Acceptable(_BAD_REQUEST, silent, ask.noted(state, "Warning", "no upgrade"))
        yield Acceptable(page, silent, ask.noted(state, "Warning", "no upgrade"))
    if kind == "factorydefault":
        kinds = ((frozenset[str](), ""), (KEPT, f"{NOT_SETTLED}: addresses may stay; "))
        for kept, note in kinds:
            for after, more in _reset(ask, kept, "upgrade, factory default"):
                yield Acceptable(page, f"{more}{note}{source}", after)
    else:
        yield Acceptable(page, source, _restarted(ask, state, "upgrade"))
    refused = f"{NOT_SETTLED}: whether the device accepts the image"
    yield Acceptable(page, refused, ask.noted(state, "Warning", "the image was refused"))
    yield Acceptable(_BAD_REQUEST, refused, ask.noted(state, "Warning", "the image was refused"))


def _image(ask: Ask) -> bool:
    """Whether the body is multipart/form-data with a named, non-empty file (RFC 2046, 5.1.1), beside any other fields.

    The standard library's mail parser is not used: it would take minutes for some headers and reject others.
    """
    kind = (ask.request.header("Content-Type") or "")[:_HEADER_MAX]
    found = _BOUNDARY.search(kind)
    if found is None or not kind.lower().startswith("multipart/form-data"):
        return False
    # Examine only the beginning of a large image.
    body = b"\r\n" + ask.request.read_body()[:_HEADER_MAX]
    parts = re.split(rb"\r?\n--" + re.escape(encode(found[1] or found[2])) + rb"(?=--|\s|\Z)", body)[1:]
    for part in parts:
        head = _BLANK_LINE.search(part)
        if part.startswith(b"--"):
            return False
        if head is not None and head.end() < len(part) and _FILE.search(part[: head.end()]):
            return True
    return False


def _serverreport(ask: Ask) -> Iterator[Acceptable]:
    state, source = ask.state, "specification, Server report"
    mode = ask.args.get("mode", _MODE_DEFAULT)
    if mode in _MODES:
        yield Acceptable(_report(ask, mode), source, state)
    if mode == "zip_with_image":
        silent = f"{NOT_SETTLED}: only products with application support have zip_with_image"
        yield Acceptable(_BAD_REQUEST, silent, state)
        yield Acceptable(_report(ask, "text"), silent, state)
    if mode not in _MODES:
        silent = f"{NOT_SETTLED}: an unknown mode"
        yield Acceptable(_BAD_REQUEST, silent, state)
        yield from (Acceptable(_report(ask, known), silent, state) for known in _MODES)


def _report(ask: Ask, mode: str) -> Report:
    state = ask.state
    version = state.values["Properties.Firmware.Version"]
    text = [f'RELEASE="{version}"', "", "---- Parameter list ----", *_parameter_list(state, ask.now)]
    text += ["", "---- Accounts ----", *[f"{a.user} {':'.join(a.groups)}" for a in state.accounts]]
    text += ["", "---- System log ----", *state.lines("System"), "", "---- Access log ----", *state.lines("Access")]
    data = encode("\n".join(text) + "\n")
    if mode == "text":
        return Report(mode, data)
    files = [("serverreport_cgi.txt", data)]
    if mode == "tar_all":
        return Report(mode, tar_of(files))
    if mode == "zip_with_image":
        files.append(("serverreport_image.jpg", JPEG_OF_ONE_PIXEL))
    return Report(mode, zip_of(files))


def _parameter_list(state: State, now: int) -> Iterator[str]:
    """The parameters by group, as a server report of AXIS OS 5.40.9.5 lists them."""
    yield f"# Axis Parameter list, {date_of(now)}"
    width = max(len(name.rpartition(".")[2]) for name in state.parameters)
    group = ""
    for full in state.parameters:
        above, _, name = full.rpartition(".")
        if above != group:
            group = above
            yield from ("", f"[{group}]")
        yield f'{name:<{width}} = "{state.values[full]}"'


def _systemlog(ask: Ask) -> Iterator[Acceptable]:
    state, text = ask.state, ask.args.get("text", "")
    lines = tuple(state.lines("System"))
    whole = Log(lines, "", _HEADINGS[state.profile.new_logs])
    filtered = whole.replace(lines=tuple(line for line in lines if text in line), text=text)
    source = "specification, System log"
    program = ask.args.get("appname")
    if program is not None:
        heading = f"\n----- Contents of SYSTEM_LOG for '{visible(program)}' -----\n\n\n"
        theirs = tuple(line for line in lines if f" {program}[" in line)
        note = f"{NOT_SETTLED}: appname, which is recorded but not documented"
        yield Acceptable(Log(theirs, "", heading), note, state)
        yield Acceptable(whole, note, state)
    elif not _LETTERS_DIGITS.match(text):
        note = f"{NOT_SETTLED}: a text with characters other than letters and digits"
        yield Acceptable(filtered.replace(text=""), note, state)
        yield Acceptable(_BAD_REQUEST, note, state)
    elif not text or state.axis_os >= _TEXT_SINCE:
        if text.lower() != text.upper():
            source = f"{NOT_SETTLED}: whether the case of letters counts; {source}"
        yield Acceptable(filtered, source, state)
        others = tuple(line for line in lines if text.lower() in line.lower())
        if others != filtered.lines:
            yield Acceptable(filtered.replace(lines=others), source, state)
    else:
        note = f"{NOT_SETTLED}: a text before 11.11.45, which is the first version that filters"
        yield Acceptable(whole, note, state)
        yield Acceptable(filtered, note, state)


#: The headings of the old and the new system log, as in the recordings.
_HEADINGS = ("\r\n----- /var/log/messages.old -----\r\n\n", "\n----- System log -----\n\n\n")
_TEXT_SINCE = AxisOs((11, 11, 45))


def _accesslog(ask: Ask) -> Iterator[Acceptable]:
    yield Acceptable(Log(tuple(ask.state.lines("Access"))), "specification, Access log", ask.state)


#: For each CGI: the specified methods, and the responses to an administrator.
RULES: dict[str, tuple[tuple[str, ...], Callable[[Ask], Iterator[Acceptable]]]] = {
    "factorydefault.cgi": (("GET",), _factory_default),
    "hardfactorydefault.cgi": (("GET",), _hard_factory_default),
    "firmwareupgrade.cgi": (("POST",), _upgrade),
    "restart.cgi": (("GET",), _restart),
    "serverreport.cgi": (("GET", "POST"), _serverreport),
    "systemlog.cgi": (("GET",), _systemlog),
    "accesslog.cgi": (("GET",), _accesslog),
}
