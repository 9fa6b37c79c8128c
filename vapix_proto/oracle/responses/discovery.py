"""The responses that list a device's APIs or an account's groups."""

from __future__ import annotations

import json

from vapix_proto._places import plural
from vapix_proto.oracle.responses.forms import Form, decode, typed, wrong_head
from vapix_proto.oracle.responses.json_documents import Json, compact, document_in

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from vapix_proto.oracle.profiles import Profile
    from vapix_proto.vapix.http import HttpResponse

_ID_MAX = 128
#: The documented statuses are released, alpha, beta and deprecated; those recorded are official, beta and
#: deprecated, but some recordings have no status.
_STATUSES = (None, "official", "released", "alpha", "beta", "deprecated")


def fits(text: str, pattern: str) -> bool:
    """Whether a string matches a pattern with ``*`` for any characters and ``?`` for one.

    The search backtracks only to the last star.
    """
    at = place = matched = 0
    star = -1
    while at < len(text):
        if place < len(pattern) and pattern[place] == "*":
            star, matched = place, at
            place += 1
        elif place < len(pattern) and pattern[place] in ("?", text[at]):
            at, place = at + 1, place + 1
        elif star >= 0:
            matched += 1
            at, place = matched, star + 1
        else:
            return False
    return not pattern[place:].strip("*")


class ApiList(Form):
    """A device's APIs that match two patterns.

    Attributes:
        envelope: The JSON document, with an empty list of APIs.
        apis: The ids and versions of all APIs that the device has, according to the recordings.
        patterns: The patterns for the id and the version.
        status: The status that the list gives for each API; empty if the APIs are listed without a status.
        sure: Whether every device with the same AXIS OS version has at least the APIs in ``apis``.
    """

    envelope: Json
    apis: tuple[tuple[str, str], ...]
    patterns: tuple[str, str]
    status: str
    sure: bool = True

    def __repr__(self) -> str:
        return f"<ApiList {plural(len(self.apis), 'API')}>"

    def _fits(self, name: str, version: str) -> bool:
        return fits(name, self.patterns[0]) and fits(version, self.patterns[1])

    def to_http(self, profile: Profile) -> HttpResponse:
        """The list as JSON. We use each API's id as its name, and an empty string as its link."""
        document = json.loads(self.envelope.text)
        status = {"status": self.status} if self.status else {}
        document["data"]["apiList"] = [
            {"id": name, "version": version, "name": name, "docLink": "", **status}
            for name, version in self.apis
            if self._fits(name, version)
        ]
        return typed(200, self.envelope.kind, compact(document))

    def mismatch(self, response: HttpResponse) -> str | None:
        """Compares the APIs in the response with those in ``apis`` that match ``patterns``.

        The order, names and links of the APIs are ignored. The response may list further APIs that match ``patterns``.
        """
        document, wrong = document_in(response, 200)
        if wrong:
            return wrong
        data = document.get("data") if isinstance(document, dict) else None
        rows = data.get("apiList") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(rows, list):
            return "the document has no apiList in data"
        data["apiList"] = []
        wrong = self.envelope.mismatch(response.replace(body=compact(document).encode()))
        return wrong or self._wrong_rows(rows)

    def _wrong_rows(self, rows: list[object]) -> str | None:
        found = set()
        for row in rows:
            name, version = (row.get("id"), row.get("version")) if isinstance(row, dict) else (None, None)
            if not isinstance(row, dict) or not isinstance(name, str) or not isinstance(version, str):
                return "an API lacks an id or a version"
            if len(name) > _ID_MAX or len(version) > _ID_MAX or not self._fits(name, version):
                return f"the API {name[:40]!r} {version[:40]!r} was not requested"
            if not isinstance(row.get("status", ""), str) or row.get("status") not in _STATUSES:
                return f"the API {name[:40]!r} has an unknown status"
            if not all(isinstance(row.get(member, ""), str) for member in ("name", "docLink")):
                return f"the API {name[:40]!r} has a name or docLink that is not text"
            if "status" in row and not self.status and self.sure:
                return f"the API {name[:40]!r} must not have a status"
            found.add((name, version))
        lacking = [api for api in self.apis if self.sure and self._fits(*api) and api not in found]
        return f"the API {' '.join(lacking[0])} is missing" if lacking else None


class Membership(Form):
    """An account's user name and groups, on two lines; the body is empty if ``user`` is empty.

    The primary group, if listed, comes before the access groups.
    """

    user: str
    groups: tuple[str, ...]
    primary: str = ""

    def to_http(self, profile: Profile) -> HttpResponse:
        """Two lines that each end in LF, as recorded on AXIS OS 12.11."""
        groups = (self.primary, *self.groups) if self.primary else self.groups
        return typed(200, "text/plain", f"{self.user}\n{' '.join(groups)}\n" if self.user else "")

    def mismatch(self, response: HttpResponse) -> str | None:
        """Ignores the order of the groups."""
        wrong = wrong_head(response, 200, "text/plain")
        user, _, groups = decode(response.body).replace("\r\n", "\n").partition("\n")
        if wrong or (user, set(groups.split())) == (self.user, {*self.groups, *filter(None, [self.primary])}):
            return wrong
        expected = f"{self.user} {' '.join(self.groups)}" if self.user else "empty"
        return f"the body is {decode(response.body)[:80]!r}, not {expected}"
