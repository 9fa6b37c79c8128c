"""A CGI as data: its actions, who may use them, its HTTP methods, and how it receives arguments."""

from __future__ import annotations

from enum import StrEnum

from vapix_proto._value import Value, later
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from dataclasses import KW_ONLY

    from vapix_proto.vapix.protocol import Request

SOURCE = "VAPIX System settings"
#: The specification marks all CGIs of the System settings "Firmware: 5.00 and later".
FIRST_VERSION = AxisOs((5,))


class Kind(StrEnum):
    """An argument's type in JSON. In text form, a boolean is true or false, and commas separate an array's strings."""

    STRING = "a string"
    BOOLEAN = "a boolean"
    INTEGER = "an integer"
    NAMES = "an array of strings"


class Body(StrEnum):
    """How a CGI receives its arguments."""

    #: The arguments are in the query, or in the body as a form.
    FORM = "form"
    #: The arguments are in the query; the body is a file.
    FILE = "file"
    #: The body is a JSON object with apiVersion, context, method and params.
    METHOD = "method"
    #: The body is JSON with a data member; the end of the path names the entity or property (Device Configuration API).
    DATA = "data"


#: The folders that contain the CGIs, the specified one first. Devices still accept paths in the older folder,
#: /axis-cgi/admin/: recordings show this for pwdgrp.cgi, and clients use such paths for param.cgi.
_FOLDERS = {
    Body.FORM: ("/axis-cgi/", "/axis-cgi/admin/"),
    Body.FILE: ("/axis-cgi/", "/axis-cgi/admin/"),
    Body.METHOD: ("/axis-cgi/",),
    Body.DATA: ("/config/rest/",),
}


class Argument(Value):
    """A CGI argument.

    Attributes:
        name: Its name.
        values: All allowed values, or None if other rules apply to the argument's value.
        secret: Whether it must not be sent in a URL.
        since: The first AXIS OS version that supports it.
        kind: Its type when sent as JSON.
    """

    name: str
    values: tuple[str, ...] | None = None
    secret: bool = False
    since: AxisOs = FIRST_VERSION
    kind: Kind = Kind.STRING


class Action(Value):
    """A CGI action.

    Attributes:
        name: The value of the argument ``action``, or of ``method`` in JSON; empty if the CGI has only one action. In
            the Device Configuration API, the HTTP method and ``place``, such as ``PATCH /time/dateTime``.
        class_name: The name of the class in ``vapix_proto.vapix`` that represents its requests.
        required: The arguments that must be given.
        optional: The arguments that may be given.
        writes: Whether it changes the device. If so, its requests use POST where the CGI allows that.
        parameters: Whether all other arguments are names of device parameters.
        access: The lowest access group that may use it, perhaps only with certain arguments; None if it needs no login.
            Adding the first account to a device without an administrator needs no login, either.
        since: The first AXIS OS version that has it; None if it is as old as the CGI.
        api_version: The first API version that has the action. Requests name this version by default. Empty if they
            need not name a version.
    """

    name: str
    class_name: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    _: KW_ONLY
    writes: bool = False
    parameters: bool = False
    access: str | None = "admin"
    since: AxisOs | None = None
    api_version: str = ""

    @property
    def verb(self) -> str:
        """In the Device Configuration API, the HTTP method at the start of the action's name."""
        return self.name.partition(" ")[0]

    @property
    def place(self) -> str:
        """In the Device Configuration API, the action's path, such as ``/time/dateTime``; ``/`` means the whole API.

        The path is relative to the API's own path, which is, for example, ``time/v2``.
        """
        return self.name.partition(" ")[2]

    @property
    def request(self) -> type[Request]:
        """The class that represents the action's requests."""
        from vapix_proto import vapix  # noqa: PLC0415 - the classes import this module

        kind: type[Request] = getattr(vapix, self.class_name)
        return kind


class Cgi(Value):
    """A CGI as the specification describes it.

    Attributes:
        name: The file name or, for an API within the Device Configuration API, its name and version, as in ``time/v2``.
        section: The section of the document that describes it.
        actions: Its actions.
        arguments: The arguments that it accepts, besides the one that selects the action.
        methods: The HTTP methods that it allows.
        restarts: Whether a request to it restarts the device.
        body: How it receives its arguments.
        document: The document that describes it.
        since: The first AXIS OS version that it is documented for.
        superseded: The first AXIS OS version that has a successor to this CGI, or None.
        successor: The name of the successor, or an empty string.
        errors: The codes and meanings of the errors that it reports in JSON.
    """

    name: str
    section: str
    actions: tuple[Action, ...]
    arguments: tuple[Argument, ...] = ()
    methods: tuple[str, ...] = ("GET",)
    _: KW_ONLY
    restarts: bool = False
    body: Body = Body.FORM
    document: str = SOURCE
    since: AxisOs = FIRST_VERSION
    superseded: AxisOs | None = None
    successor: str = ""
    errors: tuple[tuple[int, str], ...] = ()
    _actions: dict[str, Action] = later()
    _arguments: dict[str, Argument] = later()

    def _check(self) -> None:
        self._set(_actions={action.name: action for action in self.actions})
        self._set(_arguments={argument.name: argument for argument in self.arguments})

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths where devices serve the CGI: the specified one, followed by the older one, if any."""
        return tuple(folder + self.name for folder in _FOLDERS[self.body])

    @property
    def path(self) -> str:
        """The path according to the specification."""
        return self.paths[0]

    def serves(self, path: str) -> bool:
        """Whether the CGI serves a path. In the Device Configuration API, it also serves all paths below its own."""
        return path in self.paths or (self.body is Body.DATA and path.startswith(f"{self.path}/"))

    @property
    def source(self) -> str:
        """The clause of the specification that describes the CGI."""
        return f"{self.document}, {self.section}"

    @property
    def action_argument(self) -> str:
        """The name of the argument that selects the action."""
        return "method" if self.body is Body.METHOD else "action"

    @property
    def argument_names(self) -> tuple[str, ...]:
        """The names of the arguments that the CGI accepts, starting with the one that selects the action, if any."""
        names = tuple(argument.name for argument in self.arguments)
        return (self.action_argument, *names) if self.actions[0].name else names

    def argument(self, name: str) -> Argument | None:
        """The argument with the given name, if there is one."""
        return self._arguments.get(name)

    def action(self, name: str) -> Action | None:
        """The action with the given name, if there is one."""
        return self._actions.get(name)
