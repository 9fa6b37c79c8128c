"""``usergroup.cgi``: the user who is logged in, and their groups.

The CGI is undocumented, but appears in recorded HTTP traffic. Clients use it to test a login.
"""

from __future__ import annotations

import re

from vapix_proto._value import Value
from vapix_proto.errors import Code, ParseError, Problem, Span
from vapix_proto.grammar.expressions import EXPRESSIONS
from vapix_proto.vapix.failures import parsed, read_response
from vapix_proto.vapix.protocol import Request
from vapix_proto.vapix.pwdgrp.roles import ACCESS_GROUPS, Role
from vapix_proto.vapix.pwdgrp.validation import GROUPS
from vapix_proto.vapix.texts import characters_of, decoded

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.vapix.failures import Failure
    from vapix_proto.vapix.http import HttpResponse

_SOURCE = "usergroup.cgi, as recorded"
#: A response must contain at least one of these groups; otherwise, it could be any two lines of text.
_KNOWN = frozenset({*ACCESS_GROUPS, *GROUPS})
_RESPONSE = re.compile(EXPRESSIONS["usergroup", "response"])


class OwnAccount(Value):
    """The account that a request was authenticated as.

    Attributes:
        user: The user name.
        groups: The user's groups, in the response's order. The first one may be the primary group.

    Raises:
        ValueError: The name or a group can't be written in a response, or there is neither an access group nor a
            primary group.
    """

    user: str
    groups: tuple[str, ...]

    def _check(self) -> None:
        self._set(groups=tuple(self.groups))
        if _parts(str(self)) != (self.user, self.groups):
            raise ValueError(
                "this account can't be written as a response. The user name must not be empty, and must not contain "
                "white space, a comma, a double quote, <, >, {, } or half of a surrogate pair. Every group must "
                "consist of one or more letters, digits, hyphens or underscores. At least one group must be an "
                "access group or a primary group"
            )

    @property
    def role(self) -> Role | None:
        """The access rights; None if no group is admin, operator or viewer."""
        return Role.of_groups(self.groups)

    @classmethod
    def parse(cls, data: str | bytes | bytearray | memoryview) -> OwnAccount:
        """The account in a response body: the name on one line, and the groups on the next, separated by spaces.

        Bytes that are not UTF-8 are read as Latin-1.

        Raises:
            ParseError: The text has a different format, or contains neither an access group nor a primary group.
            TypeError: The argument is neither str nor bytes.
        """
        given, text = characters_of(data)
        parts = _parts(decoded(given, text))
        if parts is None:
            message = "this is not a user name with a line of groups below it"
            raise ParseError(Problem(Code.LISTING_NONE, message, Span(0, len(given)), None, _SOURCE), given)
        return cls(*parts)

    def __str__(self) -> str:
        return f"{self.user}\n{' '.join(self.groups)}\n"


def _parts(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The name and groups in a response; None if it is malformed or has neither an access nor a primary group."""
    found = _RESPONSE.fullmatch(text.strip())
    if found is None:
        return None
    groups = tuple(found["groups"].split())
    return (found["user"], groups) if set(groups) & _KNOWN else None


class UserGroup(Request):
    """Asks ``usergroup.cgi`` which account is sending the request.

    The parameter ``Properties.API.Browser.UserGroup`` advertises ``usergroup.cgi``.
    """

    def read(self, response: HttpResponse) -> OwnAccount | Failure:
        """The authenticated account, or an UnknownResponse if the body is empty. Clients have received empty bodies."""
        return read_response(response, lambda response: parsed(response, OwnAccount.parse, "text/plain"))
