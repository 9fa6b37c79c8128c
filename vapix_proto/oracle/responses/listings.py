"""Group and parameter listings: their bytes in each version, and their meaning regardless of format."""

from __future__ import annotations

import re
from collections import Counter

from vapix_proto._places import plural
from vapix_proto.oracle.responses.forms import Form, decode, encode, typed, wrong_head
from vapix_proto.oracle.responses.quotations import visible, with_visible_errors
from vapix_proto.oracle.state import ACCESS_GROUPS

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from vapix_proto.oracle.profiles import Profile
    from vapix_proto.oracle.state import Account
    from vapix_proto.vapix.http import HttpResponse

_LINE = re.compile(r'([A-Za-z0-9_-]+)=(?:"([^"]*)"|([^"]*))\Z')
#: System accounts, which are in access groups but never in digusers (recorded from AXIS OS 5 to 10). The letters after
#: www are the initials of groups.
_SYSTEM = re.compile(r"(?:www[aovp]+|debugar|ptzadm|sdk|vdo)\Z")
#: The maximum number of name parts to examine; names in the specification have up to four.
_PARTS_MAX = 8
_MAY_LACK = ("ptz", "digusers")


def is_system_account(name: str) -> bool:
    """Whether this is the name of a recorded system account.

    Other system accounts are recognisable only by their absence from digusers.
    """
    return _SYSTEM.match(name) is not None


class Groups(Form):
    """The members of each group.

    Attributes:
        groups: ``admin``, ``operator``, ``viewer``, ``ptz`` and ``digusers``, each with its members.
        primary: Each primary group with its accounts; only long listings show them.
    """

    groups: tuple[tuple[str, tuple[str, ...]], ...]
    primary: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, accounts: tuple[Account, ...]) -> Groups:
        """Sorts accounts into groups."""
        rows = [(group, tuple(a.user for a in accounts if group in a.groups)) for group in ACCESS_GROUPS]
        primary: dict[str, list[str]] = {}
        for account in accounts:
            primary.setdefault(account.grp, []).append(account.user)
        users = tuple(account.user for account in accounts)
        return cls((*rows, ("digusers", users)), tuple((grp, tuple(names)) for grp, names in primary.items()))

    def to_http(self, profile: Profile) -> HttpResponse:
        """The listing in the profile's format."""
        form = profile.listing
        members = {**dict(self.primary), **dict(self.groups)}
        users = frozenset(members["digusers"])
        lines = []
        for group, others in form.rows:
            names = members.get(group, ())
            if form.root_last and group in ACCESS_GROUPS:
                names = tuple(sorted(names, key=lambda name: name == "root"))
            # An account with the name of a system account does not get the system account's rights.
            kept = others if group not in ACCESS_GROUPS else ",".join(n for n in others.split(",") if n not in users)
            lines.append(f'{group}="{",".join(filter(None, (kept, *names)))}"')
        return typed(200, "text/plain", form.line_end.join(lines) + form.last)

    def mismatch(self, response: HttpResponse) -> str | None:
        """Compares members, ignoring order, line endings, quotes, trailing commas and Unix groups.

        ``ptz`` and ``digusers`` may be missing, as in some recordings. In groups other than ``digusers``, a name that
        belongs to no expected account is ignored if recordings show it as the name of a system account, or if the
        listing has Unix groups. A listing without Unix groups should not contain other system accounts: a recorded
        listing without Unix groups, which has five lines, contains no system accounts.
        """
        wrong = wrong_head(response, 200, "text/plain")
        if wrong:
            return wrong
        found: dict[str, set[str]] = {}
        for text in decode(response.body).split("\n"):
            line = text.rstrip("\r")
            if not line:
                continue
            parts = _LINE.match(line)
            if parts is None:
                return f"the line {line[:80]!r} is not a group"
            group = parts[1]
            if group in found:
                return f"the group {group[:40]} is listed twice"
            members = (parts[2] or parts[3] or "").split(",")
            if group == "digusers" and len(members) != len(set(members)):
                return "an account is listed in digusers twice"
            found[group] = set(members) - {""}
        accounts = set(self.groups[-1][1])
        is_long = "digusers" in found and not found.keys() <= dict(self.groups).keys()
        for group, expected in self.groups:
            if group not in found and group in _MAY_LACK:
                continue
            if group not in found:
                return f"the group {group} is missing"
            extra = found[group] - set(expected)
            if group != "digusers":
                extra = {name for name in extra if name in accounts or not (is_long or is_system_account(name))}
            missing = set(expected) - found[group]
            if missing or extra:
                name, what = (min(missing), "lacks") if missing else (min(extra), "also has")
                return f"the group {group} {what} {name[:40]!r}"
        return None


class Parameters(Form):
    """Parameters with their values, and requested groups that do not exist.

    Attributes:
        lines: Names and values in response order. An unknown group is listed as a value with an empty name.
        firm: Names that must be written as in ``lines``; other names may omit or include ``root.``.
        hidden: Parameters that must not be listed.
        free: Parameters with unpredictable values.
        about: The requested name prefixes, in lower case; an empty prefix permits every name.
        doubtful: Groups that may or may not exist.
        optional: Parameters that may be missing.
    """

    lines: tuple[tuple[str, str], ...]
    firm: frozenset[str] = frozenset()
    hidden: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    about: tuple[str, ...] = ("",)
    doubtful: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """Each parameter's name, without ``root.``, and its value."""
        return tuple((name.removeprefix("root."), value) for name, value in self.lines if name)

    @property
    def errors(self) -> tuple[str, ...]:
        """The requested groups that do not exist, as written in the request."""
        return tuple(group for name, group in self.lines if not name)

    def __repr__(self) -> str:
        # The name of a requested group may be a password that was sent by mistake.
        return f"<Parameters {plural(len(self.values), 'value')}, {plural(len(self.errors), 'error')}>"

    def to_http(self, profile: Profile) -> HttpResponse:
        """One line for each parameter or error. Each line ends in LF, as in the recordings."""
        lines = [f"{name}={value}" if name else visible(_error(value)) for name, value in self.lines]
        return typed(200, "text/plain", "".join(f"{line}\n" for line in lines))

    def mismatch(self, response: HttpResponse) -> str | None:
        """Compares parameters, ignoring order, line endings and additional parameters of the requested groups."""
        wrong = wrong_head(response, 200, "text/plain")
        if wrong:
            return wrong
        errors = Counter(visible(_error(group)) for group in self.errors)
        doubtful = Counter(visible(_error(group)) for group in self.doubtful)
        found: dict[str, str] = {}
        written: set[str] = set()
        for line in self._text(response.body).split("\n"):
            text = line.removesuffix("\r")
            error = text.removesuffix("!")
            expected = errors if errors.get(error) else doubtful
            if expected.get(error):
                expected[error] -= 1
                continue
            if not text:
                continue
            name, equals, value = text.partition("=")
            written.add(name)
            name = name.removeprefix("root.")
            if text.startswith("#") or not (name and equals):
                return f"the line {text[:80]!r} is not expected"
            if found.setdefault(name, value) != value:
                return f"{name[:64]} has two values"
        for name, value in self.values:
            if name not in found and name in self.optional:
                continue
            if name not in found:
                return f"{name} is missing"
            if found[name] != value and name not in self.free:
                return f"{name} is {found[name][:80]!r}, not {value[:80]!r}"
        other = min((name for name in self.firm - written if name.removeprefix("root.") in found), default=None)
        if other is not None:
            return f"{other} is written {'without' if other.startswith('root.') else 'with'} root."
        leaked = next((name for name in self.hidden if name in found), None)
        if leaked is not None:
            return f"{leaked} is listed, but must not be"
        stray = next((name for name in found if not name.casefold().startswith(self.about)), None)
        if stray is not None:
            return f"{stray[:64]!r} is listed, but was not requested"
        errors, doubtful = +errors, +doubtful
        left = errors.keys() | doubtful.keys()
        refused = {group for group in (*self.errors, *self.doubtful) if visible(_error(group)) not in left}
        both = min(refused & _groups_of(found), default=None) if refused else None
        if both is not None:
            return f"{both[:64]!r} has both an error and a value"
        return f"the line {min(errors)[:80]!r} is missing" if errors else None

    def known(self, body: bytes) -> bytes:
        """The body; control characters in its errors are written the way the reference device writes them."""
        return encode(self._text(body))

    def _text(self, body: bytes) -> str:
        return with_visible_errors(decode(body), map(_error, (*self.errors, *self.doubtful)))


def _groups_of(names: Iterable[str]) -> set[str]:
    """Parameter names and the groups that contain them, with and without ``root.``."""
    found: set[str] = set()
    for name in names:
        parts = name.split(".")
        found.update(".".join(parts[:count]) for count in range(1, min(len(parts), _PARTS_MAX) + 1))
    return found | {f"root.{group}" for group in found}


def _error(group: str) -> str:
    return f"# Error: Error -1 getting param in group '{group}'"
