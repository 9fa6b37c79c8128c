"""Parameters: the registry, checks of values, requests of param.cgi and its responses."""

from __future__ import annotations

import contextlib
import copy
import pickle
import re
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support import lark_trees
from tools import compile_grammars
from vapix_proto import Code, ParseError, Problem, Severity, Span
from vapix_proto.errors import quote
from vapix_proto.grammar.expressions import EXPRESSIONS
from vapix_proto.grammar.parser import FormError
from vapix_proto.vapix.axis_os import AxisOs
from vapix_proto.vapix.cgis import CGIS
from vapix_proto.vapix.failures import Failed, NotAuthenticated, UnknownResponse
from vapix_proto.vapix.http import FORM, HttpRequest, HttpResponse
from vapix_proto.vapix.param._lines import Reader
from vapix_proto.vapix.param.conflicts import parameter_conflicts
from vapix_proto.vapix.param.registry import PARAMETERS, Access, EmailText, HostText, Integers, Parameter, TzText, Words
from vapix_proto.vapix.param.requests import ListParameters, UpdateParameters
from vapix_proto.vapix.param.responses import NotUpdated, ParameterListing, Updated
from vapix_proto.vapix.param.values import check_parameter, validate_parameter
from vapix_proto.vapix.protocol import validate_request

PATH = CGIS["param.cgi"].path
ZONE = "GMT0BST,M3.5.0/1,M10.5.0"
LEVELS = "off, on or detailed"
WRITE = Access("read, write")
WRITE_READ = Access("read, write", "read")
LOG = AxisOs((5, 60))

# The tables of the specification, and device-facts for the versions.
ROWS = [
    (f"Log.{group}.{level}", default, allowed, WRITE, LOG)
    for group in ("Access", "System")
    for level, default, allowed in (
        ("MaxSize", "40000", "a number from 1000 to 100000"),
        ("Critical", "detailed", LEVELS),
        ("Warning", "detailed", LEVELS),
        ("Informational", "off", LEVELS),
    )
] + [
    ("MailLogd.LogSendLevel", "0", "a number from 0 to 3", WRITE, AxisOs((9, 80))),
    ("MailLogd.ToEmail", "", "an e-mail address or an empty value", WRITE, AxisOs((9, 80))),
    ("Time.ObtainFromDHCP", "yes", "yes or no", WRITE, None),
    ("Time.SyncSource", None, "PC, NTP or None", WRITE, None),
    ("Time.POSIXTimeZone", ZONE, "a POSIX TZ string", WRITE_READ, AxisOs((13,))),
    ("Time.DST.Enabled", "no", "yes or no", WRITE_READ, AxisOs((13,))),
    ("Time.NTP.Server", "0.0.0.0", "an IP address or a host name", WRITE, None),
    ("Time.NTP.VolatileServer", "", "an IP address, a host name or an empty value", Access("read"), None),
]


def codes(name: str, value: str, version: str | None = None) -> list[str]:
    return [str(problem.code) for problem in validate_parameter(name, value, version)]


def request_or_error(
    kind: type[ListParameters | UpdateParameters], request: HttpRequest
) -> ListParameters | UpdateParameters | ParseError:
    try:
        return kind.from_http(request)
    except ParseError as error:
        return error


def listing_or_error(data: str | bytes) -> ParameterListing | ParseError:
    try:
        return ParameterListing.parse(data)
    except ParseError as error:
        return error


def shown(problems: tuple[Problem, ...]) -> list[tuple[str, int, int]]:
    return [(str(problem.code), problem.span.start, problem.span.end) for problem in problems]


# The registry.


def test_the_registry_is_the_tables_of_the_specification() -> None:
    assert [(p.name, p.default, str(p.values), p.access, p.until) for p in PARAMETERS.values()] == ROWS
    for name, parameter in PARAMETERS.items():
        assert name == parameter.name
        assert parameter.since == AxisOs((5,))
        assert parameter.source.startswith("VAPIX System settings, ")
        assert parameter.description.endswith(".")
        assert pickle.loads(pickle.dumps(parameter)) == parameter == copy.deepcopy(parameter)
        assert not hasattr(parameter, "__dict__")


def test_the_registry_is_read_only() -> None:
    with pytest.raises(TypeError):
        PARAMETERS["Time.New"] = PARAMETERS["Time.SyncSource"]  # type: ignore[index]
    with pytest.raises(AttributeError, match="frozen"):
        PARAMETERS["Time.SyncSource"].name = "x"  # type: ignore[misc]


def test_every_default_is_valid() -> None:
    for parameter in PARAMETERS.values():
        if parameter.default is not None:
            assert set(codes(parameter.name, parameter.default)) <= {"param-read-only"}


# Values.


@pytest.mark.parametrize("prefix", ["", "root."])
@pytest.mark.parametrize("parameter", PARAMETERS.values(), ids=PARAMETERS)
def test_the_values_of_every_parameter(parameter: Parameter, prefix: str) -> None:
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ("\x00", "x y", "\u0663", "yes\n", " ")
    allowed = parameter.values
    if isinstance(allowed, Words):
        good, bad = allowed.words, (*bad, "", "YES", "Off", "ntp", "on ", "true")
    elif isinstance(allowed, Integers):
        good = (str(allowed.low), str(allowed.high), str(allowed.low + 1))
        bad = (*bad, "", str(allowed.low - 1), str(allowed.high + 1), "01", "+1", "1.5", "1e3", "9" * 5000, "0" * 5000)
    elif isinstance(allowed, TzText):
        good, bad = (
            (ZONE, "UTC0", "<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00"),
            (*bad, "", "UTC", "Europe/Vienna"),
        )
    elif isinstance(allowed, HostText):
        good, bad = ("0.0.0.0", "pool.ntp.org", "::1"), (*bad, "1.2.3", "a_b", "a..b", "[::1]")
    else:
        assert isinstance(allowed, EmailText)
        good, bad = ("joe@example.org", ""), (*bad, "joe", "a@b@c", "@", "a@1.2.3.4")
    read_only = ["param-read-only"] if parameter.access == Access("read") else []
    for value in good:
        assert codes(prefix + parameter.name, value) == read_only, value
    for value in bad:
        assert len(codes(prefix + parameter.name, value)) > len(read_only), value
        for problem in validate_parameter(prefix + parameter.name, value)[len(read_only) :]:
            assert problem.subject == parameter.name
            assert problem.span.end <= len(value)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("172.16.3.1", []),
        ("2001:db8::1", []),
        ("::ffff:192.0.2.1", []),
        ("a", []),
        ("3com.com", []),
        ("1.2.3.4.example", []),
        ("xn--bcher-kva.example", []),
        ("a" * 63 + ".b", []),
        (".".join(["a" * 61] * 4) + ".abcde", []),
        ("", [("param-host", 0, 0)]),
        ("172.16.3.1 ", [("param-host", 10, 11)]),
        ("\tpool.ntp.org\n", [("param-host", 0, 1)]),
        ("256.1.1.1", [("param-host", 0, 9)]),
        ("1.2.3", [("param-host", 0, 5)]),
        ("12345", [("param-host", 0, 5)]),
        ("01.2.3.4", [("param-host", 0, 8)]),
        ("host.1", [("param-host", 0, 6)]),
        ("1.2.3.4:123", [("param-host", 7, 11)]),
        ("pool.ntp.org:124", [("param-host", 12, 16)]),
        ("pool.ntp.org, 10.0.0.1;::1", [("param-host", 12, 26)]),
        ("a_b,c", [("param-host", 1, 2)]),
        ("fe80::1%eth0", [("param-host", 0, 12)]),
        ("[::1]:123", [("param-host", 0, 9)]),
        ("-a.b-.c", [("param-host", 0, 1), ("param-host", 4, 5)]),
        ("a_b.c d.e", [("param-host", 1, 2), ("param-host", 5, 6)]),
        ("a..b", [("param-host", 2, 2)]),
        ("a.", [("param-host", 2, 2)]),
        (".", [("param-host", 0, 0), ("param-host", 1, 1)]),
        ("a" * 64 + ".b", [("param-host", 0, 64)]),
        (".".join(["a" * 61] * 4) + ".abcdef", [("param-host", 0, 254)]),
        ("b\u00fccher.example", [("param-host", 1, 2)]),
        ("\u0661.2.3.4", [("param-host", 0, 7)]),
    ],
)
def test_hosts(host: str, expected: list[tuple[str, int, int]]) -> None:
    assert shown(validate_parameter("Time.NTP.Server", host)) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", []),
        ("joe@example.org", []),
        ("joe.o'neil+log@mail.example", []),
        ("root@localhost", []),
        ("a" * 64 + "@b", []),
        ("joe", [("param-email", 3, 3)]),
        ("@b", [("param-email", 0, 0)]),
        ("a@", [("param-email", 2, 2)]),
        ("a@b@c", [("param-email", 3, 4)]),
        ("a@b,c@d", [("param-email", 3, 4)]),
        ("a b@c", [("param-email", 1, 2)]),
        (".a@b", [("param-email", 0, 0)]),
        ("a.@b", [("param-email", 2, 2)]),
        ("a..c@b", [("param-email", 2, 2)]),
        ('"a b"@c', [("param-email", 0, 1)]),
        ("a@[1.2.3.4]", [("param-email", 2, 3), ("param-email", 10, 11)]),
        ("a@1.2.3.4", [("param-email", 2, 9)]),
        ("a@b.", [("param-email", 4, 4)]),
        ("Joe <joe@example.org>", [("param-email", 3, 4), ("param-email", 20, 21)]),
        ("a" * 65 + "@b", [("param-email", 0, 65)]),
        ("a@" + "b" * 253, [("param-email", 0, 255)]),
        ("j\u00f6@b", [("param-email", 1, 2)]),
    ],
)
def test_email_addresses(address: str, expected: list[tuple[str, int, int]]) -> None:
    assert shown(validate_parameter("MailLogd.ToEmail", address)) == expected


def test_what_is_no_address_is_a_warning_for_the_specification_has_a_string() -> None:
    (problem,) = validate_parameter("MailLogd.ToEmail", "joe at example.org")
    assert (problem.severity, problem.message) == (Severity.WARNING, "an e-mail address needs an @")
    check_parameter("MailLogd.ToEmail", "joe at example.org")


@pytest.mark.parametrize(
    ("name", "value", "fix"),
    [
        ("Time.DST.Enabled", "true", "yes"),
        ("Time.DST.Enabled", " Off ", "no"),
        ("Time.DST.Enabled", '"yes"', "yes"),
        ("Time.SyncSource", "'NTP'", "NTP"),
        ("Time.DST.Enabled", "maybe", None),
        ("Time.SyncSource", "ntp", "NTP"),
        ("Time.SyncSource", "manual", "None"),
        ("Time.SyncSource", "1", None),
        ("Log.Access.Warning", "ON", "on"),
        ("Log.Access.Warning", "yes", None),
        ("Log.Access.MaxSize", " 40000", "40000"),
        ("Log.Access.MaxSize", "040000", "40000"),
        ("Log.Access.MaxSize", "40k", None),
        ("Time.NTP.Server", "pool.ntp.org ", "pool.ntp.org"),
        ("Time.NTP.Server", "10.0.0.1, 10.0.0.2", "10.0.0.1"),
        ("Time.NTP.Server", "pool.ntp.org:123", "pool.ntp.org"),
        ("Time.NTP.Server", "pool.ntp.org:1123", None),
        ("Time.NTP.Server", "[2001:db8::1]", "2001:db8::1"),
        ("Time.NTP.Server", "[2001:db8::1]:1123", None),
        ("Time.NTP.Server", "fe80::1%eth0", "fe80::1"),
        ("Time.NTP.Server", "pool.ntp.org.", "pool.ntp.org"),
        ("Time.NTP.Server", "pool.ntp.org..", None),
        ("Time.NTP.Server", ".", None),
        ("Time.NTP.Server", "http://pool.ntp.org/", "pool.ntp.org"),
        ("Time.NTP.Server", "ntp://10.0.0.1:123", "10.0.0.1"),
        ("Time.NTP.Server", "ntp://10.0.0.1:1123", None),
        ("Time.NTP.Server", "http://a_b/", None),
        ("Time.NTP.Server", "http://pool.ntp.org/path", None),
        ("Time.NTP.Server", "pool.ntp.org iburst", "pool.ntp.org"),
        ("Time.NTP.Server", "ntp1, ntp2", "ntp1"),
        ("Time.NTP.Server", "server pool.ntp.org iburst", None),
        ("Time.NTP.Server", "a_b", None),
        ("Time.NTP.Server", "", None),
    ],
)
def test_a_fix_is_a_whole_value_that_is_valid(name: str, value: str, fix: str | None) -> None:
    problems = validate_parameter(name, value)
    assert {problem.fix for problem in problems} == {fix}
    assert all(problem.hint is None or problem.hint.startswith(f"write {fix}") for problem in problems)
    assert fix is None or validate_parameter(name, fix) == ()


@pytest.mark.parametrize("action", ["listdefinitions", "add", "remove"])
def test_an_action_of_other_documents_is_said_to_be_outside_this_one(action: str) -> None:
    (problem,) = validate_request(f"action={action}&group=Event", cgi="param.cgi")
    assert problem.message == f"'{action}' is not one of the actions in VAPIX System settings"
    assert (problem.code, problem.hint) == ("action-unknown", "write one of list, update")


def test_the_response_to_an_update_is_not_a_listing() -> None:
    with pytest.raises(ParseError) as caught:
        ParameterListing.parse("# Error: Error setting 'root.Time.POSIXTimeZone' to 'Europe/Berlin'!")
    assert caught.value.problem.message.startswith("this is not a listing of parameters: it starts with '# Error: Err")


def test_parameters_outside_the_specification_are_not_judged() -> None:
    for name in ("Network.HostName", "root.System.AccessLog", "Properties.Firmware.Version"):
        (problem,) = validate_parameter(name, "On")
        assert (problem.code, problem.severity, problem.hint) == ("param-unknown", "warning", None)
        assert problem.message == f"'{name}' is not in the specification, so its values are not judged"
    for name in (
        "SMTP.Server",
        "HTTPS.Server",
        "Event.Server",
        "Log.System",
        "Log.Access.Enabled",
        "Time.NTP.Enabled",
        "Time.PTP.Server",
        "Image.DST.Enabled",
        "Time.ServerTime",
    ):
        assert validate_parameter(name, "On")[0].hint is None, name
    for name, meant in (
        ("Time.TimeZone", "Time.POSIXTimeZone"),
        ("Time.POSIXTimezon", "Time.POSIXTimeZone"),
        ("Time.Server", "Time.NTP.Server"),
        ("NTP.Server", "Time.NTP.Server"),
        ("Time.DSTEnabled", "Time.DST.Enabled"),
        ("Log.Access.Warn", "Log.Access.Warning"),
        ("MailLog.ToEmail", "MailLogd.ToEmail"),
    ):
        assert validate_parameter(name, "5")[0].hint == f"if you mean {meant}, write that"
    (problem,) = validate_parameter("time.dst.enabled", "yes")
    assert (problem.severity, problem.hint) == ("error", "write Time.DST.Enabled")


def test_time_zones_keep_their_own_codes_and_warnings() -> None:
    (problem,) = validate_parameter("root.Time.POSIXTimeZone", "CET-1CEST,M3.5.0/2:3,M10.5.0")
    assert (problem.code, problem.span, problem.subject) == ("tz-minute-digits", Span(19, 20), "Time.POSIXTimeZone")
    (warning,) = validate_parameter("Time.POSIXTimeZone", "UTC+3")
    assert (warning.code, warning.severity) == ("tz-sign-suspicious", Severity.WARNING)
    check_parameter("Time.POSIXTimeZone", "UTC+3")
    assert codes("Time.POSIXTimeZone", "UTC0\n") == ["tz-whitespace"]


@pytest.mark.parametrize(
    ("name", "value", "version", "expected"),
    [
        ("Log.System.MaxSize", "40000", "5.51.7", []),
        ("Log.System.MaxSize", "40000", "5.60", ["param-version"]),
        ("Log.System.MaxSize", "40000", "11.11", ["param-version"]),
        ("Log.System.MaxSize", "40000", "4.49", ["param-version"]),
        ("Log.System.MaxSize", "5", "12", ["param-version", "param-value"]),
        ("MailLogd.LogSendLevel", "1", "5.51.7", []),
        ("MailLogd.LogSendLevel", "1", "9.80.2.2", ["param-version"]),
        ("Time.POSIXTimeZone", "UTC0", "12.11", []),
        ("Time.POSIXTimeZone", "UTC0", "13.0", ["param-version"]),
        ("Time.DST.Enabled", "yes", "13.1", ["param-version"]),
        ("Time.SyncSource", "NTP", "13", []),
        ("Time.NTP.VolatileServer", "", "12", ["param-read-only"]),
        ("Time.NTP.VolatileServer", "a_b", None, ["param-read-only", "param-host"]),
        ("Time.ServerDate", "", "9.80.2.2", ["param-unknown"]),
        ("time.posixtimezone", "UTC", None, ["param-unknown"]),
        ("", "", None, ["param-name"]),
        ("Network", "", None, ["param-name"]),
        ("Network.Host Name", "", None, ["param-name"]),
    ],
)
def test_names_and_versions(name: str, value: str, version: str | None, expected: list[str]) -> None:
    assert codes(name, value, version) == expected
    for problem in validate_parameter(name, value, version):
        if problem.subject is None:
            assert problem.span == Span(0, len(name))
    if any(problem.severity is Severity.ERROR for problem in validate_parameter(name, value, version)):
        with pytest.raises(ParseError) as caught:
            check_parameter(name, value, version)
        assert caught.value.code == expected[0]
        assert caught.value.text == name
    else:
        check_parameter(name, value, AxisOs((12, 9)) if version is None else version)


def test_a_switch_that_disables_daylight_saving_time() -> None:
    """Recorded from a new device with 5.51.7: the string of London, and no daylight saving time."""
    defaults = {name: PARAMETERS[name].default or "" for name in ("Time.POSIXTimeZone", "Time.DST.Enabled")}
    (problem,) = parameter_conflicts(defaults)
    assert problem == Problem(
        Code.PARAM_DST_DISABLED,
        "Time.DST.Enabled=no disables the daylight saving time (BST) of Time.POSIXTimeZone: "
        "the clock shows GMT all year",
        Span(0, 2),
        "set Time.DST.Enabled to yes, or Time.POSIXTimeZone to GMT0 for a clock without daylight saving time",
        "VAPIX System settings, Time.DST",
        Severity.WARNING,
        subject="Time.DST.Enabled",
        params={"dst": "BST", "std": "GMT", "standard": "GMT0"},
    )
    assert parameter_conflicts({f"root.{name}": value for name, value in defaults.items()}) == (problem,)
    listing = ParameterListing.parse(f"root.Time.DST.Enabled=no\nTime.POSIXTimeZone={ZONE}\n")
    assert parameter_conflicts(listing.values) == (problem,)
    assert parameter_conflicts(defaults | {"Time.POSIXTimeZone": "EST5EDT"})[0].params["standard"] == "EST5"


@pytest.mark.parametrize(
    ("zone", "enabled"),
    [(ZONE, "yes"), (ZONE, "NO"), (ZONE, None), ("GMT0", "no"), ("GMT0BST,M3", "no"), ("", "no"), (None, "no")],
)
def test_other_switches_disable_nothing(zone: str | None, enabled: str | None) -> None:
    values = {"Time.POSIXTimeZone": zone, "Time.DST.Enabled": enabled, "DST.Enabled": "no"}
    assert parameter_conflicts({name: value for name, value in values.items() if value is not None}) == ()


def test_wrong_use_of_the_checks() -> None:
    with pytest.raises(TypeError):
        validate_parameter("Time.SyncSource", 1)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        check_parameter(b"Time.SyncSource", "NTP")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="is not a version"):
        check_parameter("Time.SyncSource", "NTP", "x")


@given(st.one_of(st.sampled_from(list(PARAMETERS)), st.text()), st.text())
def test_any_value_has_an_answer(name: str, value: str) -> None:
    for problem in validate_parameter(name, value):
        assert problem.message.isprintable()
        assert problem.span.end <= len(name if problem.subject is None else value)


@pytest.mark.parametrize("filler", ["a", ".", "-", "0", "@", ":", " ", "a.", "1.", "\u0661"])
def test_huge_values_have_few_problems(filler: str) -> None:
    for name in PARAMETERS:
        if name != "Time.POSIXTimeZone":
            assert 1 <= len(validate_parameter(name, filler * 500_000)) <= 2
    assert codes("x." + filler * 500_000, "") in (["param-unknown"], ["param-name"])


# Messages, word by word.

MESSAGES: list[tuple[Callable[[], object], str]] = [
    (
        lambda: check_parameter("root.Time.PosixTimezone", "UTC0"),
        "'root.Time.PosixTimezone' is not a parameter of the specification [param-unknown]\n"
        "  root.Time.PosixTimezone\n  ^^^^^^^^^^^^^^^^^^^^^^^\nhint: write Time.POSIXTimeZone",
    ),
    (
        lambda: check_parameter("Log.Access.Warning", "on", "11.11"),
        "AXIS OS 11.11 has no Log.Access.Warning, which exists only before version 5.60 [param-version]\n"
        "  Log.Access.Warning\n  ^^^^^^^^^^^^^^^^^^",
    ),
    (
        lambda: check_parameter("Time.NTP.VolatileServer", ""),
        "Time.NTP.VolatileServer is read-only [param-read-only]\n  Time.NTP.VolatileServer\n  ^^^^^^^^^^^^^^^^^^^^^^^",
    ),
    (
        lambda: check_parameter("Time.DST.Enabled", "YES"),
        "Time.DST.Enabled accepts yes or no, not 'YES' [param-value]\n  YES\n  ^^^\nhint: write yes",
    ),
    (
        lambda: check_parameter("Log.System.MaxSize", "40k"),
        "Log.System.MaxSize accepts a number from 1000 to 100000 in digits only, not '40k' [param-value]\n  40k\n    ^",
    ),
    (
        lambda: check_parameter("MailLogd.LogSendLevel", "4"),
        "MailLogd.LogSendLevel accepts a number from 0 to 3, not '4' [param-value]\n  4\n  ^",
    ),
    (
        lambda: check_parameter("MailLogd.LogSendLevel", "02"),
        "MailLogd.LogSendLevel does not accept leading zeros [param-value]\n  02\n  ^\nhint: write 2",
    ),
    (
        lambda: check_parameter("Time.NTP.Server", "172.16.3.1 "),
        "a host must not have white space around it [param-host]\n  172.16.3.1 \n            ^\nhint: write 172.16.3.1",
    ),
    (
        lambda: check_parameter("Time.NTP.Server", "ntp_1.example.org"),
        "a host name may contain only letters, digits, - and dots, not '_' [param-host]\n  ntp_1.example.org\n     ^",
    ),
    (
        lambda: check_parameter("Time.NTP.Server", "192.168.0.256"),
        "'192.168.0.256' is not a valid IPv4 address: write four numbers from 0 to 255 [param-host]"
        "\n  192.168.0.256\n  ^^^^^^^^^^^^^",
    ),
    (
        lambda: check_parameter("Time.NTP.Server", "[2001:db8::1]:123"),
        "'[2001:db8::1]:123' is not an IPv6 address, which has no brackets, zone or port [param-host]\n"
        "  [2001:db8::1]:123\n  ^^^^^^^^^^^^^^^^^\nhint: write 2001:db8::1",
    ),
    (
        lambda: check_parameter("Time.NTP.Server", "http://pool.ntp.org/"),
        "'http://pool.ntp.org/' is a URL, but only a host is accepted [param-host]\n"
        "  http://pool.ntp.org/\n  ^^^^^^^^^^^^^^^^^^^^\nhint: write pool.ntp.org",
    ),
    (
        lambda: check_parameter("Time.NTP.Server", "pool.ntp.org."),
        "a label of a host name is empty: there is nothing after the dot [param-host]\n"
        "  pool.ntp.org.\n               ^\nhint: write pool.ntp.org",
    ),
    (
        lambda: check_parameter("Time", "x"),
        "'Time' is not the name of a parameter: names have two parts or more, with dots between them [param-name]\n"
        "  Time\n  ^^^^",
    ),
    (
        lambda: check_parameter("Time.DST.Enabled", "true"),
        "Time.DST.Enabled accepts yes or no, not 'true' [param-value]\n  true\n  ^^^^\nhint: write yes",
    ),
    (
        lambda: check_parameter("Time.SyncSource", "DHCP"),
        "Time.SyncSource accepts PC, NTP or None, not 'DHCP' [param-value]\n  DHCP\n  ^^^^\n"
        "hint: write NTP, and set Time.ObtainFromDHCP to yes",
    ),
    (
        lambda: check_parameter("Time.NTP.Server", "pool.ntp.org,time.nist.gov"),
        "Time.NTP.Server accepts one server, not 2 [param-host]\n  pool.ntp.org,time.nist.gov\n"
        "              ^^^^^^^^^^^^^^\nhint: write pool.ntp.org",
    ),
    (
        lambda: check_parameter("Time.NTP.Server", "pool.ntp.org:123"),
        "a host is written without a port, not with '123' [param-host]\n  pool.ntp.org:123\n"
        "              ^^^^\nhint: write pool.ntp.org",
    ),
    (
        lambda: ParameterListing.parse("<html>\n<b>401</b>"),
        "this is not a listing of parameters: it starts with '<html>' [listing-none]\n  <html>\\n<b>401</b>\n  ^^^^^^\n"
        "hint: use the body that param.cgi?action=list returns",
    ),
    (
        lambda: ParameterListing.parse("\n[Time]\nx = y"),
        "this is not a listing of parameters: one of its lines is 'x = y' [listing-none]\n  \\n[Time]\\nx = y\n"
        "            ^^^^^\nhint: use the body that param.cgi?action=list returns",
    ),
    (
        lambda: ParameterListing({"Time Zone.x": "1"}),
        "'root.Time Zone.x' is not the name of a parameter: names may contain only letters, digits, _, - and dots, "
        "not ' ' [param-name]\n"
        "  root.Time Zone.x\n  ^^^^^^^^^^^^^^^^",
    ),
    (
        lambda: ParameterListing({"Time.x": "a\nb"}),
        "'\\n' is not allowed in a value [param-value]\n  root.Time.x=a\\nb\n               ^^",
    ),
    (
        lambda: ListParameters(("Time", "Log Access")),
        "'Log Access' is not a group: only letters, digits, _, - and * are allowed between dots [argument-value]\n"
        "  Time,Log Access\n       ^^^^^^^^^^",
    ),
    (
        lambda: UpdateParameters.from_http(HttpRequest("GET", PATH, "action=list")),
        "the action is list, not update [action-unknown]\n  list\n  ^^^^",
    ),
]


@pytest.mark.parametrize(("act", "message"), MESSAGES)
def test_messages(act: Callable[[], object], message: str) -> None:
    with pytest.raises(ParseError) as caught:
        act()
    assert str(caught.value) == message


# Requests.


def test_the_request_of_the_specification() -> None:
    update = UpdateParameters((("Time.POSIXTimeZone", ZONE),))
    target = "/axis-cgi/param.cgi?action=update&Time.POSIXTimeZone=GMT0BST,M3.5.0/1,M10.5.0"
    assert update.to_http("GET").target == target
    posted = update.to_http()
    assert (posted.method, posted.target, posted.header("content-type")) == ("POST", "/axis-cgi/param.cgi", FORM)
    assert posted.body == target.partition("?")[2].encode()
    listed = HttpRequest("GET", "/axis-cgi/param.cgi", "action=list&group=Time,Log.System,Time.*.Server")
    assert ListParameters.from_http(listed) == ListParameters(("Time", "Log.System", "Time.*.Server"))
    listed = HttpRequest("GET", "/axis-cgi/param.cgi", "action=list&group=root.Time&responseformat=rfc&usergroup=admin")
    assert ListParameters.from_http(listed) == ListParameters(("root.Time",), "rfc")
    assert ListParameters().to_http().query == "action=list"


@pytest.mark.parametrize("headers", [(), (("Content-Type", "text/plain"),), (("content-type", FORM + "; charset=x"),)])
def test_any_content_type_and_query_beside_body(headers: tuple[tuple[str, str], ...]) -> None:
    request = HttpRequest("POST", "/axis-cgi/admin/param.cgi", "action=update", headers, b"root.Time.DST.Enabled=no")
    assert UpdateParameters.from_http(request) == UpdateParameters((("root.Time.DST.Enabled", "no"),))
    request = HttpRequest("POST", PATH, "", headers, b"action=list&group=Time%2CLog")
    assert ListParameters.from_http(request) == ListParameters(("Time", "Log"))


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "value", ["a=b&c", "172.16.3.1 ", "", "+ %2B%", "r\u00e4ksm\u00f6rg\u00e5s \U0001f980", "a\r\nb", "\x00#"]
)
def test_values_come_back(method: str, value: str) -> None:
    update = UpdateParameters((("Time.NTP.Server", value), ("root.A.b-c_d", "2")))
    assert UpdateParameters.from_http(update.to_http(method)) == update


CHARACTERS = st.characters(exclude_categories=["Cs"])
PARTS = st.text("abcXYZ019_-", min_size=1, max_size=6)
NAMES = st.lists(PARTS, min_size=2, max_size=4).map(".".join)
GROUPS = st.lists(st.text("abZ0_-*", min_size=1, max_size=6), min_size=1, max_size=4).map(".".join)
UPDATES = st.dictionaries(NAMES, st.text(CHARACTERS), min_size=1).map(
    lambda values: {re.sub(r"^(root\.)+(?=.)", "", name): value for name, value in values.items()}.items()
)


@given(UPDATES, st.sampled_from(["GET", "POST"]), st.booleans())
def test_updates_come_back(values: list[tuple[str, str]], method: str, prefix: bool) -> None:
    update = UpdateParameters((f"root.{name}" if prefix else name, value) for name, value in values)
    assert UpdateParameters.from_http(update.to_http(method)) == update
    assert pickle.loads(pickle.dumps(update)) == update


@given(st.lists(GROUPS), st.sampled_from([None, "rfc"]), st.sampled_from(["GET", "POST"]))
def test_lists_come_back(groups: list[str], responseformat: str | None, method: str) -> None:
    value = ListParameters(tuple(groups), responseformat)
    assert ListParameters.from_http(value.to_http(method)) == value
    assert hash(pickle.loads(pickle.dumps(value))) == hash(value)


@pytest.mark.parametrize(
    ("kind", "method", "target", "code"),
    [
        (ListParameters, "PUT", "?action=list", "method-wrong"),
        (ListParameters, "GET", "x?action=list", "path-wrong"),
        (ListParameters, "GET", "", "action-unknown"),
        (ListParameters, "GET", "?group=Time", "action-unknown"),
        (ListParameters, "GET", "?action=update&a.b=1", "action-unknown"),
        (ListParameters, "GET", "?action=list&action=list", "argument-repeated"),
        (ListParameters, "GET", "?action=list&group=Time,,Log", "argument-value"),
        (ListParameters, "GET", "?action=list&group=Ti%20me", "argument-value"),
        (ListParameters, "GET", "?action=list&responseformat=json", "argument-value"),
        (ListParameters, "GET", "?action=list&group=%zz", "argument-value"),
        (UpdateParameters, "GET", "?action=update", "argument-missing"),
        (UpdateParameters, "GET", "?action=list", "action-unknown"),
        (UpdateParameters, "GET", "?action=update&a.b=1&root.a.b=2", "argument-repeated"),
        (UpdateParameters, "GET", "?action=update&a%20b.c=1", "param-name"),
        (UpdateParameters, "GET", "?action=update&Enabled=1", "param-name"),
        (UpdateParameters, "GET", "?action=update&a..b=1", "param-name"),
    ],
)
def test_refused_requests(kind: type[ListParameters | UpdateParameters], method: str, target: str, code: str) -> None:
    path, _, query = target.partition("?")
    with pytest.raises(ParseError) as caught:
        kind.from_http(HttpRequest(method, PATH + path, query))
    assert caught.value.code == code
    assert caught.value.span.end <= len(caught.value.text)


@pytest.mark.parametrize(
    ("query", "version", "expected"),
    [
        ("action=list&group=Time,,Lo%20g&groups=x", None, [
            ("argument-unknown", "warning", None, 0, 0),
            ("argument-value", "error", "group", 5, 5),
            ("argument-value", "error", "group", 6, 10),
        ]),
        ("action=list&group=Time&responseformat=json&usergroup=admin", None, [
            ("argument-value", "error", "responseformat", 0, 4),
        ]),
        ("action=list&group=Time&group=Log", None, [("argument-repeated", "error", "group", 0, 0)]),
        ("action=remove&Time.x=1", None, [("action-unknown", "error", "action", 0, 6)]),
        ("Time.SyncSource=NTP", None, [("action-unknown", "error", "action", 0, 0)]),
        ("action=update", None, [("argument-missing", "error", None, 0, 0)]),
        ("action=update&group=Time&Time.SyncSource=NTP", None, [("argument-unknown", "warning", "group", 0, 0)]),
        ("action=update&Time.SyncSource=ntp&root.Time.SyncSource=PC&a..b=1&Time.ServerDate=", None, [
            ("argument-repeated", "error", None, 0, 20),
            ("param-name", "error", None, 0, 4),
            ("param-value", "error", "Time.SyncSource", 0, 3),
            ("param-unknown", "warning", None, 0, 15),
        ]),
        ("action=update&Log.System.MaxSize=5&Time.NTP.VolatileServer=a_b&Time.POSIXTimeZone=UTC%2B3", "11.11", [
            ("param-version", "error", None, 0, 18),
            ("param-value", "error", "Log.System.MaxSize", 0, 1),
            ("param-read-only", "error", None, 0, 23),
            ("param-host", "error", "Time.NTP.VolatileServer", 1, 2),
            ("tz-sign-suspicious", "warning", "Time.POSIXTimeZone", 3, 5),
        ]),
        ("action=list", "4.40", [("path-wrong", "error", None, 0, 0)]),
    ],
)  # fmt: skip
def test_every_problem_of_a_request(query: str, version: str | None, expected: list[object]) -> None:
    for request in (HttpRequest("GET", PATH, query), HttpRequest("POST", PATH, "", (), query.encode())):
        found = validate_request(request, version)
        assert [(str(p.code), str(p.severity), p.subject, p.span.start, p.span.end) for p in found] == expected
        assert found == validate_request(query, version, cgi="param.cgi")
    assert validate_request(HttpRequest("PUT", PATH, query), version)[0].code == "method-wrong"


def test_a_refused_request_has_all_of_its_errors() -> None:
    with pytest.raises(ParseError) as caught:
        ListParameters.from_http(HttpRequest("PUT", PATH, "action=list&group=,&responseformat=xml&action=list&x=1"))
    assert [str(problem.code) for problem in caught.value.problems] == [
        "method-wrong",
        "argument-repeated",
        "argument-value",
        "argument-value",
        "argument-value",
    ]
    with pytest.raises(ParseError) as caught:
        UpdateParameters.from_http(HttpRequest("GET", PATH, "action=update&" + "&".join(f"x{n}=1" for n in range(99))))
    assert len(caught.value.problems) == 65
    assert caught.value.problems[-1].message == "and 35 more problems"


def test_what_the_device_is_to_judge_is_no_reason_to_refuse_a_request() -> None:
    request = HttpRequest("GET", PATH, "action=update&Brand.Brand=x&Time.NTP.Server=%zz&Time.POSIXTimeZone=Mars")
    values = (("Brand.Brand", "x"), ("Time.NTP.Server", "%zz"), ("Time.POSIXTimeZone", "Mars"))
    assert UpdateParameters.from_http(request) == UpdateParameters(values)
    assert UpdateParameters(values).validate() == validate_request(request)[1:]
    request = HttpRequest("GET", PATH, "action=list&groups=Time")
    assert ListParameters.from_http(request) == ListParameters()
    many = UpdateParameters({"Time.NTP.Server": "_." * 99 + "_"})
    assert UpdateParameters.from_http(many.to_http()) == many
    assert many.validate() == validate_parameter(*many.values[0])
    assert many.validate()[-1].message == "and 36 more problems"


def test_requests_that_cant_be_built() -> None:
    for build in (
        lambda: ListParameters(("",)),
        lambda: ListParameters(("a", "b,c")),
        lambda: ListParameters((), "xml"),
        lambda: ListParameters().to_http("get"),
        lambda: UpdateParameters(()),
        lambda: UpdateParameters((("action", "x"),)),
        lambda: UpdateParameters((("a.b", "\ud800"),)),
        lambda: UpdateParameters((("a." + "b" * 5000 + " ", ""),)),
    ):
        with pytest.raises(ParseError):
            build()
    for wrong in (
        lambda: ListParameters("Time"),
        lambda: ListParameters((1,)),  # type: ignore[arg-type]
        lambda: UpdateParameters((("a.b", 1),)),  # type: ignore[arg-type]
        lambda: UpdateParameters(((1, "a"),)),  # type: ignore[arg-type]
    ):
        with pytest.raises(TypeError):
            wrong()


@given(st.binary(max_size=60), st.sampled_from([b"action=update&", b"action=list&", b""]), st.booleans())
def test_any_request_gives_a_value_or_a_parse_error(tail: bytes, head: bytes, body: bool) -> None:
    data = head + tail
    request = HttpRequest("POST", PATH, "" if body else data.decode("latin-1"), (), data if body else b"")
    for kind in (ListParameters, UpdateParameters):
        value = request_or_error(kind, request)
        if isinstance(value, ParseError):
            assert value.span.end <= len(value.text)
            assert str(value).replace("\n", "").isprintable()
        else:
            assert kind.from_http(value.to_http()) == value


# Listings.

SWEDISH = "r\u00e4ksm\u00f6rg\u00e5s"

RECORDED = [
    ("5.51.7", "Log.Access.MaxSize", "40000"),
    ("5.51.7", "MailLogd.LogSendLevel", "0"),
    ("5.51.7", "Time.POSIXTimeZone", ZONE),
    ("9.80.2.2", "Time.POSIXTimeZone", "CST6CDT,M3.2.0,M11.1.0"),
    ("11.11", "Time.POSIXTimeZone", "UTC0"),
    ("12.9", "Time.POSIXTimeZone", "UTC0"),
    ("12.11", "Time.POSIXTimeZone", "<UTC1>-1<UTC2>-2,M3.5.0/2:00:00,M10.5.0/3:00:00"),
    ("5.51.7", "Time.DST.Enabled", "no"),
    *((version, "Time.DST.Enabled", "yes") for version in ("9.80.2.2", "11.11", "12.9", "12.11")),
    *product(("5.51.7", "9.80.2.2"), ("Time.ServerDate", "Time.ServerTime"), ("",)),
    *product(("5.51.7", "9.80.2.2", "11.11", "12.9", "12.11"), ("Time.SyncSource",), ("NTP",)),
    *product(("5.51.7", "9.80.2.2", "11.11", "12.9", "12.11"), ("Time.ObtainFromDHCP",), ("yes",)),
    ("5.51.7", "Time.ObtainFromDHCP", "no"),
]


@pytest.mark.parametrize(("version", "name", "value"), RECORDED)
def test_recorded_values_are_read_and_valid(version: str, name: str, value: str) -> None:
    listing = ParameterListing.parse(f"root.{name}={value}\n".encode())
    assert dict(listing.values) == {name: value}
    assert listing.problems == ()
    if name in PARAMETERS:
        assert codes(name, value, version) == []
    else:
        assert codes(name, value, version) == ["param-unknown"]


@pytest.mark.parametrize(
    ("version", "gone"),
    [("5.51.7", []), ("9.80.2.2", ["Log", "MailLogd"]), ("11.11", ["Log", "MailLogd"]), ("12.9", ["Log", "MailLogd"])],
)
def test_which_parameters_each_recording_has(version: str, gone: list[str]) -> None:
    for name, parameter in PARAMETERS.items():
        problems = codes(name, parameter.default or "", version)
        assert ("param-version" in problems) is (name.split(".")[0] in gone), name


def test_a_recorded_listing() -> None:
    text = (
        "root.Time.ObtainFromDHCP=yes\n"
        "root.Time.POSIXTimeZone=CET-1CEST,M3.5.0,M10.5.0/3\n"
        "root.Time.DST.Enabled=yes\n"
        "root.Time.NTP.Server=172.16.3.1 \n"
        "root.Time.NTP.VolatileServer=\n"
        "# Error: Error -1 getting param in group 'Log'\n"
    )
    listing = ParameterListing.parse(text.encode())
    assert listing.values["Time.NTP.Server"] == "172.16.3.1 "
    assert listing.values["Time.NTP.VolatileServer"] == ""
    assert list(listing.values)[:2] == ["Time.ObtainFromDHCP", "Time.POSIXTimeZone"]
    assert listing.names[0] == "root.Time.ObtainFromDHCP"
    assert listing.errors == ("Log",)
    assert listing.problems == ()
    assert str(listing) == text
    assert listing.to_bytes() == text.encode()
    for other in (text, text.replace("\n", "\r\n"), text[:-1], "\n" + text + "\n\r\n", bytearray(text.encode())):
        assert ParameterListing.parse(other) == listing
    bare = ParameterListing.parse(text.replace("root.", ""))
    assert (bare.values, str(bare)) == (listing.values, text)
    assert bare.names[0] == "Time.ObtainFromDHCP"
    with pytest.raises(TypeError):
        listing.values["Time.x"] = ""  # type: ignore[index]
    assert not hasattr(listing, "__dict__")


def test_an_unknown_group_and_an_empty_body() -> None:
    assert ParameterListing.parse(b"# Error: Error -1 getting param in group 'X'").errors == ("X",)
    assert ParameterListing.parse("# Error: Error -1 getting param in group 'a'b'\n").errors == ("a'b",)
    assert ParameterListing.parse("# Error: Error -1 getting param in group 'Foo'!\r\n").errors == ("Foo",)
    assert ParameterListing.parse("# Error: Error -1 getting param in group 'a'!'").errors == ("a'!",)
    for empty in ("", b"", "\n", b"\r\n\n"):
        assert ParameterListing.parse(empty) == ParameterListing()
    assert ParameterListing().to_bytes() == b""


def test_values_that_look_like_something_else() -> None:
    listing = ParameterListing.parse("root.A.b=c=d&e\nA.c=# Error\nA.d= \nA.e='q'\t\x00\x85\u2028\n")
    assert dict(listing.values) == {"A.b": "c=d&e", "A.c": "# Error", "A.d": " ", "A.e": "'q'\t\x00\x85\u2028"}
    assert listing.problems == ()


def test_bytes_are_utf8_and_else_latin1() -> None:
    data = f"root.A.b={SWEDISH}\n".encode() + f"root.A.c={SWEDISH}\n".encode("latin-1") + b"x y.z=1\n"
    listing = ParameterListing.parse(data)
    assert dict(listing.values) == {"A.b": SWEDISH, "A.c": SWEDISH}
    assert shown(listing.problems) == [("param-name", data.index(b"x y"), data.index(b"x y") + 5)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a.b", ("param-line", 0, 3)),
        (" ", ("param-line", 0, 1)),
        ("# Error: Error -2 getting param in group 'X'", ("param-line", 0, 44)),
        ("# Error: a=b", ("param-line", 0, 12)),
        ("a b.c=1", ("param-name", 0, 5)),
        ("=1", ("param-name", 0, 0)),
        ("ab=1", ("param-name", 0, 2)),
        ("a..b=1", ("param-name", 0, 4)),
        (".a=1", ("param-name", 0, 2)),
        ("a.=1", ("param-name", 0, 2)),
        ("a.b=1\r2", ("param-line", 5, 6)),
        ("a.b=\ud800", ("param-line", 4, 5)),
        ('admin="root,joe"', ("param-name", 0, 5)),
    ],
)
def test_lines_that_dont_parse(line: str, expected: tuple[str, int, int]) -> None:
    listing = ParameterListing.parse(f"x.y=1\n{line}\nx.z=2")
    code, start, end = expected
    assert shown(listing.problems) == [(code, start + 6, end + 6)]
    assert dict(listing.values) == {"x.y": "1", "x.z": "2"}
    with pytest.raises(ParseError) as caught:
        ParameterListing.parse(line)
    assert caught.value.code == Code.LISTING_NONE


def test_a_byte_order_mark_within_a_listing_is_a_fault() -> None:
    listing = ParameterListing.parse("x.y=1\n\ufeffa.b=1\nx.z=2")
    assert shown(listing.problems) == [("param-name", 6, 10)]
    assert dict(listing.values) == {"x.y": "1", "x.z": "2"}


def test_repeated_names() -> None:
    listing = ParameterListing.parse("root.a.b=1\na.b=2\nbad\nroot.a.b=1\n")
    assert dict(listing.values) == {"a.b": "1"}
    assert listing.names == ("root.a.b", "a.b", "root.a.b")
    assert [(problem.code, problem.severity, problem.span) for problem in listing.problems] == [
        ("listing-repeated", "error", Span(11, 14)),
        ("param-line", "error", Span(17, 20)),
        ("listing-repeated", "warning", Span(21, 29)),
    ]
    assert ParameterListing.parse("root.root.a=1\nroot.b=2").values == {"a": "1", "b": "2"}


def test_listings_that_cant_be_built() -> None:
    builds: list[Callable[[], object]] = [
        lambda: ParameterListing({"root.": "1"}),
        lambda: ParameterListing({"a.b=c": "1"}),
        lambda: ParameterListing({"": ""}),
        lambda: ParameterListing({"a.b": "1\r"}),
        lambda: ParameterListing({"a.b": "\ud800"}),
        lambda: ParameterListing({"a.b": "x" * 5000 + "\n"}),
        lambda: ParameterListing({"a.b": "1", "root.a.b": "1"}),
        lambda: ParameterListing((("a.b", "1"), ("a.b", "1"))),
        lambda: ParameterListing({}, ("a\n",)),
    ]
    for build in builds:
        with pytest.raises(ParseError):
            build()
    assert str(ParameterListing({"X": "1"})) == "root.X=1\n"
    numbers: dict[str, Any] = {"a.b": 1}
    with pytest.raises(TypeError):
        ParameterListing(numbers)
    with pytest.raises(ValueError, match="names"):
        ParameterListing({"a.b": "1"}, names=("a.c",))
    for wrong in (1, None, ["a"]):
        with pytest.raises(TypeError):
            ParameterListing.parse(wrong)  # type: ignore[arg-type]


VALUES = st.text(CHARACTERS.filter(lambda character: character not in "\r\n"), max_size=12)
LISTINGS = st.builds(
    ParameterListing,
    UPDATES.map(lambda pairs: {name: re.sub("[\r\n]", "", value) for name, value in pairs}),
    st.lists(VALUES, max_size=2).map(tuple),
)


@given(LISTINGS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_build_then_parse_gives_the_same_listing(listing: ParameterListing, line_end: str, last: bool) -> None:
    assert ParameterListing.parse(listing.to_bytes()) == listing == ParameterListing.parse(str(listing))
    text = str(listing).replace("\n", line_end)
    text = text if last else text.removesuffix(line_end)
    assert ParameterListing.parse(text) == ParameterListing.parse(text.encode()) == listing
    again = pickle.loads(pickle.dumps(listing))
    assert again == listing == copy.deepcopy(listing) == listing.replace()
    assert hash(again) == hash(listing)


NO_GROUP = b"# Error: Error -1 getting param in group '"
BYTES = [b"root.", b"a", b".", b"=", b"\n", b"\r", NO_GROUP, b"'", b"\xff", b"\xc3\xa9"]


@given(st.binary() | st.text() | st.text("a.=\n\r# \u00e9'") | st.lists(st.sampled_from(BYTES)).map(b"".join))
def test_any_text_gives_a_listing_or_a_parse_error(data: str | bytes) -> None:
    listing = listing_or_error(data)
    if isinstance(listing, ParseError):
        assert listing.code == Code.LISTING_NONE
        assert listing.text == data
        assert listing.span.end <= len(data)
        return
    assert ParameterListing.parse(listing.to_bytes()).values == listing.values
    assert [problem.span for problem in listing.problems] == sorted(problem.span for problem in listing.problems)
    for problem in listing.problems:
        assert problem.span.end <= len(data)
        assert problem.message.isprintable()


@given(LISTINGS, st.data())
@example(ParameterListing({"a.b": "1=2"}), None)
def test_a_damaged_listing_is_reported_or_is_another_one(listing: ParameterListing, data: st.DataObject | None) -> None:
    text = str(listing)
    places = range(len(text)) if data is None else [data.draw(st.integers(0, len(text) - 1))]
    characters = (
        "x.= \n\r#'\x00\u00e9" if data is None else data.draw(st.text(max_size=1) | st.sampled_from("\n\r=. #"))
    )
    for at, character in product(places, characters or [""]):
        for keep in (at, at + 1):
            damaged = text[:at] + character + text[keep:]
            found = listing_or_error(damaged)
            if isinstance(found, ParseError):
                assert found.span.start <= at <= found.span.end
                continue
            # A line break cuts a line in two: the first part may end right before the position.
            near = any(problem.span.start <= at <= problem.span.end for problem in found.problems)
            other = (found.values, found.errors) != (listing.values, listing.errors)
            harmless = damaged.replace("\r\n", "\n").replace("\n\n", "\n").strip("\n") == text.strip("\n")
            harmless = harmless or damaged.replace("'!", "'") == text.replace("'!", "'")
            assert near or other or harmless, (text, at, character, found)
            for problem in found.problems:
                if problem.code in (Code.PARAM_LINE, Code.PARAM_NAME):
                    start = damaged.rfind("\n", 0, problem.span.start) + 1
                    end = damaged.find("\n", problem.span.end)
                    assert start - 1 <= at <= (end if end >= 0 else len(damaged)), "another line was blamed"


def test_a_lost_equals_sign_is_reported_with_its_place() -> None:
    text = "root.a.b=1 =2\nroot.c.d=3\n"
    for at in range(len("root.a.b=")):
        listing = ParameterListing.parse(text[:at] + "\x00" + text[at + 1 :])
        (problem,) = listing.problems
        assert problem.span.start <= at < problem.span.end
        assert dict(listing.values) == {"c.d": "3"}


# Responses to updates.


def read_update(body: bytes, status: int = 200) -> object:
    return UpdateParameters({"A.b": "1"}).read(HttpResponse(status, (), body))


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, b"OK", Updated()),
        (200, b"OK\r\n", Updated()),
        (200, b"# Error: Error setting 'root.X' to 'v'!", NotUpdated((("X", "v"),))),
        (
            200,
            b"# Error: Error setting 'root.Time.DST.Enabled' to 'maybe'!\r\n# Error: Error setting 'A.b' to ''!'!\n",
            NotUpdated((("Time.DST.Enabled", "maybe"), ("A.b", "'!"))),
        ),
        (200, f"# Error: Error setting 'root.X' to '{SWEDISH}'!".encode(), NotUpdated((("X", SWEDISH),))),
        (200, b"# Error: Error setting 'root.X' to ''!", NotUpdated((("X", ""),))),
        (400, b"# Error: Error setting 'root.X' to 'v'!", NotUpdated((("X", "v"),))),
        (400, b"OK", Failed(400, b"OK")),
        (200, b"", UnknownResponse(200, b"")),
        (204, b"", UnknownResponse(204, b"")),
        (200, b"ok", UnknownResponse(200, b"ok")),
        (200, b" OK", UnknownResponse(200, b" OK")),
        (200, b"OK\n\n", UnknownResponse(200, b"OK\n\n")),
        (401, b"OK", NotAuthenticated()),
        (200, b"OK\n# Error: Error setting 'root.X' to 'v'!", None),
        (200, b"# Error: Error setting 'root.X' to 'v'!\nOK", None),
        (200, b"# Error: Error setting 'root.X' to 'v", None),
        (200, b"# Error: Error setting 'root.X Y' to 'v'!", None),
        (200, b"<html>OK</html>", None),
    ],
)
def test_update_responses(status: int, body: bytes, expected: object) -> None:
    response = read_update(body, status)
    assert response == (UnknownResponse(status, body) if expected is None else expected)
    assert pickle.loads(pickle.dumps(response)) == response
    assert not hasattr(response, "__dict__")


@given(st.integers(100, 599), st.binary())
def test_only_ok_is_success(status: int, body: bytes) -> None:
    response = read_update(body, status)
    if isinstance(response, Updated):
        assert status == 200
        assert body[:2] == b"OK"
    elif 400 <= status != 401:
        assert isinstance(response, NotUpdated) or response == Failed(status, body)
    else:
        assert isinstance(response, (NotUpdated, NotAuthenticated)) or response == UnknownResponse(status, body)


@given(st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_failures_come_back(pairs: list[tuple[str, str]], line_end: str) -> None:
    pairs = [(re.sub(r"^(root\.)+", "", name), value) for name, value in pairs]
    text = line_end.join(f"# Error: Error setting 'root.{name}' to '{value}'!" for name, value in pairs)
    assert read_update(text.encode()) == NotUpdated(pairs)


# The grammar and its compiled expressions.

SYMBOLS = compile_grammars.STARTS["param_list"]
PIECES = [
    *(
        "root",
        "Time",
        "a-b_c",
        ".",
        "..",
        "=",
        " ",
        "'",
        "'!",
        "!",
        "' to '",
        "*",
        ",",
        "\n",
        "\r\n",
        "\r",
        "#",
        "OK",
        "[",
        "]",
        '"',
        ' = "',
    ),
    *(
        "# Error: Error -1 getting param in group '",
        "# Axis Parameter list",
        "# Error: Error setting '",
        "# Error: ",
        "\ud800",
        "\u00e9",
        "x=y ",
    ),
    *("root.Time.DST.Enabled=yes", "# Error: Error setting 'root.X' to 'v'!"),
]


def agrees(symbol: str, text: str) -> bool:
    """Whether a symbol matches a text; the grammar and the expression must agree."""
    match = re.compile(EXPRESSIONS["param_list", symbol]).fullmatch(text)
    tree = None
    with contextlib.suppress(FormError):
        tree = lark_trees.parse("param_list", symbol, text)
    assert (match is None) is (tree is None), (symbol, text)
    if match is None or tree is None:
        return False
    nodes = {node.name: text[node.start : node.end] for node in tree.walk()}
    for name, captured in match.groupdict().items():
        assert nodes.get(name) == captured
    if symbol == "update_response":
        errors = [text[node.start : node.end] for node in tree.walk() if node.name == "update_error"]
        assert [error[0] for error in re.finditer(EXPRESSIONS["param_list", "update_error"], text)] == errors
    return True


@given(st.sampled_from(SYMBOLS), st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=7).map("".join)))
def test_the_expression_is_the_grammar_on_random_texts(symbol: str, text: str) -> None:
    agrees(symbol, text)


@given(LISTINGS, GROUPS, st.data())
def test_the_expression_is_the_grammar_on_valid_and_broken_texts(
    listing: ParameterListing, group: str, data: st.DataObject
) -> None:
    lines = str(listing)[:-1].split("\n")
    failure = f"# Error: Error setting '{lines[0].partition('=')[0]}' to '{group}'!"
    cases = [("line", line) for line in lines] + [("name", lines[0].partition("=")[0]), ("group", group)]
    cases += [("update_error", failure), ("update_response", f"{failure}\n{failure}\r\n"), ("update_response", "OK")]
    for symbol, text in cases:
        assert agrees(symbol, text)
        at = data.draw(st.integers(0, len(text)))
        agrees(symbol, text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + data.draw(st.integers(0, 1)) :])


def test_the_grammar_is_unambiguous_and_every_rule_has_its_source() -> None:
    lark = pytest.importorskip("lark")
    text = compile_grammars.grammar_text("param_list")
    if pytest.importorskip("interegular"):
        lark.Lark(text, parser="lalr", start=list(SYMBOLS), strict=True)
    before = re.findall(r"(.*)\n[a-z_]+:", text)
    assert len(before) == 12
    assert all(re.match(r"// \[(?:recording|VAPIX|request)\]", line) for line in before)


# Size.


@pytest.mark.parametrize(
    "line",
    [
        "root.Time.NTP.Server{n}=172.16.3.1 \n",
        "root.Time.NTP.Server=172.16.3.1\n",
        "# Error: Error -1 getting param in group 'X{n}'\n",
        "a..b=1\n",
        "a.b=1\r2\n",
        "no line\n",
        "\n",
        "a.b=",
        "a.",
        "'!",
        "\u00e9=",
    ],
)
def test_long_texts(line: str, thorough: bool) -> None:
    size = 1_000_000 if thorough else 20_000
    text = "root.first.of=all\n" + "".join(line.format(n=n) for n in range(size // len(line)))
    listing = ParameterListing.parse(text.encode())
    assert listing.values["first.of"] == "all"
    assert len(listing.names) + len(listing.errors) + len(listing.problems) >= 1
    assert read_update(text.encode()) == UnknownResponse(200, text.encode())
    response = "# Error: Error setting 'root.X' to '" + text.replace("\n", "").replace("\r", "") + "'!\n"
    assert isinstance(read_update(response.encode()), NotUpdated)
    assert isinstance(read_update((response * 2 + "x").encode()), UnknownResponse)


@pytest.mark.parametrize("kind", [tuple, list, iter])
def test_a_listing_of_pairs_refuses_a_name_twice(kind: Callable[[Any], Any]) -> None:
    with pytest.raises(ParseError, match=r"'root\.a\.b' occurs twice"):
        ParameterListing(kind([("a.b", "1"), ("root.a.b", "2")]))
    assert ParameterListing(kind([("a.b", "1")])) == ParameterListing({"a.b": "1"})
    with pytest.raises(ParseError, match=r"'a\.b' occurs twice"):
        ParameterListing(kind([("a.b", "1"), ("a.b", "2")]))


def test_every_problem_of_a_name_quotes_the_name() -> None:
    names = ("foo bar", "a..b", "Time", "caf\xe9.x")
    problems = validate_request([("action", "update"), *((name, "1") for name in names)], cgi="param.cgi")
    assert [problem.span for problem in problems] == [Span(0, len(name)) for name in names]
    for name, problem in zip(names, problems, strict=True):
        assert problem.message.startswith(f"{quote(name)} is not the name of a parameter: ")


def test_the_tree_of_a_listing() -> None:
    listing = ParameterListing(
        {"Time.DST.Enabled": "yes", "Time.Zone": "1", "a": "x", "a.b.c": "y", "d.e": "z", "d": ""}
    )
    assert listing.tree == {
        "Time": {"DST": {"Enabled": "yes"}, "Zone": "1"},
        "a": {"": "x", "b": {"c": "y"}},
        "d": {"e": "z", "": ""},
    }
    listing.tree["Time"].clear()
    assert listing.tree["Time"] == {"DST": {"Enabled": "yes"}, "Zone": "1"}


@pytest.mark.parametrize(
    "text",
    ["a.b=1\nFoo.Password secret\n", "a.b=1\nFoo.Password=geheim\nsecret\nsecret\n", "a.b=1\nfoo password=secret\n"],
)
def test_no_line_that_may_hold_a_password_is_quoted(text: str) -> None:
    problems = ParameterListing.parse(text).problems
    assert {problem.message for problem in problems} == {
        "a line that may contain a password is not of the form name=value"
    }
    lines = text.split("\n")
    assert {text.count("\n", 0, problem.span.start) for problem in problems} == {*range(1, len(lines) - 1)} - {
        number for number, line in enumerate(lines) if line == "Foo.Password=geheim"
    }
    assert all(problem.span.start == problem.span.end for problem in problems)
    (last,) = ParameterListing.parse(f"{text}a.c=1\nnonsense").problems[len(problems) :]
    assert last.message == "'nonsense' is not of the form name=value"


LISTED = (
    "root.A.B=1", "A.B=2", "root.root.C=", "D.E=caf\xe9\xff", "F.G=a=b ", "bad", "[Time]", 'K = "v"', "\r", "",
    "# Error: Error -1 getting param in group 'x'",
    "# Error: Error -1 getting param in group 'caf\xe9''!", "H.I=\ud800",
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(LISTED), st.sampled_from(("\n", "\r\n", "")))))
def test_one_search_finds_what_a_look_at_each_line_finds(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + end for piece, end in pieces)
    texts: list[str | bytes] = [text, text.encode("utf-8", "replace"), text.encode("latin-1", "replace")]
    for given_text in texts:
        characters = given_text if isinstance(given_text, str) else given_text.decode("latin-1")
        found = Reader(given_text, characters)
        listing = listing_or_error(given_text)
        if isinstance(listing, ParseError):
            assert found.refused is not None
            assert not found.names
            continue
        assert dict(listing.values) == found.values
        assert listing._astuple()[1:] == (tuple(found.errors), found.problems, tuple(found.names))
        assert ParameterListing(*listing._astuple()) == listing


def test_names_of_other_parameters_are_counted_where_they_are_not_shown() -> None:
    names = [f"root.Time.POSIXTimeZon{number}" for number in range(70)]
    *found, last = validate_request([("action", "update"), *((name, "1") for name in names)], cgi="param.cgi")
    assert found == [problem for name in names[:64] for problem in validate_parameter(name, "1")]
    assert found[-1].hint == "if you mean Time.POSIXTimeZone, write that"
    assert (last.message, last.severity) == ("and 6 more problems", "warning")
