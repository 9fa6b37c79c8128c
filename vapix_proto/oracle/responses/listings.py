"""The two listings, of groups and of parameters: their bytes by version, and what they mean whatever the form."""

from __future__ import annotations

import re

from vapix_proto.oracle.responses.forms import Form, decode, typed, visible, wrong_head
from vapix_proto.oracle.state import ACCESS_GROUPS

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from vapix_proto.oracle.profiles import Profile
    from vapix_proto.oracle.state import Account
    from vapix_proto.vapix.http import HttpResponse

__all__ = ["Groups", "Parameters"]

_LINE = re.compile(r'([A-Za-z0-9_-]+)=(?:"([^"]*)"|([^"]*))\Z')
#: In access groups, never in digusers (recorded from AXIS OS 5 to 10).
SYSTEM_ACCOUNTS = frozenset({"wwwa", "wwwaovp", "sdk", "vdo"})
#: Parts of a name that are looked at; those of the specification have up to four.
_PARTS_MAX = 8
_MAY_LACK = ("ptz", "digusers")


class Groups(Form):
    """The accounts by group: admin, operator, viewer, ptz and digusers."""

    groups: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, accounts: tuple[Account, ...]) -> Groups:
        """The groups of accounts."""
        rows = [(group, tuple(a.user for a in accounts if group in a.groups)) for group in ACCESS_GROUPS]
        return cls((*rows, ("digusers", tuple(account.user for account in accounts))))

    def to_http(self, profile: Profile) -> HttpResponse:
        """In the form of that version."""
        form = profile.listing
        rows = [(group, members) for group, members in form.unix]
        accounts = self.groups[-1][1]
        for group, names in self.groups:
            users = sorted(names, key=lambda name: name == "root") if form.root_last and group == "admin" else names
            # A system account gives none of its rights to an account of its name.
            system = [name for name in form.system.get(group, ()) if name not in accounts]
            rows.append((group, ",".join((*system, *users))))
        if form.ordered == "sorted":
            rows.sort()
        return typed(200, "text/plain", form.line_end.join(f'{group}="{names}"' for group, names in rows) + form.last)

    def mismatch(self, response: HttpResponse) -> str | None:
        """Order, line ends, quotes, a comma after the last member, Unix groups and system accounts don't count.

        ``ptz`` and ``digusers`` may not be there at all (recorded).
        """
        wrong = wrong_head(response, 200, "text/plain")
        if wrong:
            return wrong
        found: dict[str, set[str]] = {}
        for line in decode(response.body).replace("\r\n", "\n").split("\n"):
            parts = _LINE.match(line.strip())
            if line.strip() and parts is None:
                return f"the line {line[:80]!a} is not a group"
            if parts is not None:
                group = parts[1]
                if group in found:
                    return f"the group {group[:40]} is listed twice"
                members = [name.strip() for name in (parts[2] or parts[3] or "").split(",")]
                if group == "digusers" and len(members) != len(set(members)):
                    return "an account is listed in digusers twice"
                found[group] = set(members) - {""}
        accounts = set(self.groups[-1][1])
        for group, expected in self.groups:
            if group not in found and group in _MAY_LACK:
                continue
            if group not in found:
                return f"the group {group} is missing"
            extra = found[group] - set(expected)
            if group != "digusers":
                extra -= SYSTEM_ACCOUNTS - accounts
            missing = set(expected) - found[group]
            if missing or extra:
                name, what = (min(missing), "lacks") if missing else (min(extra), "also has")
                return f"the group {group} {what} {name[:40]!a}"
        return None


class Parameters(Form):
    """Parameters with their values, and the groups that do not exist.

    Attributes:
        values: Names without ``root.``, and values.
        errors: The groups as requested.
        hidden: Parameters that must not be there.
        free: Parameters whose values come from outside.
        about: The requested beginnings of names, in lower case; all names begin with an empty text.
        maybe: Groups that may not exist.
    """

    values: tuple[tuple[str, str], ...]
    errors: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    about: tuple[str, ...] = ("",)
    maybe: tuple[str, ...] = ()

    def __repr__(self) -> str:
        # A requested group may be a password that went astray.
        return f"<Parameters {len(self.values)} values, {len(self.errors)} errors>"

    def to_http(self, profile: Profile) -> HttpResponse:
        """A line each, the errors last, with ``root.`` before the names and LF after the lines (recorded)."""
        lines = [f"root.{name}={value}" for name, value in self.values]
        lines += [visible(_error(group)) for group in self.errors]
        return typed(200, "text/plain", "".join(f"{line}\n" for line in lines))

    def mismatch(self, response: HttpResponse) -> str | None:
        """Order, line ends, ``root.`` and more parameters of these groups don't count."""
        wrong = wrong_head(response, 200, "text/plain")
        if wrong:
            return wrong
        errors = {visible(_error(group)) for group in self.errors}
        maybe = {visible(_error(group)) for group in self.maybe}
        found: dict[str, str] = {}
        for line in decode(response.body).split("\n"):
            text = line.removesuffix("\r")
            if text in errors:
                errors.discard(text)
                continue
            if text in maybe:
                maybe.discard(text)
                continue
            name, equals, value = text.removeprefix("root.").partition("=")
            if text.startswith("#") or (text and not equals):
                return f"the line {text[:80]!a} is not expected"
            if found.setdefault(name, value) != value:
                return f"{name[:64]} has two values"
        for name, value in self.values:
            if name not in found:
                return f"{name} is missing"
            if found[name] != value and name not in self.free:
                return f"{name} is {found[name][:80]!a}, not {value[:80]!a}"
        leaked = next((name for name in self.hidden if name in found), None)
        if leaked is not None:
            return f"{leaked} is there, which must not be"
        stray = next((name for name in found if name and not name.casefold().startswith(self.about)), None)
        if stray is not None:
            return f"{stray[:64]!a} is listed, but was not requested"
        refused = {group for group in (*self.errors, *self.maybe) if visible(_error(group)) not in errors | maybe}
        both = min(refused & _groups_of(found), default=None)
        if both is not None:
            return f"{both[:64]!a} has an error and is there"
        return f"the line {min(errors)[:80]!a} is missing" if errors else None


def _groups_of(names: Iterable[str]) -> set[str]:
    """Names, and the groups that they are in, as one may ask for them."""
    found: set[str] = set()
    for name in names:
        parts = name.split(".")
        found.update(".".join(parts[:count]) for count in range(1, min(len(parts), _PARTS_MAX) + 1))
    return found | {f"root.{group}" for group in found}


def _error(group: str) -> str:
    return f"# Error: Error -1 getting param in group '{group}'"
