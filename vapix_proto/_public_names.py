"""The module of every public name, by package; written by ``python -m tools.collect_public_names``."""

# ruff: noqa: E501

from __future__ import annotations

MODULES: dict[str, dict[str, str]] = {
    "vapix_proto": {
        "vapix_proto": "conform oracle tz vapix",
        "vapix_proto._version": "__version__",
        "vapix_proto.errors": "Code ParseError Problem Severity Span",
    },
    "vapix_proto.conform": {
        "vapix_proto.conform.findings": "Exchange Finding Result",
        "vapix_proto.conform.http_transport": "HttpTransport",
        "vapix_proto.conform.inventory": "Unusable",
        "vapix_proto.conform.reports": "to_html to_json to_junit",
        "vapix_proto.conform.runner": "run",
        "vapix_proto.conform.transports": "DeviceTransport Forbidden Login Transport Unreachable",
    },
    "vapix_proto.conform.clock": {
        "vapix_proto.conform.clock.check": "ClockCheck",
        "vapix_proto.conform.clock.findings": "ClockAnswer ClockFinding",
    },
    "vapix_proto.emulator": {
        "vapix_proto.emulator.app": "Limits",
        "vapix_proto.emulator.server": "Emulator",
    },
    "vapix_proto.oracle": {
        "vapix_proto.oracle.device": "Device",
        "vapix_proto.oracle.expectation": "Choice Expectation Match Mismatch expect",
        "vapix_proto.oracle.profiles": "PROFILES ListingForm Profile",
        "vapix_proto.oracle.responses.forms": "Form",
        "vapix_proto.oracle.state": "Account Event",
    },
    "vapix_proto.strategies": {
        "vapix_proto.strategies._accounts": "Labelled Listing comments get_responses invalid_passwords invalid_roles invalid_user_names passwords role_texts roles user_names",
        "vapix_proto.strategies._devices": "devices",
        "vapix_proto.strategies._invalid_tz_strings": "broken_tz_strings invalid_tz_strings",
        "vapix_proto.strategies._requests": "invalid_requests parameter_responses parameter_values requests",
        "vapix_proto.strategies._tz_strings": "designations dialects instants instants_near_transitions offsets readings rules tz_strings zones",
    },
    "vapix_proto.tz": {
        "vapix_proto.tz.advice.review": "review",
        "vapix_proto.tz.advice.suggest": "Suggestion suggest",
        "vapix_proto.tz.aliases": "ImpliedRules Instant Text",
        "vapix_proto.tz.analysis.comparison": "Contested Parting contested first_difference same_clock",
        "vapix_proto.tz.analysis.description": "describe",
        "vapix_proto.tz.analysis.portability": "portable",
        "vapix_proto.tz.clock.clock": "Clock",
        "vapix_proto.tz.clock.readings": "Reading",
        "vapix_proto.tz.clock.transitions": "Fold Gap Transition Unambiguous",
        "vapix_proto.tz.clock.tzinfo": "PosixTzInfo",
        "vapix_proto.tz.dialect": "DIALECTS POSIX_2004 POSIX_2024 TZIF_V2 TZIF_V3 VAPIX Dialect",
        "vapix_proto.tz.iana.installed": "Database database databases",
        "vapix_proto.tz.iana.names": "iana_names",
        "vapix_proto.tz.iana.rules": "Departure IanaRule from_iana iana_rule",
        "vapix_proto.tz.implementations.agreement": "Agreement Outcome Shown Verdict agreement",
        "vapix_proto.tz.implementations.table": "IMPLEMENTATIONS Effect Feature Implementation",
        "vapix_proto.tz.model": "US_RULES PosixTimeZone",
        "vapix_proto.tz.parser": "is_valid parse validate",
        "vapix_proto.tz.rules": "DayOfYear JulianDay LocalTimeType MonthWeekDay Rule RuleDate",
    },
    "vapix_proto.vapix": {
        "vapix_proto.vapix.axis_os": "AxisOs",
        "vapix_proto.vapix.cgis": "CGIS Action Argument Cgi ReportMode",
        "vapix_proto.vapix.failures": "Failed Failure NotAuthenticated UnknownResponse",
        "vapix_proto.vapix.http": "HttpRequest HttpResponse",
        "vapix_proto.vapix.maintenance.firmware": "FirmwareUpgrade",
        "vapix_proto.vapix.maintenance.requests": "KEPT_BY_FACTORY_DEFAULT AccessLog FactoryDefault KeptSetting Restart ServerReport SystemLog",
        "vapix_proto.vapix.maintenance.responses": "HtmlResponse LogResponse ReportResponse",
        "vapix_proto.vapix.multipart.reader": "BodyEnd MultipartEvent MultipartReader PartData PartEnd PartStart",
        "vapix_proto.vapix.multipart.writer": "MultipartBody",
        "vapix_proto.vapix.param.registry": "PARAMETERS Access EmailText HostText Integers Parameter TzText Words",
        "vapix_proto.vapix.param.requests": "ListParameters UpdateParameters",
        "vapix_proto.vapix.param.responses": "NotUpdated ParameterListing Updated",
        "vapix_proto.vapix.param.values": "check_parameter validate_parameter",
        "vapix_proto.vapix.protocol": "Request parse_request validate_request",
        "vapix_proto.vapix.pwdgrp.listing": "Account AccountListing",
        "vapix_proto.vapix.pwdgrp.requests": "AddUser GetUsers RemoveUser UpdateUser",
        "vapix_proto.vapix.pwdgrp.responses": "Created Modified Reason Refused Removed",
        "vapix_proto.vapix.pwdgrp.roles": "ACCESS_GROUPS Role validate_role",
        "vapix_proto.vapix.pwdgrp.users": "Password UserName validate_comment validate_password validate_user",
        "vapix_proto.vapix.pwdgrp.validation": "INITIAL_ADMIN InitialAdmin",
    },
    "vapix_proto.vectors": {
        "vapix_proto.vectors._generation": "KINDS generate",
    },
}
