"""The projects: which of their parsers to replace, which tests to run, and who is right if a test result changes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Switch:
    """One module of a project, and the adapter that its functions call."""

    module: str
    adapter: str
    #: The module's functions and methods to replace, each with the adapter's function that it then calls.
    calls: dict[str, str]
    #: The names in the module that are then unused.
    unused: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return f"{self.module.replace('.', '/')}.py"


@dataclass(frozen=True)
class Project:
    """A project whose parsers this library can replace."""

    name: str
    repository: str
    #: What precedes the version in the names of its tags.
    tag: str
    switches: tuple[Switch, ...]
    tests: tuple[str, ...]
    #: What the tests need besides the package.
    needs: tuple[str, ...]
    #: Code that uses a replaced parser for the first time, to be timed.
    first_use: str
    #: The dialect that its TZ string parser reads; None if it has no such parser.
    dialect: str | None
    #: For each test whose result changes, who is right and why.
    verdicts: dict[str, str]


_CAPITALS = "ours: XBD 8.3 writes Mm.n.d and Jn with a capital letter"
_SHORT = "ours: a designation has at least three characters (XBD 8.3)"
_GROUPS = "both: the groups of an sgrp have any order (VAPIX System settings); ours writes the highest first"

AIOESPHOMEAPI = Project(
    name="aioesphomeapi",
    repository="https://github.com/esphome/aioesphomeapi",
    tag="v",
    switches=(
        Switch(
            module="aioesphomeapi.posix_tz",
            adapter="aioesphomeapi_tz.py",
            calls={"parse_posix_tz": "parse_posix_tz"},
            unused=(
                "_skip_tz_name",
                "_parse_offset",
                "_parse_uint",
                "_parse_dst_rule_m",
                "_parse_dst_rule_j",
                "_parse_dst_rule_n",
                "_parse_dst_rule",
            ),
        ),
    ),
    tests=("tests/test_posix_tz.py", "tests/test_timezone.py", "tests/test_connection.py"),
    needs=("pytest", "pytest-asyncio"),
    first_use="from aioesphomeapi.posix_tz import parse_posix_tz; parse_posix_tz('EST5EDT,M3.2.0,M11.1.0')",
    dialect="posix-2024",
    verdicts={
        "test_parse_lowercase_m_format": _CAPITALS,
        "test_parse_lowercase_j_format": _CAPITALS,
        "test_parse_trailing_characters_ignored": "ours: what follows is no part of a TZ string (XBD 8.3), and a "
        "mistyped rule would be lost silently",
    },
)

ICAL = Project(
    name="ical",
    repository="https://github.com/allenporter/ical",
    tag="",
    switches=(
        Switch(
            module="ical.tzif.tz_rule",
            adapter="ical_tz.py",
            calls={"parse_tz_rule": "parse_tz_rule"},
            unused=(
                "_DEFAULT_TIME_DELTA",
                "_parse_time",
                "_OFFSET_RE_PATTERN",
                "_START_END_RE_PATTERN",
                "_rule_occurrence_from_match",
                "_rule_date_from_match",
            ),
        ),
    ),
    tests=("tests/tzif", "tests/test_timezone.py", "tests/compat"),
    needs=("pytest", "pytest-asyncio", "pytest-benchmark", "syrupy", "freezegun", "aiohttp", "pytest-aiohttp"),
    first_use="from ical.tzif.tz_rule import parse_tz_rule; parse_tz_rule('EST5EDT,M3.2.0,M11.1.0')",
    dialect="posix-2024",
    verdicts={
        "test_hours_minutes_offset": _SHORT,
        "test_hours_minutes_seconds_offset": _SHORT,
    },
)

AXIS = Project(
    name="axis",
    repository="https://github.com/Kane610/axis",
    tag="v",
    switches=(
        Switch(
            module="axis.models.pwdgrp_cgi",
            adapter="axis_accounts.py",
            calls={
                "User.privileges": "privileges",
                "GetUsersRequest.data": "get",
                "GetUsersResponse.decode": "users",
                "CreateUserRequest.data": "create",
                "ModifyUserRequest.data": "modify",
                "DeleteUserRequest.data": "delete",
            },
        ),
        Switch(
            module="axis.models.parameters.param_cgi",
            adapter="axis_parameters.py",
            calls={"params_to_dict": "params_to_dict", "ParamRequest.data": "arguments"},
        ),
    ),
    tests=("tests/test_pwdgrp_cgi.py", "tests/test_user_groups.py", "tests/test_vapix.py", "tests/parameters"),
    needs=("pytest", "pytest-asyncio", "pytest-aiohttp", "respx"),
    first_use="from axis.models.pwdgrp_cgi import GetUsersResponse; GetUsersResponse.decode("
    """b'admin="root"\\noperator="root"\\nviewer="root,joe"\\nptz="root"\\n')""",
    dialect=None,
    verdicts={
        "test_create": _GROUPS,
        "test_modify": _GROUPS,
        "test_applications_dont_load_without_params": "ours: the test's device responds 'key=value', which is not "
        "a parameter; theirs reads it as no parameters",
    },
)

PROJECTS = {project.name: project for project in (AIOESPHOMEAPI, ICAL, AXIS)}
