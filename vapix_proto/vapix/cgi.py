"""A CGI as data: what it does, for whom, by which method, and how it gets its arguments."""

from __future__ import annotations

from enum import StrEnum

from vapix_proto._value import Value, later
from vapix_proto.vapix.axis_os import AxisOs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from dataclasses import KW_ONLY

    from vapix_proto.vapix.protocol import Request

SOURCE = "VAPIX System settings"
#: "Firmware: 5.00 and later" is above all of the CGIs of the System settings.
FIRST_VERSION = AxisOs((5,))


class Kind(StrEnum):
    """The type of an argument in JSON. As text, a boolean is true or false, and names have commas between them."""

    STRING = "a string"
    BOOLEAN = "a boolean"
    INTEGER = "an integer"
    NAMES = "an array of strings"


class Body(StrEnum):
    """How a CGI is given its arguments."""

    #: In the query, or as a form in the body.
    FORM = "form"
    #: In the query; the body is a file.
    FILE = "file"
    #: As a JSON object with apiVersion, context, method and params.
    METHOD = "method"
    #: As a JSON object with data, for the place that the rest of the path names (Device Configuration API).
    DATA = "data"


#: The folders of the CGIs. The second is the older one, which devices accept (recorded for pwdgrp.cgi; clients use it
#: for param.cgi).
_FOLDERS = {
    Body.FORM: ("/axis-cgi/", "/axis-cgi/admin/"),
    Body.FILE: ("/axis-cgi/", "/axis-cgi/admin/"),
    Body.METHOD: ("/axis-cgi/",),
    Body.DATA: ("/config/rest/",),
}


class Argument(Value):
    """An argument of a CGI.

    Attributes:
        name: Its name.
        values: All that it can be; None where it has rules of another kind.
        secret: Whether it must not be in a URL.
        since: The first version of AXIS OS that knows it.
        kind: Its type where it is given in JSON.
    """

    name: str
    values: tuple[str, ...] | None = None
    secret: bool = False
    since: AxisOs = FIRST_VERSION
    kind: Kind = Kind.STRING


class Action(Value):
    """What a CGI can be asked.

    Attributes:
        name: The value of the argument ``action``, or of ``method`` in JSON; empty where the CGI does one thing only.
            Of the Device Configuration API the HTTP method and the rest of the path, such as ``PATCH /time/dateTime``.
        class_name: The name of ``request`` in ``vapix_proto.vapix``.
        required: The arguments that must be given.
        optional: The arguments that may be given.
        writes: Whether it changes the device; such a request is a POST where the CGI allows it.
        parameters: Whether all other arguments are names of parameters.
        access: The lowest access group that may use it, if only for some arguments; None where no login is needed. A
            device without an administrator accepts its first account without a login, too.
        since: The first version of AXIS OS that has it; None where it is as old as the CGI.
        api_version: The first version of the API that has it, which a request names by default; empty where requests
            name none.
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
        """The HTTP method that the name of an action of the Device Configuration API has."""
        return self.name.partition(" ")[0]

    @property
    def place(self) -> str:
        """The rest of such a name: a path below that of the API, of which ``/`` is the API itself."""
        return self.name.partition(" ")[2]

    @property
    def request(self) -> type[Request]:
        """The class of its requests."""
        from vapix_proto import vapix  # noqa: PLC0415 - the classes read this table

        kind: type[Request] = getattr(vapix, self.class_name)
        return kind


class Cgi(Value):
    """A CGI as the specification describes it.

    Attributes:
        name: The name of the file; of the Device Configuration API the name and version of the API.
        section: The section of the document.
        actions: What it can be asked.
        arguments: The arguments that it knows, beside that of the action.
        methods: The methods that it allows.
        restarts: Whether the device restarts as part of it.
        body: How it is given its arguments.
        document: The document that describes it.
        since: The first version of AXIS OS that it is documented for.
        superseded: The first version of AXIS OS that has a successor to it, or None.
        successor: The name of the successor, or an empty text.
        errors: The codes of its errors in JSON, and what they mean.
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
        """Where devices have it: the path of the specification, and an older one, if there is one."""
        return tuple(folder + self.name for folder in _FOLDERS[self.body])

    @property
    def path(self) -> str:
        """The path of the specification."""
        return self.paths[0]

    def serves(self, path: str) -> bool:
        """Whether a path is one of its own, or of a place in it."""
        return path in self.paths or (self.body is Body.DATA and path.startswith(f"{self.path}/"))

    @property
    def source(self) -> str:
        """The clause of the specification."""
        return f"{self.document}, {self.section}"

    @property
    def action_argument(self) -> str:
        """The name of the argument that says what is asked."""
        return "method" if self.body is Body.METHOD else "action"

    @property
    def argument_names(self) -> tuple[str, ...]:
        """The names of the arguments that it knows, that of the action first."""
        names = tuple(argument.name for argument in self.arguments)
        return (self.action_argument, *names) if self.actions[0].name else names

    def argument(self, name: str) -> Argument | None:
        """The argument of that name."""
        return self._arguments.get(name)

    def action(self, name: str) -> Action | None:
        """The action of that name."""
        return self._actions.get(name)
