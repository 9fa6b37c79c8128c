"""The CGIs of the System settings as data: what each can be asked, by which method, with which arguments."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from vapix_proto._value import Value
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import KW_ONLY

    from vapix_proto.vapix.protocol import Request

__all__ = ["CGIS", "FIRST_VERSION", "SOURCE", "Action", "Argument", "Cgi", "ReportMode"]

SOURCE = "VAPIX System settings"
#: "Firmware: 5.00 and later" is above all of the CGIs.
FIRST_VERSION = AxisOs((5,))
# The second is an older way, which devices accept (recorded for pwdgrp.cgi, seen in the wild for param.cgi).
_FOLDERS = ("/axis-cgi/", "/axis-cgi/admin/")


class Argument(Value):
    """An argument of a CGI.

    Attributes:
        name: Its name.
        values: All that it can be; None where it has rules of another kind.
        secret: Whether it must not be in a URL.
        since: The first version of AXIS OS that knows it.
    """

    name: str
    values: tuple[str, ...] | None = None
    secret: bool = False
    since: AxisOs = FIRST_VERSION


class Action(Value):
    """What a CGI can be asked.

    Attributes:
        name: The value of the argument ``action``; empty where the CGI does one thing only.
        class_name: The name of ``request`` in ``vapix_proto.vapix``.
        required: The arguments that must be given.
        optional: The arguments that may be given.
        writes: Whether it changes the device; such a request is a POST where the CGI allows it.
        parameters: Whether all other arguments are names of parameters.
    """

    name: str
    class_name: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    _: KW_ONLY
    writes: bool = False
    parameters: bool = False

    @property
    def request(self) -> type[Request]:
        """The class of its requests."""
        from vapix_proto import vapix  # noqa: PLC0415 - the classes read this table

        kind: type[Request] = getattr(vapix, self.class_name)
        return kind


class Cgi(Value):
    """A CGI as the specification describes it.

    Attributes:
        name: The name of the file.
        section: The section of the specification.
        actions: What it can be asked.
        arguments: The arguments that it knows, beside ``action``.
        methods: The methods that it allows.
        restarts: Whether the device restarts as part of it.
        upload: Whether the body is a file, and not a form.
    """

    name: str
    section: str
    actions: tuple[Action, ...]
    arguments: tuple[Argument, ...] = ()
    methods: tuple[str, ...] = ("GET",)
    _: KW_ONLY
    restarts: bool = False
    upload: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """Where devices have it: the path of the specification, and an older one."""
        return tuple(folder + self.name for folder in _FOLDERS)

    @property
    def path(self) -> str:
        """The path of the specification."""
        return self.paths[0]

    @property
    def source(self) -> str:
        """The clause of the specification."""
        return f"{SOURCE}, {self.section}"

    @property
    def argument_names(self) -> tuple[str, ...]:
        """The names of the arguments that it knows, ``action`` first."""
        return (("action",) if self.actions[0].name else ()) + tuple(argument.name for argument in self.arguments)

    def argument(self, name: str) -> Argument | None:
        """The argument of that name."""
        return next((argument for argument in self.arguments if argument.name == name), None)

    def action(self, name: str) -> Action | None:
        """The action of that name."""
        return next((action for action in self.actions if action.name == name), None)


class ReportMode(StrEnum):
    """How a server report is given; zip_with_image only by products with application support."""

    TAR_ALL = "tar_all"
    TEXT = "text"
    ZIP = "zip"
    ZIP_WITH_IMAGE = "zip_with_image"


_BOTH = ("GET", "POST")
_RESET = Action("", "FactoryDefault", writes=True)

#: All CGIs by the name of their file, in the order of the specification.
CGIS: Mapping[str, Cgi] = MappingProxyType(
    {
        cgi.name: cgi
        for cgi in (
            Cgi(
                "pwdgrp.cgi",
                "Add, modify and delete user accounts",
                (
                    Action("add", "AddUser", ("user", "pwd", "grp", "sgrp"), ("comment", "strict_pwd"), writes=True),
                    Action(
                        "update", "UpdateUser", ("user",), ("pwd", "grp", "sgrp", "comment", "strict_pwd"), writes=True
                    ),
                    Action("remove", "RemoveUser", ("user",), writes=True),
                    Action("get", "GetUsers"),
                ),
                (
                    Argument("user"),
                    Argument("pwd", secret=True),
                    Argument("grp"),
                    Argument("sgrp"),
                    Argument("comment"),
                    Argument("strict_pwd", ("0", "1")),
                ),
                _BOTH,
            ),
            Cgi("factorydefault.cgi", "Factory default", (_RESET,), restarts=True),
            Cgi("hardfactorydefault.cgi", "Hard factory default", (_RESET,), restarts=True),
            Cgi(
                "firmwareupgrade.cgi",
                "Firmware upgrade",
                (Action("", "FirmwareUpgrade", (), ("type",), writes=True),),
                (Argument("type", ("normal", "factorydefault")),),
                ("POST",),
                restarts=True,
                upload=True,
            ),
            Cgi("restart.cgi", "Restart server", (Action("", "Restart", writes=True),), restarts=True),
            Cgi(
                "serverreport.cgi",
                "Server report",
                (Action("", "ServerReport", (), ("mode",)),),
                (Argument("mode", tuple(map(str, ReportMode))),),
                _BOTH,
            ),
            Cgi(
                "systemlog.cgi",
                "System log",
                (Action("", "SystemLog", (), ("text", "appname")),),
                # appname is recorded in 2020, and not in the specification.
                (Argument("text", since=AxisOs((11, 11, 45))), Argument("appname")),
            ),
            Cgi("accesslog.cgi", "Access log", (Action("", "AccessLog"),)),
            Cgi(
                "param.cgi",
                "System date and time",
                (
                    # Old clients send usergroup; the specification does not have it.
                    Action("list", "ListParameters", (), ("group", "responseformat", "usergroup")),
                    Action("update", "UpdateParameters", writes=True, parameters=True),
                ),
                (Argument("group"), Argument("responseformat", ("rfc",)), Argument("usergroup")),
                _BOTH,
            ),
            # Not in the specification, but recorded; any login may ask.
            Cgi("usergroup.cgi", "not documented: usergroup.cgi as recorded", (Action("", "UserGroup"),)),
        )
    }
)
